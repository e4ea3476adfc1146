"""The plain objects of a parse have the same values as spaCy's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc as SpacyDoc

from onrecord.language.en import Doc
from onrecord.language.en.annotate import _pieces
from onrecord.language.en.paragraphs import Parser

PARAGRAPHS = [
    "The minister, who had been ill, said on Monday that Ann Lee, Tom Hale and two others hadn't been told.",
    '"It\'s over," she said. "What they wanted, nobody knew." The U.S. and its allies agreed; others did not.',
    "A hearing is scheduled on the issue today, the court said  (twice).",
    "Police",
]
Both = tuple[Doc, SpacyDoc]
Parsed = Callable[..., Any]


@pytest.fixture(scope="module")
def both(nlp: Language) -> Both:
    merged = SpacyDoc.from_docs(list(nlp.pipe(PARAGRAPHS)), ensure_whitespace=True)
    assert merged is not None
    return Doc(Parser(nlp).parse(PARAGRAPHS)), merged


def test_a_token_has_the_attributes_of_spacys_token(both: Both) -> None:
    ours, theirs = both
    assert len(ours) == len(theirs)
    plain = (
        "i", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "ent_iob_", "whitespace_", "is_stop",
        "is_punct", "like_num", "is_alpha", "is_lower", "is_title", "is_space",
    )  # fmt: skip
    for one, other in zip(ours, theirs, strict=True):
        assert [getattr(one, name) for name in plain] == [getattr(other, name) for name in plain]
        assert one.is_sent_start == (other.is_sent_start is True)
        assert len(one) == len(other)


def test_a_token_has_the_place_of_spacys_token(both: Both) -> None:
    for one, other in zip(*both, strict=True):
        for name in ("lefts", "rights", "children", "subtree", "ancestors", "conjuncts"):
            assert [word.i for word in getattr(one, name)] == [word.i for word in getattr(other, name)], name
        for name in ("head", "left_edge", "right_edge"):
            assert getattr(one, name).i == getattr(other, name).i, name
        assert (one.sent.start, one.sent.end) == (other.sent.start, other.sent.end)
        assert (one.sent.root.i, one.sent.text) == (other.sent.root.i, other.sent.text)


def test_sentences_and_paragraphs_cover_the_document(both: Both) -> None:
    ours, theirs = both
    assert [(one.start, one.end) for one in ours.sents] == [(one.start, one.end) for one in theirs.sents]
    assert ours.paragraph_starts <= {sentence.start for sentence in ours.sents}
    assert len(ours.paragraph_starts) == len(PARAGRAPHS)


@given(st.integers(-70, 70), st.integers(-70, 70), st.integers(-9, 9))
@settings(deadline=None)
def test_a_span_is_sliced_as_spacys_span(both: Both, start: int, end: int, at: int) -> None:
    one, other = (doc[start:end] for doc in both)
    assert (one.start, one.end, one.text, len(one)) == (other.start, other.end, other.text, len(other))
    if -len(one) <= at < len(one):
        assert one[at].i == other[at].i
    else:
        with pytest.raises(IndexError):
            one[at]
    if len(one):
        assert one.root.i == other.root.i


def test_no_neighbour_is_outside_of_the_document(both: Both) -> None:
    ours, _ = both
    assert ours[1].nbor(-1) is ours[0]
    for token, distance in ((ours[0], -1), (ours[len(ours) - 1], 1)):
        with pytest.raises(IndexError):
            token.nbor(distance)
    with pytest.raises(IndexError):
        ours[3:3].root  # noqa: B018


@given(
    st.lists(st.sampled_from(["a", "b ", ". ", "; ", ", ", "  ", '"', "word ", "x" * 90]), max_size=400).map("".join)
)
def test_a_long_paragraph_is_parsed_in_pieces_that_lose_nothing(paragraph: str) -> None:
    pieces = _pieces(paragraph.strip())
    assert "".join(pieces) == paragraph.strip()
    assert all(len(piece) <= 2_000 for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        "Police in Oslo arrested 12 people on Monday, the mayor said.  " * 90,
        "He paid 12 francs for " + "x" * 5_000 + " in May. " + "He left in June, his wife said. " * 9,
    ],
    ids=["after a sentence", "within a word"],
)
def test_what_is_parsed_in_pieces_stays_one_paragraph_with_right_offsets(parsed: Parsed, text: str) -> None:
    _, _, found = parsed(text.strip())
    assert len(found.paragraphs) == len(found.doc.paragraph_starts) == 1
    assert found.doc[0 : len(found.doc)].text == text.strip()
    assert all(found.written(i, i + 1) == found.doc[i].text for i in range(len(found.doc)))
    assert max(sentence.end - sentence.start for sentence in found.doc.sents) < 1_000
    assert {sentence[0].text for sentence in found.doc.sents} in ({"Police"}, {"He", "x" * 2_000, "x" * 1_000})
