"""What is known of a person from the documents united so far, and whether two such records are held to be one person.

Apart is the safe side: two persons made one is a false statement about both. Evidence is weighed in points:

- Facts that contradict each other (gender, age, pseudonym or real name, the generation in a name), or an article that
  tells the two apart, keep any two apart.
- The same full name in one story is one person. In different stories it needs `ENOUGH` points: a telling word of a role
  or affiliation, a companion who is seldom named, two other companions, or a name of three words give two; a word that
  many people's roles share (police, minister), a nationality or an age in common give one.
- A name that is merely mentioned, with no role, joins the one holder of a public office of that name.
- A spelling that differs, or a name left out, needs the same story, or a role and a companion in common, whose
  name may be spelt differently too where its consonants are many enough to tell it from others.
- A single name, or a pseudonym, needs the same words and the same story, or the same age and role.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import combinations

from onrecord.dataset.content_words import function_words
from onrecord.dataset.people.names import SAME_NAME, words_of
from onrecord.language.en import lexicons

#: Between two spellings; above `SAME_NAME`, which is for pairs that someone already had reason to compare.
SAME_SPELLING = max(SAME_NAME, 0.85)
#: Points that make two records of one name one person; a score of 1.0 stands for twice as many.
ENOUGH = 2
_SAME_STORY = 4
#: Words of a full name from which on it is rare enough to stand for one person in unrelated stories.
_RARE = 3
#: Companions of one person that are looked at, so that a long list of names costs no square.
COMPANIONS = 12
#: Offices that one person holds at a time in a place: namesakes who both hold one are hardly two.
PUBLIC_OFFICES = frozenset(
    (
        "president", "premier", "minister", "chancellor", "ambassador", "governor", "mayor", "senator", "king", "queen",
        "pope", "emperor",
    )
)  # fmt: skip
_GENERATIONS = frozenset(("jr", "sr", "ii", "iii", "iv", "junior", "senior"))


@dataclass
class Record:
    """One person as far as united: the documents' persons, by number, and what these say, taken together."""

    members: list[int]
    name: str
    stories: set[str]
    articles: set[str]
    seldom: set[str] = field(default_factory=set)
    """Full names of companions, persons of the same documents, who are named in few stories."""
    companions: set[str] = field(default_factory=set)
    """Those of the others."""
    roles: set[str] = field(default_factory=set)
    """Words of roles and affiliation, lower case."""
    genders: set[str] = field(default_factory=set)
    nationalities: set[str] = field(default_factory=set)
    born: tuple[int, int] | None = None
    """Earliest and latest year of birth that the stated ages allow."""
    is_pseudonym: bool = False

    @property
    def holds_office(self) -> bool:
        return bool(self.roles & PUBLIC_OFFICES)

    @property
    def is_merely_mentioned(self) -> bool:
        """Whether nothing is said of who the person with this full name is."""
        return not (self.roles or self.nationalities or self.born or self.is_pseudonym) and not self.is_single

    @property
    def is_single(self) -> bool:
        return len(words_of(self.name)) < 2

    def absorb(self, other: Record) -> None:
        self.members += other.members
        self.name = max(self.name, other.name, key=lambda name: (len(words_of(name)), len(name), name))
        for name in ("stories", "articles", "seldom", "companions", "roles", "genders", "nationalities"):
            getattr(self, name).update(getattr(other, name))
        if self.born and other.born:
            self.born = max(self.born[0], other.born[0]), min(self.born[1], other.born[1])
        else:
            self.born = self.born or other.born


def generic_roles() -> frozenset[str]:
    return lexicons.words("generic_roles.txt")


def role_words(texts: list[str]) -> list[str]:
    """The words of roles and affiliations, lower case, sorted."""
    words = {
        word.strip(".,'’\"“”()").removesuffix("'s").removesuffix("’s")
        for text in texts
        for word in text.lower().split()
    }
    return sorted(word for word in words if len(word) > 2 and word not in function_words())


def contradictions(one: Record, other: Record) -> list[str]:
    """What is stated of the two that cannot be true of one person, in words; empty when nothing is."""
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


def signs(record: Record, telling: AbstractSet[str]) -> set[tuple[str, ...]]:
    """What may unite the record with another of the same full name that has one of the same signs."""
    found: set[tuple[str, ...]] = {("story", story) for story in record.stories}
    if record.is_pseudonym or record.is_single:
        if record.born is not None:
            found |= {("age and role", str(record.born), role) for role in record.roles - generic_roles()}
        return found
    if _is_rare(record.name):
        found.add(("rare name",))
    found |= {("role", role) for role in record.roles if role in telling}
    found |= {("roles", *pair) for pair in combinations(sorted(record.roles - telling)[:COMPANIONS], 2)}
    found |= {("role and nation", role, nation) for role in record.roles for nation in record.nationalities}
    found |= {("companion", name) for name in sorted(record.seldom)[:COMPANIONS]}
    return found | {("companions", *pair) for pair in combinations(sorted(record.companions)[:COMPANIONS], 2)}


def _is_rare(name: str) -> bool:
    return len(set(words_of(name)) - _GENERATIONS) >= _RARE


def weigh(one: Record, other: Record, telling: AbstractSet[str]) -> tuple[int, list[str]]:
    """Points that two records of one name are one person, and what gives them, in words."""
    points, reasons = 0, []
    if one.stories & other.stories:
        points += _SAME_STORY
        reasons.append("the same name in versions of one story")
    if one.is_pseudonym or one.is_single:
        shared = (one.roles & other.roles) - generic_roles()
        if one.born and one.born == other.born and shared:
            points += ENOUGH
            reasons.append(f"the same age and role ({_listed(shared)})")
        return points, reasons
    if _is_rare(one.name):
        points += ENOUGH
        reasons.append("a name of three words")
    shared = one.roles & other.roles
    if shared & telling:
        points += ENOUGH
        reasons.append(f"roles in common ({_listed(shared & telling)})")
    if shared - telling:
        points += min(len(shared - telling), 2)
        reasons.append(f"common words of roles ({_listed(shared - telling)})")
    if nations := one.nationalities & other.nationalities:
        points += 1
        reasons.append(f"the same nationality ({_listed(nations)})")
    if one.born and other.born and max(one.born[0], other.born[0]) <= min(one.born[1], other.born[1]):
        points += 1
        reasons.append("ages that fit")
    companions = one.companions & other.companions
    if one.seldom & other.seldom or len(companions) > 1:
        points += ENOUGH
        reasons.append(f"named with the same people ({_listed(one.seldom & other.seldom or companions)})")
    return points, reasons


def _listed(words: AbstractSet[str]) -> str:
    first = sorted(words)[:3]
    return ", ".join(first) + (", …" if len(words) > len(first) else "")
