"""Names that the text gives to companies: by a legal form, what companies alone have, or the state they are in.

legal form          'Esselte AB', 'John Labatt Ltd.'               also where the form is left out later: Labatt
what it has         'Norlund shares', 'the dividend of Norlund', "Norlund's subsidiary", 'a unit of Norlund'
state               'the Moonstown, N.J., company'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from onrecord.language.en import lexicons
from onrecord.language.en.words import is_known_name, title

if TYPE_CHECKING:
    from onrecord.document.people.candidates import Candidate
    from onrecord.language.en import Doc

#: N.J., Calif., Mass.
_STATE = re.compile(r"(?:[A-Z]\.){2}|[A-Z][a-z]{1,4}\.")

Words = tuple[str, ...]


def _legal_forms() -> frozenset[str]:
    return lexicons.words("legal_forms.txt")


def _of_companies() -> frozenset[str]:
    return lexicons.words("of_companies.txt")


def company_names(candidates: Sequence[Candidate], doc: Doc) -> frozenset[Words]:
    """The names among the candidates that are a company's, in full or shortened.

    Whoever is addressed (Mr Labatt) or has a given name (Ann Labatt) keeps the surname, whatever the company is called.
    """
    formed = {company for candidate in candidates if (company := _before_form(candidate, doc))}
    having = {candidate.words for candidate in candidates if _has_what_companies_have(candidate, doc)}
    borne = {candidate.words for candidate in candidates if _is_addressed(candidate, doc)}
    borne |= {
        words[-1:]
        for words in {candidate.words for candidate in candidates}
        if len(words) > 1 and is_known_name(words[0]) and not any(words[: len(name)] == name for name in formed)
    }
    named = {candidate.words for candidate in candidates}
    short = {words for words in named for name in formed if _shortens(words, name)}
    whole = {words for words in named if words[-1] in _legal_forms()} | {name for name in named if name in formed}
    return frozenset(whole | ((short | {words for words in having if len(words) == 1}) - borne))


def _before_form(candidate: Candidate, doc: Doc) -> Words | None:
    """The company's name without its legal form; None where no form ends the name or follows it."""
    words = candidate.words
    while words and words[-1] in _legal_forms():
        words = words[:-1]
    if words != candidate.words:
        return words
    after = doc[candidate.last : candidate.last + 2]
    if (len(after) and after[0].text == "&") or (len(after) == 2 and after[0].text == "," and after[1].text == "Inc."):
        return words if after[-1].text in _legal_forms() else None
    return words if len(after) and after[0].text in _legal_forms() and not words[-1].isupper() else None


def _shortens(words: Words, name: Words) -> bool:
    """Whether a name is a company's with its end left out: Hewlett, Hewlett-Packard; or its given name: Labatt."""
    if len(words) > len(name):
        return False
    return words == name[: len(words)] or (len(words) == 1 and (words[0] == name[-1] or _opens(words[0], name[0])))


def _opens(word: str, first: str) -> bool:
    return first.startswith(f"{word}-")


def _has_what_companies_have(candidate: Candidate, doc: Doc) -> bool:
    """Whether shares, a dividend or a unit are the name's: X shares, X's dividend, a unit of X."""
    following = [token.lower_ for token in doc[candidate.last : candidate.last + 2]]
    if following[:1] == ["'s"]:
        return following[1:] != [] and following[1] in _of_companies()
    if following[:1] != [] and following[0] in _of_companies():
        return True
    before = doc[max(candidate.first - 2, 0) : candidate.first]
    if len(before) == 2 and before[1].lower_ == "of" and before[0].lower_ in _of_companies():
        return True
    state = doc[candidate.last : candidate.last + 2]
    is_state = len(state) == 2 and state[0].text == "," and state[1].ent_type_ == "GPE"
    return is_state and bool(_STATE.fullmatch(state[1].text))


def _is_addressed(candidate: Candidate, doc: Doc) -> bool:
    before: Iterable[str] = (token.text for token in doc[max(candidate.first - 1, 0) : candidate.first])
    return any(title(word) is not None for word in before)
