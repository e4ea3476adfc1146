"""What the words around a name state of the person: role, affiliation, age, gender, pseudonym."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.mentions.words import titles

if TYPE_CHECKING:
    from spacy.tokens import Token

    from onrecord.annotate import Annotation
    from onrecord.mentions.candidates import Candidate

_AGE = re.compile(r"(\d{1,3})(?:-|\s)years?(?:-|\s)old")
_PSEUDONYM = re.compile(r"nickname|pseudonym|not (?:his|her|their) real name|name (?:has been|was) changed", re.I)


@dataclass
class Facts:
    roles: list[str] = field(default_factory=list)
    ages: set[int] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    is_pseudonym: bool = False


def facts_of(names: list[Candidate], annotation: Annotation) -> Facts:
    """The facts stated at any of a person's names."""
    facts, doc = Facts(), annotation.doc
    for name in names:
        head = doc[name.first : name.last].root
        if name.before < name.first:
            facts.roles.append(doc[name.before : name.first].text)
        for child in head.children:
            if child.dep_ == "appos" and child.i >= name.last and child.pos_ == "NOUN":
                facts.roles.append(_phrase(child))
        for token in doc[name.before : name.first]:
            title = titles().get(token.text.lower())
            if title and title.gender:
                facts.genders.add(title.gender)
        around = doc[name.first].sent
        if _PSEUDONYM.search(around.text):
            facts.is_pseudonym = True
            if match := _AGE.search(around.text):
                facts.ages.add(int(match[1]))
    return facts


def _phrase(head: Token) -> str:
    """The noun phrase of an apposition without its article and its relative clause."""
    tokens = [t for t in head.subtree if not any(a.dep_ == "relcl" and a.i > head.i for a in [t, *t.ancestors] if a.i != head.i and head in a.ancestors)]
    first = tokens[1] if tokens[0].dep_ == "det" else tokens[0]
    return str(head.doc[first.i : tokens[-1].i + 1].text).rstrip(" ,")
