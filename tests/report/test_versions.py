"""The changes of a version: word by word, with all words of both texts, and without harm by any document."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from onrecord.report import write_report
from onrecord.report.alignment import aligned
from onrecord.report.versions import Changes, Piece, compare

STRIKE = (
    "Rail workers began a strike on Monday, the union said. It will last until Friday, and 300 drivers have joined it."
)
FLOOD = (
    "The harbour stood under water for the third day in a row, while the mayor asked the province for boats and tents."
)


def said(piece: Piece) -> str:
    return "".join(part.text for part in piece.parts)


def of(changes: Changes, kind: str) -> list[str]:
    return [said(piece) for piece in changes.pieces if piece.kind == kind]


def test_added_and_removed_words_are_shown() -> None:
    changes = compare(STRIKE, STRIKE.replace("the union said", "its leader said late").replace(", and 300 drivers", ""))
    assert of(changes, "added") == ["its leader", "late."]
    assert of(changes, "removed")[0] == "the union"
    assert (changes.added, changes.removed) == (3, 5)


def test_changed_figures_are_shown_with_their_context() -> None:
    changes = compare(STRIKE, STRIKE.replace("300", "450"))
    (figures,) = changes.figures
    assert (figures.before, figures.after) == ("300", "450")
    assert figures.around[0].endswith("until Friday, and ") and figures.around[1].startswith("drivers have")
    marked = [part.text for piece in changes.pieces for part in piece.parts if part.is_figure]
    assert marked == ["300", "450"]


@pytest.mark.parametrize(("before", "after"), [("2,000-plus", "more than 2,000"), ("said", "told 300 people")])
def test_a_figure_written_differently_or_added_is_not_changed(before: str, after: str) -> None:
    assert compare(f"It was {before} they let go", f"It was {after} they let go").figures == ()


def test_a_number_in_words_and_another_in_digits_differ() -> None:
    (figures,) = compare("Police held twelve men", "Police held 15 men").figures
    assert (figures.before, figures.after) == ("twelve", "15")


def test_a_paragraph_at_another_place_was_moved() -> None:
    changes = compare(f"{FLOOD}\n\n{STRIKE}", f"{STRIKE}\n\n{FLOOD}")
    assert (changes.added, changes.removed, changes.moved) == (0, 0, 21)
    assert of(changes, "moved") == [FLOOD] or of(changes, "moved")[0].split() == STRIKE.split()


@pytest.mark.parametrize(
    "other", [STRIKE.upper(), STRIKE.replace(". ", ".\n\n"), f"“{STRIKE}”", STRIKE.replace(",", " –")]
)
def test_capitals_marks_and_paragraphs_are_ignored(other: str) -> None:
    assert compare(STRIKE, other).is_same


def test_words_shared_by_chance_do_not_split_rewritten_passages() -> None:
    before = """He named none of many people whom it had asked about what happened in Ulmen and nobody else would speak
        to his reporters after that long night"""
    after = """A boat brought bread with water from three towns along this coast in Ulmen where women cooked for all who
        came by boat or on foot"""
    assert len(of(compare(before, after), "removed")) == 1


@pytest.mark.parametrize(
    ("one", "other"), [(None, None), ("", STRIKE), (STRIKE, ""), ("…", "—"), ("北京的雨", "北京有雨")]
)
def test_texts_without_words_or_blanks(one: str | None, other: str | None) -> None:
    changes = compare(one, other)
    assert changes.added <= 22 and changes.removed <= 22


_WORDS = st.lists(st.sampled_from(["a", "b", "c", "the", "12", "police,", "“said”", "\n\n", "—"]), max_size=60).map(
    " ".join
)


@given(_WORDS, _WORDS)
def test_the_pieces_have_all_words_of_both_texts(one: str, other: str) -> None:
    changes = compare(one, other)
    words = re.compile(r"\w+")
    for text, own in ((one, ("removed", "left")), (other, ("added", "moved"))):
        count = sum(piece.words for piece in changes.pieces if piece.kind in (*own, "same", "skipped"))
        assert count == len(words.findall(text))
    shown = "".join(said(p) + p.after for p in changes.pieces if p.kind in ("added", "moved", "same"))
    if not of(changes, "skipped") and words.search(other):
        assert shown == other


@given(st.lists(st.sampled_from("abc"), max_size=80), st.lists(st.sampled_from("abc"), max_size=80))
def test_pairs_rise_and_have_equal_words(one: list[str], other: list[str]) -> None:
    pairs = aligned(one, other)
    assert all(one[a] == other[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a " * 60_000, "a b " * 30_000),
        (" ".join(map(str, range(30_000))), " ".join(map(str, range(29_999, -1, -1)))),
        ("ab " * 40_000, "ba " * 40_000),
        (f"{STRIKE} {FLOOD} " * 300, f"{FLOOD} {STRIKE} " * 300),
    ],
    ids=["repeated", "reversed", "nothing in common", "an article over and over"],
)
def test_strange_texts_take_bounded_time(one: str, other: str) -> None:
    started = time.process_time()
    assert len(compare(one, other).pieces) <= 3_000
    assert time.process_time() - started < 30


def test_the_page_of_a_version_shows_its_changes_and_the_canonical_one_links_to_them(
    rows: Any, tmp_path: Path, outcome_of: Any
) -> None:
    first = rows.article("a.txt", f"{STRIKE} <b>Bold</b> & more", title="Strike")
    other = rows.article(
        "b.txt", f"{STRIKE.replace('300', '450')} <script>alert(1)</script> & more", title="Strike two"
    )
    other |= {"story_id": first["story_id"], "is_canonical": False, "version_similarity": 0.8}
    data = rows.write(tmp_path / "data")
    write_report(data, outcome_of())
    text = (data / "report" / "articles" / f"{other['article_id']}.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text and "<b>Bold" not in text
    page = html.document_fromstring(text)
    section = page.get_element_by_id("changes")
    assert [e.text_content() for e in section.iterfind(".//li/del")] == ["−300"]
    assert "+450" in [e.text_content() for e in section.iter("ins")]
    assert any("script>alert(1)</script" in e.text_content() for e in section.iter("ins"))
    canonical = html.document_fromstring(
        (data / "report" / "articles" / f"{first['article_id']}.html").read_text("utf-8")
    )
    assert f"../articles/{other['article_id']}.html#changes" in canonical.xpath("//section[@id='versions']//a/@href")
    assert not canonical.xpath("//section[@id='changes']")


@pytest.mark.parametrize(
    ("title", "expected", "marked"),
    [
        ("Rail strike goes on", "The headline is different.", [("del", "−begins"), ("ins", "+goes on")]),
        ("RAIL STRIKE BEGINS", "The headline is the same.", []),
        (None, "The headline is different.", [("del", "−Rail strike begins")]),
    ],
)
def test_the_page_of_a_version_says_whether_its_headline_is_different(
    rows: Any, tmp_path: Path, outcome_of: Any, title: str | None, expected: str, marked: list[tuple[str, str]]
) -> None:
    first = rows.article("a.txt", STRIKE, title="Rail strike begins")
    other = rows.article("b.txt", STRIKE + " ", title=title)
    other |= {"story_id": first["story_id"], "is_canonical": False, "version_similarity": 1.0}
    data = rows.write(tmp_path / "data")
    write_report(data, outcome_of())
    page = (data / "report" / "articles" / f"{other['article_id']}.html").read_text(encoding="utf-8")
    section = html.document_fromstring(page).get_element_by_id("changes")
    said_of_it = " ".join(section.text_content().split())
    assert expected in said_of_it and "The text is the same, word for word." in said_of_it
    assert [(e.tag, e.text_content()) for e in section.iter("ins", "del")] == marked


def test_a_story_without_a_canonical_version_has_pages(rows: Any, tmp_path: Path, outcome_of: Any) -> None:
    article = rows.article("a.txt", STRIKE)
    article["is_canonical"] = False
    data = rows.write(tmp_path / "data")
    write_report(data, outcome_of())
    assert 'id="changes"' not in (data / "report" / "articles" / f"{article['article_id']}.html").read_text("utf-8")
