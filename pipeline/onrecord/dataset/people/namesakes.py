"""Unites the persons of one full name from many documents, as far as the evidence goes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from onrecord.dataset.people.evidence import ENOUGH, Record, contradictions, signs, weigh

#: A row of `person_scored`.
Scored = tuple[int, int, bool, float, list[str], None]
#: Pairs of different persons that are recorded of one record.
_MOST_REFUSED = 2


def unite_namesakes(records: Sequence[Record], distinctive: AbstractSet[str]) -> tuple[list[Record], list[Scored]]:
    """The records of one name, in order, united; and the scored pairs of the records' first members.

    `distinctive` are the role words that few people share. A record is compared with some of those that have a sign in
    common with it, so the time is linear in the records.
    """
    united_into: dict[int, int] = {}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    firsts = [record.members[0] for record in records]
    scored: list[Scored] = []
    for place, record in enumerate(records):
        own = signs(record, distinctive)
        candidates = sorted(
            {_root(united_into, holder) for sign in own for holder in holders[sign][-_MOST_REFUSED - 2 :]}
        )
        refused = 0
        for candidate in candidates:
            one, other = _root(united_into, candidate), _root(united_into, place)
            if one == other:
                continue
            points, reasons = weigh(records[one], records[other], distinctive)
            against = contradictions(records[one], records[other])
            is_same = points >= ENOUGH and not against
            if is_same or refused < _MOST_REFUSED:
                scored.append(_scored(firsts[one], firsts[place], is_same, points, reasons, against))
            refused += not is_same
            if is_same:
                # The smaller joins the larger: a president in every article would otherwise take quadratic time.
                large, small = sorted((one, other), key=lambda place: (-len(records[place].members), place))
                records[large].absorb(records[small])
                united_into[small] = large
        for sign in own:
            if not holders[sign] or _root(united_into, holders[sign][-1]) != _root(united_into, place):
                holders[sign].append(place)
    persons = [record for place, record in enumerate(records) if place not in united_into]
    persons = _join_office_holder(persons, scored)
    known = {(a, b) for a, b, *_ in scored}
    for former, latter in pairwise(persons):
        a, b = sorted((former.members[0], latter.members[0]))
        if (a, b) not in known:
            points, reasons = weigh(former, latter, distinctive)
            against = contradictions(former, latter) or ["too little beside the name"]
            scored.append(_scored(a, b, False, points, reasons, against))
    return persons, scored


def _join_office_holder(persons: list[Record], scored: list[Scored]) -> list[Record]:
    """Unites undescribed persons with the one described person of the name, if that one holds a public office."""
    described = [record for record in persons if not record.is_undescribed]
    if len(described) != 1 or not described[0].holds_office:
        return persons
    (holder,) = described
    left = [holder]
    for record in persons:
        if record is holder:
            continue
        against = contradictions(holder, record)
        reasons = ["one holds a public office, of the other nothing is said"]
        scored.append(_scored(holder.members[0], record.members[0], not against, ENOUGH, reasons, against))
        if against:
            left.append(record)
        else:
            holder.absorb(record)
    return left


def _scored(one: int, other: int, is_same: bool, points: int, reasons: list[str], against: list[str]) -> Scored:
    why = ["the same name", *reasons, *against]
    if not is_same and not against:
        why.append("too little beside the name")
    score = min(points / (2 * ENOUGH), 1.0) * 0.5 ** len(against)
    return min(one, other), max(one, other), is_same, round(score, 4), why, None


def _root(united_into: dict[int, int], place: int) -> int:
    while place in united_into:
        place = united_into[place]
    return place
