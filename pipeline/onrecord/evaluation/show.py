"""Prints an evaluation: a table on a terminal, plain lines elsewhere or JSON; then every miss."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from onrecord.evaluation.evaluate import Evaluation
from onrecord.evaluation.tally import Miss

_MOST_CHARS = 160


def show(evaluation: Evaluation, *, as_json: bool) -> None:
    """Print the evaluation to standard output."""
    result = evaluation.as_json()
    if as_json:
        print(json.dumps(result, ensure_ascii=False, indent=1, default=str))
        return
    console = Console(highlight=False, soft_wrap=True)
    if console.is_terminal:
        table = Table("", box=None, pad_edge=False)
        for measure in _MEASURES:
            table.add_column(measure, justify="right")
        for name, figures in _lines(evaluation):
            table.add_row(name, *(figures.get(measure, "") for measure in _MEASURES))
        console.print(table)
    else:
        for name, figures in _lines(evaluation):
            print(name, *(f"{measure} {value}" for measure, value in figures.items()), sep="  ")
    documents, misses = len(evaluation.documents), len(evaluation.misses)
    print(f"\n{documents} annotated document{'s' * (documents != 1)}; {misses or 'no'} miss{'es' * (misses != 1)}")
    for miss in evaluation.misses:
        print(_miss_line(miss))


_MEASURES = ("precision", "recall", "f1", "right", "gold", "found")


def _lines(evaluation: Evaluation) -> Iterator[tuple[str, dict[str, str]]]:
    """Each table with its figures, then its fields."""
    for name, tally in (("articles", evaluation.articles), ("claims", evaluation.claims),
                        ("persons", evaluation.persons), ("events", evaluation.events)):  # fmt: skip
        figures = tally.as_json()
        if tally.gold or tally.rows:
            yield name, {measure: _figure(figures[measure]) for measure in _MEASURES if measure in figures}
        for field, counts in figures["fields"].items():
            yield f"{name}.{field}", {"right": _figure(counts["accuracy"]), "gold": _figure(counts["compared"])}
    for role, figures in evaluation.segments.as_json().items():
        yield f"segments.{role}", {measure: _figure(figures[measure]) for measure in _MEASURES if measure in figures}


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
