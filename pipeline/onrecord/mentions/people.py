"""`find_people`: the persons of one document, the places where each is named or referred to, and a look-up by offset."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.mentions.candidates import find_candidates
from onrecord.mentions.evidence import persons_among
from onrecord.mentions.facts import facts_of
from onrecord.mentions.naming import group_names
from onrecord.mentions.pronouns import resolve
from onrecord_schema import ids
from onrecord_schema.mentions import Mention
from onrecord_schema.persons import Person

if TYPE_CHECKING:
    from onrecord.annotate import Annotation
    from onrecord_schema.articles import Article
    from onrecord_schema.segments import Segment

_FORMS = ("name", "nominal", "pronoun")


@dataclass(frozen=True)
class People:
    """Document-local persons and their mentions, both in order of position."""

    persons: list[Person]
    mentions: list[Mention]
    _by_id: dict[str, Person] = field(init=False, repr=False)
    _starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {person.person_id: person for person in self.persons})
        object.__setattr__(self, "_starts", [mention.start for mention in self.mentions])

    def at(self, start: int, end: int) -> Person | None:
        """The person meant by the characters `[start, end)`; None where no mention overlaps them.

        A name wins over a nominal, a nominal over a pronoun. Of several names the first wins: English puts the head
        of a coordination first ('Bilash and Bunin said'), and what follows a name there only describes it. A name in
        the possessive is passed over when another one follows ('Bilash's lawyer Aiman Umarova').
        """
        low, high = bisect_right(self._starts, start), bisect_left(self._starts, end)
        while low and self.mentions[low - 1].end > start:
            low -= 1
        found = [mention for mention in self.mentions[low:high] if mention.end > start]
        if not found:
            return None
        best = min(found, key=lambda mention: (_FORMS.index(mention.form), mention.start))
        return self._by_id[best.person_id]


def find_people(annotation: Annotation | None, article: Article, segments: Sequence[Segment]) -> People:
    """The persons that an article's kept text names, and where; an author's note may name its author."""
    if annotation is None:
        return People([], [])
    groups = group_names(persons_among(find_candidates(annotation), annotation))
    facts = [facts_of(names, annotation) for names in groups]
    starts = sorted((name.first, person) for person, names in enumerate(groups) for name in names)
    genders = {person: set(stated.genders) for person, stated in enumerate(facts)}
    spans = [(*annotation.offsets(name.first, name.last), "name", person) for person, names in enumerate(groups) for name in names]
    spans += [(*annotation.offsets(token, token + 1), "pronoun", person) for token, person in resolve(annotation, starts, genders)]
    return _rows(annotation, article, groups, facts, sorted(spans))


def _rows(annotation, article, groups, facts, spans) -> People:
    ids_of: dict[int, str] = {}
    mentions = []
    for start, end, form, person in spans:
        mention_id = ids.span_id("men", article.article_id, start, end, form)
        ids_of.setdefault(person, ids.group_id("per", [mention_id]))
        mentions.append(Mention(mention_id=mention_id, person_id=ids_of[person], article_id=article.article_id, start=start, end=end, text=article.text[start:end], form=form))
    persons = []
    for person in ids_of:
        forms = sorted({" ".join(name.words) for name in groups[person]}, key=lambda form: (-len(form), form))
        stated = facts[person]
        persons.append(Person(
            person_id=ids_of[person], name=forms[0], aliases=sorted(forms[1:]), roles=sorted(set(stated.roles)), affiliation=None, nationality=None, ethnicity=None,
            age_min=min(stated.ages, default=None), age_max=max(stated.ages, default=None), gender=next(iter(stated.genders)) if len(stated.genders) == 1 else None,
            is_pseudonym=stated.is_pseudonym, is_author=any(form in article.authors for form in forms),
            protection="pseudonym" if stated.is_pseudonym else "none", mention_count=sum(s[3] == person for s in spans), article_count=1, story_count=1))
    return People(persons, mentions)
