"""`find_people`: the persons of one document, where each is named or referred to, and a look-up by offset."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from onrecord.document.people.candidates import find_candidates
from onrecord.document.people.credits import find_credits
from onrecord.document.people.descriptions import (
    by_age,
    descriptions,
    is_by_age,
    is_named_relative,
    kin_before,
    owner_of,
)
from onrecord.document.people.evidence import persons_among
from onrecord.document.people.facts import Facts, Role, facts_of
from onrecord.document.people.harm import harmed
from onrecord.document.people.naming import Name, all_names, group_names
from onrecord.document.people.pseudonyms import changed_names, find_pseudonyms
from onrecord.document.people.references import Resolver, share_right
from onrecord.language.en.words import given_gender
from onrecord_schema import ids
from onrecord_schema.mentions import Mention
from onrecord_schema.persons import Person

if TYPE_CHECKING:
    from onrecord.language.en.annotate import Annotation
    from onrecord_schema.articles import Article
    from onrecord_schema.segments import Segment

Form = Literal["name", "nominal", "pronoun"]
_FORMS: tuple[Form, ...] = ("name", "nominal", "pronoun")


class Place(NamedTuple):
    """Characters `[start, end)` that name or stand for a person; `signs` tell how that was known, None for a name."""

    start: int
    end: int
    form: Form
    person: int
    signs: str | None = None


@dataclass(frozen=True)
class People:
    """Document-local persons and their mentions, both in order of position."""

    persons: list[Person]
    mentions: list[Mention]
    signs: dict[str, str] = field(default_factory=dict)
    """Mention that is no name -> the signs by which it was resolved (rows of `reference_shares.tsv`)."""
    _by_id: dict[str, Person] = field(init=False, repr=False, compare=False)
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {person.person_id: person for person in self.persons})
        object.__setattr__(self, "_starts", [mention.start for mention in self.mentions])

    def at(self, start: int, end: int) -> Person | None:
        """The person meant by the characters `[start, end)`; None where no mention overlaps them (see `mention_at`)."""
        best = self.mention_at(start, end)
        return None if best is None else self._by_id[best.person_id]

    def mention_at(self, start: int, end: int) -> Mention | None:
        """The mention that says who is meant by the characters `[start, end)`; None where none overlaps them.

        A name wins over a description, a description over a pronoun; of several names the first, since English puts
        first whom a phrase is about, and what follows describes: 'Reyes, who succeeded Diaz'. (Whoever asks for a
        phrase with a possessor before its head, 'Reyes's lawyer Ana Diaz', should ask for the head.)
        """
        low, high = bisect_right(self._starts, start), bisect_left(self._starts, end)
        # Mentions do not overlap: the one before the first that starts inside is the only other that can reach in.
        inside = self.mentions[max(low - 1, 0) : high]
        found = [mention for mention in inside if mention.end > start and mention.start < end]
        if not found:
            return None
        return min(found, key=lambda m: (_FORMS.index(m.form), m.start))


def find_people(annotation: Annotation | None, article: Article, segments: Sequence[Segment]) -> People:
    """The persons that an article's kept text names, and where; an author's note may name its author."""
    if annotation is None:
        return People([], [])
    # What the article credits as the agency that it comes from is nobody's name.
    candidates = [one for one in find_candidates(annotation) if " ".join(one.words) != article.agency]
    pseudonyms = find_pseudonyms(candidates, annotation)
    certain = {pseudonym.candidate.words for pseudonym in pseudonyms}
    certain |= {candidate.words for candidate in candidates if is_named_relative(candidate, annotation.doc)}
    persons = persons_among(candidates, annotation, certain)
    groups = group_names(all_names(persons, pseudonyms, find_credits(article, segments), annotation), annotation.doc)
    facts = [facts_of(names, annotation) for names in groups]
    return _rows(article, groups, facts, _places(annotation, groups, facts))


def _places(annotation: Annotation, groups: list[list[Name]], facts: list[Facts]) -> list[Place]:
    """The place of every mention, in order; completes the facts with what needs the pronouns."""
    doc = annotation.doc
    places: list[Place] = []
    heads: list[tuple[int, int]] = []
    for person, names in enumerate(groups):
        for name in names:
            places.append(Place(name.start, name.end, "name", person))
            if name.candidate:
                heads.append((doc[name.candidate.first : name.candidate.last].root.i, person))
            if name.pseudonym and name.pseudonym.described:
                start, end = name.pseudonym.described
                places.append(Place(start, end, "nominal", person, "pseudonym"))
                heads.append((annotation.tokens(start, end).root.i, person))
    for first, last, person in descriptions(
        annotation, {p: [role.read for role in stated.roles] for p, stated in enumerate(facts)}
    ):
        places.append(Place(*annotation.offsets(first, last), "nominal", person, "role"))
        heads.append((last - 1, person))
    genders = {person: stated.genders for person, stated in enumerate(facts)}
    likely = {
        person: gender
        for person, names in enumerate(groups)
        if not genders[person] and (gender := given_gender(max((name.words for name in names), key=len)))
    }
    references = Resolver(annotation, genders, likely=likely).resolve(sorted(heads))
    for token, person, signs in references:
        if is_by_age(doc[token]):
            first, last, age = by_age(doc[token])
            places.append(Place(*annotation.offsets(first, last), "nominal", person, signs))
            facts[person].ages.append(age)
        else:
            places.append(Place(*annotation.offsets(token, token + 1), "pronoun", person, signs))
    _complete(annotation, groups, facts, dict(heads) | {one.token: one.person for one in references})
    return _without_overlaps(places)


def _complete(annotation: Annotation, groups: list[list[Name]], facts: list[Facts], person_at: dict[int, int]) -> None:
    """Add what depends on who is meant where: 'her grandfather, Raj Patel' and what is done to whom."""
    doc = annotation.doc
    related: list[tuple[int, int]] = []
    for person, names in enumerate(groups):
        for name in names:
            relation = kin_before(name.candidate, doc) if name.candidate else None
            if relation is None:
                continue
            noun, possessor = relation
            owner = None
            if possessor is not None:
                owner = person_at.get(owner_of(possessor).i)
            if owner is not None and owner != person:
                related.append((person, owner))
            whose = f" of {_fullest(groups[owner])}" if owner is not None and owner != person else ""
            facts[person].roles = [role for role in facts[person].roles if not role.read.endswith(noun.text)]
            facts[person].roles.append(Role(noun.text + whose, annotation.written(noun.i, noun.i + 1) + whose))
    for person in changed_names(annotation, person_at):
        facts[person].is_pseudonym = True
    places: dict[int, list[int]] = {}
    for token, person in person_at.items():
        places.setdefault(person, []).append(token)
    victims = {person for person in range(len(groups)) if harmed(places.get(person, []), doc)}
    victims |= {person for person, stated in enumerate(facts) if stated.is_called_victim}
    for one, other in related:
        if one in victims or other in victims:
            facts[one].is_victim_or_relative = facts[other].is_victim_or_relative = True
    for person in victims:
        facts[person].is_victim_or_relative = True


def _without_overlaps(places: list[Place]) -> list[Place]:
    """In order of position; where two overlap, a name wins over a description, a description over a pronoun."""
    kept: list[Place] = []
    taken = bytearray(max((place.end for place in places), default=0))
    # One person before another where both are held to stand in the same place, whatever the chance.
    for place in sorted(set(places), key=lambda place: (_FORMS.index(place.form), *place[:2], place.person)):
        if not any(taken[place.start : place.end]):
            taken[place.start : place.end] = b"\x01" * (place.end - place.start)
            kept.append(place)
    return sorted(kept, key=lambda place: place.start)


def _fullest(names: Sequence[Name]) -> str:
    return max((" ".join(name.words) for name in names), key=lambda form: (len(form.split()), len(form), form))


def _rows(article: Article, groups: list[list[Name]], facts: list[Facts], places: list[Place]) -> People:
    """The contract's rows; a person's id is that of the first mention."""
    id_of: dict[int, str] = {}
    count: dict[int, int] = {}
    told_by: dict[str, str] = {}
    mentions = []
    for start, end, form, person, signs in places:
        mention_id = ids.span_id("men", article.article_id, start, end, form)
        id_of.setdefault(person, ids.group_id("per", [mention_id]))
        count[person] = count.get(person, 0) + 1
        if signs is not None:
            told_by[mention_id] = signs
        mentions.append(
            Mention(
                mention_id=mention_id,
                person_id=id_of[person],
                article_id=article.article_id,
                start=start,
                end=end,
                text=article.text[start:end],
                form=form,
                confidence=share_right(signs),
            )
        )
    return People([_person(id_of[p], groups[p], facts[p], count[p]) for p in id_of], mentions, told_by)


def _person(person_id: str, names: Sequence[Name], stated: Facts, mention_count: int) -> Person:
    name = _fullest(names)
    return Person(
        person_id=person_id,
        name=name,
        aliases=sorted({" ".join(other.words) for other in names} - {name}),
        roles=sorted({role.written for role in stated.roles}),
        affiliation=stated.affiliation,
        nationality=stated.nationality,
        ethnicity=stated.ethnicity,
        age_min=min(stated.ages, default=None),
        age_max=max(stated.ages, default=None),
        gender=stated.gender,
        is_pseudonym=stated.is_pseudonym,
        is_author=stated.is_author,
        protection=stated.protection,
        mention_count=mention_count,
        article_count=1,
        story_count=1,
    )
