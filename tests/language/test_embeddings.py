"""Remembered embeddings change nothing: the vectors and the parse are the same."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from onrecord.language import DEFAULT_MODEL
from onrecord.language.en import embeddings
from onrecord.language.en.embeddings import remember_embeddings

TEXTS = [
    "The minister said on Monday that 29 people were held in Oslo.",
    "“They can't go,” she said; they won't, can they? The minister can.",
    "",
    "   ",
    "Ĉu vi parolas? 3,500 ♥ http://example.org/ ÅÄÖ\n\n\tx",
]


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def remembering() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    remember_embeddings(nlp)
    return nlp


def _same(plain: Language, remembering: Language, texts: list[str]) -> None:
    for expected, found in zip(plain.pipe(texts), remembering.pipe(texts), strict=True):
        assert (expected.tensor == found.tensor).all()
        assert [(t.tag_, t.dep_, t.head.i, t.lemma_, t.ent_type_) for t in found] == [
            (t.tag_, t.dep_, t.head.i, t.lemma_, t.ent_type_) for t in expected
        ]


def test_both_layers_of_the_model_remember(remembering: Language) -> None:
    layers = [layer.name for name in ("tok2vec", "ner") for layer in remembering.get_pipe(name).model.walk()]
    assert layers.count("remembered_embed") == 2


def test_vectors_are_the_same_the_first_and_the_second_time(plain: Language, remembering: Language) -> None:
    _same(plain, remembering, TEXTS)
    _same(plain, remembering, TEXTS[::-1])


def test_vectors_are_the_same_after_everything_was_forgotten(
    plain: Language, remembering: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embeddings, "MOST_KINDS", 5)
    for text in TEXTS:
        _same(plain, remembering, [text])


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_any_text_has_the_same_vectors(plain: Language, remembering: Language, texts: list[str]) -> None:
    _same(plain, remembering, texts)


def test_a_pipeline_without_such_a_layer_stays_as_it_is() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    remember_embeddings(nlp)
    assert len(nlp("One. Two.")) == 4
