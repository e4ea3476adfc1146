"""Scores articles, claims, persons and events of one document: counts what agrees with gold and yields every miss.

Optional gold counts neither when it is found nor when it is missing, and no row that finds it is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import eq
from typing import Any

from onrecord.evaluation.dataset import Document, Row, span_of
from onrecord.evaluation.gold import GoldArticle, GoldClaim, GoldEvent, GoldPerson
from onrecord.evaluation.matching import Span, is_same_person, one_contains_the_other, plain
from onrecord.evaluation.tally import Kind, Miss, Tally
from onrecord_schema.edtf import edtf_range
from onrecord_schema.tables import TABLES

#: Facts that gold may state of an article; `published` is compared as the days it may mean.
_FACTS = [name for name in GoldArticle.model_fields if name not in ("published_basis", "story")]
#: Fields of gold events that bear another name than their column.
_FIELDS = {"count_min": "count", "count_max": "count", "person_ids": "persons"}


def score_article(document: Document, gold: GoldArticle, tally: Tally) -> Iterator[Miss]:
    """Yield a miss for every fact that differs."""
    for fact in _FACTS:
        if fact not in gold.model_fields_set:
            continue
        expected = getattr(gold, fact)
        found = document.article[fact] if document.article else None
        if fact == "authors":
            is_right = {plain(name) for name in expected or []} == {plain(name) for name in found or []}
        elif fact == "published":
            is_right = _is_same_date(expected, found, is_inferred=gold.published_basis == "inferred")
        else:
            is_right = plain(expected) == plain(found)
        if not tally.compare(fact, is_right and document.article is not None):
            title = (document.article or {}).get("title") or ""
            yield Miss(document.name, "articles", "different", fact, title, expected, found)


def score_claims(document: Document, gold: Sequence[tuple[Span, GoldClaim]], tally: Tally) -> Iterator[Miss]:
    """Yield every claim that is missing or extra, and every field that differs; narrator claims are left out."""
    rows = [row for row in document.claims if row["kind"] != "narrator"]
    for span, claim in gold:
        if not claim.is_scored:
            continue
        finders = [row for row in rows if span_of(row).finds(span)]
        tally.count_gold(bool(finders))
        if finders:
            best = max(finders, key=lambda row: span_of(row).likeness(span))
            compared = _compared_claim(document, claim, best)
            yield from _differences(document, "claims", best, best["text"], compared, tally)
        else:
            yield Miss(document.name, "claims", "missing", None, claim.text, claim.speaker, None, span.start, span.end)
    for row in rows:
        span = span_of(row)
        is_right = any(claim.is_scored and span.finds(place) for place, claim in gold)
        is_optional = any(claim.optional and (span.finds(place) or span.touches(place)) for place, claim in gold)
        if is_right or not is_optional:
            tally.count_row(is_right)
            if not is_right:
                yield _of_row(document, "claims", "extra", row, row["text"], None, row["speaker"])


def score_persons(document: Document, gold: Sequence[GoldPerson], never: Sequence[str], tally: Tally) -> Iterator[Miss]:
    """Yield every person that is missing or extra, and every fact that differs.

    `never` are names in the text that are not persons; each that became a person is a miss.
    """
    # Of two ids for one person, the one that the text mentions first is compared.
    ids = list(dict.fromkeys(row["person_id"] for row in document.mentions if row["person_id"] in document.persons))
    names = {key: document.names_of(key) for key in ids}
    for person in gold:
        finders = [key for key in ids if any(is_same_person(name, person.name) for name in names[key])]
        if not person.optional:
            tally.count_gold(bool(finders))
            if not finders:
                yield Miss(document.name, "persons", "missing", None, person.name, person.role)
        if finders:
            row = document.persons[finders[0]]
            compared = _compared_person(person, row, len(finders))
            yield from _differences(document, "persons", row, row["name"], compared, tally)
    for key in ids:
        row = document.persons[key]
        same = [person for person in gold if any(is_same_person(name, person.name) for name in names[key])]
        if not same or not all(person.optional for person in same):
            tally.count_row(bool(same))
        if not same:
            yield _of_row(document, "persons", "extra", row, row["name"], None, "; ".join(sorted(names[key])))
        for name in never:
            if any(is_same_person(known, name) for known in names[key]):
                yield _of_row(document, "persons", "extra", row, row["name"], None, name, "never_persons")


def score_events(document: Document, gold: Sequence[tuple[Span, GoldEvent]], tally: Tally) -> Iterator[Miss]:
    """Yield every event that is missing or extra, and every field that no row of a found event has right."""
    for span, event in gold:
        if event.optional:
            continue
        near = [row for row in document.events if span_of(row).touches(span)]
        finders = [row for row in near if row["event_type"] in event.type]
        tally.count_gold(bool(finders))
        if finders:
            compared = _compared_event(document, event, finders)
            yield from _differences(document, "events", finders[0], event.trigger, compared, tally)
        else:
            types, found = " or ".join(event.type), ", ".join(sorted({row["event_type"] for row in near})) or None
            yield Miss(document.name, "events", "missing", None, event.trigger, types, found, span.start, span.end)
    for row in document.events:
        touched = [event for span, event in gold if span_of(row).touches(span)]
        is_right = any(not event.optional and row["event_type"] in event.type for event in touched)
        if is_right or not any(event.optional for event in touched):
            tally.count_row(is_right)
            if not is_right:
                yield _of_row(document, "events", "extra", row, row["text"], None, row["event_type"])


#: A compared field: its column, what gold says, what the row says, and whether that counts as the same.
_Compared = tuple[str, Any, Any, bool]


def _differences(
    document: Document, table: str, row: Row, text: str, compared: Iterable[_Compared], tally: Tally
) -> Iterator[Miss]:
    for column, expected, found, is_right in compared:
        if not tally.compare(_FIELDS.get(column, column), is_right):
            yield _of_row(document, table, "different", row, text, expected, found, column)


def _of_row(
    document: Document, table: str, kind: Kind, row: Row, text: str, expected: Any, found: Any, field: str | None = None
) -> Miss:
    key = row[TABLES[table].key[0]]
    return Miss(document.name, table, kind, field, text, expected, found, row.get("start"), row.get("end"), key)


def _compared_claim(document: Document, claim: GoldClaim, row: Row) -> Iterator[_Compared]:
    yield "kind", claim.kind, row["kind"], row["kind"] == claim.kind
    if "speaker" in claim.model_fields_set:
        if claim.speaker is None:
            is_right = row["speaker"] is None
        else:
            names = document.names_of(row["person_id"])
            is_right = one_contains_the_other(row["speaker"], claim.speaker)
            is_right = is_right or any(is_same_person(name, claim.speaker) for name in names)
        yield "speaker", claim.speaker, row["speaker"], is_right
    if claim.cue is not None:
        yield "cue", claim.cue, row["cue"], one_contains_the_other(row["cue"], claim.cue)
    if claim.said is not None:
        yield "said", claim.said, row["said"], _is_same_date(claim.said, row["said"])
    if claim.stance is not None:
        yield "stance", claim.stance, row["stance"], row["stance"] == claim.stance


def _compared_person(person: GoldPerson, row: Row, id_count: int) -> Iterator[_Compared]:
    yield "one_id", 1, id_count, id_count == 1
    if person.role is not None:
        yield "role", person.role, "; ".join(row["roles"] or []), _has_role(row, person.role)
    if person.age is not None:
        ages = (row["age_min"], row["age_max"])
        yield "age", person.age, ages, ages == (person.age, person.age)
    if person.pseudonym:
        yield "pseudonym", True, row["is_pseudonym"], bool(row["is_pseudonym"])


def _compared_event(document: Document, event: GoldEvent, rows: list[Row]) -> Iterator[_Compared]:
    def compared(column: str, expected: Any, is_right: Callable[[Any], bool]) -> _Compared:
        found = [row[column] for row in rows]
        return column, expected, found[0] if len(found) == 1 else found, any(map(is_right, found))

    if event.date is not None:
        yield compared("date", event.date, partial(_is_same_date, event.date))
    if event.mode is not None:
        yield compared("mode", event.mode, partial(eq, event.mode))
    for side in ("count_min", "count_max"):
        if side in event.model_fields_set:
            expected = getattr(event, side)
            yield compared(side, expected, partial(eq, expected))
    if event.place is not None:
        yield compared("place", event.place, partial(one_contains_the_other, event.place))
    if event.persons is not None:
        yield compared("person_ids", event.persons, partial(_has_persons, document, event.persons))


def _is_same_date(expected: str | None, found: str | None, *, is_inferred: bool = False) -> bool:
    """Whether two EDTF dates mean the same days; of an inferred date, whether they overlap."""
    if not expected or not found:
        return expected == found
    (first, last), (begin, end) = edtf_range(expected), edtf_range(found)
    if is_inferred and first and last and begin and end:
        return begin <= last and first <= end
    return (first, last) == (begin, end)


def _has_role(row: Row, role: str) -> bool:
    """Whether the roles hold the last word of the expected one (mostly its head), or are all part of it."""
    found, expected = plain(" ".join(row["roles"] or [])), plain(role)
    return bool(expected) and (expected.split()[-1] in found or (bool(found) and found in expected))


def _has_persons(document: Document, expected: list[str], found: list[str] | None) -> bool:
    names = [name for key in found or [] for name in document.names_of(key)]
    return all(any(is_same_person(name, person) for name in names) for person in expected)
