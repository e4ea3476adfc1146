"""Finds every stretch of words that has the shape of a person's name, with the title before it set apart.

Only the shape is judged here: capitals, initials, hyphens, small particles between capitals. Whether the stretch names
a person is decided over the whole document (`evidence.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.language.en.annotate import begins_sentence
from onrecord.language.en.words import (
    countries,
    demonyms,
    given_gender,
    is_common,
    is_known_name,
    is_person_noun,
    known_places,
    not_names,
    particles,
    title,
)

if TYPE_CHECKING:
    from onrecord.language.en import Doc, Token
    from onrecord.language.en.annotate import Annotation

#: Parts of speech that a capital at the start of a sentence or in a headline does not turn into a name.
_FUNCTION_WORDS = frozenset(("DET", "PRON", "ADP", "CCONJ", "SCONJ", "AUX", "PART", "NUM", "INTJ", "PUNCT", "SYM"))
_MAX_WORDS = 9
_SHORT = 7
_SHORTEST = 5


@dataclass(frozen=True)
class Candidate:
    """Tokens `[first, last)` shaped like a name; the title or role words directly before it are `[before, first)`."""

    before: int
    first: int
    last: int
    words: tuple[str, ...]
    """The words of the name; parts joined by a hyphen are one word."""


def find_candidates(annotation: Annotation) -> list[Candidate]:
    """All candidates of a document, in order of position; none crosses a paragraph."""
    doc = annotation.doc
    return [
        candidate
        for paragraph in annotation.paragraphs
        for run in _runs(list(words_of(doc, paragraph.first, paragraph.last)), doc)
        for part in _parts(run, doc)
        for candidate in _readings(part, doc)
    ]


def _is_capitalised(word: Word, doc: Doc) -> bool:
    text = word.text
    if text[:2] in ("d'", "l'") and text[2:3].isupper() and text[2:].isalpha():
        return True  # Jeanne d'Arc Uwase
    start, _, rest = text.partition("-")  # Rashid al-Kaabi
    if start in particles() and rest[:1].isupper():
        return rest.replace("-", "").isalpha()
    if not text[0].isupper() or not all(c.isalpha() or c in "-'." for c in text):
        return False
    token = doc[word.first]
    if token.ent_type_ == "PERSON" or len(text) == 1:
        return text not in ("I", "A") or not token.is_sent_start
    if token.pos_ in _FUNCTION_WORDS and (token.is_stop or token.is_sent_start):
        return False
    return not (token.is_sent_start and not token.ent_type_ and token.pos_ in ("VERB", "ADV") and text.istitle())


def _runs(words: list[Word], doc: Doc) -> Iterator[list[Word]]:
    """Capitalised words in a row, with particles and initials' full stops between them."""
    run: list[Word] = []
    pending: list[Word] = []
    for position, word in enumerate(words):
        if run and word.text == "." and len(run[-1].text) == 1:
            continue
        if word in pending:
            continue
        if _is_capitalised(word, doc):
            run += [*pending, word]
            pending = []
        elif word.lower in particles() and len(pending) < 3 and (run or _starts_name(words, position, doc)):
            pending.append(word)
        elif run and word.text in ('"', "'") and (size := _nickname_words(words, position, doc)):
            pending += words[position : position + size]
        else:
            if run:
                yield run
            run, pending = [], []
    if run:
        yield run


def _nickname_words(words: list[Word], position: int, doc: Doc) -> int:
    """How many words a nickname inside a name takes with its marks, 0 for none: `Rosa "Ka Ose" Lim` has four."""
    end = position + 1
    while end < len(words) - 1 and end - position <= 3 and _is_capitalised(words[end], doc):
        end += 1
    is_closed = end > position + 1 and end < len(words) - 1 and words[end].text == words[position].text
    return end + 1 - position if is_closed and _is_capitalised(words[end + 1], doc) else 0


def _starts_name(words: list[Word], position: int, doc: Doc) -> bool:
    """Whether a small particle begins a name: `said van der Bellen`, `al Bashir`."""
    following = position + 1
    return (
        following < len(words) and _is_capitalised(words[following], doc) and doc[words[position].first].pos_ == "PROPN"
    )


def _parts(run: list[Word], doc: Doc) -> Iterator[list[Word]]:
    """The run cut where one name cannot go on: at a sentence's end, a country, a nationality, a day."""
    part: list[Word] = []
    position = 0
    while position < len(run):
        word = run[position]
        token = doc[word.first]
        if part and begins_sentence(token):
            yield part
            part = []
        size = next((n for n in (3, 2, 1) if tuple(w.text for w in run[position : position + n]) in countries()), 0)
        is_day = token.ent_type_ == "DATE" and not_names().get(word.lower) == "calendar"
        is_day = is_day and (position + 1 == len(run) or not is_known_name(run[position + 1].text))  # June Leow
        if size or word.text in demonyms() or is_day:
            if part:
                yield part
            yield run[position : position + max(size, 1)]
            part = []
            position += max(size, 1)
            continue
        part.append(word)
        position += 1
    if part:
        yield part


