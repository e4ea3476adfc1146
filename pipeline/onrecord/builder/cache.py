"""The cache of a build: the work that the next build need not do again, in the hidden folder beside the dataset.

`shards/` has finished documents, some to a Parquet file (`onrecord.document.shard_files`). A document is found by its
key, a hash of all that its rows depend on (`onrecord.builder.plan`): what changed is processed again, and a build that
was killed goes on from the shards it finished.

`paragraphs-<hash>.sqlite` has parsed paragraphs (`onrecord.language.en.paragraph_store`), found by their text: of a
version of a known article, only what differs is parsed. The hash is of the program and the model that parsed them.

After a build, documents that left the sources leave both, documents on which a stage failed are forgotten so that they
are tried again, and beyond a limit the oldest entries go. The folder can be deleted whenever no build runs.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from onrecord.builder.plan import made_with
from onrecord.document.shard_files import tidy
from onrecord.language.en.paragraph_store import tidy_store

#: Limit of the shard files: some hundred thousand articles. `paragraph_store` has its own limit.
_SHARD_BYTES = 20 * 10**9


@dataclass(frozen=True)
class Cache:
    """The cache in a folder that is there."""

    folder: Path
    model: str

    @property
    def shards(self) -> Path:
        path = self.folder / "shards"
        path.mkdir(exist_ok=True)
        return path

    @property
    def paragraphs(self) -> Path:
        return self.folder / f"paragraphs-{made_with(self.model)[:16]}.sqlite"

    def tidy(self, keys: Container[str]) -> None:
        """Leave what the next build can use of the documents with these keys."""
        tidy(self.shards, keys, _SHARD_BYTES)
        tidy_store(self.paragraphs, keys)
