"""PDF and Markdown give the text that a reader sees, with whole paragraphs, and separately what the document states."""

from __future__ import annotations

import pytest
from documents import STORY, article_pdf, drawn, pdf

from onrecord.document.segments import segment
from onrecord.inputs.page import Input, Page
from onrecord.inputs.read import read

MARKDOWN = """---
title: "Harbour closed"
author: Mary Hale and Bo Li
date: 2019-03-05
url: https://example.org/harbour
tags: [harbour, cracks]
---
# Harbour closed

**By Mary Hale**

The *long-awaited* repairs begin on Monday, the [mayor](https://example.org/mayor) said.
They will last a week.

> "We had no choice," Peter Lang told reporters.

## Why now

**Q:** Was there a warning?

**A:** There was, he said. `Twice`, in March.

- The pier was built in 1931.

[Read more: the other story of the day](https://example.org/other)
"""


def page(name: str, data: bytes) -> Page:
    result = read(Input(name, data))
    assert isinstance(result, Page), result
    return result


def roles(one: Page) -> list[tuple[str, str]]:
    return [(tile.role, tile.text.strip()) for tile in segment(one, "art-0000000000000000")]


def test_markdown_is_read_without_its_marks() -> None:
    one = page("a.md", MARKDOWN.encode())
    assert roles(one) == [
        ("headline", "Harbour closed"),
        ("byline", "By Mary Hale"),
        ("body", "The long-awaited repairs begin on Monday, the mayor said. They will last a week."),
        ("body", '"We had no choice," Peter Lang told reporters.'),
        ("subheading", "Why now"),
        ("body", "Q: Was there a warning?"),
        ("body", "A: There was, he said. Twice, in March."),
        ("body", "The pier was built in 1931."),
        ("boilerplate", "Read more: the other story of the day"),
    ]
    assert {what: [fact.value for fact in found] for what, found in one.stated.items()} == {
        "title": ["Harbour closed"], "authors": ["Mary Hale", "Bo Li"], "published": ["2019-03-05"],
        "url": ["https://example.org/harbour"],
    }  # fmt: skip
    assert {fact.by for found in one.stated.values() for fact in found} == {"front-matter"}


@pytest.mark.parametrize("front", ["---\na: [\n---\n", "---\n- x\n---\n", "---\na: !!python/object:os.system x\n---\n"])
def test_invalid_front_matter_states_nothing(front: str) -> None:
    one = page("a.md", f"{front}Some text of a note.\n".encode())
    assert (one.text, one.stated) == ("Some text of a note.", {})


def test_empty_fields_of_front_matter_state_nothing() -> None:
    one = page("a.md", b"---\ntitle:\npublisher: ' '\nauthor: ['', Ann Lee]\n---\nSome text of a note.\n")
    assert {what: [fact.value for fact in found] for what, found in one.stated.items()} == {"authors": ["Ann Lee"]}


def test_a_pdf_s_lines_become_paragraphs_and_its_information_is_stated() -> None:
    one = page("a.pdf", article_pdf())
    assert one.text == f"Harbour closed after cracks\n\nBy Mary Hale\n\n{STORY}"
    assert {what: [(fact.value, fact.by) for fact in found] for what, found in one.stated.items()} == {
        "title": [("Harbour closed", "pdf")], "authors": [("Mary Hale", "pdf")],
    }  # fmt: skip


@pytest.mark.parametrize(
    "title", ["Microsoft Word - draft3.docx", "untitled", "story.indd", "https://example.org", " "]
)
def test_a_title_written_by_a_program_is_ignored(title: str) -> None:
    assert "title" not in page("a.pdf", article_pdf(f"/Title ({title})")).stated


def column(texts: list[str], *, left: float = 50.0, top: float = 500.0) -> list[tuple[float, float, float, str]]:
    return [(left, top - 13.2 * i, 11.0, text) for i, text in enumerate(texts)]


def test_a_hyphen_at_a_line_end_is_removed_unless_the_word_has_one() -> None:
    lines = ["The govern-", "ment said on Monday that the well-", "known pier would close. It is a well-known", "pier."]
    one = page("a.pdf", pdf([drawn(column(lines))]))
    assert one.text == "The government said on Monday that the well-known pier would close. It is a well-known pier."


def test_an_indented_line_and_a_line_after_a_short_one_begin_a_paragraph() -> None:
    first = [
        "The harbour of the town was closed on Monday, said",
        "the mayor, and nobody knows for how long it is",
        "shut.",
    ]
    second = ["Police arrested four dock workers on Wednesday, said", "a spokeswoman of the force."]
    assert page("a.pdf", pdf([drawn(column([*first, *second]))])).text == f"{' '.join(first)}\n\n{' '.join(second)}"
    lines = column(["A first paragraph that fills its last line to the very end", "Another one begins here."])
    indented = [lines[0], (62.0, *lines[1][1:])]
    assert page("a.pdf", pdf([drawn(lines)])).text.count("\n\n") == 0
    assert page("a.pdf", pdf([drawn(indented)])).text.count("\n\n") == 1


def test_a_paragraph_continues_on_the_next_page_before_heads_and_feet() -> None:
    halves = (
        [
            "The harbour of the town was closed on Monday, the mayor",
            "said, and nobody knows for how long it is shut to all",
        ],
        ["fishing boats and ferries, which bring the island lives on.", "The pier is old."],
    )
    sheets = [
        drawn([(50, 570, 9, "The Port Lune Times"), *column(half), (50, 30, 9, f"https://example.org/harbour {n}/2")])
        for n, half in enumerate(halves, start=1)
    ]
    one = page("a.pdf", pdf(sheets))
    assert roles(one) == [
        ("body", " ".join(halves[0] + halves[1])),
        ("boilerplate", "The Port Lune Times"),
        ("boilerplate", "https://example.org/harbour 1/2"),
        ("boilerplate", "The Port Lune Times"),
        ("boilerplate", "https://example.org/harbour 2/2"),
    ]
    assert one.stated["url"][0].value == "https://example.org/harbour"


def test_two_columns_are_read_one_after_the_other() -> None:
    left = ["The harbour was closed on", "Monday, and the boats that", "had left before could not"]
    right = ["return to the town for two", "days. The pier is old."]
    one = page("a.pdf", pdf([drawn([*column(left), *column(right, left=230.0)])]))
    assert one.text == " ".join(left + right)
