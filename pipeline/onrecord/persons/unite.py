"""`unite`: the documents' persons made one row per natural person, the same whatever order they come in.

Pairs stay linear in the number of persons: equal names meet in one bucket, other spellings only where they share a
word's consonants, and there only with their neighbours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from onrecord.persons.evidence import (
    SELDOM,
    Record,
    are_spellings_of_one,
    contradict,
    is_merely_mentioned,
    role_words,
    signs,
)
from onrecord.persons.names import skeleton, words_of
from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.tables import TABLES

#: How many other spellings a name is compared with for one shared word, so that a common surname costs no square.
_NEIGHBOURS = 16
_PROTECTION = ("none", "victim_or_relative", "minor", "pseudonym")
_LINKS = pa.schema(
    [pa.field("local_id", pa.string(), nullable=False), pa.field("person_id", pa.string(), nullable=False)]
)


def unite(persons: pa.Table, mentions: pa.Table, articles: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Unite the documents' persons: the final `persons` table (ordered by id) and the links `local_id -> person_id`.

    All three tables have the contract's columns; `articles.story_id` must already be the final one.
    """
    rows = {row["person_id"]: row for row in persons.to_pylist()}
    known = {
        row["article_id"]: row for row in articles.select(["article_id", "story_id", "published_start"]).to_pylist()
    }
    places: dict[str, list[str]] = defaultdict(list)
    for person_id, article_id in zip(
        mentions["person_id"].to_pylist(), mentions["article_id"].to_pylist(), strict=True
    ):
        places[person_id].append(article_id)
    groups = [sorted(record.members) for record in _united(_records(rows, places, known))]
    united, links = [], []
    for members in groups:
        person_id = ids.group_id("per", members)
        links += [{"local_id": member, "person_id": person_id} for member in members]
        united.append(
            _row(person_id, [rows[member] for member in members], [places[member] for member in members], known)
        )
    return (
        pa.Table.from_pylist(sorted(united, key=lambda row: row["person_id"]), schema=arrow_schema(TABLES["persons"])),
        pa.Table.from_pylist(sorted(links, key=lambda link: link["local_id"]), schema=_LINKS),
    )


def _records(rows: dict[str, Any], places: dict[str, list[str]], known: dict[str, Any]) -> list[Record]:
    """One record a document's person, ordered by id."""
    together: dict[str, set[str]] = defaultdict(set)
    for person_id, row in rows.items():
        for article in places[person_id]:
            together[article].add(" ".join(words_of(row["name"])))
    records = []
    for person_id in sorted(rows):
        row, where = rows[person_id], sorted(set(places[person_id]))
        own = " ".join(words_of(row["name"]))
        years = [known[article]["published_start"].year for article in where if known[article]["published_start"]]
        has_age = row["age_min"] is not None and row["age_max"] is not None and years
        records.append(
            Record(
                members=[person_id],
                name=row["name"],
                stories={known[article]["story_id"] for article in where},
                companions={name for article in where for name in together[article]} - {own},
                roles=role_words([*row["roles"], row["affiliation"] or ""]),
                genders={row["gender"]} if row["gender"] else set(),
                nationalities={row["nationality"]} if row["nationality"] else set(),
                born=(min(years) - row["age_max"] - 1, max(years) - row["age_min"]) if has_age else None,
                is_pseudonym=row["is_pseudonym"],
            )
        )
    return records


def _united(records: list[Record]) -> list[Record]:
    """Records of one person absorbed into one: first those of equal names, then those of other spellings."""
    stories: dict[str, set[str]] = defaultdict(set)
    buckets: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        words = words_of(record.name)
        stories[" ".join(words)] |= record.stories
        buckets[tuple(sorted(words))].append(record)
    seldom = {name for name, where in stories.items() if len(where) <= SELDOM}
    distinct = [record for key in sorted(buckets) for record in _of_one_name(buckets[key], seldom)]
    gone: dict[int, int] = {}
    for left, right in _spelling_pairs(distinct):
        one, other = _root(gone, left), _root(gone, right)
        if one != other and are_spellings_of_one(distinct[one], distinct[other]):
            distinct[one].absorb(distinct[other])
            gone[other] = one
    return [record for position, record in enumerate(distinct) if position not in gone]


