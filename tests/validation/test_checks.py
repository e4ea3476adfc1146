"""The SQL functions of the rules agree with Python, character by character, and words take values from SQL."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.validation.checks import MACROS, words

#: Characters beyond the basic plane, combining characters, emoji sequences, blanks of all kinds.
TEXTS = st.text(
    st.sampled_from("aé\u0301😀𠀀👨\u200d👩\u200d👧🇩🇪क्षि \t\n\r\x0b\x1c\x85\xa0\u2003\u2009\u2028\u3000"), max_size=30
)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for macro in MACROS:
            connection.execute(macro)
        yield connection


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(-2, 35), st.integers(-2, 35))
def test_a_piece_is_pythons_slice(database: duckdb.DuckDBPyConnection, text: str, start: int, end: int) -> None:
    found = database.execute("SELECT piece($1, $2, $3), length($1)", [text, start, end]).fetchone()
    assert found == (text[start:end] if 0 <= start <= end else None, len(text))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_blanks_are_pythons_blanks(database: duckdb.DuckDBPyConnection, text: str) -> None:
    found = database.execute("SELECT without_blanks($1), words_in($1), has_blank_edge($1)", [text]).fetchone()
    assert found == ("".join(text.split()), len(text.split()), text == "" or text != text.strip())


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("at most {length(text)}", "at most 3"),
        ("{missing}, it's", "null, it's"),
        ("[0-9]{{16}}", "[0-9]{16}"),
        ("{repeat('x', 300)}", "x" * 200),
    ],
)
def test_words_take_values(database: duckdb.DuckDBPyConnection, template: str, expected: str) -> None:
    row = database.execute(f"SELECT {words(template)} FROM (SELECT 'abc' AS text, NULL AS missing)").fetchone()
    assert row == (expected,)
