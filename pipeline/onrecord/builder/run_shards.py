"""Runs the per-document stages over whatever has not been done yet, shard by shard, on an engine.

Every wanted document ends in exactly one shard; one that breaks its worker is found by running its shard's
documents one by one, and ends as a rejected row there, while everything else is built.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from onrecord.builder.engines import Engine
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
_one_at_a_time = Lock()
#: Small enough that a lost shard costs seconds, large enough that its file is worth opening.
DOCUMENTS_PER_SHARD = 16


@dataclass(frozen=True)
class Shard:
    """A unit of work: the documents to process, by key, the model to do it with and the folder for the result.

    `paragraphs` is the file that keeps parsed paragraphs, where there is one.
    """

    documents: tuple[tuple[str, Found], ...]
    model: str
    folder: Path
    paragraphs: Path | None = None

    @property
    def path(self) -> Path:
        return self.folder / shard_name(key for key, _ in self.documents)

    def singles(self) -> list[Shard]:
        return [Shard((document,), self.model, self.folder, self.paragraphs) for document in self.documents]


def process_shard(shard: Shard) -> None:
    """Process a shard's documents and write its file; does nothing where the file is there already."""
    if shard.path.exists():
        return
    nlp = language_of(shard.model).load(shard.model)
    if not gc.get_freeze_count():
        gc.freeze()  # looking for garbage among the model's objects, shard after shard, took a twentieth of all time
    # What the model learns of a shard's words is forgotten with the shard, or a worker would grow with all it read.
    # It has one such memory, also where a cluster's worker has several threads.
    with _one_at_a_time, nlp.memory_zone(), _stored(shard, nlp) as store:
        documents = []
        for key, found in shard.documents:
            store.document = key
            documents.append(_processed(found, nlp))
    write_shard(shard.path, [key for key, _ in shard.documents], documents)


@contextmanager
def _stored(shard: Shard, nlp: Language) -> Iterator[ParagraphStore]:
    """While entered, parsed paragraphs are looked for and kept in the shard's store."""
    with closing(ParagraphStore(shard.paragraphs)) as store:
        parser(nlp).store = store
        try:
            yield store
        finally:
            parser(nlp).store = None


def _processed(found: Found, nlp: Language) -> Document:
    received = receive(found)
    if isinstance(received, Rejected):  # it was readable a moment ago, and may be again when the next build asks
        return rejected(Input(found.path, b""), Rejected(f"{FAILED}: {received.reason}"))
    return _within_time(received, nlp)


def _within_time(received: Input, nlp: Language) -> Document:
    try:
        with at_most(received.limits.seconds):
            return process(received, nlp)
    except TimeoutError as error:  # it fell between two stages
        return rejected(received, Rejected(f"{FAILED}: {error}"))


def _give_up(shard: Shard, error: Exception) -> None:
    (key, found), reason = shard.documents[0], f"{FAILED}: {error}"
    received = receive(found)
    received = Input(found.path, b"") if isinstance(received, Rejected) else received
    write_shard(shard.path, [key], [rejected(received, Rejected(reason))])


def extract(
    wanted: dict[str, Found],
    model: str,
    folder: Path,
    engine: Engine,
    done: Callable[[int], None],
    paragraphs: Path | None = None,
) -> list[Path]:
    """Make sure that every wanted document is in a shard in `folder`; returns those shards, in order.

    `paragraphs` is a file on this machine that keeps parsed paragraphs between documents and builds. `done` is told how
    many documents have been finished, each time some are. Raises ModelError when there is something to do and the model
    cannot be used, OSError when what was done cannot be written.
    """
    present = finished(folder)
    missing = [(key, found) for key, found in wanted.items() if key not in present]
    done(len(wanted) - len(missing))
    for key, found in wanted.items():
        if key in present:
            _log.info("%s is in the cache", found.path)
    todo = [
        Shard(tuple(missing[i : i + DOCUMENTS_PER_SHARD]), model, folder, paragraphs)
        for i in range(0, len(missing), DOCUMENTS_PER_SHARD)
    ]
    try:
        while todo:
            todo = _run(todo, engine, done)
    finally:
        gc.unfreeze()  # of shards that were processed here: what comes next may find garbage anywhere
    present = finished(folder)
    return sorted({present[key] for key in wanted})


def _run(shards: Sequence[Shard], engine: Engine, done: Callable[[int], None]) -> list[Shard]:
    """Run shards once; returns those that failed again, a document each."""
    again = []
    for shard, error in engine.map(process_shard, shards):
        if isinstance(error, ModelError) or (isinstance(error, OSError) and not isinstance(error, TimeoutError)):
            raise error  # of the call or the disk, not of a document: `process` never raises
        if error is not None and len(shard.documents) > 1:
            again += shard.singles()
            continue
        if error is not None:
            _give_up(shard, error)
        for _, found in shard.documents:
            _log.info("processed %s", found.path)
        done(len(shard.documents))
    return again
