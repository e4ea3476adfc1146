"""Processes the documents that the cache lacks, on an engine, shard by shard.

Every document ends in a shard. If a shard fails, its documents run one by one; one that fails again is a rejected row.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from onrecord.builder.cache import Cache
from onrecord.builder.engines import DaskCluster, Engine
from onrecord.builder.time_limit import at_most
from onrecord.document.process import FAILED, Document, process, rejected
from onrecord.document.shard_files import finished, shard_name, write_shard
from onrecord.errors import ModelError
from onrecord.inputs.containers.reader import receive
from onrecord.inputs.find import Found
from onrecord.inputs.page import Input, Rejected
from onrecord.language import language_of
from onrecord.language.en.paragraph_store import ParagraphStore
from onrecord.language.en.paragraphs import parser

if TYPE_CHECKING:
    from spacy.language import Language

_log = logging.getLogger(__name__)
#: Few enough that a lost shard costs seconds, enough to be worth a file.
DOCUMENTS_PER_SHARD = 16
#: The threads of a cluster's worker take turns: a model has one memory zone.
_model_lock = Lock()


@dataclass(frozen=True)
class Shard:
    """A unit of work: documents by their keys, the model, the folder of the result, and the store of paragraphs."""

    documents: tuple[tuple[str, Found], ...]
    model: str
    folder: Path
    paragraphs: Path | None

    @property
    def path(self) -> Path:
        return self.folder / shard_name(key for key, _ in self.documents)

    def singles(self) -> list[Shard]:
        return [replace(self, documents=(document,)) for document in self.documents]


def process_documents(
    wanted: Mapping[str, Found], cache: Cache, engine: Engine, done: Callable[[int], None]
) -> list[Path]:
    """Make sure that every document is in a shard of the cache; returns those shards, in order.

    `done` is told how many more documents are finished. Raises ModelError if there is something to do and the model
    cannot be used, OSError if a shard cannot be written.
    """
    present = finished(cache.shards)
    missing = [(key, found) for key, found in wanted.items() if key not in present]
    done(len(wanted) - len(missing))
    for key, found in wanted.items():
        if key in present:
            _log.info("%s is in the cache", found.path)
    # Nodes of a cluster may reach the folder through a network, where SQLite cannot share a file.
    paragraphs = None if isinstance(engine, DaskCluster) else cache.paragraphs
    todo = [
        Shard(tuple(missing[first : first + DOCUMENTS_PER_SHARD]), cache.model, cache.shards, paragraphs)
        for first in range(0, len(missing), DOCUMENTS_PER_SHARD)
    ]
    try:
        while todo:
            todo = _run(todo, engine, done)
    finally:
        gc.unfreeze()
    present = finished(cache.shards)
    return sorted({present[key] for key in wanted})


def _run(shards: Sequence[Shard], engine: Engine, done: Callable[[int], None]) -> list[Shard]:
    """Run shards once; returns the documents of those that failed as shards of their own."""
    again = []
    for shard, error in engine.map(process_shard, shards):
        if isinstance(error, ModelError) or (isinstance(error, OSError) and not isinstance(error, TimeoutError)):
            raise error  # of the call or the disk: `process` raises nothing
        if error is not None and len(shard.documents) > 1:
            again += shard.singles()
            continue
        if error is not None:
            _reject(shard, error)
        for _, found in shard.documents:
            _log.info("processed %s", found.path)
        done(len(shard.documents))
    return again


def process_shard(shard: Shard) -> None:
    """Process a shard's documents and write its file, unless it is there."""
    if shard.path.exists():
        return
    nlp = language_of(shard.model).load(shard.model)
    if not gc.get_freeze_count():
        gc.freeze()  # garbage collection then skips the model's objects, which saves a twentieth of the time
    # The memory zone forgets a shard's words at its end; a worker would otherwise grow with all it reads.
    with _model_lock, nlp.memory_zone(), _stored(shard, nlp) as store:
        documents = []
        for key, found in shard.documents:
            store.document = key
            documents.append(_processed(found, nlp))
    write_shard(shard.path, [key for key, _ in shard.documents], documents)


@contextmanager
def _stored(shard: Shard, nlp: Language) -> Iterator[ParagraphStore]:
    """Look for parsed paragraphs in the shard's store, and keep them there."""
    with closing(ParagraphStore(shard.paragraphs)) as store:
        parser(nlp).store = store
        try:
            yield store
        finally:
            parser(nlp).store = None


def _processed(found: Found, nlp: Language) -> Document:
    received = receive(found)
    if isinstance(received, Rejected):  # it could be read a moment ago, and may be again in the next build
        return _failed(Input(found.path, b""), received.reason)
    try:
        with at_most(received.limits.seconds):
            return process(received, nlp)
    except TimeoutError as error:  # between two stages; within one, `process` catches it
        return _failed(received, error)


def _reject(shard: Shard, error: Exception) -> None:
    ((key, found),) = shard.documents
    received = receive(found)
    received = Input(found.path, b"") if isinstance(received, Rejected) else received
    write_shard(shard.path, [key], [_failed(received, error)])


def _failed(received: Input, why: object) -> Document:
    return rejected(received, Rejected(f"{FAILED}: {why}"))
