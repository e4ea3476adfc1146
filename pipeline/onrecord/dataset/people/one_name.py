"""Persons of the same full name, in many documents: who of them is one, name by name, each name alone in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from onrecord.dataset.people.evidence import ENOUGH, Record, contradictions, signs, weigh

Judged = tuple[int, int, bool, float, list[str], None]
#: Refusals that are written down of one record: among many namesakes, those that come next.
_REFUSALS = 2


def unite_namesakes(bucket: Sequence[Record], telling: AbstractSet[str]) -> tuple[list[Record], list[Judged]]:
    """Records of one name united as far as the evidence goes, and what was judged, by the records' first members.

    `bucket` is in order; `telling` holds the role words that few people share. A record is weighed against those that
    share a sign with it, so the cost is linear in the records.
    """
    gone: dict[int, int] = {}
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    firsts = [record.members[0] for record in bucket]
    judged: list[Judged] = []
    for position, record in enumerate(bucket):
        own = signs(record, telling)
        met = sorted({_root(gone, holder) for sign in own for holder in holders[sign][-_REFUSALS - 2 :]})
        refused = 0
        for candidate in met:
            one, other = _root(gone, candidate), _root(gone, position)
            if one == other:
                continue
            points, reasons = weigh(bucket[one], bucket[other], telling)
            against = contradictions(bucket[one], bucket[other])
            is_one = points >= ENOUGH and not against
            if is_one or refused < _REFUSALS:
                judged.append(_judgment(firsts[one], firsts[position], is_one, points, reasons, against))
            refused += not is_one
            if is_one:
                # The larger takes the smaller, so that a president in every article costs no square.
                big, small = sorted((one, other), key=lambda place: (-len(bucket[place].members), place))
                bucket[big].absorb(bucket[small])
                gone[small] = big
        for sign in own:
            if not holders[sign] or _root(gone, holders[sign][-1]) != _root(gone, position):
                holders[sign].append(position)
    groups = [record for position, record in enumerate(bucket) if position not in gone]
    groups = _join_office(groups, judged)
    known = {(a, b) for a, b, *_ in judged}
    for one_record, other_record in pairwise(groups):
        a, b = sorted((one_record.members[0], other_record.members[0]))
        if (a, b) not in known:
            points, reasons = weigh(one_record, other_record, telling)
            against = contradictions(one_record, other_record) or ["too little beside the name"]
            judged.append(_judgment(a, b, False, points, reasons, against))
    return groups, judged


def _join_office(groups: list[Record], judged: list[Judged]) -> list[Record]:
    """Those of whom nothing is said join the one holder of a public office of that name, if nobody else has it."""
    described = [record for record in groups if not record.is_merely_mentioned]
    if len(described) != 1 or not described[0].holds_office:
        return groups
    (holder,) = described
    left = [holder]
    for record in groups:
        if record is holder:
            continue
        against = contradictions(holder, record)
        reasons = ["one holds a public office, of the other nothing is said"]
        judged.append(_judgment(holder.members[0], record.members[0], not against, ENOUGH, reasons, against))
        if against:
            left.append(record)
        else:
            holder.absorb(record)
    return left


def _judgment(one: int, other: int, is_one: bool, points: int, reasons: list[str], against: list[str]) -> Judged:
    why = ["the same name", *reasons, *against]
    if not is_one and not against:
        why.append("too little beside the name")
    score = min(points / (2 * ENOUGH), 1.0) * 0.5 ** len(against)
    return min(one, other), max(one, other), is_one, round(score, 4), why, None


def _root(gone: dict[int, int], position: int) -> int:
    while position in gone:
        position = gone[position]
    return position


def buckets(records: Iterator[tuple[str, Record]]) -> Iterator[list[Record]]:
    """The records, which come ordered by name, a list for each name."""
    held: list[Record] = []
    last: str | None = None
    for key, record in records:
        if held and key != last:
            yield held
            held = []
        held.append(record)
        last = key
    if held:
        yield held
