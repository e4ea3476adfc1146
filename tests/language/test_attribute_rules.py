"""Matching attribute rules by kind of token finds the same as spaCy's ruler."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.pipeline.attributeruler import AttributeRuler
from spacy.tokens import Doc

from onrecord.language import DEFAULT_MODEL
from onrecord.language.en.attribute_rules import RulesByKind

TEXTS = [
    "The minister, who had been ill, said that there's a plan.  Nobody ain't gonna do it, y'all.",
    "Let's go; c'mon, he got it and she gets it. There are those which did, but did they have to?",
    "I saw it, it saw you and you saw I\n\n  \t and 3.5 % of “them” — $12bn — :-) http://example.org",
    "But for one, all but two had that. An idea that works is better than that.",
]


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(DEFAULT_MODEL)


def _tagged(plain: Language, text: str) -> Doc:
    doc = plain.make_doc(text)
    for name in ("tok2vec", "tagger", "parser"):
        doc = plain.get_pipe(name)(doc)
    return doc


def test_the_same_rules_match_the_same_tokens(plain: Language) -> None:
    ruler = plain.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    by_kind = RulesByKind(ruler)
    for text in TEXTS * 2:
        doc = _tagged(plain, text)
        assert by_kind(doc) == ruler.match(doc)


WORDS = ["i", "you", "It", "But", "ai", "n't", "gon", "na", "let", "'s", "there", "is", "do", "had", "that", "to", " "]


@given(st.lists(st.sampled_from(WORDS)))
@settings(deadline=None, max_examples=60)
def test_the_same_rules_match_any_words(plain: Language, words: list[str]) -> None:
    ruler = plain.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    doc = _tagged(plain, " ".join(words))
    assert RulesByKind(ruler)(doc) == ruler.match(doc)


def test_a_rule_that_reads_more_of_a_token_is_matched_by_spacy() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    ruler.add([[{"SHAPE": "Xx"}], [{"LOWER": {"REGEX": "^c"}}]], {"POS": "PROPN"})
    ruler.add([[{"LOWER": {"NOT_IN": ["al", "cy"]}}]], {"POS": "X"})
    doc = nlp.make_doc("Al cy bo Cy dd")
    assert RulesByKind(ruler)(doc) == ruler.match(doc)
    assert [first for number, _, first, _ in ruler.match(doc)] == [0, 1, 3, 2, 4]
