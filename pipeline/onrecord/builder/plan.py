"""Plans a build: which inputs to process, each under a key, and the rows of duplicates and unreadable inputs.

A key is a hash of all that a document's rows depend on: path, bytes, sidecar, what its container states, limits, the
model's files and the program.
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
from typing import TYPE_CHECKING, Literal, NamedTuple

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
#: Packages that run after the documents and change none of their rows.
_LATER = frozenset({"report", "validation", "explanation", "evaluation", "cli"})


@dataclass
class Plan:
    """The inputs to process by key, the ledger rows of the others, and the SHA-256 of each input that can be read."""

    found: dict[str, Found] = field(default_factory=dict)
    ledger: list[Source] = field(default_factory=list)
    hashes: dict[str, str | None] = field(default_factory=dict)


class _Copy(NamedTuple):
    """One of the inputs with the same bytes."""

    found: Found
    key: str
    size: int
    has_sidecar: bool


def make_plan(
    sources: Sequence[Path], model: str, limits: Limits = DEFAULTS, done: Callable[[int], None] = lambda _: None
) -> Plan:
    """Read every input once; `done` is called after each. Raises SourcesError when there is nothing to read."""
    plan = Plan()
    copies: dict[str, list[_Copy]] = {}
    for found, received in _inputs(sources, limits):
        done(1)
        if found.path in plan.hashes:
            found, received = _renamed(found, received, plan.hashes)
        if isinstance(received, Rejected):
            plan.hashes[found.path] = None
            plan.ledger.append(_source(found.path, "rejected", received.reason, media_type=received.media_type))
            continue
        digest = plan.hashes[found.path] = received.sha256
        copy = _Copy(found, _key(received, digest, model), len(received.data), received.sidecar != Sidecar())
        copies.setdefault(digest, []).append(copy)
    for digest, same in copies.items():
        # A sidecar says what the text does not.
        chosen = next((copy for copy in same if copy.has_sidecar), same[0])
        plan.found[chosen.key] = chosen.found
        for copy in same:
            if copy is not chosen:
                reason = f"the same bytes as {chosen.found.path}"
                reason += ", whose sidecar is used instead of its own" if copy.has_sidecar else ""
                plan.ledger.append(_source(copy.found.path, "duplicate", reason, digest, copy.size))
    return plan


def _inputs(sources: Sequence[Path], limits: Limits) -> Iterator[Received]:
    for found in find(sources, limits):
        _log.info("reading %s", found.path)
        yield from receive_each(found)


def _renamed(found: Found, received: Input | Rejected, taken: Container[str]) -> Received:
    """Number a path that another input has: a file called `a.csv#1` beside `a.csv`."""
    path = next(path for number in count(2) if (path := f"{found.path} ({number})") not in taken)
    return replace(found, path=path), replace(received, path=path) if isinstance(received, Input) else received


def _key(received: Input, digest: str, model: str) -> str:
    sidecar, container = received.sidecar.model_dump_json(), (received.media_type, received.charset, received.stated)
    parts = (received.path, digest, sidecar, repr(container), repr(received.limits), made_with(model))
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _source(
    path: str, status: Literal["rejected", "duplicate"], reason: str, digest: str | None = None,
    size: int | None = None, media_type: str | None = None,
) -> Source:  # fmt: skip
    return Source(
        source_path=path, source_sha256=digest, bytes=size, media_type=media_type, encoding=None, status=status,
        reason=reason, article_id=None,
    )  # fmt: skip


@cache
def made_with(model: str) -> str:
    """A hash of the program's files, the contract, the versions of the packages it uses, and the model's files."""
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
