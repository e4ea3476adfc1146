"""Every pattern of the lexicon fits its example, which becomes an event of its type and mode."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from onrecord.document.events.drafts import find_drafts
from onrecord.document.events.lexicon import Pattern, patterns
from onrecord.document.events.matching import Matcher
from onrecord_schema.events import MODES

Examples = dict[Pattern, tuple[bool, set[tuple[str, str | None]]]]


@pytest.fixture(scope="module")
def examples(parsed: Callable[..., Any]) -> Examples:
    """Pattern -> whether it fits a word of its example, and the events found there."""
    known = patterns()
    _, _, annotation = parsed("\n".join(pattern.example for pattern in known))
    matcher, found = Matcher(annotation.doc), defaultdict(set)
    for draft in find_drafts(annotation):
        ordinal = annotation.paragraph_of(draft.heads[0]).segment.ordinal
        found[ordinal].add((draft.event_type, draft.mode))
    return {
        pattern: (
            any(matcher.fulfils(token, pattern) for token in annotation.doc[paragraph.first : paragraph.last]),
            found[paragraph.segment.ordinal],
        )
        for pattern, paragraph in zip(known, annotation.paragraphs, strict=True)
    }


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: f"{pattern.lemmas[0]}: {pattern.example}")
def test_example(pattern: Pattern, examples: Examples) -> None:
    fits, events = examples[pattern]
    assert fits
    if pattern.event_type is None:
        return
    types = pattern.event_type.split("+")
    modes = pattern.mode.split("+") if pattern.mode else [None] * len(types)
    assert set(zip(types, modes, strict=True)) <= events


@pytest.mark.parametrize(
    "sentence",
    [pattern.example for pattern in patterns() if pattern.event_type is None],
)
def test_a_shield_keeps_its_words_from_other_patterns(sentence: str, parsed: Callable[..., Any]) -> None:
    assert find_drafts(parsed(sentence)[2]) == []


def test_types_and_modes_are_plovers() -> None:
    for pattern in patterns():
        for event_type, mode in zip(
            (pattern.event_type or "").split("+"), (pattern.mode or "").split("+"), strict=False
        ):
            assert not mode or mode in MODES[event_type], pattern


def test_every_type_has_patterns() -> None:
    named = {name for pattern in patterns() if pattern.event_type for name in pattern.event_type.split("+")}
    assert len(named) == 16
