"""Conflicts in the report: sentences that cannot all be right are shown together, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.report.entries import Conflict, Conflicts
from onrecord.report.tables import opened


def event_of(rows: Any, path: str, text: str) -> dict[str, Any]:
    article = rows.article(path, text)
    return rows.on("events", "event_id", "evt", article, text, "COERCE", event_type="COERCE")


def add_conflict(rows: Any, one: dict[str, Any], other: dict[str, Any], differs: str, kind: str = "number") -> None:
    sides = {}
    for side, event in (("left", one), ("right", other)):
        sides |= {side: event["event_id"]}
        sides |= {f"{side}_{column}": event[column] for column in ("article_id", "start", "end", "text")}
    number = len(rows.tables["conflicts"])
    rows.add("conflicts", conflict_id=f"cfl-{number:016x}", kind=kind, about="held", differs=differs, **sides)


def conflicts_of(folder: Path) -> list[Conflict]:
    with opened(folder) as tables:
        found = Conflicts(tables)
        return found.between(0, len(found))


def test_conflicts_that_share_an_event_are_shown_as_one(rows: Any, tmp_path: Path) -> None:
    twelve, also, twenty = (
        event_of(rows, "a", "12 held"),
        event_of(rows, "b", "Police held 12"),
        event_of(rows, "c", "20 were held"),
    )
    add_conflict(rows, twelve, twenty, "12 against 20")
    add_conflict(rows, also, twenty, "12 against 20")
    (found,) = conflicts_of(rows.write(tmp_path))
    assert (found.question, found.differs) == ("How many", ("12 against 20",))
    assert sorted(one.sentence for one in found.statements) == ["12 held", "20 were held", "Police held 12"]


def test_conflicts_about_other_things_are_shown_separately(rows: Any, tmp_path: Path) -> None:
    events = [event_of(rows, name, f"{name} was held") for name in "abcd"]
    add_conflict(rows, events[0], events[1], "12 against 20")
    add_conflict(rows, events[2], events[3], "2018 against 2019", "date")
    add_conflict(rows, events[0], events[1], "asserts against denies", "assertion")
    found = conflicts_of(rows.write(tmp_path))
    assert sorted(one.question for one in found) == ["How many", "When", "Whether"]


def test_without_conflicts_nothing_is_shown(rows: Any, tmp_path: Path) -> None:
    event_of(rows, "a", "12 held")
    assert conflicts_of(rows.write(tmp_path)) == []


def test_corrections_are_listed_with_reason_and_author_and_escaped(rows: Any, tmp_path: Path, outcome_of: Any) -> None:
    from onrecord.report import write_report

    rows.article("a.txt", "12 held")
    rows.add(
        "corrections", correction_id="cor-0000000000000001", action="drop", row_ids=["clm-0"],
        changes=["clm-0 dropped"],
        dropped=["{}"], reason="<b>no claim</b>", author="the desk",
    )  # fmt: skip
    write_report(rows.write(tmp_path / "data"), outcome_of())
    page = (tmp_path / "data" / "report" / "corrections.html").read_text(encoding="utf-8")
    assert "clm-0 dropped" in page and "the desk" in page
    assert "&lt;b&gt;no claim&lt;/b&gt;" in page and "<b>no claim" not in page
