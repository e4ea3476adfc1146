"""Finds what is told of persons in words that none of the articles which mention them has, or has in kept text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import duckdb
import numpy as np
import pyarrow as pa

from onrecord.validation.columns import Columns
from onrecord.validation.held_against_text import WordsOfPersons
from onrecord.validation.texts import Articles

#: Articles whose persons' words are sorted at once.
_ARTICLES = 4_096


@dataclass(frozen=True)
class Told:
    """What one column tells, for one rule; `position` is the rule's place among those that are checked."""

    position: int
    column: str
    words: WordsOfPersons


class Words:
    """Words of persons, each looked for in every article that mentions the person."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, told: Sequence[Told]) -> None:
        self._connection, self._told = connection, told
        distinct = " UNION ".join(f"SELECT person_id, written FROM ({one.words.persons})" for one in told)
        connection.execute(
            "CREATE OR REPLACE TABLE words AS SELECT row_number() OVER () AS number, person_id, written FROM "
            f"({distinct or 'SELECT NULL AS person_id, NULL AS written WHERE false'}) WHERE written IS NOT NULL"
        )
        count = connection.execute("SELECT count(*) + 1 FROM words").fetchall()[0][0]
        self._in_text, self._in_stripped, self._in_kept = (bytearray(count) for _ in range(3))

    def by_article(self, rows: int) -> Iterator[pa.RecordBatch]:
        """(article_id, number, written) in the order of the articles; sorted for some articles at a time."""
        connection = self._connection.cursor()
        ids = connection.execute(
            "SELECT article_id FROM (SELECT article_id, row_number() OVER (ORDER BY article_id) - 1 AS place FROM "
            f"(SELECT DISTINCT article_id FROM mentions WHERE article_id IS NOT NULL)) WHERE place % {_ARTICLES} = 0 "
            "ORDER BY article_id"
        ).fetchall()
        for first, last in zip_longest([one for (one,) in ids], [one for (one,) in ids[1:]]):
            found = connection.sql(
                "SELECT article_id, number, written FROM words JOIN (SELECT DISTINCT person_id, article_id "
                "FROM mentions WHERE article_id >= $first AND ($last IS NULL OR article_id < $last)) USING (person_id) "
                "ORDER BY article_id",
                params={"first": first, "last": last},
            )
            reader: pa.RecordBatchReader = found.to_arrow_reader(rows)
            yield from reader

    def look_for(self, articles: Articles, rows: Columns) -> None:
        if not len(rows):
            return
        kept, stripped, has_words = articles.kept, articles.stripped, articles.has_words
        in_text, in_stripped, in_kept = self._in_text, self._in_stripped, self._in_kept
        for article, number, written in zip(
            rows.article.tolist(), rows.ints("number").tolist(), rows.values("written"), strict=True
        ):
            if in_kept[number]:
                continue
            if written in kept[article]:
                in_kept[number] = in_text[number] = True
                continue
            in_text[number] |= has_words(article, written)
            in_stripped[number] |= written in stripped[article]

    def put_faulty(self) -> None:
        """Put what is in no text, or in stripped text alone, into `misread`."""
        in_text, in_stripped, in_kept = (
            np.frombuffer(found, bool) for found in (self._in_text, self._in_stripped, self._in_kept)
        )
        for kept, wrong in ((False, ~in_text), (True, in_stripped & ~in_kept)):
            numbers = pa.table({"number": np.flatnonzero(wrong[1:]) + 1})
            told = [one for one in self._told if one.words.kept is kept]
            if not told or not len(numbers):
                continue
            self._connection.register("faulty_numbers", numbers)
            for one in told:
                self._connection.execute(
                    f"INSERT INTO misread SELECT {one.position}, '{one.column}', person_id, written FROM "
                    f"({one.words.persons}) JOIN (SELECT person_id, written FROM words JOIN faulty_numbers "
                    "USING (number)) USING (person_id, written)"
                )
            self._connection.unregister("faulty_numbers")
