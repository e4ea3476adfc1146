"""Texts in capitals or in small letters get their capitals back, and nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.language.en.case import is_case_lost, restored_case

CASED = (
    'Police detained two engineers in Port Moresby on Monday, Mr. Daniel Okello said. "I saw it," he told reporters '
    "of the UN on 12 March. The men may march again."
)


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_names_places_days_and_sentences_get_their_capitals(change: Callable[[str], str], nlp: Language) -> None:
    assert restored_case(change(CASED), nlp) == CASED


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("COL. PETER LANG AND J. OKELLO LEFT NEW ZEALAND.", "Col. Peter Lang and J. Okello left New Zealand."),
        ("FMLN GUERRILLAS ATTACKED THE KENYAN EMBASSY.", "FMLN guerrillas attacked the Kenyan embassy."),
        ("she said okello's brother left the us in may 2017.", "She said Okello's brother left the US in May 2017."),
        ("İZMİR AND GROẞ ẞ", "İzmİr and Groß ß"),
    ],
)
def test_what_is_a_name_is_told_by_its_neighbours(text: str, restored: str, nlp: Language) -> None:
    assert restored_case(text, nlp) == restored


def test_only_a_text_without_a_mixture_has_lost_its_case() -> None:
    assert [is_case_lost([text]) for text in (CASED, CASED.upper(), CASED.lower())] == [False, True, True]
    assert not is_case_lost(["BREAKING NEWS"])
    assert not is_case_lost([CASED.upper(), *[CASED] * 4])


@settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from("abc ABC ßİıŉΣς.’'\n-1é"), max_size=60))
def test_a_text_keeps_its_length_and_its_letters(text: str, nlp: Language) -> None:
    restored = restored_case(text, nlp)
    assert len(restored) == len(text)
    assert all(other in (one, one.upper(), one.lower()) for one, other in zip(text, restored, strict=True))


@pytest.mark.parametrize("change", [str.upper, str.lower])
def test_the_parser_reads_the_restored_text_and_rows_the_original(
    change: Callable[[str], str], parsed: Callable[..., Any]
) -> None:
    text = change(CASED)
    _, _, annotation = parsed(text)
    assert annotation.is_case_lost and annotation.cased == CASED
    assert [str(token) for token in annotation.doc if token.ent_type_ == "PERSON"] == ["Daniel", "Okello"]
    assert annotation.written(0, 4) == change("Police detained two engineers")
