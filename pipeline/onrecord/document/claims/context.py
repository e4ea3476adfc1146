"""What else could be reported around a candidate: by the same cue, and by a cue whose content holds the candidate.

"Smith said that voters support the law" holds a candidate for what Smith said and one for what voters support; which of
them attributes depends on the other, so each one's features name the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.document.claims.lexicon import cue_word

if TYPE_CHECKING:
    from onrecord.document.claims.candidate import Candidate
    from onrecord.language.en import Doc

CLAUSAL = frozenset({"clause", "clause_in_document", "object_clause", "fronted", "parenthetical", "as_clause", "colon"})
"""Constructions whose content is a clause that is said."""
_OF_SOURCES = ("according", "in_view")


def context_features(doc: Doc, candidates: Sequence[Candidate]) -> list[list[str]]:
    """For each candidate of one sentence or paragraph, the names of the features that its rivals give it."""
    classes = [_cue_class(doc, candidate) for candidate in candidates]
    of_head: dict[int, set[str]] = defaultdict(set)
    twins: dict[tuple[int, str], int] = defaultdict(int)
    for candidate in candidates:
        of_head[candidate.head].add(candidate.construction)
        twins[candidate.head, candidate.construction] += 1
    told = [
        (candidate.content[1] - candidate.content[0], candidate.content, candidate, cue_class)
        for candidate, cue_class in zip(candidates, classes, strict=True)
        if (candidate.construction in CLAUSAL and cue_class != "none")
        or candidate.construction in ("according", "in_view")
    ]
    told.sort(key=lambda held: held[:2])
    made = []
    for candidate, cue_class in zip(candidates, classes, strict=True):
        name, head = candidate.construction, candidate.head
        rivals = sorted(r for r in of_head[head] if r != name or twins[head, name] > 1)
        found = [f"construction={name} rival={rival}" for rival in rivals]
        outer = next((h for h in told if h[1][0] <= head < h[1][1] and h[2].head != head), None)
        if outer is None:
            found.append("outside")
        else:
            found += [
                f"inside={outer[3]}",
                f"inside construction={name}",
                f"inside construction={name} outer={outer[2].construction}",
                f"inside={outer[3]} class={cue_class}",
            ]
        made.append(found)
    return made


def _cue_class(doc: Doc, candidate: Candidate) -> str:
    word = cue_word(doc[candidate.head])
    return word.cue_class if word else "none"
