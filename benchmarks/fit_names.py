"""Fits the weights by which `onrecord.document.people` finds names of persons, and measures them on held-out texts.

    python benchmarks/fit_names.py BENCH [--write]

BENCH is a folder with `loaders.py` and the Worldwide newswire corpus (developer portion). The texts are split in halves
by file name: each half is scored with the weights of the other. `--write` stores the weights fitted on both.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.document.people import evidence
from onrecord.document.people.candidates import Candidate, find_candidates
from onrecord.language import DEFAULT_MODEL
from onrecord.language.en import lexicons
from onrecord.language.en.annotate import Annotation, annotate
from onrecord.language.en.model import load_model
from onrecord_schema import ids
from onrecord_schema.segments import Segment

WEIGHTS = lexicons.FOLDER / "weights" / "name_weights.tsv"
RIDGE = {"one word": 2.0, "several words": 2.0, "support": 1.0}
FOLDS = 5
Span = tuple[int, int]


@dataclass
class Text:
    annotation: Annotation
    candidates: list[Candidate]
    gold: set[Span]
    signs: dict[tuple[str, ...], dict[str, float]]

    def is_person(self, candidate: Candidate) -> float:
        return float(self.annotation.offsets(candidate.first, candidate.last) in self.gold)


def read(bench: Path) -> list[Text]:
    sys.path.insert(0, str(bench))
    import loaders

    texts = []
    for document in sorted(loaders.worldwide(), key=lambda document: document["doc_id"]):
        if document["text"]:
            texts.append(_text(document))
    return texts


def _text(document: dict[str, Any]) -> Text:
    text, char = document["text"], document["char"]
    article = ids.article_id("0" * 64)
    segments, start = [], 0
    for ordinal, line in enumerate(text.splitlines(keepends=True)):
        segments.append(
            Segment(
                segment_id=ids.span_id("seg", article, start, start + len(line), "body"), article_id=article,
                ordinal=ordinal, start=start, end=start + len(line), text=line, role="body", kept=True, reason=None,
                score=None,
            )
        )  # fmt: skip
        start += len(line)
    annotation = annotate(text, segments, load_model(DEFAULT_MODEL))
    assert annotation is not None
    candidates = find_candidates(annotation)
    gold = {
        (char[first][0], char[last - 1][1])
        for first, last, kind in document["ents"]
        if kind == "Person" and char[first] and char[last - 1]
    }
    return Text(annotation, candidates, gold, evidence.own_signs(candidates, annotation))


def fit(rows: list[dict[str, float]], truth: list[float], ridge: float) -> dict[str, float]:
    """Logistic regression with a ridge, by Newton's method."""
    names = list(rows[0])
    x = np.array([[1.0, *row.values()] for row in rows])
    y, penalty = np.array(truth), np.diag([1e-6, *[ridge] * len(names)])
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (chance - y) + penalty @ weights
        weights -= np.linalg.solve((x.T * (chance * (1 - chance))) @ x + penalty, slope)
    return dict(zip(["always", *names], (round(float(weight), 3) for weight in weights), strict=True))


def fit_own(texts: list[Text]) -> dict[str, dict[str, float]]:
    models = {}
    for model in ("one word", "several words"):
        pairs = [
            (text.signs[candidate.words], text.is_person(candidate))
            for text in texts
            for candidate in text.candidates
            if (len(candidate.words) == 1) == (model == "one word")
        ]
        models[model] = fit([signs for signs, _ in pairs], [truth for _, truth in pairs], RIDGE[model])
    return models


def fit_all(texts: list[Text]) -> dict[str, dict[str, float]]:
    """The support model is fitted on chances from texts that the first models have not seen."""
    rows: list[dict[str, float]] = []
    truth: list[float] = []
    for fold in range(FOLDS):
        use(fit_own([text for position, text in enumerate(texts) if position % FOLDS != fold]))
        for text in texts[fold::FOLDS]:
            chances = evidence.own_chances(text.candidates, text.annotation)
            signs = evidence.supporting_signs(text.candidates, chances, text.annotation)
            rows += [signs[candidate.first, candidate.last] for candidate in text.candidates]
            truth += [text.is_person(candidate) for candidate in text.candidates]
    return fit_own(texts) | {"support": fit(rows, truth, RIDGE["support"])}


def use(models: dict[str, dict[str, float]]) -> None:
    evidence._weights = lambda: models  # type: ignore[assignment]


def score(texts: list[Text]) -> str:
    right = found = gold = 0
    for text in texts:
        spans = {
            text.annotation.offsets(name.first, name.last)
            for name in evidence.persons_among(text.candidates, text.annotation)
        }
        right, found, gold = right + len(spans & text.gold), found + len(spans), gold + len(text.gold)
    return f"P {right / found:.3f} R {right / gold:.3f} F1 {2 * right / (found + gold):.3f} of {gold} exact spans"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    texts = read(arguments.bench)
    halves = texts[::2], texts[1::2]
    for fitted, held in (halves, halves[::-1]):
        use(fit_all(fitted))
        print("held out:", score(held))
    models = fit_all(texts)
    use(models)
    print("fitted on all:", score(texts))
    if arguments.write:
        lines = [
            "# How much each sign speaks for (+) or against (-) a person's name, in log odds: benchmarks/fit_names.py.",
            "# Fitted on the developer portion of the Worldwide English newswire corpus (Shan et al. 2023); "
            "no text of it.",
            "model\tsign\tweight",
            *(f"{model}\t{sign}\t{weight}" for model, weights in models.items() for sign, weight in weights.items()),
        ]
        WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
