"""What workers do: list the documents in files, and process documents into a shard.

Runs in a worker (`onrecord.builder.worker`), where all stages are imported; the build itself reads no document.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from onrecord.inputs.find import Found, Place
from onrecord.inputs.limits import Limits

if TYPE_CHECKING:
    from spacy.language import Language

    from onrecord.document.document import Document
    from onrecord.inputs.page import Input
    from onrecord.language.en.paragraph_store import ParagraphStore


class Listed(NamedTuple):
    """A document in a file: what finds it again, and what its bytes are or why they cannot be read."""

    path: str
    member: int | None
    place: Place | None
    sha256: str | None
    size: int
    known: str
    """A hash of all else that is known of the document and changes its rows: its sidecar, what its container states."""
    has_sidecar: bool
    reason: str | None
    media_type: str | None


@dataclass(frozen=True)
class ListDocuments:
    """Lists the documents in files, as values of `Listed` with the number of their file."""

    items: tuple[Found, ...]

    @property
    def limits(self) -> Limits:
        return self.items[0].limits

    def only(self, items: Sequence[Found]) -> Self:
        return replace(self, items=tuple(items))

    def run(self) -> Iterator[tuple[int, Any]]:
        from onrecord.inputs.containers.reader import receive_each
        from onrecord.inputs.page import Rejected, Sidecar

        for number, file in enumerate(self.items):
            yield number, None
            for found, received in receive_each(file):
                place = found.place and (found.place.number, found.place.offset, found.place.length)
                where = found.path, found.member, place
                if isinstance(received, Rejected):
                    yield number, [number, *where, None, 0, "", False, received.reason, received.media_type]
                else:
                    has_sidecar = received.sidecar != Sidecar()
                    size = len(received.data)
                    yield number, [number, *where, received.sha256, size, _known(received), has_sidecar, None, None]


def _known(received: Input) -> str:
    container = received.media_type, received.charset, received.stated
    return sha256(f"{received.sidecar.model_dump_json()}\x1f{container!r}".encode()).hexdigest()


class Planned(NamedTuple):
    """A document to process: where it is, and the SHA-256 and the number of the bytes that were listed."""

    found: Found
    sha256: str
    size: int

    def failed(self, why: str) -> Document:
        """The document on which a stage, or its worker, failed."""
        from onrecord.document.document import FAILED, rejected

        return rejected(self.found.path, self.sha256, self.size, f"{FAILED}: {why}")


@dataclass(frozen=True)
class Shard:
    """Documents by their keys, the model, the folder of the resulting file, and the store of paragraphs."""

    items: tuple[tuple[str, Planned], ...]
    model: str
    folder: Path
    paragraphs: Path | None

    @property
    def limits(self) -> Limits:
        return self.items[0][1].found.limits

    @property
    def path(self) -> Path:
        from onrecord.document.shard_files import shard_name

        return self.folder / shard_name(key for key, _ in self.items)

    def only(self, items: Sequence[tuple[str, Planned]]) -> Self:
        return replace(self, items=tuple(items))

    def run(self) -> Iterator[tuple[int, Any]]:
        """Process the documents and write their file, unless it is there."""
        from onrecord.document.shard_files import write_shard
        from onrecord.language import language_of

        if self.path.exists():
            return
        nlp = language_of(self.model).load(self.model)
        if not gc.get_freeze_count():
            gc.freeze()  # garbage collection then skips the model's objects, which saves a twentieth of the time
        # The memory zone forgets a shard's words at its end; a worker would otherwise grow with all it reads.
        with nlp.memory_zone(), self._stored(nlp) as store:
            documents = []
            for number, (key, planned) in enumerate(self.items):
                yield number, None
                store.document = key
                documents.append(process_planned(planned, nlp))
        write_shard(self.path, [key for key, _ in self.items], documents)

    @contextmanager
    def _stored(self, nlp: Language) -> Iterator[ParagraphStore]:
        """Look for parsed paragraphs in the store, and keep them there."""
        from onrecord.language.en.paragraph_store import ParagraphStore
        from onrecord.language.en.paragraphs import parser

        with closing(ParagraphStore(self.paragraphs)) as store:
            parser(nlp).store = store
            try:
                yield store
            finally:
                parser(nlp).store = None


def process_planned(planned: Planned, nlp: Language) -> Document:
    """Read and process a document, if it is still what was listed."""
    from onrecord.document.process import process
    from onrecord.inputs.containers.reader import receive
    from onrecord.inputs.page import Rejected

    received = receive(planned.found)
    if isinstance(received, Rejected):  # it could be read a moment ago, and may be again in the next build
        return planned.failed(received.reason)
    if received.sha256 != planned.sha256:
        return planned.failed("it changed while the build was running")
    return process(received, nlp)
