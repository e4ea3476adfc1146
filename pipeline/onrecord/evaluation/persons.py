"""Scores persons: whom a document's mentions point to, by name, against whom gold says it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.evaluation.dataset import Document, Row
from onrecord.evaluation.gold import GoldPerson
from onrecord.evaluation.quotes import is_same_person, plain
from onrecord.evaluation.tally import Miss, Tally


def score_persons(document: Document, gold: Sequence[GoldPerson], never: Sequence[str], tally: Tally) -> Iterator[Miss]:
    """Yields everyone missing or extra, and every fact of a found person that differs.

    `never` are names in the text that are no person of the article; each that is one is a miss.
    """
    # In the order in which the text first mentions them, so that of two ids for one person the first is compared.
    ids = list(dict.fromkeys(row["person_id"] for row in document.mentions if row["person_id"] in document.persons))
    names = {person: document.names_of(person) for person in ids}
    for person in gold:
        finders = [key for key in ids if any(is_same_person(name, person.name) for name in names[key])]
        if not person.optional:
            tally.count_gold(bool(finders))
            if not finders:
                yield Miss(document.name, "persons", "missing", None, person.name, person.role)
        if finders:
            yield from _compare(document, person, finders, tally)
    for key in ids:
        same = [person for person in gold if any(is_same_person(name, person.name) for name in names[key])]
        if not same or not all(person.optional for person in same):
            tally.count_row(bool(same))
        shown = document.persons[key]["name"]
        if not same:
            yield Miss(document.name, "persons", "extra", None, shown, None, "; ".join(sorted(names[key])), row_id=key)
        for name in never:
            if any(is_same_person(known, name) for known in names[key]):
                yield Miss(document.name, "persons", "extra", "never_persons", shown, None, name, row_id=key)


def _compare(document: Document, person: GoldPerson, ids: list[str], tally: Tally) -> Iterator[Miss]:
    row = document.persons[ids[0]]
    compared: list[tuple[str, object, object, bool]] = [("one_id", 1, len(ids), len(ids) == 1)]
    if person.role is not None:
        compared.append(("role", person.role, "; ".join(row["roles"] or []), _has_role(row, person.role)))
    if person.age is not None:
        ages = (row["age_min"], row["age_max"])
        compared.append(("age", person.age, ages, ages == (person.age, person.age)))
    if person.pseudonym:
        compared.append(("pseudonym", True, row["is_pseudonym"], bool(row["is_pseudonym"])))
    for field, expected, found, right in compared:
        if not tally.compare(field, right):
            yield Miss(
                document.name, "persons", "different", field, row["name"], expected, found, row_id=row["person_id"]
            )


def _has_role(row: Row, role: str) -> bool:
    """Whether the last word of the role, its head in most wordings, is there, or all roles found are part of it."""
    found, expected = plain(" ".join(row["roles"] or [])), plain(role)
    return bool(expected) and (expected.split()[-1] in found or (bool(found) and found in expected))
