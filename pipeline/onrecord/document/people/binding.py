"""Whom a pronoun can or cannot mean by the grammar of its own sentence.

himself             its clause's subject               [Daniel Okello] has tricked <himself>
object              not its clause's subject           Judge [Lopez] sentenced <him>
subject             not who is named after it          <She> endorsed [Mrs Marsh]; <he> said that [Hale] would win
before its subject  who is the subject                 For <his> part, [Tom Hale] said; As <he> has often done, [Hale]
in a quotation      not who speaks it                  "<He> is a fool," [Hale] said
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.language.en.syntax import SUBJECTS
from onrecord.language.en.words import speech_verbs

if TYPE_CHECKING:
    from onrecord.language.en import Doc, Token
    from onrecord.language.en.annotate import Annotation

MARKS = frozenset(('"', "''", "``"))
_CLAUSES_UP = 3
#: Tokens between a quotation and the one who speaks it.
_FAR = 12


def subjects_of(token: Token) -> set[int]:
    """The name right before 'himself', or the heads of the subject of its clause."""
    if token.i and token.nbor(-1).pos_ == "PROPN":
        return {token.i - 1}
    verb = token.head
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    for _ in range(_CLAUSES_UP):
        subjects = {child.i for child in verb.lefts if child.dep_ in SUBJECTS}
        if subjects or verb.dep_ not in ("xcomp", "conj", "advcl", "pcomp"):
            return subjects
        verb = verb.head.head if verb.dep_ == "pcomp" else verb.head
    return set()


def subjects_over(token: Token) -> set[int]:
    """Heads of the subject whose object the pronoun is, whom it cannot mean: [Judge Lopez] sentenced <him>."""
    above = token.head.head if token.dep_ == "pobj" else token.head
    if token.dep_ not in ("dobj", "dative", "pobj") or token.lower_.endswith("self"):
        return set()
    subjects = [child for child in above.lefts if child.dep_ in SUBJECTS]
    if not subjects and above.dep_ == "conj":
        subjects = [child for child in above.head.lefts if child.dep_ in SUBJECTS]
    beside = [word for subject in subjects for word in subject.children if word.dep_ == "appos"]
    return {word.i for word in (*subjects, *beside)}


def named_under(token: Token) -> Iterator[int]:
    """The tokens after a pronoun in the clause whose subject it is: whoever is named there is another."""
    if token.dep_ not in SUBJECTS:
        return
    quoted = next((word.i for word in token.doc[token.i : token.sent.end] if word.text in MARKS), token.sent.end)
    waiting = [child for child in token.head.rights if child.i > token.i]
    while waiting:
        word = waiting.pop()
        is_clause = word.dep_ == "conj" and any(child.dep_ in SUBJECTS for child in word.lefts)
        if word.i > quoted or word.dep_ == "parataxis" or is_clause:
            continue  # He won, [Hale said]; he won and [Hale lost]
        yield word.i
        waiting += word.children


def subject_after(token: Token) -> Token | None:
    """The subject before which a phrase with the possessive opens its sentence: For <his> part, {Tom Hale} said."""
    if token.tag_ != "PRP$":
        return None
    above = token.head
    while above.dep_ not in ("prep", "advcl") or above.head.pos_ not in ("VERB", "AUX"):
        if above.head == above:
            return None
        above = above.head
    verb = above.head
    if verb.i < token.i or above.left_edge.i != verb.sent.start:
        return None
    return next((child for child in verb.lefts if child.dep_ in SUBJECTS and child.i > token.i), None)


def main_subject_after(token: Token) -> Token | None:
    """The subject of the main clause before which the pronoun's clause stands: As <he> has often done, {Hale} won."""
    clause = next((above for above in token.ancestors if above.dep_ == "advcl"), None)
    if token.dep_ not in SUBJECTS or clause is None or clause.left_edge.i != token.sent.start:
        return None
    return next((child for child in clause.head.lefts if child.dep_ in SUBJECTS and child.i > token.i), None)


def speakers_of_quotations(annotation: Annotation) -> dict[int, int]:
    """Every token of a quotation -> the head of the words beside it that say who speaks.

    A quotation with nobody beside it is spoken by whoever speaks the one before in its paragraph.
    """
    doc, found = annotation.doc, dict[int, int]()
    for paragraph in annotation.paragraphs:
        marks = [token.i for token in doc[paragraph.first : paragraph.last] if token.text in MARKS]
        speaker = None
        for opening, closing in zip(marks[::2], [*marks[1::2], paragraph.last], strict=False):
            speaker = _speaker_after(doc, closing, paragraph.last) or _speaker_before(doc, opening) or speaker
            if speaker is not None:
                found |= dict.fromkeys(range(opening + 1, closing), speaker.i)
    return found


def _speaker_after(doc: Doc, closing: int, end: int) -> Token | None:
    for token in doc[closing + 1 : min(closing + _FAR, end)]:
        if token.text in MARKS or (token.is_sent_start and token.i > closing + 1):
            return None
        if _speaks(token):
            return token
    return None


def _speaker_before(doc: Doc, opening: int) -> Token | None:
    for position in range(opening - 1, max(opening - _FAR, -1), -1):
        if doc[position].text in MARKS:
            return None
        if _speaks(doc[position]):
            return doc[position]
        if doc[position].is_sent_start:
            return None
    return None


def _speaks(token: Token) -> bool:
    return token.dep_ in SUBJECTS and token.head.lemma_ in speech_verbs()