def _readings(part: list[Word], doc: Doc) -> Iterator[Candidate]:
    """The name is what follows the last title of the stretch; also read: from where the recogniser begins a person."""
    start = 0
    for position, word in enumerate(part):
        if word.text == "H" and len(part) > position + 2 and part[position + 1].text in ("E", "H"):
            start = position + 2  # His Excellency, His Highness
        known = title(word.text) if position >= start else None
        if known and (known.kind != "name" or position == start) and (known.kind != "form" or position <= start + 1):
            start = position + 1
        if _is_abbreviation(word) and not any(other.text.isupper() for other in part[position + 1 :]):
            start = max(start, position + 1) if len(part) > position + 2 else start
    if start == 0 and _ends_office(part[0].first, doc):
        while start < len(part) - 1 and is_common(part[start].text) and not is_known_name(part[start].text):
            start += 1
    if len(part) - start > 2 and _is_calling(part[start], doc):
        start += 1
    start = _given_name_after_others(part, start)
    yield from _candidate(part, start, len(part), doc)
    for position in range(start + 1, len(part)):
        if part[position - 1].lower in particles():
            continue  # María de la [Cruz Ortega]
        left, right = doc[part[position - 1].last - 1], doc[part[position].first]
        if right.ent_type_ == "PERSON" and (right.ent_iob_ == "B" or left.ent_type_ != "PERSON"):
            yield from _candidate(part, position, len(part), doc)
        elif is_common(left.text) and not is_known_name(left.text) and is_known_name(part[position].text):
            yield from _candidate(part, position, len(part), doc)  # Director of Training [Fathi Djamal]
        if left.ent_type_ == "PERSON" and (right.ent_iob_ == "B" or right.ent_type_ != "PERSON"):
            yield from _candidate(part, start, position, doc)


def _given_name_after_others(part: list[Word], start: int) -> int:
    """Where the given name stands before which there are only words that nobody bears: Follow [Jeff Horn] online."""
    for position in range(start + 1, len(part) - 1):
        if given_gender((part[position].text, "")) is not None:
            return position if all(_is_borne_by_nobody(word) for word in part[start:position]) else start
    return start


def _is_borne_by_nobody(word: Word) -> bool:
    is_other = is_common(word.text) or word.text in known_places()
    return len(word.text) >= _SHORTEST and is_other and not is_known_name(word.text)


def _is_abbreviation(word: Word) -> bool:
    """Whether the word stands for an office or body before a name, not for initials: 'Lakeside MCA [Ruth Amani]'."""
    return len(word.text) > 2 and word.text.isupper() and word.text.isalpha() and not is_known_name(word.text)


def _ends_office(first: int, doc: Doc) -> bool:
    """Whether the words from `first` on belong to an office before they name anyone: 'Chief of [Staff Dana Reyes]'."""
    return first > 1 and doc[first - 1].lower_ in ("of", "for") and title(doc[first - 2].text) is not None


def _is_calling(word: Word, doc: Doc) -> bool:
    """Whether it tells what the person is, not a name: 'Campaigner Rachid Benali said', 'Adviser Ana Lopez'."""
    is_known, lower = is_known_name(word.text), word.lower
    is_noun = len(lower) >= _SHORT + is_known and is_person_noun(lower)
    return (
        is_noun and (begins_sentence(doc[word.first]) or not is_known) and is_common(lower[:-2])
    )  # campaign-er; Alexander, Peter are made of no word


def _candidate(part: list[Word], start: int, stop: int, doc: Doc) -> Iterator[Candidate]:
    """`part[start:stop]` without the small particles at its end, if that can be a name at all."""
    name = part[start:stop]
    while name and name[-1].text.islower():
        name = name[:-1]
    if not name or len(name) > _MAX_WORDS or all(len(word.text.strip(".")) < 2 for word in name):
        return
    first, before = name[0].first, part[0].first
    sentence = doc[first].sent.start
    if before == first > sentence and doc[first - 1].tag_ == "NN" and is_person_noun(doc[first - 1].text):
        before = first - 1  # whatever the parser makes of it: Brazilian footballer Juninho
    while before > sentence and _is_role_word(doc[before - 1], first):
        before -= 1
    yield Candidate(before, first, name[-1].last, tuple(word.text for word in name))


def _is_role_word(token: Token, first: int) -> bool:
    is_modifier = token.dep_ in ("compound", "amod", "nmod") and first - 3 <= token.head.i
    return bool(is_modifier and token.pos_ in ("NOUN", "ADJ", "PROPN") and token.is_alpha)


#: After a name and a hyphen.
HONORIFIC_SUFFIXES = frozenset(("san", "sama", "sensei", "kun", "chan", "ssi", "nim"))


@dataclass(frozen=True)
class Word:
    """Tokens `[first, last)` that are one word, and how they are written."""

    first: int
    last: int
    text: str

    @property
    def lower(self) -> str:
        return self.text.lower()


def words_of(doc: Doc, first: int, last: int) -> Iterator[Word]:
    """Tokens, those joined by hyphens without a blank taken together: `Suk-yeol`, `Al-Hinai`."""
    tokens = list(doc[first:last])
    i, size = 0, len(tokens)
    while i < size:
        j = i + 1
        while (
            j + 1 < size
            and tokens[j].text == "-"
            and not tokens[j - 1].whitespace_
            and not tokens[j].whitespace_
            and not _describes(tokens[j + 1], tokens[j - 1])
        ):
            j += 2
        text = tokens[i].text if j == i + 1 else "".join(token.text for token in tokens[i:j])
        yield Word(first + i, first + j, text)
        i = j


def _describes(tail: Token, before: Token) -> bool:
    """Whether a hyphen ends the name: Chinese-born, Nimitz-class, Tanaka-san; but Suk-yeol, Kam-wing, Chih-lin."""
    if not tail.is_lower or not before.text[0].isupper():
        return False
    if tail.text in HONORIFIC_SUFFIXES:
        return True
    return is_common(tail.text) and tail.tag_ != "NNP" and not is_known_name(before.text + "-" + tail.text)
