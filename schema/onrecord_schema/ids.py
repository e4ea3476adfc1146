"""Ids made of content alone: the same input gives the same id on any machine and in any order."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

#: Separates the parts of a hashed key; no file name or offset contains it.
SEPARATOR = "\x1f"


def _hashed(prefix: str, parts: Iterable[str]) -> str:
    return f"{prefix}-{sha256(SEPARATOR.join(parts).encode()).hexdigest()[:16]}"


def article_id(source_sha256: str) -> str:
    """`art-` and the first 16 hex digits of the source bytes' SHA-256."""
    return f"art-{source_sha256[:16]}"


def span_id(prefix: str, article: str, start: int, end: int, kind: str) -> str:
    """The id of a row about `[start, end)` of an article; `kind` distinguishes rows with the same span."""
    return _hashed(prefix, (article, str(start), str(end), kind))


def group_id(prefix: str, members: Iterable[str]) -> str:
    """The id of a group of rows: a hash over their ids, in whatever order they are given."""
    return _hashed(prefix, sorted(members))


def pair_id(prefix: str, kind: str, left: str, right: str) -> str:
    """The id of a statement about two rows, the smaller id first."""
    return _hashed(prefix, (kind, left, right))


def numbered_id(prefix: str, parent: str, ordinal: int) -> str:
    """The id of a row that is a part of another one."""
    return _hashed(prefix, (parent, str(ordinal)))
