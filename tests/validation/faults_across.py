"""Faults in stories, judgments, conflicts, corrections, the crosswalk, and in the dataset as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from faults import (
    APART,
    FIRE,
    FOREST,
    NOWHERE,
    ONLY,
    OTHER,
    PORT,
    REJECTED,
    REPRINT,
    SAME,
    Fault,
    FolderFault,
    Rows,
    again,
    change,
    delete,
    edited,
    put,
    read,
    write,
)


def within_one_article(rows: Rows) -> None:
    (conflict,) = rows["conflicts"]
    conflict["right_article_id"] = conflict["left_article_id"]


def swapped(rows: Rows, table: str) -> None:
    row = rows[table][0]
    row["left"], row["right"] = row["right"], row["left"]


STORIES = (
    put("STO-00", "wrote -1 for an unknown count", FIRE, article_count=-1),
    put("STO-01", "left the representative empty", FIRE, canonical_article_id=None),
    again("STO-02", "pasted a story twice", FIRE),
    put("STO-03", "named an article that is not there", FIRE, canonical_article_id=f"art-{NOWHERE}"),
    put("STO-06", "numbered a story", FIRE, story_id="story-1"),
    put("STO-07", "wrote -1 for an unknown count", FIRE, article_count=-1),
    put("STO-08", "wrote an empty text for null", FIRE, agency=""),
    put("STO-09", "saved the title in a wrong encoding", FIRE, title="Forest fire near ZÃ¼rich"),
    put("STO-20", "gave a story another id", FIRE, story_id=f"sto-{OTHER}"),
    Fault("STO-21", "gave a story two representatives", PORT, change("articles", REPRINT, is_canonical=True)),
    Fault("STO-21", "took a representative away", FIRE, change("articles", FOREST, is_canonical=False)),
    put("STO-22", "counted the articles wrongly", PORT, article_count=3),
    put("STO-23", "removed the last day", PORT, published_end=None),
    put("STO-23", "set the first day to that of the event", FIRE, published_start=date(2021, 6, 12)),
    put("STO-24", "gave a story a title of their own", FIRE, title="Two men arrested"),
    put("STO-24", "removed the title", FIRE, title=None),
    put("STO-25", "named an agency that no article credits", FIRE, agency="Reuters"),
    Fault("STO-25", "removed the agency of a story", FIRE, change("articles", FOREST, agency="Reuters")),
)

JUDGMENTS = (
    put("JDG-00", "invented a decision", APART, decision="unsure"),
    put("JDG-01", "removed the score", APART, score=None),
    again("JDG-02", "pasted a judgment twice", APART),
    put("JDG-06", "invented a decision", APART, decision="unsure"),
    put("JDG-07", "gave the score in percent", APART, score=10.0),
    put("JDG-08", "added an empty reason", APART, reasons=["other speakers", ""]),
    put("JDG-09", "saved a reason in a wrong encoding", APART, reasons=["JosÃ© is another speaker"]),
    put("JDG-20", "gave a judgment another id", APART, judgment_id=f"jdg-{OTHER}"),
    Fault("JDG-20", "swapped left and right", SAME, lambda rows: swapped(rows, "judgments")),
    put("JDG-21", "judged a claim that is not there", APART, left=f"clm-{NOWHERE}"),
    put("JDG-22", "changed a decision", APART, decision="same"),
    put("JDG-23", "removed the reasons", APART, reasons=[]),
)

CONFLICTS = (
    put("CFL-00", "invented a kind", ONLY, kind="place"),
    put("CFL-01", "left empty what differs", ONLY, differs=None),
    again("CFL-02", "pasted a conflict twice", ONLY),
    put("CFL-03", "named an article that is not there", ONLY, left_article_id=f"art-{NOWHERE}"),
    put("CFL-06", "invented a kind", ONLY, kind="place"),
    put("CFL-07", "wrote -1 for an unknown start", ONLY, left_start=-1),
    put("CFL-08", "left a blank after what it is about", ONLY, about="men "),
    put("CFL-09", "saved what it is about in a wrong encoding", ONLY, about="cafÃ©s"),
    put("CFL-20", "gave a conflict another id", ONLY, conflict_id=f"cfl-{OTHER}"),
    Fault("CFL-20", "swapped left and right", ONLY, lambda rows: swapped(rows, "conflicts")),
    put("CFL-21", "named a quantity that is not there", ONLY, left=f"qty-{NOWHERE}"),
    put("CFL-22", "rewrote a sentence", ONLY, right_text="a few"),
    Fault("CFL-23", "set an article against itself", ONLY, within_one_article),
    put("CFL-24", "quoted another sentence", ONLY, left_start=0, left_end=1),
    put("CFL-25", "called two numbers an assertion", ONLY, kind="assertion"),
)

CORRECTIONS = (
    put("COR-00", "invented an action", ONLY, action="improve"),
    put("COR-01", "removed the author", ONLY, author=None),
    again("COR-02", "pasted a correction twice", ONLY),
    put("COR-06", "invented an action", ONLY, action="improve"),
    put("COR-07", "counted from -1", ONLY, ordinal=-1),
    put("COR-08", "gave an empty reason", ONLY, reason=""),
    put("COR-09", "saved the author in a wrong encoding", ONLY, author="JosÃ©"),
    put("COR-20", "removed what was changed", ONLY, changes=[]),
    put("COR-20", "removed which rows were corrected", ONLY, row_ids=[]),
    put("COR-21", "named another row", ONLY, row_ids=[f"clm-{NOWHERE}"]),
    put("COR-22", "deleted the corrections before", ONLY, ordinal=99_999),
    Fault("COR-23", "deleted a change", ONLY, delete("changes", ONLY)),
)

CHANGES = (
    put("CHG-00", "invented a kind of change", ONLY, kind="improved"),
    put("CHG-01", "left the row empty", ONLY, row_id=None),
    again("CHG-02", "pasted a change twice", ONLY),
    put("CHG-03", "named a correction that is not there", ONLY, correction_id=f"cor-{NOWHERE}"),
    put("CHG-06", "invented a kind of change", ONLY, kind="improved"),
    put("CHG-07", "counted from -1", ONLY, ordinal=-1),
    put("CHG-08", "wrote an empty text for null", ONLY, value_before=""),
    put("CHG-20", "gave a change another id", ONLY, change_id=f"chg-{OTHER}"),
    put("CHG-21", "named a column that is not there", ONLY, column_name="mood"),
    put("CHG-22", "named a row that is not there", ONLY, row_id=f"clm-{NOWHERE}"),
    put("CHG-09", "saved a value in a wrong encoding", ONLY, value_after='"JosÃ©"'),
)

CROSSWALK = (
    put("CRS-00", "invented a degree of certainty", ONLY, sure="maybe"),
    put("CRS-01", "left the certainty empty", ONLY, sure=None),
    again("CRS-02", "pasted a line twice", ONLY),
    put("CRS-06", "invented a degree of certainty", ONLY, sure="maybe"),
    put("CRS-08", "wrote an empty text for null", ONLY, cameo=""),
    put("CRS-09", "saved a term in a wrong encoding", ONLY, acled="ArrÃªts"),
    put("CRS-20", "wrote the mode of another event type", ONLY, mode="phone"),
)


def all_with(table: str, **values: Any) -> Callable[[Path], None]:
    return edited(table, lambda rows: [row.update(values) for row in rows])


def without_most_copies(folder: Path) -> None:
    for path in folder.glob("*.parquet"):
        rows = read(folder, path.stem)
        write(folder, path.stem, rows[: len(rows) * 2 // 5])


def long_and_silent(folder: Path) -> None:
    """Say of all articles that they are long, and delete the claims of a third of them."""
    all_with("articles", word_count=300)(folder)
    silent = {article["article_id"] for article in read(folder, "articles")[FOREST::3]}
    write(folder, "claims", [claim for claim in read(folder, "claims") if claim["article_id"] not in silent])


NO_ARTICLES = (FolderFault("SET-01", "deleted all articles", "article_id", edited("articles", list.clear)),)

#: Faults of many rows, all put into one dataset: fifty copies of the good rows, which is also the previous build.
DATASET = (
    FolderFault("SET-12", "built from two fifths of the folder", "articles", without_most_copies),
    FolderFault("SET-02", "filled a column with one value", "claims.text", all_with("claims", text="We have won")),
    FolderFault(
        "SET-03", "added a folder of empty files", "status",
        edited("sources", lambda rows: rows.extend([rows[REJECTED]] * 400)),
    ),
    FolderFault("SET-04", "lost the titles", "title", all_with("articles", title=None)),
    FolderFault("SET-05", "lost the speakers", "speaker", all_with("claims", speaker=None)),
    FolderFault("SET-06", "lost the dates of publication", "published", all_with("articles", published=None)),
    FolderFault("SET-07", "lost the dates of events", "date", all_with("events", date=None)),
    FolderFault(
        "SET-08", "added an article in German", "language",
        edited("articles", lambda rows: rows[0].update(language="de")),
    ),
    FolderFault("SET-09", "lost the claims of long articles", "claims", long_and_silent),
    FolderFault("SET-10", "pasted all mentions twice", "mentions", edited("mentions", lambda rows: rows.extend(rows))),
    FolderFault("SET-11", "doubted all mentions", "mentions.confidence", all_with("mentions", confidence=0.5)),
    FolderFault(
        "SET-13", "pasted a claim a hundred times", "claims, events",
        edited("claims", lambda rows: rows.extend([rows[0]] * 100)),
    ),
)  # fmt: skip
