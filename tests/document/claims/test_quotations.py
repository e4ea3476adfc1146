"""Quotations are found whatever marks an article uses, and never reach past their paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.document.claims.quotations import quotations


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('He said "we won" today.', ["we won"]),
        ("He said “we won” today.", ["we won"]),
        ("''We won,'' he said. ''It's over.''", ["We won,", "It's over."]),
        ("«We won,» he said.", ["We won,"]),
        ("‘We don’t know,’ he said, ‘yet.’", ["We don’t know,", "yet."]),
        ("“She said ‘no’ to me,” he said.", ["She said ‘no’ to me,"]),
        ('“There is a policy," he said.', ["There is a policy,"]),
        ("The workers' pay and the firm's debts rose.", []),
        ("'We don't know,' he said.", ["We don't know,"]),
        ('The unclosed "quote ends here. He left.', ["quote ends here."]),
        ('A 6" pipe burst.', []),
    ],
)
def test_marks(text: str, inner: list[str]) -> None:
    assert [text[q.inner_start : q.inner_end] for q in quotations(text, [(0, len(text))])] == inner


def test_quotation_running_over_paragraphs() -> None:
    text = "“First part.\n“Second part,” she said."
    first, second = quotations(text, [(0, 12), (13, len(text))])
    assert first.runs_on and text[first.inner_start : first.inner_end] == "First part."
    assert not second.runs_on and text[second.inner_start : second.inner_end] == "Second part,"


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(alphabet="ab .,'\"“”‘’«»?\n", max_size=60))
def test_quotations_lie_in_their_paragraph_in_order(text: str) -> None:
    paragraphs, at = [], 0
    for line in text.splitlines(keepends=True):
        paragraphs.append((at, at + len(line)))
        at += len(line)
    end = 0
    for quotation in quotations(text, paragraphs):
        start, stop = paragraphs[quotation.paragraph]
        assert start <= quotation.start <= quotation.inner_start < quotation.inner_end <= quotation.end <= stop
        assert quotation.start >= end
        end = quotation.end
