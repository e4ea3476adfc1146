"""Fits what tells another article on a page: `common_words.tsv` and `weights/topic_weights.tsv` of the lexicons.

    python benchmarks/fit_topic.py [--common] REGIONS OTHERS

REGIONS and OTHERS are folders of plain texts, one article a file; file names in REGIONS begin with the region. Articles
are joined in the ways that saved pages show, others left whole or given made-up subheadings. Files are halved by the
hash of their name: weights are fitted on one half, and the figures printed are those of the other.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from onrecord.document.segments import boundaries, topic, vocabulary
from onrecord.document.segments.insertions import measure_stretch
from onrecord.document.segments.lines import lines_of
from onrecord.document.segments.paragraphs import crossings
from onrecord.document.segments.roles import judge
from onrecord.inputs.page import Page
from onrecord.language.en import lexicons

PATTERNS = (
    "retitled",
    "titled",
    "untitled",
    "brief",
    "stamped",
    "headline",
    "stamp",
    "headed brief",
    "untitled",
    "brief of three",
    "article between as untitled",
    "article between as headline",
    "article between as stamped",
    "brief between as brief",
    "brief between as untitled",
)
STAMPS = ("14 min ago", "Published 3 May 2021", "May 3, 2021")
CALENDAR = (
    "January February March April May June July August September October November December Monday Tuesday Wednesday"
    " Thursday Friday Saturday Sunday"
)


@dataclass(frozen=True)
class Text:
    name: str
    text: str

    @property
    def region(self) -> str:
        return re.split(r"[^A-Za-z]", self.name)[0]

    @property
    def is_for_fitting(self) -> bool:
        return int(hashlib.sha256(self.name.encode()).hexdigest(), 16) % 2 == 0


@dataclass(frozen=True)
class Case:
    """A page: the measures of every place where another article could stand, and which is true (None: no other)."""

    kind: str
    measures: np.ndarray
    true: int | None
    stretches: tuple[tuple[int, int], ...]
    """Offsets of those places in the page's text."""
    other: tuple[int, int] | None
    """Where another article does stand."""
    chars: int


def texts(folder: Path) -> list[Text]:
    paths = sorted(path for path in folder.iterdir() if path.is_file())
    read = ((path.name, path.read_text(encoding="utf-8", errors="replace")) for path in paths)
    return [Text(name, re.sub(r"^https?://\S+\s*", "", text).strip()) for name, text in read]


def joined(main: str, tail: str, pattern: str, rnd: random.Random) -> tuple[str, tuple[int, int]]:
    """The two texts as one page, and where the second stands: at the end, or between two parts of the first."""
    paragraphs = [line for line in tail.split("\n") if line.strip()]
    head = " ".join(tail.split(".")[0].split()[:11])
    words = re.findall(r"[\w'’-]+", " ".join(paragraphs[:3]))
    picked = sorted(rnd.sample(range(len(words)), min(rnd.randint(5, 10), len(words))))
    headline = " ".join(words[i] for i in picked).capitalize()
    if "brief" in pattern:
        tail = "\n\n".join(paragraphs[: 3 if "three" in pattern else 2])
    glue = {
        "retitled": f"\n\n\n{head}\n\nUpdated 5 min 9 sec ago\n\n{head}\n\n",
        "titled": f"\n\n{head}\n\n", "brief": f"\n\n{head}\n\n", "stamped": f"\n\n{head}\n14 min ago\n\n",
        "untitled": "\n\n", "stamp": f"\n\n{rnd.choice(STAMPS)}\n\n",
    }  # fmt: skip
    where, _, kind = pattern.rpartition(" between as ")
    if not where:
        other = glue.get(pattern, f"\n\n{headline}\n\n") + tail
        return main + other, (len(main), len(main + other))
    other = glue.get(kind, f"\n\n{headline}\n\n") + tail
    own = [line for line in main.split("\n") if line.strip()]
    cut = rnd.randint(2, max(2, len(own) - 2))
    early, late = "\n\n".join(own[:cut]), "\n\n".join(own[cut:])
    return f"{early}{other}\n\n{late}", (len(early), len(early + other))


