"""Texts as bytes say what Python says of them as code points, and screens let nothing pass that a rule would find."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.validation import validate
from onrecord.validation.checks import MACROS
from onrecord.validation.rules.contract import _ODD
from onrecord.validation.screens import Screen, has_blank_edge, is_odd
from onrecord.validation.stretch import Stretch, are_same
from onrecord_schema.tables import TABLES

#: Characters of one to four bytes, blanks and controls among them.
_CHARACTERS = "ab \n\t\r\0\x1f\x7f\x85\xa0é«ÃÂâïШ\u2003\u2019\u201d\u202f\u3000\u20ac\ufeff\ufffd😀𝄞"
_TEXTS = st.text(st.sampled_from(_CHARACTERS), max_size=30)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.none() | _TEXTS, min_size=1, max_size=6), st.integers(0, 40), st.integers(0, 40), st.data())
def test_a_span_is_cut_from_bytes_as_python_cuts_it(
    texts: list[str | None], start: int, end: int, data: st.DataObject
) -> None:
    start, end = min(start, end), max(start, end)
    cuts = [(text or "")[start:end] for text in texts]
    said = [data.draw(st.sampled_from([cut, cut[::-1], cut[:-1] + "a" if cut else cut])) for cut in cuts]
    # A slice of a column begins within its buffers.
    stretch, held = Stretch(pa.array(["é", *texts])[1:]), Stretch(pa.array(said, pa.string()))
    row = np.arange(len(texts))
    at, past = (stretch.byte_of(row, np.full(len(texts), one)) for one in (start, end))
    assert [bytes(stretch.data[a:b]).decode() for a, b in zip(at.tolist(), past.tolist(), strict=True)] == cuts
    assert stretch.chars.tolist() == [len(text or "") for text in texts]
    one_size = np.flatnonzero(past - at == held.ends - held.begins)
    found = are_same(stretch, at[one_size], held, held.begins[one_size], (past - at)[one_size])
    assert found.tolist() == [said[one] == cuts[one] for one in one_size.tolist()]


@pytest.mark.parametrize(
    ("screen", "condition"),
    [(has_blank_edge, "has_blank_edge(body)"), (is_odd, f"regexp_matches(body, '{_ODD}')")],
)
@settings(derandomize=True, deadline=None)
@given(texts=st.lists(st.none() | _TEXTS, max_size=3))
def test_a_screen_suspects_whatever_the_rule_finds(screen: Screen, condition: str, texts: list[str | None]) -> None:
    with duckdb.connect() as connection:
        for macro in MACROS:
            connection.execute(macro)
        connection.register("said", pa.table({"body": pa.array(texts, pa.string())}))
        found = connection.execute(f"SELECT count(*) FROM said WHERE {condition}").fetchall()
    assert screen(Stretch(pa.array(texts, pa.string()))) or found == [(0,)]


def test_ordinary_texts_are_not_suspected() -> None:
    texts = Stretch(pa.array(["Café “Noir”", "a\tb\nc", None, "naïve £5, château"]))
    assert not has_blank_edge(texts)
    assert not is_odd(texts)


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_files_of_other_writers_are_read_alike(kind: pa.DataType, good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(good, folder, ignore=shutil.ignore_patterns("report", "manifest.json"))
    for name in TABLES:
        table = pq.read_table(good / f"{name}.parquet")
        for position, field in enumerate(table.schema):
            if field.type == pa.string():
                column = table.column(position).cast(pa.string())
                values = column.dictionary_encode() if pa.types.is_dictionary(kind) else column.cast(kind)
                if name == "claims" and field.name == "text":
                    spoilt = [f"{text}?" if not row else text for row, text in enumerate(column.to_pylist())]
                    values = pa.chunked_array([pa.array(spoilt).cast(kind)])
                if name == "claims" and field.name == "cue":
                    blank = [f"{text} " if text and row == 1 else text for row, text in enumerate(column.to_pylist())]
                    values = pa.chunked_array([pa.array(blank).cast(kind)])
                table = table.set_column(position, field.name, values)
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=3)
    failed = {
        one.rule.id: one.failed for one in validate(folder, expectations=False).failed if one.rule.layer != "file"
    }
    assert failed["CLM-05"] == 1
    assert set(failed) <= {"CLM-05", "CLM-08", "CLM-20", "CLM-24", "CLM-25", "CLM-33"}
