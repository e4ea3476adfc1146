"""Keeps parsed paragraphs on disk, so that no worker and no later build parses them again.

The store only saves time: a paragraph is parsed alone, so its parse never differs, and without a usable store (a full
disk, a damaged file) everything is parsed. A paragraph stays as long as the document that it came from first is among
the sources.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from sys import intern

from onrecord.language.en.tokens import Word

#: Most bytes on disk, about a million articles; the oldest paragraphs are deleted first.
MOST_BYTES = 10 * 10**9
#: How long to wait while another worker writes.
_PATIENCE_SECONDS = 20.0
_TABLES = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    CREATE TABLE IF NOT EXISTS documents (document INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
    CREATE TABLE IF NOT EXISTS paragraphs (
        number INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, document INTEGER NOT NULL, words BLOB NOT NULL
    );
    CREATE INDEX IF NOT EXISTS paragraphs_document ON paragraphs (document);
"""


class ParagraphStore:
    """The store in one file, which several processes of one machine can use at once."""

    def __init__(self, path: Path | None) -> None:
        """Without a path the store is always empty."""
        self._connection: sqlite3.Connection | None = None
        self.document = ""
        """Key of the document that is parsed now."""
        with self._as_long_as_it_works():
            self._connection = _connected(path) if path else None

    def close(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def get(self, texts: Sequence[str]) -> dict[str, list[Word]]:
        """Paragraph -> its words, for the paragraphs in the store."""
        found: dict[str, list[Word]] = {}
        with self._as_long_as_it_works():
            if self._connection is not None:
                for text in texts:
                    asked = self._connection.execute("SELECT words FROM paragraphs WHERE hash = ?", [_hash(text)])
                    if row := asked.fetchone():
                        found[text] = _unpacked(row[0])
        return found

    def put(self, parsed: Mapping[str, Sequence[Word]]) -> None:
        """Add paragraphs of `document`: all or none."""
        with self._as_long_as_it_works():
            if self._connection is None or not parsed:
                return
            rows = [(_hash(text), self.document, _packed(words)) for text, words in parsed.items()]
            with self._connection as connection:
                connection.execute("INSERT OR IGNORE INTO documents (key) VALUES (?)", [self.document])
                connection.executemany(
                    "INSERT OR IGNORE INTO paragraphs (hash, document, words) "
                    "VALUES (?, (SELECT document FROM documents WHERE key = ?), ?)",
                    rows,
                )
                _forget_oldest(connection)

    @contextmanager
    def _as_long_as_it_works(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, TypeError, zlib.error):
            self.close()


def tidy_store(path: Path, wanted: Container[str]) -> None:
    """Delete the paragraphs of other than the wanted documents, and the stores of other versions."""
    for other in path.parent.glob(f"{path.stem.split('-')[0]}-*"):
        if not other.name.startswith(path.name):
            other.unlink(missing_ok=True)
    if not path.exists():
        return
    try:
        with closing(_connected(path)) as connection:
            connection.execute("PRAGMA secure_delete = ON")  # text of a removed source must not stay on the disk
            known = connection.execute("SELECT document, key FROM documents").fetchall()
            gone = [(document,) for document, key in known if key not in wanted]
            with connection:
                for table in ("paragraphs", "documents"):
                    connection.executemany(f"DELETE FROM {table} WHERE document = ?", gone)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:  # damaged: the next build makes a new one
        for part in path.parent.glob(f"{path.name}*"):
            part.unlink(missing_ok=True)


def _connected(path: Path) -> sqlite3.Connection:
    # The threads of a worker take turns.
    connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, check_same_thread=False)
    connection.executescript(_TABLES)
    return connection


def _forget_oldest(connection: sqlite3.Connection) -> None:
    """Delete the oldest tenth of the paragraphs where the store is too large; SQLite reuses their room."""
    pages, free, page_bytes = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    if (pages - free) * page_bytes > MOST_BYTES:
        first, last = connection.execute("SELECT min(number), max(number) FROM paragraphs").fetchone()
        connection.execute("DELETE FROM paragraphs WHERE number <= ?", [first + (last - first) // 10])


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _packed(words: Sequence[Word]) -> bytes:
    columns = list(zip(*words, strict=True))
    return zlib.compress(json.dumps(columns, separators=(",", ":")).encode(), level=1)


def _unpacked(packed: bytes) -> list[Word]:
    columns = json.loads(zlib.decompress(packed))
    texts = [[intern(value) for value in column] if isinstance(column[0], str) else column for column in columns]
    return [Word(*values) for values in zip(*texts, strict=True)]
