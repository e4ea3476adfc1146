"""Turns of a printed interview or debate: paragraphs that open with a speaker's label and a colon.

A label alone proves nothing ("Note: ..."), so turns are taken only where three paragraphs or more are labelled, some
label returns, and none has nearly all of them: it takes two to talk, and "Serves: 4" under every recipe is no speech.
But "A:" answers by itself: what was asked may be set as headings.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from onrecord.document.claims.labels import is_placeholder

_LABEL = re.compile(r"\s*[\"\u201c]?((?:[A-Z][\w.'\u2019-]{0,30}\s?){1,4}):\s+(?=\S)")
_FEWEST_TURNS = 3
_MOST_OF_ONE = 0.7


@dataclass(frozen=True)
class Turn:
    """Character offsets: the label without its colon, and what is said."""

    label: tuple[int, int]
    content: tuple[int, int]


def turns(text: str, paragraphs: list[tuple[int, int]]) -> list[Turn]:
    """The turns among the paragraphs `[start, end)`; none unless they make a conversation."""
    found: list[Turn] = []
    for start, end in paragraphs:
        match = _LABEL.match(text, start, end)
        if match:
            stop = end
            while stop > match.end() and (text[stop - 1].isspace() or text[stop - 1] in '"\u201d'):
                stop -= 1
            if stop > match.end():
                found.append(Turn(match.span(1), (match.end(), stop)))
    # Whoever is introduced as ANA LOPEZ may go on as LOPEZ.
    labels = Counter(text[slice(*turn.label)].split()[-1] for turn in found)
    (label, most), *_ = labels.most_common(1) or [("", 0)]
    is_conversation = most <= _MOST_OF_ONE * len(found) or is_placeholder(label)
    return found if len(found) >= _FEWEST_TURNS and most >= 2 and is_conversation else []
