"""What a build has to do: every input under a key of what it is made from, duplicates and unreadable ones apart.

A key covers all that a document's rows depend on: its path, its bytes, its sidecar, what its
container tells of it, the limits, the model's files and the program itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from onrecord.builder.writer import PACKAGES
from onrecord.inputs.containers.reader import Received, receive_each
from onrecord.inputs.find import Found, find
from onrecord.inputs.limits import DEFAULTS, Limits
from onrecord.inputs.page import Input, Rejected, Sidecar
from onrecord.language import model_folder
from onrecord_schema.sources import Source

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

_log = logging.getLogger(__name__)
#: What comes after a document's rows and changes none of them.
_LATER = frozenset({"report", "validation", "explanation", "evaluation", "cli"})


@dataclass
class Plan:
    """The inputs to process by key, in path order, and the ledger rows of those that need no processing."""

    found: dict[str, Found] = field(default_factory=dict)
    ledger: list[Source] = field(default_factory=list)
    hashes: dict[str, str | None] = field(default_factory=dict)
    """Source path -> SHA-256 of its bytes; None for what could not be read."""


def make_plan(
    sources: Sequence[Path], model: str, limits: Limits = DEFAULTS, done: Callable[[int], None] = lambda _: None
) -> Plan:
    """Read every input once to know it; `done` is told of each. Raises SourcesError when there is nothing to read."""
    plan = Plan()
    chosen: dict[str, str] = {}
    with_sidecar: set[str] = set()
    others: list[_Copy] = []
    for found, received in _inputs(sources, limits):
        done(1)
        if found.path in plan.hashes:
            found, received = _renamed(found, received, plan.hashes)
        if isinstance(received, Rejected):
            plan.hashes[found.path] = None
            plan.ledger.append(_unread(found.path, received))
            continue
        digest = plan.hashes[found.path] = received.sha256
        key, has_sidecar = _key(received, digest, model), received.sidecar != Sidecar()
        is_first = digest not in chosen
        if has_sidecar and not is_first and digest not in with_sidecar:
            # What is known of a text from outside it is not to be lost.
            others.append(_Copy(plan.found.pop(chosen[digest]).path, digest, len(received.data), has_sidecar=False))
            is_first = True
        if is_first:
            chosen[digest] = key
            plan.found[key] = found
        else:
            others.append(_Copy(found.path, digest, len(received.data), has_sidecar))
        if has_sidecar:
            with_sidecar.add(digest)
    plan.ledger += [_duplicate(copy, plan.found[chosen[copy.digest]].path) for copy in others]
    return plan


class _Copy(NamedTuple):
    """An input whose bytes another one has, too, which is processed instead."""

    path: str
    digest: str
    size: int
    has_sidecar: bool


def _inputs(sources: Sequence[Path], limits: Limits) -> Iterator[Received]:
    for found in find(sources, limits):
        _log.info("reading %s", found.path)
        yield from receive_each(found)


def _renamed(found: Found, received: Input | Rejected, taken: Container[str]) -> Received:
    """A path that is in the ledger already (a file called `a.csv#1` beside `a.csv`) gets a number of its own."""
    path = next(path for number in count(2) if (path := f"{found.path} ({number})") not in taken)
    return replace(found, path=path), replace(received, path=path) if isinstance(received, Input) else received


def _key(received: Input, digest: str, model: str) -> str:
    sidecar, container = received.sidecar.model_dump_json(), (received.media_type, received.charset, received.stated)
    parts = (received.path, digest, sidecar, repr(container), repr(received.limits), made_with(model))
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _duplicate(copy: _Copy, twin: str) -> Source:
    return Source(
        source_path=copy.path,
        source_sha256=copy.digest,
        bytes=copy.size,
        media_type=None,
        encoding=None,
        status="duplicate",
        reason=f"the same bytes as {twin}" + (", whose sidecar is used instead of its own" if copy.has_sidecar else ""),
        article_id=None,
    )


def _unread(path: str, why: Rejected) -> Source:
    return Source(
        source_path=path,
        source_sha256=None,
        bytes=None,
        media_type=why.media_type,
        encoding=None,
        status="rejected",
        reason=why.reason,
        article_id=None,
    )


@cache
def made_with(model: str) -> str:
    """A hash over all but the document that its rows depend on.

    That is the program's code, data files and contract, the versions of the packages it uses, and the model's files.
    """
    digest = sha256(model.encode())
    for package in ("onrecord", "onrecord_schema"):
        _add(digest, Path(str(files(package))), skipped=_LATER)
    for name in PACKAGES:
        digest.update(f"{name} {version(name)}".encode())
    if folder := model_folder(model):
        _add(digest, folder)
    return digest.hexdigest()


def _add(digest: Hash, root: Path, skipped: frozenset[str] = frozenset()) -> None:
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        name = path.relative_to(root)
        if not {"__pycache__", *skipped} & set(name.parts):
            digest.update(name.as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
