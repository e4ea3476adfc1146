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
#: The identifier reads this many characters: enough for any text, and bounded for all.
_MOST_CHARS = 5_000


def language(body: str, stated: str | None) -> str | None:
    """The language of an article's prose; what its page states decides where the prose is too short or unclear."""
    if len(body.split()) >= _FEWEST_WORDS or len(_UNSPACED.findall(body[:_MOST_CHARS])) >= _FEWEST_SIGNS:
        found, probability = _identifier().classify(body[:_MOST_CHARS])
        if probability >= _SURE:
            return str(found)
    return _tag(stated)


def _tag(stated: str | None) -> str | None:
    """A page's language attribute as the primary language tag, `en_US` as `en`; None when it is not one."""
    match = _TAG.match(stated.strip()) if stated else None
    return match[1].lower() if match else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
