"""Candidates for attribution: every way English grammar ties a source and a content to a cue, found in the parse.

Nothing is decided here. A candidate says only that the words stand in one of the constructions of `EXAMPLES`; whether
"wrote" or "wanted" attributes anything is for `acceptance` to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.document.claims.candidate import Candidate
from onrecord.document.claims.closing import of_closing
from onrecord.document.claims.nominal import of_adjective, of_adverb, of_noun, of_preposition
from onrecord.document.claims.verbal import of_verb

if TYPE_CHECKING:
    from onrecord.language.en import Doc

#: One example of each construction: cue in <angle> brackets, source in {braces}, content in [brackets].
EXAMPLES = {
    "clause": "{The minister} <said> [that taxes would rise].",
    "clause_in_document": "{The newspaper} <said> in an editorial [that farms in the valley were flooded].",
    "object_clause": "{The minister} <rejected> claims [that he had lied].",
    "fronted": "[Taxes would rise], {the minister} <said>.",
    "parenthetical": "[The move, {Smith} <explained>, was the result of planning].",
    "as_clause": "As {the minister} <explained>, [taxes would rise].",
    "infinitive": "{The party} <wants> [to raise taxes].",
    "object_infinitive": "{Officials} <expect> [it to raise rates].",
    "gerund": "{The minister} <denied> [taking money].",
    "small_clause": "{Smith} <called> [the report a lie].",
    "object": "{The union} <criticized> [the new law].",
    "about": "{The union} <called for> [an inquiry].",
    "object_about": "{The union} <blamed> [the ministry for the flood].",
    "raising": "[The suspect <is said> to have fled].",
    "passive_object": "[The law] <was criticized> by {the union}.",
    "noun_clause": "{His} <claim> [that taxes rose] surprised many.",
    "noun_infinitive": "{The government}'s <plan> [to raise taxes] failed.",
    "noun_about": "{The union}'s <support for> [the law] is growing.",
    "noun_is": "{The union}'s <hope> is [that the law will fail].",
    "adjective_clause": "{The union} is <aware> [that the law will fail].",
    "adjective_infinitive": "{The union} is <ready> [to strike].",
    "adjective_about": "{The union} is <concerned> about [the law].",
    "according": "<According to> {the union}, [the law has failed].",
    "colon": "{The minister} <said> three things: [the dam had failed, nobody knew and an inquiry would begin].",
    "in_view": "<In the view of> {the union}, [the law is a mistake].",
    "in_document": "<In> {a survey of farmers}, [most said that the dam had failed].",
    "adverb": "[The bank <reportedly> lent the money].",
}


def candidates(doc: Doc, first: int, last: int) -> Iterator[Candidate]:
    """All candidates whose cue stands in the tokens `[first, last)`, in the order of their cues, then closing words."""
    found = list(_in_the_parse(doc, first, last))
    yield from found
    yield from of_closing(doc, first, last, found)


def _in_the_parse(doc: Doc, first: int, last: int) -> Iterator[Candidate]:
    for token in doc[first:last]:
        pos = token.pos_
        if token.lower_ == "according" or pos in ("ADP", "SCONJ"):
            yield from of_preposition(token)
        elif pos == "VERB" or (pos == "AUX" and token.lemma_ != "be"):
            yield from of_verb(token)
        elif pos in ("NOUN", "PROPN"):
            yield from of_noun(token)
        elif pos == "ADJ":
            yield from of_adjective(token)
        elif pos == "ADV" and token.text.endswith("edly"):
            yield from of_adverb(token)
