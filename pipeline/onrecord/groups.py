"""What claim groups and event groups share: content words, names that can be one, and the table of a grouping."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pyarrow as pa

from onrecord_schema import ids

if TYPE_CHECKING:
    import duckdb

_WORD = re.compile(r"\d[\d,.]*\d|\w+")
_NEGATION = re.compile(r"n['’]t\b|\b(?:not|no|never|nor|neither|cannot|without)\b", re.IGNORECASE)


@cache
def function_words() -> frozenset[str]:
    lines = files("onrecord").joinpath("function_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def content_words(text: str) -> list[str]:
    """The words that carry the text's content, lower case, figures without separators, sorted, each once."""
    words = {word.lower().replace(",", "") for word in _WORD.findall(text)}
    return sorted(word for word in words if (word not in function_words() and len(word) > 1) or word.isdigit())


def is_negated(text: str) -> bool:
    """Whether a statement turns an odd number of times on a negator: 'has not been able' against 'has been able'."""
    return len(_NEGATION.findall(text)) % 2 == 1


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two mentions can be of the same actor: one's content words are all among the other's.

    'the Foreign Ministry' can be 'the German Foreign Ministry'; a country's adjective passes for the country
    (five letters in common), since 'Germany' speaks through 'the German ministry'. Unknown can be nobody.
    """
    if not one or not other:
        return False
    left, right = content_words(one), content_words(other)
    if not left or not right:
        return one.lower() == other.lower()
    shorter, longer = sorted((left, right), key=len)
    return all(any(word == match or _same_stem(word, match) for match in longer) for word in shorter)


def _same_stem(one: str, other: str) -> bool:
    return one[:5] == other[:5] and min(len(one), len(other)) >= 5


def write_groups(
    connection: duckdb.DuckDBPyConnection, table: str, key: str, prefix: str, centre_of: dict[str, str]
) -> None:
    """Make `<key>_groups(member, group_id, is_canonical, article_count, story_count)` for a table's rows.

    `centre_of` maps each row's id to the id of the row that represents its group.
    """
    members: dict[str, list[str]] = {}
    for member, centre in centre_of.items():
        members.setdefault(centre, []).append(member)
    group_of = {centre: ids.group_id(prefix, group) for centre, group in members.items()}
    pairs = sorted(centre_of.items())
    grouped = pa.table(
        {
            "member": pa.array([member for member, _ in pairs], pa.string()),
            "group_id": pa.array([group_of[centre] for _, centre in pairs], pa.string()),
            "is_canonical": pa.array([member == centre for member, centre in pairs], pa.bool_()),
        }
    )
    connection.register("grouped", grouped)
    connection.execute(
        f"""
        CREATE TABLE {key}_groups AS
        SELECT grouped.*, counted.* EXCLUDE (group_id) FROM grouped JOIN (
            SELECT group_id, count(DISTINCT article_id)::INTEGER AS article_count,
                count(DISTINCT versions.story_id)::INTEGER AS story_count,
                min(published_start) AS first_reported, max(published_end) AS last_reported
            FROM grouped JOIN {table} ON {table}.{key}_id = member JOIN versions USING (article_id)
            JOIN articles USING (article_id) GROUP BY group_id
        ) AS counted USING (group_id)
        """
    )
    connection.unregister("grouped")


def write_sets(connection: duckdb.DuckDBPyConnection, sets: list[tuple[str, str, list[str]]]) -> str:
    """Register (id, block, tokens) rows for the similarity join; returns the table's name. Empty sets are left out."""
    filled = [row for row in sets if row[2]]
    table = pa.table(
        {
            "id": pa.array([row[0] for row in filled], pa.string()),
            "block": pa.array([row[1] for row in filled], pa.string()),
            "tokens": pa.array([row[2] for row in filled], pa.list_(pa.string())),
        }
    )
    connection.register("registered_sets", table)
    connection.execute("CREATE OR REPLACE TEMP TABLE sets AS SELECT * FROM registered_sets")
    connection.unregister("registered_sets")
    return "sets"
