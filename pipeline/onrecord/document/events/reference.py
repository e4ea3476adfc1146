"""Reference: whom a relative or personal pronoun in an event's clause stands for, where the syntax tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.language.en import Token

_RELATIVES = {"who", "whom", "which", "that", "whose"}


def resolved(token: Token) -> Token:
    """The antecedent of a relative pronoun, or the token itself."""
    if token.lower_ in _RELATIVES and token.tag_ in ("WDT", "WP", "WP$", "IN"):
        clause = token.head
        for _ in range(6):
            if clause.dep_ == "relcl":
                return clause.head
            if clause.head.i == clause.i:
                break
            clause = clause.head
    return token


def antecedent(pronoun: Token) -> Token:
    """Whom a pronoun that is a subject stands for; the pronoun itself where that is not clear.

    The subject of the verb that reports ("it says it will not") or, for a pronoun that begins its sentence, the
    subject of the sentence before, where both are singular or both plural.
    """
    verb = pronoun.head
    if pronoun.lower_ not in ("it", "they", "he", "she") or pronoun.dep_ not in ("nsubj", "nsubjpass"):
        return pronoun
    while verb.dep_ in ("conj", "xcomp", "acomp") and verb.head.i != verb.i:
        verb = verb.head
    above = verb.head if verb.dep_ == "ccomp" else None
    sentence = pronoun.sent
    if above is None and pronoun.lower_ in ("it", "they") and pronoun.i == sentence.start and sentence.start > 0:
        above = pronoun.doc[sentence.start - 1].sent.root
    subject = next((c for c in above.children if c.dep_ in ("nsubj", "nsubjpass")), None) if above else None
    if subject is None or subject.i > pronoun.i or subject.pos_ == "PRON":
        return pronoun
    is_plural = subject.tag_ in ("NNS", "NNPS", "CD") or any(c.dep_ == "conj" for c in subject.children)
    agrees = {"they": is_plural or subject.lower_ == "police", "it": not is_plural}.get(pronoun.lower_, True)
    return subject if agrees else pronoun
