"""Finds the language of a text, as a BCP 47 tag; None where the text is too short."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?$")
_FEWEST_WORDS = 5
#: Thai, Lao, Khmer, Chinese and Japanese have no blanks between words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_FEWEST_SIGNS = 10
_SURE = 0.8
#: 45 of 7,180 English phrases of three to six words, of those whose language is uncertain, have less for English.
_RULED_OUT = 0.01
#: Words of hardly any other language (English closed classes, Quirk et al. 1985): one in six words of English news, and
#: at most one in sixty in spaCy's example sentences for 60 other languages. They save the identifier, which takes a
#: second to load, and agree with it on all of 552 English news texts.
_ENGLISH = frozenset(
    ("the", "of", "and", "that", "with", "was", "were", "which", "from", "have", "has", "had", "this", "they", "their")
)
_PLAINLY_ENGLISH = 1 / 8
_ENOUGH_WORDS = 50
#: The identifier reads this many characters, which bounds its time.
_MOST_CHARS = 5_000


def language(body: str, stated: str | None) -> str | None:
    """The language of an article's text; what its page states where the text is too short or unclear."""
    if len(body.split()) >= _FEWEST_WORDS or len(_UNSPACED.findall(body[:_MOST_CHARS])) >= _FEWEST_SIGNS:
        if _is_plainly_english(body[:_MOST_CHARS]):
            return "en"
        found, probability = _identifier().classify(body[:_MOST_CHARS])
        if probability >= _SURE:
            return str(found)
    return _tag(stated)


def may_be(text: str, language: str) -> bool:
    """Whether a text may be in a language. Very short texts count as any language unless clearly not in it."""
    probability = dict(_identifier().rank(text[:_MOST_CHARS])).get(language)
    return not any(map(str.isalpha, text)) or probability is None or bool(probability >= _RULED_OUT)


def _is_plainly_english(text: str) -> bool:
    words = text.lower().split()
    return len(words) >= _ENOUGH_WORDS and sum(map(_ENGLISH.__contains__, words)) >= _PLAINLY_ENGLISH * len(words)


def _tag(stated: str | None) -> str | None:
    """The primary tag of a page's language attribute, `en` of `en_US`; None where it is none."""
    match = _TAG.match(stated.strip()) if stated else None
    return match[1].lower() if match else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
