"""The database: tables are declared in one place, and rows that are joined in parts give what one join gives."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.dataset import database
from onrecord.dataset.database import append, create, fill, in_parts, insert, transform

PACKAGE = Path(database.__file__).parent
#: These have the columns of a query or of shard files; they are gone when the step that makes them ends.
NOT_DECLARED = {"all_rows", "some_rows", "documents"}


def modules() -> dict[str, str]:
    paths = [path for path in PACKAGE.rglob("*.py") if "corrections" not in path.parts]
    return {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_no_statement_makes_a_table_that_is_not_declared() -> None:
    made = re.findall(r"CREATE (?:OR REPLACE )?(?:TEMP )?TABLE (\w+)", "".join(modules().values()))
    assert set(made) == NOT_DECLARED


def test_each_declaration_names_the_modules_that_fill_the_table() -> None:
    text = (PACKAGE / "tables.sql").read_text(encoding="utf-8")
    declared = re.findall(r"((?:-- .*\n)+)CREATE TABLE ([\w<>]+) \(", text)
    assert len(declared) >= 50
    for comment, name in declared:
        pattern = re.sub("^(<kind>|story|person|claim|event)_", r"(\\{kind\\}|story|person|claim|event)_", name)
        named = re.findall(r"[\w/]+\.py", comment)
        assert named or "corrections" in comment, name
        assert all(re.search(rf"{pattern}\b", modules()[module]) for module in named), name


def test_a_column_that_is_not_declared_fails_at_once() -> None:
    with duckdb.connect() as connection:
        with pytest.raises(duckdb.BinderException, match="similarity"):
            fill(connection, claim_ranks="SELECT 1 AS number, 'clm' AS id, 0.5 AS similarity")
        with pytest.raises(ValueError, match="longer"):
            append(connection, "claim_ranks", [(1,)])
        with pytest.raises(pa.ArrowInvalid):
            append(connection, "claim_ranks", [("clm", "clm")])


PAIRS = st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20)
JOIN = """
    SELECT a, b, length(one.name || other.name) AS shared FROM {}
    JOIN told AS one ON one.id = a JOIN told AS other ON other.id = b
"""


@settings(max_examples=30, deadline=None, derandomize=True)
@given(PAIRS, st.integers(1, 30))
def test_every_part_of_the_rows_is_joined_once(pairs: set[tuple[int, int]], rows: int) -> None:
    with duckdb.connect() as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_PART_ROWS", rows)
        connection.execute("CREATE TABLE told AS SELECT range AS id, repeat('x', range::INTEGER) AS name FROM range(9)")
        create(connection, "chosen_pairs", "candidate_pairs", "partial_pairs")
        append(connection, "chosen_pairs", pairs)
        for _ in in_parts(connection, "FROM chosen_pairs", "a, b"):
            insert(connection, "candidate_pairs", JOIN.format("some_rows"))
            transform(connection, JOIN.format("some_rows"), iter, "partial_pairs")
        expected = sorted(connection.execute(JOIN.format("chosen_pairs")).fetchall())
        for table in ("candidate_pairs", "partial_pairs"):
            assert connection.execute(f"FROM {table} ORDER BY a, b").fetchall() == expected
