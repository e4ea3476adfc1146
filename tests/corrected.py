"""Judged, corrected and validated tables of documents that were gathered once."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from onrecord.builder.writer import write_table
from onrecord.dataset.compare import compare
from onrecord.dataset.corrections import Correction
from onrecord.dataset.database import final_rows, open_database
from onrecord.validation import broken_row_rules, validate
from onrecord_schema.tables import TABLES

Tables = dict[str, list[dict[str, Any]]]


def corrected(gathered: Path, folder: Path, corrections: Sequence[Correction]) -> Tables:
    """The tables, also at `folder/made`, which break no critical rule."""
    folder.mkdir()
    shutil.copy(gathered, folder / "gathered.duckdb")
    made = folder / "made"
    made.mkdir()
    with open_database(folder) as connection:
        compare(connection, corrections, broken_row_rules)
        for name in TABLES:
            write_table(made, name, final_rows(connection, name))
    outcome = validate(made, expectations=False)
    failed = [one.rule.id for one in outcome.failed if one.rule.severity == "critical" and one.rule.layer == "rule"]
    assert failed == []
    with duckdb.connect() as reader:
        return {name: reader.sql(f"FROM '{made}/{name}.parquet'").to_arrow_table().to_pylist() for name in TABLES}
