"""How similar two written names of persons are, 0 to 1, whatever their word order, script, initials or slips.

Words are paired one to one. Words that only one of the names has (a patronymic, a middle name) cost little; where both
names have words that the other lacks, they contradict each other and the similarity is low. A common surname is never
enough.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA

from onrecord.language.en.words import title

#: From this similarity on, two names can be of one person; chosen on pairs of names that people labelled.
SAME_NAME = 0.8

_LEFT_OVER_COST = 0.06
_SINGLE_NAME = 0.6
#: Parts that some transliterations leave out.
_WEAK = re.compile(r"al|el|bin|ben|ibn|van|von|der?|den|da|di|la|le|abd|ul|haji|jr|sr")
_WORD = re.compile(r"[a-z0-9]+")
_VOWELS = re.compile(r"[aeiouy]")


@lru_cache(maxsize=2_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in Latin letters, lower case, without honorifics and apostrophes; each word once."""
    words = _WORD.findall(anyascii(re.sub(r"['’‘ʼ`]", "", name)).lower())
    while len(words) > 1 and title(words[0]) is not None:
        del words[0]
    return tuple(dict.fromkeys(words))


@lru_cache(maxsize=2_000)
def similarity(a: str, b: str) -> float:
    """1.0 for the same words, 0.0 for nothing in common; the order of the two names does not matter."""
    left, right = sorted((words_of(a), words_of(b)), key=lambda words: (len(words), words))
    if not left:
        return 0.0
    if sorted(left) == sorted(right):
        return 1.0
    joined = _joined(left, right)
    pairs, left_over_left, left_over_right = _pair(left, right)
    if not pairs:
        return joined
    weight = sum(_weight(word) for word, _, _ in pairs)
    alike = sum(_weight(word) * score for word, _, score in pairs) / weight
    strong_left = [word for word in left_over_left if not _WEAK.fullmatch(word)]
    strong_right = [word for word in left_over_right if not _WEAK.fullmatch(word)]
    if strong_left and strong_right:
        alike *= 0.5 * weight / (weight + sum(map(_weight, strong_left)))
    elif strong_left or strong_right:
        alike -= _LEFT_OVER_COST * len(strong_left or strong_right)
        if sum(not _WEAK.fullmatch(word) for word, _, _ in pairs) < 2:
            alike = min(alike, _SINGLE_NAME)
    return round(max(alike, joined, 0.0), 4)


def _weight(word: str) -> float:
    return 0.3 if _WEAK.fullmatch(word) or len(word) == 1 else float(min(len(word), 6))


def _joined(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """The similarity of names that differ in their blanks only: `Jong-un` and `Jongun`."""
    one, other = "".join(left), "".join(right)
    return 0.95 if len(one) > 4 and (one == other or "".join(sorted(left)) == "".join(sorted(right))) else 0.0


def _pair(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[list[tuple[str, str, float]], list[str], list[str]]:
    """Words paired one to one, the most alike first, and the words left over on either side."""
    scores = sorted(
        ((word_similarity(one, other), one, other) for one in left for other in right),
        key=lambda score: (-score[0], score[1], score[2]),
    )
    free_left, free_right, pairs = list(left), list(right), []
    for score, one, other in scores:
        if score > 0 and one in free_left and other in free_right:
            free_left.remove(one)
            free_right.remove(other)
            pairs.append((one, other, score))
    return pairs, free_left, free_right


def word_similarity(one: str, other: str) -> float:
    """1.0 for the same word, 0.85 for an initial, between for a slip or another transliteration, else 0.0."""
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return 0.85 if one[0] == other[0] else 0.0
    one, other = one.replace("x", "ks"), other.replace("x", "ks")  # Alexei and Aleksey
    longest = max(len(one), len(other))
    distance = OSA.distance(one, other)
    if skeleton(one) == skeleton(other) and distance <= 2:
        return 0.95
    allowed = 1 if longest <= 6 else 2
    if min(len(one), len(other)) <= 2 or distance > allowed:
        return 0.0
    return 1.0 - distance / longest


@lru_cache(maxsize=2_000)
def skeleton(word: str) -> str:
    """The consonants, with those replaced that transliterations swap: Qaddafi and Gaddafi, Yusuf and Youssef."""
    plain = word.replace("x", "ks").replace("ph", "f").replace("kh", "h").replace("ck", "k").replace("w", "v")
    plain = plain.translate(str.maketrans("qcgzj", "kkksy"))
    return re.sub(r"(.)\1+", r"\1", plain[0] + _VOWELS.sub("", plain[1:]))
