"""An HTML page gives its visible text in reading order, one line a block, and the markup of each line."""

from __future__ import annotations

import pytest

from onrecord.inputs.html.main_text import found_in_order
from onrecord.inputs.page import Block, Input, Page
from onrecord.inputs.read import read

PROSE = [
    "The minister said on Monday that nothing would change before the end of the year, whatever the court decided.",
    "Her deputy, who has held the office since spring, told reporters that the plan had been agreed by all parties.",
    "Residents of the two districts have been waiting for an answer since the flood, and many of them have moved away.",
    "The opposition called for a vote next week and said it would take the matter to the streets if it was refused.",
]


def page(body: str, head: str = "") -> Page:
    result = read(Input("a.html", f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()))
    assert isinstance(result, Page), result
    return result


def lines(body: str) -> list[str]:
    return [line for line in page(body).text.split("\n") if line]


def block(result: Page, text: str) -> Block:
    return next(one for one in result.blocks if result.text[one.start : one.end] == text)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One  <b>two</b>\n three</p>\t<p> four</p>", ["One two three", "four"]),
        ("<div>Loose<p>inner</p>tail</div>", ["Loose", "inner", "tail"]),
        ("<p>One<br>two<br/><br/>three</p>", ["One", "two", "three"]),
        ("<ul><li>First<li>Second</ul>", ["First", "Second"]),
        ("<table><tr><td>A</td><td>B</td></tr></table>", ["A", "B"]),
        ("<figure><img alt='not shown'><figcaption>The river.</figcaption></figure>", ["The river."]),
        ("<p>Fish &amp; chips&nbsp;&#8212; 3&lt;4</p>", ["Fish & chips — 3<4"]),
        ("<p>a<script>x()</script>b<style>p{}</style><!-- c -->d<template>e</template></p>", ["abd"]),
        ("<p>Seen</p><noscript>No</noscript><p hidden>No</p><p style='color:red; DISPLAY : none'>No</p>", ["Seen"]),
        (
            "<p>Seen</p><svg><title>No</title></svg><select><option>No</select><textarea>No</textarea>tail",
            ["Seen", "tail"],
        ),
        ("<p>\u200b</p><p>&nbsp;</p><p>Text\u00ad here</p>", ["Text\u00ad here"]),
        ("<p>He said <q>no</q>, <em>twice</em>.</p>", ["He said no, twice."]),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", ["<script>alert(1)</script>"]),
    ],
)
def test_visible_text_is_what_a_browser_shows(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_blank_lines_separate_paragraphs_but_not_broken_lines() -> None:
    assert page("<p>One<br>two</p><p>three</p>").text == "One\ntwo\n\nthree"


def test_blocks_describe_the_markup_of_their_line() -> None:
    result = page(
        "<nav><a href=/>Home</a></nav><main><h2 class='Title Big'>A day</h2><p>See <a href=/x>this</a></p>"
        "<p><strong>Later on</strong></p></main><div role=contentinfo>Imprint</div>"
    )
    home, title, see = block(result, "Home"), block(result, "A day"), block(result, "See this")
    assert (home.region, home.link_share, home.tag) == ("nav", 1.0, "nav")
    assert (title.region, title.tag, title.hints) == ("main", "h2", "title big")
    assert see.link_share == pytest.approx(4 / 7)
    assert block(result, "Later on").bold_share == 1.0
    assert block(result, "Imprint").region == "footer"


def test_the_article_is_distinguished_from_its_surroundings() -> None:
    paragraphs = "".join(f"<p class=text>{text}</p>" for text in PROSE)
    result = page(
        "<div class=top><a href=/>Politics</a></div><article><h1>Minister stays firm</h1>"
        f"<div class=body>{paragraphs}<div class=sub>What comes next</div><p class=text>{PROSE[0]} Again.</p>"
        "<p class=text><a href=/y>READ MORE: Five things to know about the flood</a></p></div></article>"
        "<div class=list><h3><a href=/z>Another story of the day</a></h3><p>Some words about another story.</p></div>"
        "<footer><p>All rights reserved by the publisher of this page, whoever that may be in the end.</p></footer>"
    )
    main = [result.text[one.start : one.end] for one in result.blocks if one.in_main]
    assert [line for line in main if line != "Minister stays firm"] == [*PROSE, "What comes next", f"{PROSE[0]} Again."]
    assert block(result, PROSE[0]).prose_share > 0.9
    assert not block(result, "Another story of the day").in_container


def test_an_article_cut_in_two_by_the_page_is_read_whole() -> None:
    columns = "".join(
        f"<div class=cell><div class=body><p>{text}</p></div></div><div class=ad>Buy now</div>" for text in PROSE
    )
    result = page(f"<article>{columns}</article>")
    assert all(block(result, text).in_main for text in PROSE)


def test_a_line_alone_with_a_picture_is_a_caption() -> None:
    paragraphs = [f"<p>{text}</p>" for text in PROSE]
    paragraphs.insert(2, "<div class=pic><span><img src=a.jpg></span><span>The river on Monday</span></div>")
    caption = block(page(f"<article>{''.join(paragraphs)}</article>"), "The river on Monday")
    assert (caption.tag, caption.in_main) == ("figcaption", False)


def test_lines_are_found_in_an_extract_in_order_and_as_whole_words() -> None:
    extract = "The first line, which is long enough to be an anchor here. Share. Another long line that can be found."
    page_lines = [
        *["Share", "The first line, which is  long enough to be an anchor here.", "Shar", "share", "Share"],
        *["Another long line that can be found.", "Share"],
    ]
    assert found_in_order(extract, page_lines) == [False, True, False, True, False, True, False]


def test_a_share_is_never_more_than_one() -> None:
    assert block(page("<p><a href=/x>\u3000home\u2003</a></p>"), "home").link_share == 1.0
