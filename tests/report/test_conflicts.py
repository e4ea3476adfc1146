"""Disagreements in the report: sentences that cannot all be right stand together, each once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.report.entries import Conflict, Conflicts
from onrecord.report.tables import opened


def told(rows: Any, path: str, text: str) -> dict[str, Any]:
    article = rows.article(path, text)
    return rows.on("events", "event_id", "evt", article, text, "COERCE", event_type="COERCE")


def against(rows: Any, one: dict[str, Any], other: dict[str, Any], differs: str, kind: str = "number") -> None:
    sides = {}
    for side, event in (("left", one), ("right", other)):
        sides |= {side: event["event_id"]}
        sides |= {f"{side}_{column}": event[column] for column in ("article_id", "start", "end", "text")}
    number = len(rows.tables["conflicts"])
    rows.add("conflicts", conflict_id=f"cfl-{number:016x}", kind=kind, about="held", differs=differs, **sides)


def disagreements(folder: Path) -> list[Conflict]:
    with opened(folder) as tables:
        found = Conflicts(tables)
        return found.between(0, len(found))


def test_what_three_articles_say_of_one_thing_is_one_disagreement(rows: Any, tmp_path: Path) -> None:
    twelve, also, twenty = (
        told(rows, "a", "12 held"),
        told(rows, "b", "Police held 12"),
        told(rows, "c", "20 were held"),
    )
    against(rows, twelve, twenty, "12 against 20")
    against(rows, also, twenty, "12 against 20")
    (found,) = disagreements(rows.write(tmp_path))
    assert (found.question, found.differs) == ("How many", ("12 against 20",))
    assert sorted(one.sentence for one in found.statements) == ["12 held", "20 were held", "Police held 12"]


def test_disagreements_over_other_things_stand_apart(rows: Any, tmp_path: Path) -> None:
    events = [told(rows, name, f"{name} was held") for name in "abcd"]
    against(rows, events[0], events[1], "12 against 20")
    against(rows, events[2], events[3], "2018 against 2019", "date")
    against(rows, events[0], events[1], "asserts against denies", "assertion")
    found = disagreements(rows.write(tmp_path))
    assert sorted(one.question for one in found) == ["How many", "When", "Whether"]


def test_no_conflict_no_disagreement(rows: Any, tmp_path: Path) -> None:
    told(rows, "a", "12 held")
    assert disagreements(rows.write(tmp_path)) == []


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
