"""Restores the capitals of texts printed in capitals, or without them, for the parser and the rules to read.

Agencies sent their copy in capitals for decades, and some archives keep articles in small letters. Names and starts of
sentences get their capitals back, told by the package's lists and the model's vocabulary. Every character keeps its
place, so that offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from onrecord.language.en import lexicons
from onrecord.language.en.words import (
    countries,
    demonyms,
    is_common,
    is_given_name,
    is_known_name,
    known_places,
    not_names,
    title,
)

if TYPE_CHECKING:
    from spacy.language import Language

#: Share of capitals among the letters of a text; in 1,757 articles in mixed case it is 1.5 to 23 %.
_LEAST_CAPITALS, _MOST_CAPITALS = 0.01, 0.7
#: Fewer letters tell nothing.
_FEWEST_LETTERS = 60
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")
#: What stands before the first word of a sentence; of the text before a word so many characters are read.
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]['\"”’)\]]*\s|\n)[\s\"'“‘(\[•*–—-]*$")
_REACH = 8
_MONTHS_AND_VERBS = frozenset(("may", "march"))
_DETERMINERS = frozenset(
    ("a", "an", "the", "this", "that", "his", "her", "its", "their", "my", "your", "our", "no", "some")
)
_BEFORE_MONTHS = frozenset(("in", "since", "until", "early", "late", "last", "next"))
_ENDINGS = (
    ("ies", "y"), ("es", "e"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""), ("ing", ""), ("ing", "e"), ("er", ""),
    ("er", "e"), ("ly", ""),
)  # fmt: skip
_ACRONYMS = frozenset(("cia", "eu", "fbi", "nato", "uk", "un", "usa"))
_NO_VOWEL = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,6}")


class _Vocabulary(NamedTuple):
    """Lemmas of English in lower case: of verbs, adjectives and adverbs, and of nouns, with many names."""

    lexical: frozenset[str]
    nouns: frozenset[str]
    stop_words: frozenset[str]


def is_case_lost(paragraphs: Iterable[str]) -> bool:
    """Whether an article is printed in capitals throughout, or in small letters."""
    text = "".join(paragraphs)
    capitals, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    if capitals + small < _FEWEST_LETTERS:
        return False
    return not _LEAST_CAPITALS <= capitals / (capitals + small) <= _MOST_CAPITALS


def restored_case(text: str, nlp: Language) -> str:
    """A paragraph of such an article with its likely capitals, as long as before and the same but for case."""
    found = list(_WORD.finditer(text))
    words = [_POSSESSIVE.sub("", match[0].lower()) for match in found]
    gaps = [text[one.end() : other.start()] for one, other in pairwise(found)]
    if sum(map(str.isupper, text)) > sum(map(str.islower, text)):
        text = _changed(text, str.lower)
    pieces, end = [], 0
    for match, word, is_name in zip(found, words, _names(words, [*gaps, ""], _vocabulary(nlp)), strict=True):
        start, before = match.start(), text[max(0, match.start() - _REACH) : match.start()]
        pieces.append(text[end:start])
        end = start + 1
        is_pronoun = word == "i" or word.startswith(("i'", "i’"))
        if (
            word in _ACRONYMS
            or (is_name and _NO_VOWEL.fullmatch(word) and title(word) is None)
            or (word == "us" and before.endswith("the "))
        ):
            end = start + len(word)
        elif not (is_name or is_pronoun or _SENTENCE_START.search(before)):
            end = start
        pieces.append(_changed(text[start:end], str.upper))
    return "".join([*pieces, text[end:]])


def _changed(text: str, change: Callable[[str], str]) -> str:
    """A text in another case, but for characters that would become two: ß, İ."""
    return "".join(changed if len(changed := change(c)) == 1 else c for c in text)


def _names(words: list[str], gaps: list[str], known: _Vocabulary) -> list[bool]:
    """Which words, given in lower case with what stands behind each, begin with a capital wherever they stand."""
    names = [
        _is_name(word, known, is_determined=before in _DETERMINERS)
        for before, word in zip(["", *words], words, strict=False)
    ]
    for start, place in _places(words, gaps):
        names[start : start + len(place)] = [word[0].isupper() for word in place]
    for i, word in enumerate(words):
        if len(word) == 1 and gaps[i].startswith("."):
            names[i] = True  # an initial
        elif word in _MONTHS_AND_VERBS:
            is_beside_number = re.match(r" \d", gaps[i]) or (i and re.search(r"\d $", gaps[i - 1]))
            names[i] = bool(is_beside_number or (i and words[i - 1] in _BEFORE_MONTHS))
    for i, follower in enumerate(words[1:], 1):
        before = words[i - 1]
        if not names[i] and names[i - 1] and gaps[i - 1] in (" ", ". ") and follower not in known.stop_words:
            is_surname = (is_given_name(before) or len(before) == 1) and is_known_name(follower)
            is_body = not_names().get(follower) in ("organisation", "place") and before not in _demonyms()
            names[i] = is_body or (is_surname and not is_common(follower))
    surnames = {
        word
        for i, word in enumerate(words)
        if i and names[i] and is_given_name(words[i - 1]) and is_known_name(word) and not is_common(word)
    }
    return [is_name or word in surnames - known.stop_words for is_name, word in zip(names, words, strict=True)]


def _is_name(word: str, known: _Vocabulary, is_determined: bool) -> bool:
    """Whether a word by itself, or behind "the" or "his", is a name's rather than one of English."""
    if word in known.stop_words or len(word) == 1:
        return False
    if word in lexicons.words("capitalised.txt") or word in _demonyms() or word in _countries():
        return True
    if not_names().get(word) == "calendar":
        return word not in _MONTHS_AND_VERBS
    lemmas = set(_lemmas(word))
    if not lemmas.isdisjoint(known.lexical):
        return False
    is_noun = not lemmas.isdisjoint(known.nouns)
    if is_common(word) and (is_noun or not is_known_name(word)):
        return False
    if not is_noun:
        return True
    is_name = (word,) in _places_by_words() or (word in known.nouns and is_known_name(word))
    return is_name and not is_determined