def _of_one_name(bucket: list[Record], seldom: set[str]) -> list[Record]:
    """Records of the same full name united by the signs they share, in one pass; the merely named join an office."""
    gone: dict[int, int] = {}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, record in enumerate(bucket):
        own = signs(record, seldom)
        for other in sorted({_root(gone, holder) for sign in own for holder in holders[sign]}):
            one = _root(gone, position)
            if other not in gone and other != one and not contradict(bucket[other], bucket[one]):
                low, high = min(one, other), max(one, other)
                bucket[low].absorb(bucket[high])
                gone[high] = low
        for sign in own:
            if not holders[sign] or _root(gone, holders[sign][-1]) != _root(gone, position):
                holders[sign].append(position)
    groups = [record for position, record in enumerate(bucket) if position not in gone]
    described = [record for record in groups if not is_merely_mentioned(record)]
    if len(described) != 1 or not described[0].holds_office:
        return groups
    for record in groups:
        if record is not described[0]:
            described[0].absorb(record)
    return described


def _root(gone: dict[int, int], position: int) -> int:
    while position in gone:
        position = gone[position]
    return position


def _spelling_pairs(records: list[Record]) -> Iterator[tuple[int, int]]:
    """Positions of records whose full names share the consonants of a word, each with its next neighbours."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for position, record in enumerate(records):
        words = words_of(record.name)
        if len(words) > 1 and not record.is_pseudonym:
            for block in {skeleton(word) for word in words if len(word) > 2}:
                blocks[block].append(position)
    pairs = {
        (left, right)
        for positions in blocks.values()
        for place, left in enumerate(positions)
        for right in positions[place + 1 : place + 1 + _NEIGHBOURS]
    }
    return iter(sorted(pairs))


def _row(person_id: str, rows: list[dict[str, Any]], places: list[list[str]], known: dict[str, Any]) -> dict[str, Any]:
    """The contract's row of one person, from the rows of its documents' persons."""
    forms = Counter(form for row in rows for form in (row["name"], *row["aliases"]))
    weight = Counter(dict.fromkeys(forms, 0))
    for row in rows:
        weight[row["name"]] += 1
    name = max(forms, key=lambda form: (weight[form] > 0, len(words_of(form)), weight[form], len(form), form))
    ages = [age for row in rows for age in (row["age_min"], row["age_max"]) if age is not None]
    articles = {article for where in places for article in where}
    return {
        "person_id": person_id,
        "name": name,
        "aliases": sorted(set(forms) - {name}),
        "roles": sorted({role for row in rows for role in row["roles"]}),
        "affiliation": _most_stated(row["affiliation"] for row in rows),
        "nationality": _most_stated(row["nationality"] for row in rows),
        "ethnicity": _most_stated(row["ethnicity"] for row in rows),
        "age_min": min(ages, default=None),
        "age_max": max(ages, default=None),
        "gender": _most_stated(row["gender"] for row in rows),
        "is_pseudonym": any(row["is_pseudonym"] for row in rows),
        "is_author": any(row["is_author"] for row in rows),
        "protection": max((row["protection"] for row in rows), key=_PROTECTION.index),
        "mention_count": sum(len(where) for where in places),
        "article_count": len(articles),
        "story_count": len({known[article]["story_id"] for article in articles}),
        "curated": False,
    }


def _most_stated(values: Iterable[str | None]) -> str | None:
    """The value that most documents state, the first in the alphabet of several; None where none states any."""
    counted = Counter(value for value in values if value)
    return min(counted, key=lambda value: (-counted[value], value)) if counted else None
