"""Each construction's example sentence gives a candidate with the cue, source and content marked in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from onrecord.document.claims.candidate import EXAMPLES as REMARKS
from onrecord.document.claims.constructions import EXAMPLES, candidates
from onrecord.document.claims.exclusions import EXAMPLES as EXCLUDED
from onrecord.document.claims.exclusions import excluded
from onrecord.document.claims.plain import EXAMPLES as PLAIN
from onrecord_schema.claims import Claim

Claimed = Callable[[str], list[Claim]]


def marked(example: str) -> tuple[str, dict[str, str]]:
    """The sentence without its marks, and the words marked; marks may nest."""
    parts = {}
    for name, pattern in {"cue": r"<(.*?)>", "source": r"\{(.*?)\}", "content": r"\[(.*?)\]"}.items():
        found = re.search(pattern, example)
        if found:
            parts[name] = re.sub(r"[<>{}\[\]]", "", found.group(1))
    return re.sub(r"[<>{}\[\]]", "", example), parts


@pytest.mark.parametrize("construction", EXAMPLES)
def test_example_is_a_candidate(construction: str, parsed: Callable[..., Any]) -> None:
    sentence, parts = marked(EXAMPLES[construction])
    _, _, annotation = parsed(sentence)
    found = []
    for candidate in candidates(annotation.doc, 0, len(annotation.doc)):
        if candidate.construction == construction:
            words = {"cue": candidate.cue, "source": candidate.source, "content": candidate.content}
            found.append({k: sentence[slice(*annotation.offsets(*v))] for k, v in words.items() if v})
    assert parts in found


@pytest.mark.parametrize("rule", EXCLUDED)
def test_excluded_example_reports_nothing(rule: str, parsed: Callable[..., Any]) -> None:
    _, _, annotation = parsed(EXCLUDED[rule])
    assert any(excluded(annotation.doc, c) for c in candidates(annotation.doc, 0, len(annotation.doc)))


@pytest.mark.parametrize("remark", REMARKS)
def test_content_ends_before_the_narrators_remark(remark: str, parsed: Callable[..., Any]) -> None:
    sentence, parts = marked(REMARKS[remark])
    _, _, annotation = parsed(sentence)
    found = [c for c in candidates(annotation.doc, 0, len(annotation.doc)) if c.construction == "clause"]
    assert parts["content"] in [sentence[slice(*annotation.offsets(*c.content))] for c in found]


@pytest.mark.parametrize("construction", PLAIN)
def test_what_grammar_makes_plain_is_a_claim(construction: str, claimed: Claimed) -> None:
    sentence, parts = marked(PLAIN[construction])
    assert (parts["content"], parts["cue"]) in {(claim.text, claim.cue) for claim in claimed(sentence)}
