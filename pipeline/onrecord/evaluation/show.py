"""Prints an evaluation: figures, then every miss; or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from onrecord.evaluation.evaluate import Evaluation
from onrecord.evaluation.tally import Miss

_MOST_CHARS = 160


def show(evaluation: Evaluation, *, as_json: bool) -> None:
    """Print the evaluation to standard output."""
    if as_json:
        print(json.dumps(evaluation.as_json(), ensure_ascii=False, indent=1, default=str))
        return
    for name, figures in _lines(evaluation):
        shown = "  ".join(f"{measure} {_figure(value):<6}" for measure, value in figures.items())
        print(f"{name:<24}{shown}".rstrip())
    documents, misses = len(evaluation.documents), len(evaluation.misses)
    print(f"\n{documents} annotated document{'s' * (documents != 1)}; {misses or 'no'} miss{'es' * (misses != 1)}")
    for miss in evaluation.misses:
        print(_miss_line(miss))


def _lines(evaluation: Evaluation) -> Iterator[tuple[str, dict[str, float | int | None]]]:
    """Each table with its figures, then its fields."""
    for name, tally in evaluation.tables().items():
        if tally.gold or tally.rows:
            yield name, tally.figures()
        for field, counts in tally.fields().items():
            yield f"{name}.{field}", {"right": counts["accuracy"], "gold": counts["compared"]}
    for role, tally in sorted(evaluation.segments.items()):
        yield f"segments.{role}", tally.figures()


def _figure(value: float | int | None) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else f"{value:,}"


def _miss_line(miss: Miss) -> str:
    """'different  claims.speaker  a.txt:12-60  “…”  expected: …  found: …'."""
    what = miss.table if miss.field is None else f"{miss.table}.{miss.field}"
    place = miss.document if miss.start is None else f"{miss.document}:{miss.start}-{miss.end}"
    parts = [miss.kind, what, place, f"“{_one_line(miss.text)}”"]
    if miss.expected is not None or miss.kind == "different":
        parts.append(f"expected: {_one_line(miss.expected)}")
    if miss.found is not None or miss.kind == "different":
        parts.append(f"found: {_one_line(miss.found)}")
    return "  ".join([*parts, *([miss.row_id] if miss.row_id else [])])


def _one_line(value: object) -> str:
    """A value on one line, clipped, without characters that control a terminal."""
    if value is None:
        return "nothing"
    words = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    flat = "".join(character for character in " ".join(words.split()) if character.isprintable())
    return flat if len(flat) <= _MOST_CHARS else f"{flat[: _MOST_CHARS - 1]}…"