def _lemmas(word: str) -> Iterator[str]:
    yield word
    for ending, lemma in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            yield stem + lemma
            if not lemma and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]  # stopped


def _places(words: list[str], gaps: list[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where places of two words or more begin, with their words as newspapers write them."""
    for start, word in enumerate(words):
        for size in range(min(_longest_places().get(word, 0), len(words) - start), 1, -1):
            place = _places_by_words().get(tuple(words[start : start + size]))
            if place is not None and all(gap == " " for gap in gaps[start : start + size - 1]):
                yield start, place
                break


@lru_cache(maxsize=1)
def _places_by_words() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(place.lower().split()): tuple(place.split()) for place in known_places()}


@lru_cache(maxsize=1)
def _longest_places() -> dict[str, int]:
    """First word of a place -> how many words the longest such place has."""
    longest: dict[str, int] = {}
    for words in _places_by_words():
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


@lru_cache(maxsize=1)
def _demonyms() -> frozenset[str]:
    return frozenset(map(str.lower, demonyms()))


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(words[0].lower() for words in countries() if len(words) == 1)


@lru_cache(maxsize=2)
def _vocabulary(nlp: Language) -> _Vocabulary:
    """What the model's lemmatizer knows; nothing where it works without lists."""
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    tables = [lookups.get_table(name, {}) for name in ("lemma_index", "lemma_exc")]
    of = {
        part: frozenset(word for table in tables for word in table.get(part, ()))
        for part in ("verb", "adj", "adv", "noun")
    }
    return _Vocabulary(of["verb"] | of["adj"] | of["adv"], of["noun"], frozenset(nlp.Defaults.stop_words or ()))
