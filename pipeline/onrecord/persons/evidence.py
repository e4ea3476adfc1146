"""What is known of a person from the documents united so far, and whether two such records can be, or are, one person.

Apart is the safe side: two persons made one is a false statement about both. A full name is taken for one person unless
facts contradict it; anything less (a spelling that differs, a name left out) needs a second sign; a single name, or a
pseudonym, needs the same report or the same age and role.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.persons.names import SAME_NAME, similarity, words_of

#: Between two spellings; above `SAME_NAME`, which is for pairs that someone already had reason to compare.
_SAME_SPELLING = max(SAME_NAME, 0.85)
#: Words of roles that too many people share to tell two apart.
_COMMON_ROLE_WORDS = frozenset(
    ("the", "a", "an", "of", "and", "for", "in", "at", "former", "chief", "head", "member", "citizen")
)


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
    born: tuple[int, int] | None
    """Earliest and latest year of birth that the stated ages allow."""
    is_pseudonym: bool

    def absorb(self, other: Record) -> None:
        self.members += other.members
        self.name = max(self.name, other.name, key=lambda name: (len(words_of(name)), len(name), name))
        self.stories |= other.stories
        self.companions |= other.companions
        self.roles |= other.roles
        self.genders |= other.genders
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


def are_one(one: Record, other: Record) -> bool:
    """Whether the two are held to be one person."""
    if contradict(one, other):
        return False
    words, others = words_of(one.name), words_of(other.name)
    same_story = bool(one.stories & other.stories)
    if min(len(words), len(others)) < 2 or one.is_pseudonym:
        same_age = one.born is not None and other.born is not None
        return words == others and (same_story or (same_age and bool(one.roles & other.roles)))
    if sorted(words) == sorted(others):
        return True
    if similarity(one.name, other.name) < _SAME_SPELLING:
        return False
    return same_story or bool(one.roles & other.roles and one.companions & other.companions)
