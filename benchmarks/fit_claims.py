#!/usr/bin/env python3
"""Learn how likely each construction is to attribute, from articles annotated in the format of PolNeAR.

    python benchmarks/fit_claims.py FOLDER [--half]

FOLDER holds `text/<name>.txt` and `attributions/<name>_<annotator>.ann` (BRAT: Source, Cue and Content spans, one
event an attribution). Writes `acceptance.tsv` (weights, learnt from all articles) and `confidence.tsv` (share of
claims right, each measured with weights learnt from the other articles: five folds) beside the claims stage, and
prints the reliability table. Only counts and weights are kept, no text. Deterministic; needs scipy.
--half learns from one half of the articles only (by the hash of their names), to measure on the other.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from onrecord.document.claims import acceptance, find
from onrecord.document.claims.constructions import candidates
from onrecord.document.claims.exclusions import excluded
from onrecord.document.claims.quotations import quotations
from onrecord.document.claims.speech import speeches
from onrecord.language import DEFAULT_MODEL
from onrecord.language.en import lexicons
from onrecord.language.en.annotate import Annotation, annotate
from onrecord.language.en.model import load_model
from onrecord_schema import ids
from onrecord_schema.segments import Segment

WEIGHTS = lexicons.FOLDER / "weights"
FOLDS = 5
PENALTY = 3.0
BINS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
TRIM = " \t\n\r\u00a0\"'“”‘’.,;:!?-–—()[]"
SOURCE = "PolNeAR 1.0 (Newell, Margolin, Ruths, LREC 2018), developer portion; weights and counts only, no text of it"

Span = tuple[int, int]
Outcome = tuple[str, float, bool]
"""Evidence, probability and rightness of a claim."""


@dataclass
class Document:
    name: str
    annotation: Annotation
    gold: list[dict[str, Span]]


def trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in TRIM:
        start += 1
    while end > start and text[end - 1] in TRIM:
        end -= 1
    return start, end


def iou(a: Span, b: Span) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / (a[1] - a[0] + b[1] - b[0] - shared) if shared else 0.0


def read_gold(path: Path, text: str) -> list[dict[str, Span]]:
    """Attributions of a BRAT file; a discontinuous span is given as its hull."""
    pieces: dict[str, list[Span]] = {}
    gold = []
    for line in path.read_text("utf-8").splitlines():
        fields = line.split("\t")
        if re.fullmatch(r"T\d+", fields[0]):
            offsets = fields[1].split(" ", 1)[1].split(";")
            pieces[fields[0]] = [(int(a), int(b)) for a, b in (pair.split() for pair in offsets)]
        elif re.fullmatch(r"E\d+", fields[0]):
            parts: dict[str, list[Span]] = defaultdict(list)
            for role, piece in (pair.split(":") for pair in fields[1].split()[1:]):
                parts[re.sub(r"\d+$", "", role).lower()] += pieces.get(piece, [])
            hulls = {k: trimmed(text, min(a for a, _ in v), max(b for _, b in v)) for k, v in parts.items() if v}
            if "content" in hulls:
                gold.append(hulls)
    return gold


def read(folder: Path) -> list[Document]:
    nlp, documents = load_model(DEFAULT_MODEL), {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        if name in documents:
            continue
        text = (folder / "text" / f"{name}.txt").read_text("utf-8")
        article = ids.article_id(sha256(name.encode()).hexdigest())
        segments = [
            Segment(
                segment_id=ids.span_id("seg", article, m.start(), m.end(), "body"),
                article_id=article,
                ordinal=i,
                start=m.start(),
                end=m.end(),
                text=m.group(),
                role="body",
                kept=True,
                reason=None,
                score=None,
            )
            for i, m in enumerate(re.finditer(r"\s*[^\n]+\n?\s*", text))
        ]
        annotation = annotate(text, segments, nlp)
        if annotation is not None:
            documents[name] = Document(name, annotation, read_gold(path, text))
    return list(documents.values())


def examples(document: Document) -> tuple[list[list[str]], list[int]]:
    """Features of each candidate outside quoted speech, and whether it is the best one for an attribution."""
    annotation, text, doc = document.annotation, document.annotation.text, document.annotation.doc
    spans = [(p.segment.start, p.segment.end) for p in annotation.paragraphs]
    quoted = quotations(text, spans)
    taken = [False] * len(doc)
    for speech in speeches(annotation, quoted):
        span = annotation.tokens(speech.quotation.start, speech.quotation.end)
        taken[span.start : span.end] = [True] * len(span)
    rows, best = [], defaultdict(float)
    for paragraph in annotation.paragraphs:
        found = [c for c in candidates(doc, paragraph.first, paragraph.last) if not excluded(doc, c)]
        for candidate, names in zip(found, acceptance.described(doc, found), strict=True):
            start, end, _ = find._content(annotation, candidate.content, quoted)
            words = annotation.tokens(start, end)
            if taken[candidate.head] or any(taken[words.start : words.end]):
                continue
            content, cue = trimmed(text, start, end), annotation.offsets(*candidate.cue)
            match, score = None, 0.0
            for number, gold in enumerate(document.gold):
                shared = iou(content, gold["content"])
                if shared >= 0.5 and shared > score and ("cue" not in gold or iou(cue, gold["cue"]) > 0):
                    match, score = number, shared
            if match is not None:
                best[match] = max(best[match], score)
            rows.append((names, match, score))
    return [r[0] for r in rows], [int(r[1] is not None and r[2] >= best[r[1]]) for r in rows]


def learn(lines: list[list[str]], right: list[int]) -> dict[str, float]:
    """Weights of an L2-penalised logistic regression; features seen once are left out."""
    counts = Counter(name for line in lines for name in set(line))
    columns = {name: i for i, name in enumerate(sorted(name for name, count in counts.items() if count > 1))}
    pairs = [(row, columns[name]) for row, line in enumerate(lines) for name in set(line) if name in columns]
    matrix = csr_matrix((np.ones(len(pairs)), tuple(zip(*pairs, strict=True))), shape=(len(lines), len(columns)))
    target = np.array(right, float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total = matrix @ weights
        miss = 1 / (1 + np.exp(-total)) - target
        value = (
            np.logaddexp(0, -total) @ target + np.logaddexp(0, total) @ (1 - target) + PENALTY / 2 * weights @ weights
        )
        return value, matrix.T @ miss + PENALTY * weights

    fitted = minimize(loss, np.zeros(len(columns)), jac=True, method="L-BFGS-B", options={"maxiter": 100}).x
    return {name: round(float(fitted[i]), 2) for name, i in columns.items() if abs(fitted[i]) >= 0.02}


def outcomes(document: Document) -> list[Outcome]:
    """What became of each claim: it is right when content and source are as annotated.

    A piece of a quotation is right when it lies in the annotated content, which holds a split quotation as one.
    """
    text, made = document.annotation.text, []
    for draft in find.drafts(document.annotation):
        content = trimmed(text, draft.start, draft.end)
        source = document.annotation.offsets(*draft.source) if draft.source else None
        right = False
        for gold in document.gold:
            shared = max(0, min(content[1], gold["content"][1]) - max(content[0], gold["content"][0]))
            if draft.evidence == "reported":
                same = iou(content, gold["content"]) >= 0.5
            else:
                same = shared >= 0.8 * max(1, content[1] - content[0])
            agree = (source is None and "source" not in gold) or (
                bool(source) and "source" in gold and iou(source, gold["source"]) > 0
            )
            right = right or (same and agree)
        made.append((draft.evidence, draft.probability, right))
    return made


def held_out(documents: list[Document], data: list[tuple[list[list[str]], list[int]]]) -> list[list[Outcome]]:
    """The outcomes of each document, found with weights learnt from the documents of the other folds."""
    made: list[list[Outcome]] = [[] for _ in documents]
    for fold in range(FOLDS):
        others = [d for i, d in enumerate(data) if i % FOLDS != fold]
        learnt = learn([line for lines, _ in others for line in lines], [y for _, right in others for y in right])
        acceptance.weights = lambda learnt=learnt: learnt
        for i in range(fold, len(documents), FOLDS):
            made[i] = outcomes(documents[i])
    return made


def tallied(found: list[list[Outcome]]) -> dict[tuple[str, float], tuple[float, int]]:
    """Share right and number of the claims of each evidence and bin of probability."""
    tally: dict[tuple[str, float], list[bool]] = defaultdict(list)
    for evidence, probability, right in (outcome for document in found for outcome in document):
        lowest = max((b for b in BINS if b <= probability), default=0.0) if evidence == "reported" else 0.0
        tally[evidence, lowest].append(right)
    return {key: ((sum(rights) + 1) / (len(rights) + 2), len(rights)) for key, rights in tally.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", action="store_true", help="learn from half of the articles, to measure on the rest")
    args = parser.parse_args()
    documents = read(args.folder)
    if args.half:
        documents = [d for d in documents if int(sha256(d.name.encode()).hexdigest(), 16) % 2 == 0]
    data = [examples(document) for document in documents]

    tally = tallied(held_out(documents, data))
    print(f"{'evidence':<16}{'from':>6}{'right':>8}{'claims':>8}")
    lines = []
    for (evidence, lowest), (share, count) in sorted(tally.items()):
        print(f"{evidence:<16}{lowest:>6}{share:>8.2f}{count:>8}")
        if evidence == "speech none":
            continue  # nobody is named: there is nothing to be confident of
        lines.append(f"{evidence}\t{lowest}\t{share:.2f}\t{count}\n")
    header = "# Share of claims whose content and source were right, measured by benchmarks/fit_claims.py.\n"
    columns = "evidence\tlowest probability\tshare right, (right + 1) / (claims + 2)\tclaims\n"
    (WEIGHTS / "confidence.tsv").write_text(f"{header}# Data: {SOURCE}.\n{columns}{''.join(lines)}", "utf-8")

    learnt = learn([line for lines, _ in data for line in lines], [y for _, right in data for y in right])
    header = "# Weights of the acceptance of candidates, learnt by benchmarks/fit_claims.py.\n"
    body = "".join(f"{name}\t{weight:g}\n" for name, weight in sorted(learnt.items()))
    (WEIGHTS / "acceptance.tsv").write_text(f"{header}# Data: {SOURCE}.\nfeature\tweight\n{body}", "utf-8")
    print(f"{len(learnt)} weights from {len(documents)} articles")


if __name__ == "__main__":
    main()
