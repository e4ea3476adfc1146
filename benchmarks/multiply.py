"""Makes as many articles as are asked for from real ones: cut to a length, with words, names and figures exchanged.

A build recognises what it has seen, so copies would flatter every figure. Here every article is a stretch of a real one
in which a third of the words stand for others of the same kind, drawn anew each time: content words with the same
ending, names (half of them coined from the halves of two names, so that the vocabulary goes on growing as it does in
news), and figures. Grammar and word frequencies stay much as they were; sense does not. The same call makes the same
bytes.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

#: Share of the words that are exchanged: two articles of one original then share one run of five words in sixty.
_EXCHANGED = 1 / 3
_COINED = 1 / 2
_WORD = re.compile(r"[A-Za-z]+|\d+")
_ENDINGS = ("ing", "tion", "ed", "ly", "er", "s", "e", "")
_FOLDER_FILES = 1000


def write_articles(texts: Path, folder: Path, documents: int, words: int) -> int:
    """Write `documents` articles of about `words` words into folders below `folder`; returns their words.

    `texts` is a folder of .txt files, each an article, at least one of which has two paragraphs.
    """
    originals = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(texts.rglob("*.txt"))]
    vocabulary = _vocabulary(originals)
    written = 0
    for number in range(documents):
        chance = random.Random(number)
        text = _changed(_stretch(chance.choice(originals), words, chance), vocabulary, chance)
        path = folder / f"{number // _FOLDER_FILES:04}" / f"{number:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written += len(text.split())
    return written


def _stretch(text: str, words: int, chance: random.Random) -> str:
    """Whole paragraphs from a random one on, until they are long enough; the last one is cut after a sentence."""
    paragraphs = [one.strip() for one in re.split(r"\n\s*\n|\n(?=\s)", text) if len(one.split()) > 7] or [text]
    first = chance.randrange(max(1, len(paragraphs) - 2))
    taken: list[str] = []
    while sum(len(one.split()) for one in taken) < words and first + len(taken) < len(paragraphs):
        taken.append(paragraphs[first + len(taken)])
    return "\n\n".join(taken) + "\n"


def _vocabulary(texts: list[str]) -> dict[str, list[str]]:
    """Kind -> the words of that kind, each as often as it occurs."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for _, word, kind in _kinds(text):
            if kind:
                found[kind].append(word)
    return found


def _kinds(text: str) -> Iterator[tuple[int, str, str | None]]:
    """Every word with its place and kind; None for function words, sentences' first words and abbreviations."""
    for match in _WORD.finditer(text):
        word, before = match[0], text[: match.start()][-2:]
        if word.isdigit():
            kind = f"figure of {len(word)}" if len(word) != 4 else None  # years stay years
        elif word.isupper() or len(word) < 4:
            kind = None
        elif word[0].isupper():
            kind = "name" if before[-1:] == " " and before[:1].isalpha() else None
        else:
            kind = f"word in {next(end for end in _ENDINGS if word.endswith(end))}" if len(word) > 4 else None
        yield match.start(), word, kind


def _changed(text: str, vocabulary: dict[str, list[str]], chance: random.Random) -> str:
    parts, last = [], 0
    # A name that comes twice in an article is the same person's: it is exchanged for the same one.
    names: dict[str, str] = {}
    for start, word, kind in _kinds(text):
        if kind is None or (kind != "name" and chance.random() > _EXCHANGED):
            continue
        other = chance.choice(vocabulary[kind])
        if kind == "name":
            if word not in names:
                names[word] = _coined(other, chance.choice(vocabulary[kind])) if chance.random() < _COINED else other
            other = names[word]
        parts += [text[last:start], other]
        last = start + len(word)
    return "".join([*parts, text[last:]])


def _coined(one: str, other: str) -> str:
    return one[: (len(one) + 1) // 2] + other[len(other) // 2 :]
