"""Which language a text is in, as BCP 47; null where it is too short to tell."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?$")
_FEWEST_WORDS = 5
#: Thai, Lao, Khmer, Chinese and Japanese set no blanks between words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_FEWEST_SIGNS = 10
_SURE = 0.8
#: Of 7,180 stretches of three to six words of English news whose language is not sure, 45 fall below for English.
_RULED_OUT = 0.01
#: Words that hardly another language writes so (English closed classes, Quirk et al. 1985): one in six of English news.
#: Of the sentences that spaCy ships as examples of 60 languages no other has more than one in sixty. All of 552
#: texts of English news are English to the identifier too, which takes a second to load.
_ENGLISH = frozenset(
    ("the", "of", "and", "that", "with", "was", "were", "which", "from", "have", "has", "had", "this", "they", "their")
)
_PLAINLY_ENGLISH = 1 / 8
_ENOUGH_WORDS = 50
#: The identifier reads this many characters: enough for any text, and bounded for all.
_MOST_CHARS = 5_000


def language(body: str, stated: str | None) -> str | None:
    """The language of an article's prose; what its page states decides where the prose is too short or unclear."""
    if len(body.split()) >= _FEWEST_WORDS or len(_UNSPACED.findall(body[:_MOST_CHARS])) >= _FEWEST_SIGNS:
        if _is_plainly_english(body[:_MOST_CHARS]):
            return "en"
        found, probability = _identifier().classify(body[:_MOST_CHARS])
        if probability >= _SURE:
            return str(found)
    return _tag(stated)


def may_be(text: str, language: str) -> bool:
    """Whether a text whose language is not known may be in this one: not if the identifier all but rules it out.

    A headline of three words is too short to name its language, but seldom too short to tell which it is not.
    """
    probability = dict(_identifier().rank(text[:_MOST_CHARS])).get(language)
    return not any(map(str.isalpha, text)) or probability is None or bool(probability >= _RULED_OUT)


def _is_plainly_english(text: str) -> bool:
    words = text.lower().split()
    return len(words) >= _ENOUGH_WORDS and sum(map(_ENGLISH.__contains__, words)) >= _PLAINLY_ENGLISH * len(words)


def _tag(stated: str | None) -> str | None:
    """A page's language attribute as the primary language tag, `en_US` as `en`; None when it is not one."""
    match = _TAG.match(stated.strip()) if stated else None
    return match[1].lower() if match else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
