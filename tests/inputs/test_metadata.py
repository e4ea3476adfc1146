"""What a page states about its article is found, the most trusted first, and made no more certain than stated."""

from __future__ import annotations

import pytest

from onrecord.inputs.page import Input, Page
from onrecord.inputs.read import read
from onrecord.inputs.statements import DAY_PATTERNS, author_names, stated_day

JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
  {"@type": "Organization", "@id": "#pub", "name": "The Daily Example"},
  {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
  {"@type": "BreadcrumbList"},
  {"@type": ["NewsArticle", "Thing"], "headline": "Rivers &amp; <i>roads</i>",
   "datePublished": "2019-11-18T23:30:00-05:00",
   "author": [{"@id": "#ann"}, {"@type": "Person", "name": "By Omar Haddad Jr."},
              {"@type": "Organization", "name": "Wire"}],
   "publisher": {"@id": "#pub"}, "mainEntityOfPage": {"@id": "https://example.org/a"},
   "inLanguage": "en_US"}]}</script>"""


def stated(head: str = "", body: str = "") -> dict[str, list[tuple[str, str]]]:
    markup = f"<html><head>{head}</head><body>{body}<p>Some text of the article.</p></body></html>"
    result = read(Input("a.html", markup.encode()))
    assert isinstance(result, Page)
    return {name: [(one.value, one.by) for one in values] for name, values in result.stated.items()}


def test_json_ld_is_read_with_graph_references_and_lists() -> None:
    assert stated(JSON_LD) == {
        "title": [("Rivers & roads", "json-ld")],
        "authors": [("Ann Lee", "json-ld"), ("Omar Haddad Jr", "json-ld")],
        "published": [("2019-11-18", "json-ld")],
        "publisher": [("The Daily Example", "json-ld")],
        "url": [("https://example.org/a", "json-ld")],
        "language": [("en-US", "json-ld")],
    }


def test_the_more_trusted_statement_comes_first() -> None:
    facts = stated(
        "<title>Roads | The Daily Example</title><meta property='og:title' content='Roads and rivers'>"
        "<meta name=author content='Someone Else'><meta property='og:site_name' content='The Daily Example'>" + JSON_LD,
        "<time datetime='2019-11-19'>today</time>",
    )
    assert facts["title"] == [("Rivers & roads", "json-ld"), ("Roads and rivers", "open-graph"), ("Roads", "title")]
    assert facts["published"] == [("2019-11-18", "json-ld"), ("2019-11-19", "time")]
    assert facts["authors"][0] == ("Ann Lee", "json-ld")


def test_without_json_ld_the_page_itself_is_read() -> None:
    facts = stated(
        "<title>Roads - Example News</title><link rel=canonical href='https://www.example.org/roads'>",
        "<h1>Roads</h1><div class='article-byline'>By Ann Lee and Omar Haddad</div>"
        "<time class=updated>Nov. 20, 2019</time>"
        "<time class=published>Nov. 19, 2019 8:03 am ET</time><aside><span class=author>Eve Adams</span></aside>",
    )
    assert facts == {
        "title": [("Roads", "title")],
        "authors": [("Ann Lee", "byline"), ("Omar Haddad", "byline")],
        "published": [("2019-11-19", "time")],
        "url": [("https://www.example.org/roads", "link")],
    }


@pytest.mark.parametrize(
    "script", ["{", '{"@type": "NewsArticle", "headline": ', "[" * 100_000, '"text"', "null", '{"@type": 3}']
)
def test_broken_json_ld_states_nothing(script: str) -> None:
    assert stated(f"<script type='application/ld+json'>{script}</script>") == {}


def test_lone_surrogates_are_replaced() -> None:
    script = '{"@type": "Article", "headline": "a \\ud800 b"}'
    assert stated(f"<script type='application/ld+json'>{script}</script>")["title"] == [("a \ufffd b", "json-ld")]


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("By Ana Swanson and Keith Bradsher", ["Ana Swanson", "Keith Bradsher"]),
        ("Analysis by Chris Doe, CNN Editor-at-large", ["Chris Doe"]),
        ("Sarah E. Needleman", ["Sarah E. Needleman"]),
        ("Written by Martin King, Jr. | Staff writer", ["Martin King, Jr"]),
        ("Von Anna Müller und Jürgen Groß", ["Anna Müller", "Jürgen Groß"]),
        ("María José de la Cruz; J. R. van der Berg", ["María José de la Cruz", "J. R. van der Berg"]),
        ("Mike Roe and Malcolm Poe Monday, November 18, 2019", ["Mike Roe", "Malcolm Poe"]),
        ("Finn Example. Sputnik International", ["Finn Example"]),
        ("山田太郎", ["山田太郎"]),
        ("https://example.org/author/ann", []),
        ("Staff", []),
        ("AFP", []),
        ("The minister said that she would not go", []),
    ],
)
def test_credits_are_split_into_names(credit: str, names: list[str]) -> None:
    assert author_names(credit, frozenset({"cnn", "sputnik"})) == names


def test_a_single_name_counts_only_where_a_person_is_meant() -> None:
    assert author_names("Sukarno") == []
    assert author_names("Sukarno", single=True) == ["Sukarno"]


@pytest.mark.parametrize("example", [example for _, example in DAY_PATTERNS])
def test_days_are_read_as_stated(example: str) -> None:
    assert stated_day(example) in ("2019-11-18", "2019-11-19")


@pytest.mark.parametrize("text", ["11/12/19", "2019", "November 2019", "Monday", "2019-13-45", "yesterday", ""])
def test_texts_without_a_clear_day_give_none(text: str) -> None:
    assert stated_day(text) is None
