"""The words that attribute, their class and the stance they give their content, read from `cue_classes.tsv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.language.en import lexicons

if TYPE_CHECKING:
    from onrecord_schema.claims import Stance


if TYPE_CHECKING:
    from onrecord.language.en import Token

_PARTS_OF_SPEECH = {"NOUN": "noun", "PROPN": "noun", "ADJ": "adjective", "VERB": "verb", "AUX": "verb"}


@dataclass(frozen=True)
class CueWord:
    """What a word does as a cue: its class (`say`, `deny`, ...) and the stance it gives its content."""

    cue_class: str
    stance: Stance


@lru_cache(maxsize=1)
def cue_words() -> dict[tuple[str, str], CueWord]:
    """(part of speech, lemma) to the cue word; parts of speech are verb, noun and adjective."""
    words: dict[tuple[str, str], CueWord] = {}
    for cue_class, stance, pos, lemmas in lexicons.rows("cue_classes.tsv"):
        for lemma in lemmas.split():
            words.setdefault((pos, lemma), CueWord(cue_class, stance))  # type: ignore[arg-type]
    return words


def lemma_of(token: Token) -> str:
    """The token's lemma; the parser's "hop" for "hoping" is mended where the lexicon knows "hope"."""
    lemma = token.lemma_.lower()
    pos = _PARTS_OF_SPEECH.get(token.pos_, "verb")
    words = cue_words()
    return lemma + "e" if (pos, lemma) not in words and (pos, lemma + "e") in words else lemma


def cue_word(token: Token) -> CueWord | None:
    """What the token does as a cue; None when it is no word of the lexicon."""
    return cue_words().get((_PARTS_OF_SPEECH.get(token.pos_, "other"), lemma_of(token)))


@lru_cache(maxsize=1)
def speech_verbs() -> frozenset[str]:
    """Lemmas of the verbs that may carry quoted speech."""
    speaking = {
        "say",
        "manner",
        "write",
        "tell",
        "argue",
        "concede",
        "warn",
        "predict",
        "ask",
        "demand",
        "deny",
        "promise",
    }
    speaking |= {"blame", "call", "think", "hope"}
    return frozenset(
        lemma for (pos, lemma), word in cue_words().items() if pos == "verb" and word.cue_class in speaking
    )
