"""Unites the persons of one full name from many documents, as far as the evidence goes.

Two persons made one is a false statement about both, so in doubt they stay apart. Evidence is counted in points:

- Facts that contradict each other (gender, age, pseudonym or real name, the generation in a name), or an article that
  names both, keep two records apart.
- Records with the same full name in one story are one person. In different stories they need `ENOUGH` points. A
  distinctive word of a role or affiliation, a rarely named companion, two other companions, or a name of three words
  give two; a common word of a role (police, minister), a nationality or an age in common give one.
- A name without any description joins the one holder of a public office of that name.
- Another spelling, or a name left out, needs the same story, or a role and a companion in common; the companion's name
  may be spelt differently, too, if its consonants are distinctive.
- A single name, or a pseudonym, needs the same words and the same story, or the same age and role.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from onrecord.dataset.people.names import SAME_NAME, words_of
from onrecord.language.en import lexicons

#: A row of `person_scored`.
Scored = tuple[int, int, bool, float, list[str], None]
#: Pairs of different persons that are recorded of one record.
_MOST_REFUSED = 2
#: Similarity of two spellings of one name; higher than `SAME_NAME`, which is for pairs compared for another reason.
SAME_SPELLING = max(SAME_NAME, 0.85)
#: Points that make two records of one name one person; twice as many are a score of 1.0.
ENOUGH = 2
_SAME_STORY = 4
#: A full name of so many words is rare enough to mean one person in unrelated stories.
_RARE_NAME_WORDS = 3
#: Companions, and role words, that are paired with each other.
_MOST_PAIRED = 12
PUBLIC_OFFICES, GENERIC_ROLES = lexicons.words("public_offices.txt"), lexicons.words("generic_roles.txt")
_GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv", "junior", "senior"))


@dataclass
class Record:
    """What documents state of one person, as far as their persons were united; `members` are the persons' numbers."""

    members: list[int]
    name: str
    stories: set[str]
    articles: set[str]
    rare_companions: set[str] = field(default_factory=set)
    """Full names of the other persons of the documents who are named in few stories."""
    companions: set[str] = field(default_factory=set)
    """Full names of the other companions."""
    roles: set[str] = field(default_factory=set)
    """Words of roles and affiliations, lower case."""
    genders: set[str] = field(default_factory=set)
    nationalities: set[str] = field(default_factory=set)
    born: tuple[int, int] | None = None
    """Earliest and latest year of birth that the stated ages allow."""
    is_pseudonym: bool = False

    @property
    def holds_office(self) -> bool:
        return bool(self.roles & PUBLIC_OFFICES)

    @property
    def is_undescribed(self) -> bool:
        """Whether the documents state nothing but a full name."""
        return not (self.roles or self.nationalities or self.born or self.is_pseudonym) and not self.is_single

    @property
    def is_single(self) -> bool:
        return len(words_of(self.name)) < 2

    def absorb(self, other: Record) -> None:
        self.members += other.members
        self.name = max(self.name, other.name, key=lambda name: (len(words_of(name)), len(name), name))
        for name in ("stories", "articles", "rare_companions", "companions", "roles", "genders", "nationalities"):
            getattr(self, name).update(getattr(other, name))
        if self.born and other.born:
            self.born = max(self.born[0], other.born[0]), min(self.born[1], other.born[1])
        else:
            self.born = self.born or other.born


def role_words(texts: list[str]) -> list[str]:
    """The words of roles and affiliations, lower case, sorted."""
    words = {word.strip(".,'’\"“”()") for text in texts for word in text.lower().split()}
    words = {word.removesuffix("'s").removesuffix("’s") for word in words}
    return sorted(word for word in words if len(word) > 2 and word not in lexicons.words("function_words.txt"))


def contradictions(one: Record, other: Record) -> list[str]:
    """What the two state that cannot be true of one person, in words."""
    found = []
    if one.genders and other.genders and one.genders != other.genders:
        found.append("another gender is stated")
    if one.is_pseudonym != other.is_pseudonym:
        found.append("one name is a pseudonym")
    if one.born and other.born and max(one.born[0], other.born[0]) > min(one.born[1], other.born[1]):
        found.append("the ages do not fit")
    generations = [_GENERATIONS & set(words_of(record.name)) for record in (one, other)]
    if all(generations) and generations[0] != generations[1]:
        found.append("they are of two generations")
    if one.articles & other.articles:
        found.append("an article tells them apart")
    return found


def signs(record: Record, distinctive: AbstractSet[str]) -> set[tuple[str, ...]]:
    """Keys of the evidence in a record: two records of one name with no sign in common are not compared.

    `distinctive` are the role words that few people share.
    """
    found: set[tuple[str, ...]] = {("story", story) for story in record.stories}
    if record.is_pseudonym or record.is_single:
        if record.born is not None:
            found |= {("age and role", str(record.born), role) for role in record.roles - GENERIC_ROLES}
        return found
    if _is_rare(record.name):
        found.add(("rare name",))
    found |= {("role", role) for role in record.roles if role in distinctive}
    found |= {("roles", *pair) for pair in combinations(sorted(record.roles - distinctive)[:_MOST_PAIRED], 2)}
    found |= {("role and nation", role, nation) for role in record.roles for nation in record.nationalities}
    found |= {("companion", name) for name in sorted(record.rare_companions)[:_MOST_PAIRED]}
    return found | {("companions", *pair) for pair in combinations(sorted(record.companions)[:_MOST_PAIRED], 2)}


def _is_rare(name: str) -> bool:
    return len(set(words_of(name)) - _GENERATIONS) >= _RARE_NAME_WORDS


def weigh(one: Record, other: Record, distinctive: AbstractSet[str]) -> tuple[int, list[str]]:
    """Points that two records of one name are one person, and what gives them, in words."""
    points, reasons = 0, []
    if one.stories & other.stories:
        points += _SAME_STORY
        reasons.append("the same name in versions of one story")
    if one.is_pseudonym or one.is_single:
        shared = (one.roles & other.roles) - GENERIC_ROLES
        if one.born and one.born == other.born and shared:
            points += ENOUGH
            reasons.append(f"the same age and role ({_listed(shared)})")
        return points, reasons
    if _is_rare(one.name):
        points += ENOUGH
        reasons.append("a name of three words")
    shared = one.roles & other.roles
    if shared & distinctive:
        points += ENOUGH
        reasons.append(f"roles in common ({_listed(shared & distinctive)})")
    if shared - distinctive:
        points += min(len(shared - distinctive), 2)
        reasons.append(f"common words of roles ({_listed(shared - distinctive)})")
    if nations := one.nationalities & other.nationalities:
        points += 1
        reasons.append(f"the same nationality ({_listed(nations)})")
    if one.born and other.born and max(one.born[0], other.born[0]) <= min(one.born[1], other.born[1]):
        points += 1
        reasons.append("ages that fit")
    rare, companions = one.rare_companions & other.rare_companions, one.companions & other.companions
    if rare or len(companions) > 1:
        points += ENOUGH
        reasons.append(f"named with the same people ({_listed(rare or companions)})")
    return points, reasons


def _listed(words: AbstractSet[str]) -> str:
    first = sorted(words)[:3]
    return ", ".join(first) + (", …" if len(words) > len(first) else "")


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
