"""Candidates read off a sentence's last words, where the parse lost them: "..., the coast guard said."

A comma, the words that name who speaks, and a verb of speech at the very end say by their position that the sentence
before them is what was said, however the parser hung the words on one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from onrecord.document.claims.candidate import Candidate
from onrecord.document.claims.lexicon import cue_words
from onrecord.document.claims.phrases import trimmed

if TYPE_CHECKING:
    from onrecord.language.en import Doc, Span

#: Content in [brackets], source in {braces}, cue in <angle> brackets: sentences that the parser misreads.
EXAMPLES = (
    "[At least four people died when a boat carrying migrants capsized off the island], {the coast guard} <said>.",
    "[More than 1,900 people have drowned], {the International Organization for Migration} <estimates>.",
    "Police arrested two men. [Both deny the charges], {their lawyer}, Paul Nicholson, <said>.",
)
_CLASSES = frozenset({"say", "tell", "write", "argue", "warn", "predict", "concede", "show", "think"})
_LONGEST_SOURCE = 9
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_IN_A_NAME = frozenset({"DT", "NN", "NNS", "NNP", "NNPS", "JJ", "POS", "PRP$", "IN", "CD", "HYPH", "CC", "VBG"})
_OPENS = frozenset({"DT", "NNP", "NNPS", "NN", "NNS", "PRP$", "JJ", "CD", "PRP"})


def of_closing(doc: Doc, first: int, last: int, found: list[Candidate]) -> Iterator[Candidate]:
    """What the closing words of each sentence in `[first, last)` tell that no candidate `found` in the parse does."""
    told = {c.head for c in found if c.construction in ("fronted", "parenthetical") and c.source is not None}
    for start in (i for i in range(first, last) if i == first or doc[i].is_sent_start):
        read = _read(doc[start].sent)
        if read is not None and read.head not in told:
            yield read


def _read(sentence: Span) -> Candidate | None:
    doc, verb = sentence.doc, sentence.end - 1
    while verb > sentence.start and doc[verb].is_punct:
        verb -= 1
    if not _speaks(doc[verb].lower_):
        return None
    last: int | None = verb
    comma = _comma_before(doc, verb, sentence.start)
    if comma == verb - 1:  # their lawyer, Paul Nicholson, said
        last = _comma_before(doc, comma, sentence.start)
        comma = _comma_before(doc, last, sentence.start) if last is not None else None
    if comma is None or last is None or comma + 1 >= last or doc[comma + 1].tag_ not in _OPENS:
        return None
    content = trimmed(doc, (sentence.start, comma))
    if content is None or not any(doc[i].tag_ in _FINITE for i in range(*content)):
        return None
    anchor = doc[content[0] : content[1]].root.i
    return Candidate("fronted", verb, (verb, verb + 1), (comma + 1, last), content, anchor)


def _comma_before(doc: Doc, end: int, first: int) -> int | None:
    """The comma before the words that end at `end`, if they could all stand in the mention of one who speaks."""
    i = end - 1
    while i > first and doc[i].tag_ in _IN_A_NAME and end - i <= _LONGEST_SOURCE:
        i -= 1
    return i if doc[i].text == "," else None


def _speaks(word: str) -> bool:
    """Whether a form in the past or present tense is of a verb that tells a whole clause."""
    stems = [word, word.removesuffix("s"), word.removesuffix("d"), word.removesuffix("ed")]
    known = cue_words()
    found = (known.get(("verb", stem)) for stem in ["say" if word == "said" else stem for stem in stems])
    return any(cue is not None and cue.cue_class in _CLASSES for cue in found) and word.endswith(("d", "s"))