def subheaded(text: str, rnd: random.Random, share: float) -> str:
    """With this chance the text gets subheadings made of a few words of what follows, or of anything in it."""
    paragraphs = [line for line in text.split("\n") if line.strip()]
    if rnd.random() > share or len(paragraphs) < 6:
        return text
    places = rnd.sample(range(2, len(paragraphs) - 1), min(len(paragraphs) // 4, 4))
    for place in sorted(places, reverse=True):
        words = re.findall(r"[\w'’-]+", paragraphs[place] if rnd.random() < 0.7 else text)
        count = rnd.randint(2, 7)
        at = rnd.randint(0, max(0, len(words) - count))
        paragraphs.insert(place, " ".join(words[at : at + count]).capitalize())
    return "\n\n".join(paragraphs)


def headed(text: str, rnd: random.Random) -> str:
    """With an even chance the text gets a headline made of words of its beginning; one in four is cut short."""
    paragraphs = [line for line in text.split("\n") if line.strip()]
    if rnd.random() < 0.25:
        paragraphs = paragraphs[: rnd.randint(3, 8)]
    if rnd.random() < 0.5:
        words = re.findall(r"[\w'’-]+", " ".join(paragraphs[:3]))
        picked = sorted(rnd.sample(range(len(words)), min(rnd.randint(5, 10), len(words))))
        paragraphs.insert(0, " ".join(words[i] for i in picked))
    return "\n\n".join(paragraphs)


def case(text: str, other: tuple[int, int] | None, kind: str) -> Case | None:
    items, first = topic.paragraphs(judge(lines_of(Page(text, "text/plain", "utf-8"))))
    found = topic.hypotheses(items, first)
    true = None
    if other is not None:
        begin, end = (next((i for i, item in enumerate(items) if item.line.start >= at), len(items)) for at in other)
        true = next((k for k, one in enumerate(found) if one[:2] == (begin, end)), None)
        if true is None and end < len(items) and any(item.is_prose for item in items[begin:end]):
            features = measure_stretch(items, begin, end, crossings(items))
            found += [(begin, end, features)] if features else []
            true = len(found) - 1 if features else None
    if not found or (true is None and other is not None):
        return None
    starts = [*(item.line.start for item in items), len(text)]
    stretches = tuple((starts[begin], starts[end]) for begin, end, _ in found)
    table = np.array([[features[name] for name in boundaries.MEASURES] for _, _, features in found])
    return Case(kind, table, true, stretches, other, len(text))


def pages(
    pool: Sequence[Text],
    count: int,
    seed: int,
    *,
    patterns: Sequence[str],
    subheadings: float,
    same: Callable[[Text, Text], bool],
) -> list[Case]:
    rnd, found = random.Random(seed), []
    while len(found) < count:
        first, second = rnd.choice(pool), rnd.choice(pool)
        if same(first, second):
            continue
        pattern = patterns[len(found) % len(patterns)]
        one = case(*joined(headed(subheaded(first.text, rnd, subheadings), rnd), second.text, pattern, rnd), pattern)
        found += [one] if one else []
    return found


def fit(cases: Sequence[Case]) -> tuple[np.ndarray, float]:
    """Weights and bias of the model in which one of a page's boundaries is true, or none; whole pages count twice."""
    rows = np.concatenate([case.measures for case in cases])
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    scaled = [np.hstack([(case.measures - mean) / spread, np.ones((len(case.measures), 1))]) for case in cases]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.001 * float(weights[:-1] @ weights[:-1]), np.append(0.002 * weights[:-1], 0.0)
        for one, table in zip(cases, scaled, strict=True):
            scores = table @ weights
            top = max(0.0, scores.max())
            chances = np.exp(scores - top)
            norm = chances.sum() + np.exp(-top)
            factor = (2.0 if one.other is None else 1.0) / len(cases)
            total += factor * (top + np.log(norm) - (scores[one.true] if one.true is not None else 0.0))
            slope += factor * (table.T @ (chances / norm) - (table[one.true] if one.true is not None else 0.0))
        return total, slope

    weights = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return weights[:-1] / spread, float(weights[-1] - (weights[:-1] * mean / spread).sum())


def report(cases: Sequence[Case], weights: np.ndarray, bias: float) -> None:
    """How often what is cut is what is to be cut, by kind of page; up to 2 % of the characters may be wrong."""
    right: dict[str, Counter[bool]] = defaultdict(Counter)
    numbers = dict(zip(boundaries.MEASURES, weights, strict=True)) | {"bias": bias}
    topic.weights.cache_clear()
    topic.weights = lambda: {name: (number, "") for name, number in numbers.items()}  # type: ignore[assignment]
    for one in cases:
        rows = [dict(zip(boundaries.MEASURES, row, strict=True)) for row in one.measures]
        found = topic.likeliest([(k, k, row) for k, row in enumerate(rows)])
        cut = one.stretches[found.begin] if found else None
        if one.other is None or cut is None:
            right[one.kind][cut is one.other] += 1
        else:
            wrong = abs(cut[0] - one.other[0]) + abs(cut[1] - one.other[1])
            right[one.kind][wrong <= 0.02 * one.chars] += 1
    for kind, count in sorted(right.items()):
        print(f"{kind:28} {count[True]}/{count.total()} right")


def write_common_words(pool: Sequence[Text]) -> None:
    """Stems of at least 1.5 % of the texts that are mostly written in lower case, and the calendar's names."""
    holding: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for one in pool:
        tokens = re.findall(r"[^\W\d_]+(?:[-.][^\W\d_]+)*", one.text)
        holding.update({vocabulary.stem(token) for token in tokens})
        for token in tokens:
            lower[vocabulary.stem(token)] += 1 if token.islower() else -1
    calendar = {vocabulary.stem(word) for word in CALENDAR.split()}
    kept = sorted(
        word for word, n in holding.items() if n >= 0.015 * len(pool) and (lower[word] > 0 or word in calendar)
    )
    lines = [
        f"# How common a word is in news: the share of {len(pool)} English news reports with its stem, from 1.5 %.",
        "# Counted by benchmarks/fit_topic.py; no names but the calendar's. Counts are facts; licence CC0.",
        "stem\tshare",
        *(f"{word}\t{holding[word] / len(pool):.3g}" for word in kept),
    ]
    (lexicons.FOLDER / "common_words.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_weights(weights: np.ndarray, bias: float) -> None:
    """The table with its numbers replaced; its words and explanations are written by hand and stay."""
    path = lexicons.FOLDER / "weights" / "topic_weights.tsv"
    numbers = dict(zip(boundaries.MEASURES, weights, strict=True)) | {"bias": bias}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    new = [[row[0], f"{numbers[row[0]]:.3f}", *row[2:]] if row[0] in numbers else row for row in rows]
    path.write_text("\n".join("\t".join(row) for row in new) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("regions", type=Path)
    parser.add_argument("others", type=Path)
    parser.add_argument("--common", action="store_true", help="count the common words anew before fitting")
    args = parser.parse_args()
    regional, others = texts(args.regions), texts(args.others)
    seen = [one for one in regional if one.is_for_fitting]
    unseen = [one for one in regional if not one.is_for_fitting]
    known = [one for one in others if one.is_for_fitting]
    if args.common:
        write_common_words(seen + known)
    rnd = random.Random(9)
    training = pages(seen, 400, 1, patterns=PATTERNS, subheadings=0.35, same=lambda a, b: a.region == b.region)
    training += pages(seen + known, 400, 2, patterns=PATTERNS, subheadings=0.2, same=lambda a, b: a.name == b.name)
    whole = [(one.name, headed(subheaded(one.text, rnd, 0.4), rnd)) for one in seen * 3 + known]
    training += [made for name, text in whole if (made := case(text, None, "whole"))]
    weights, bias = fit(training)
    write_weights(weights, bias)
    test = pages(unseen, 150, 3, patterns=PATTERNS, subheadings=0.3, same=lambda a, b: a.region == b.region)
    left = list(unseen + [one for one in others if not one.is_for_fitting])
    test += [made for one in left if (made := case(one.text, None, "whole"))]
    test += [made for one in left if (made := case(subheaded(one.text, rnd, 1.0), None, "whole, subheaded"))]
    report(test, weights, bias)


if __name__ == "__main__":
    main()
