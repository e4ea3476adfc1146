"""Remembered paragraphs have the same parse, and only so many are remembered."""

from __future__ import annotations

import pytest
from spacy.language import Language

from onrecord.language.en import paragraphs
from onrecord.language.en.paragraphs import Parser

REPORT = ["The dam broke on Monday, the ministry said.", "Two villages were flooded.", "Nobody was hurt, she said."]


def test_a_version_has_the_same_parse_as_without_memory(nlp: Language) -> None:
    version = ["A dam broke, officials said.", REPORT[1], REPORT[1], REPORT[2]]
    parser = Parser(nlp)
    parser.parse(REPORT)
    assert parser.parse(version) == [words for text in version for words in Parser(nlp).parse([text])]


def test_the_same_paragraph_is_parsed_once(nlp: Language) -> None:
    parser = Parser(nlp)
    first = parser.parse(REPORT)
    assert all(again is words for again, words in zip(parser.parse(REPORT), first, strict=True))
    assert parser.tokens_remembered == sum(map(len, first))


def test_only_so_many_tokens_are_remembered(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paragraphs, "MOST_TOKENS", 12)
    parser = Parser(nlp)
    parsed = parser.parse(REPORT)
    assert [words[0].text for words in parsed] == ["The", "Two", "Nobody"]
    assert 0 < parser.tokens_remembered <= 12
    assert parser.parse(REPORT[:1]) == parsed[:1]
