"""What is known of a person from the documents united so far, and whether two such records can be, or are, one person.

Apart is the safe side: two persons made one is a false statement about both. The rule:

- Facts that contradict each other (gender, age, pseudonym or real name) keep any two apart.
- In one story, the same full name is one person.
- In different stories, the same name of three words or more is one person. The same name of two words needs an agreeing
  sign: a telling word of a role or affiliation, the same nationality, or companions in common (one who is seldom
  named, or two). A name that is merely mentioned, with no role, joins the one holder of a public office of that name.
- A spelling that differs, or a name left out, needs the same story, or a role and a companion in common.
- A single name, or a pseudonym, needs the same words and the same story, or the same age and role.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from onrecord.mentions.words import title
from onrecord.persons.names import SAME_NAME, similarity, words_of

#: Between two spellings; above `SAME_NAME`, which is for pairs that someone already had reason to compare.
_SAME_SPELLING = max(SAME_NAME, 0.85)
#: Words of roles that too many people share to tell two apart.
_COMMON_ROLE_WORDS = frozenset(
    ("the", "a", "an", "of", "and", "for", "in", "at", "former", "chief", "head", "member", "citizen")
)
#: Words of a full name from which on it is rare enough to stand for one person in unrelated stories.
_RARE = 3
#: A companion named in more stories than this is known to many and ties nobody together alone.
SELDOM = 3
_COMPANIONS = 12
"""Companions of one person that are looked at, so that a long list of names costs no square."""


@dataclass
class Record:
    """One person as far as united: the ids of the documents' persons, and what these say, taken together."""

    members: list[str]
    name: str
    stories: set[str]
    companions: set[str]
    """Full names of the other persons in the same documents."""
    roles: set[str]
    """Words of roles and affiliation, lower case."""
    genders: set[str]
    nationalities: set[str]
    born: tuple[int, int] | None
    """Earliest and latest year of birth that the stated ages allow."""
    is_pseudonym: bool

    @property
    def holds_office(self) -> bool:
        """Whether a role is a public one: president, minister, ambassador."""
        known = (title(word) for word in self.roles)
        return any(one is not None and one.kind == "office" for one in known)

    def absorb(self, other: Record) -> None:
        self.members += other.members
        self.name = max(self.name, other.name, key=lambda name: (len(words_of(name)), len(name), name))
        self.stories |= other.stories
        self.companions |= other.companions
        self.roles |= other.roles
        self.genders |= other.genders
        self.nationalities |= other.nationalities
        if self.born and other.born:
            self.born = max(self.born[0], other.born[0]), min(self.born[1], other.born[1])
        else:
            self.born = self.born or other.born


def role_words(texts: list[str]) -> set[str]:
    """The telling words of roles and affiliations."""
    words = {word.strip(",.'’") for text in texts for word in text.lower().split()}
    return {word for word in words if len(word) > 2} - _COMMON_ROLE_WORDS


def contradict(one: Record, other: Record) -> bool:
    """Whether what is stated of the two cannot be true of one person."""
    if one.genders and other.genders and one.genders != other.genders:
        return True
    if one.is_pseudonym != other.is_pseudonym:
        return True
    if one.born and other.born:
        return max(one.born[0], other.born[0]) > min(one.born[1], other.born[1])
    return False


def signs(record: Record, seldom: AbstractSet[str]) -> set[tuple[str, ...]]:
    """What unites the record with another of the same full name that has one of the same signs."""
    found: set[tuple[str, ...]] = {("story", story) for story in record.stories}
    if record.is_pseudonym or len(words_of(record.name)) < 2:
        if record.born is not None:
            found |= {("age and role", str(record.born), role) for role in record.roles}
        return found
    if len(words_of(record.name)) >= _RARE:
        found.add(("rare name",))
    found |= {("role", role) for role in record.roles}
    found |= {("nationality", nationality) for nationality in record.nationalities}
    companions = sorted(record.companions)[:_COMPANIONS]
    found |= {("companion", name) for name in companions if name in seldom}
    known = [name for name in companions if name not in seldom]
    return found | {("companions", one, other) for one, other in combinations(known, 2)}


def is_merely_mentioned(record: Record) -> bool:
    """Whether nothing is said of who the person with this full name is."""
    return (
        not (record.roles or record.nationalities or record.born or record.is_pseudonym)
        and len(words_of(record.name)) > 1
    )


def are_spellings_of_one(one: Record, other: Record) -> bool:
    """Whether two full names written differently are held to name one person."""
    if contradict(one, other) or min(len(words_of(one.name)), len(words_of(other.name))) < 2 or one.is_pseudonym:
        return False
    if similarity(one.name, other.name) < _SAME_SPELLING:
        return False
    return bool(one.stories & other.stories) or bool(one.roles & other.roles and one.companions & other.companions)
