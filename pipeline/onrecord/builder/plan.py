"""Plans a build: which inputs to process, each under a key, and the rows of duplicates and unreadable inputs.

A key is a hash of all that a document's rows depend on: path, bytes, sidecar, what its container states, limits, the
model's files and the program.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from onrecord.builder.program import made_with
from onrecord.builder.tasks import ListDocuments, Listed, Planned
from onrecord.inputs.find import Found, Place, find
from onrecord.inputs.limits import DEFAULTS, Limits
from onrecord_schema.sources import Source

if TYPE_CHECKING:
    from onrecord.builder.engines import Engine

_log = logging.getLogger(__name__)
_UNREAD = "It could not be read"

#: Few enough that a file on which a worker dies costs little, enough that asking costs nothing.
_FILES_PER_TASK = 64


@dataclass
class Plan:
    """The inputs to process by key, the ledger rows of the others, and the SHA-256 of each input that can be read."""

    found: dict[str, Planned] = field(default_factory=dict)
    ledger: list[Source] = field(default_factory=list)
    hashes: dict[str, str | None] = field(default_factory=dict)


class _Copy(NamedTuple):
    """One of the inputs with the same bytes."""

    planned: Planned
    key: str
    has_sidecar: bool


def make_plan(
    sources: Sequence[Path],
    model: str,
    engine: Engine,
    limits: Limits = DEFAULTS,
    done: Callable[[int], None] = lambda _: None,
) -> Plan:
    """Read every input once; `done` is told how many were. Raises SourcesError when there is nothing to read."""
    plan = Plan()
    copies: dict[str, list[_Copy]] = {}
    for file, listed in _documents(find(sources, limits), engine, done):
        path = listed.path if listed.path not in plan.hashes else _free_path(listed.path, plan.hashes)
        plan.hashes[path] = listed.sha256
        if listed.sha256 is None:
            known = {"reason": listed.reason, "media_type": listed.media_type}
            plan.ledger.append(_source(path, status="rejected", **known))
            continue
        found = replace(file, path=path, member=listed.member, place=listed.place)
        copy = _Copy(Planned(found, listed.sha256, listed.size), _key(path, listed, limits, model), listed.has_sidecar)
        copies.setdefault(listed.sha256, []).append(copy)
    for digest, same in copies.items():
        # A sidecar says what the text does not.
        chosen = next((copy for copy in same if copy.has_sidecar), same[0])
        plan.found[chosen.key] = chosen.planned
        for copy in same:
            if copy is not chosen:
                reason = f"the same bytes as {chosen.planned.found.path}"
                reason += ", whose sidecar is used instead of its own" if copy.has_sidecar else ""
                bytes_known = {"source_sha256": digest, "bytes": copy.planned.size}
                plan.ledger.append(_source(copy.planned.found.path, status="duplicate", reason=reason, **bytes_known))
    return plan


def _documents(files: Sequence[Found], engine: Engine, done: Callable[[int], None]) -> Iterator[tuple[Found, Listed]]:
    """Every document in the files, or why it cannot be read, in the order of the files."""
    listed: dict[str, list[Listed]] = {}
    groups = [files[first : first + _FILES_PER_TASK] for first in range(0, len(files), _FILES_PER_TASK)]
    for task, results, failure in engine.map([ListDocuments(tuple(group)) for group in groups]):
        for number, path, member, place, *rest in results:
            one = Listed(path, member, place and Place(*place), *rest)
            listed.setdefault(task.items[number].path, []).append(one)
        if failure is not None:
            (file,) = task.items
            listed[file.path] = [Listed(file.path, None, None, None, 0, "", False, f"{_UNREAD}: {failure}.", None)]
        done(len(results) or 1)
    for file in files:
        _log.info("reading %s", file.path)
        for one in listed.pop(file.path):
            yield file, one


def _free_path(path: str, taken: Container[str]) -> str:
    """Number a path that another input has: a file called `a.csv#1` beside `a.csv`."""
    return next(free for number in count(2) if (free := f"{path} ({number})") not in taken)


def _key(path: str, listed: Listed, limits: Limits, model: str) -> str:
    parts = (path, str(listed.sha256), listed.known, repr(limits), made_with(model))
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _source(path: str, **known: Any) -> Source:
    return Source.model_validate(dict.fromkeys(Source.model_fields) | {"source_path": path} | known)
