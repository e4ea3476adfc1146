"""Unusable gold is refused in one line with the file and the place in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.evaluation.gold import GoldError, read_gold


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("source: [", "is not YAML (line"),
        ("source: a.txt\nclaims:\n  - {text: x, kind: direct, speeker: y}", "claims[0].speeker: unknown field"),
        ("source: a.txt\npeople: []", "people: unknown field"),
        ("claims: []", "source: field required"),
        ("just words", "not a gold file"),
        ("", "not a gold file"),
        ("source: a.txt\nclaims:\n  - {text: x, kind: spoken}", "claims[0].kind: input should be 'direct'"),
        ("source: a.txt\nevents:\n  - {type: [COERCE, MURDER], trigger: x}", "events[0].type[1]: input should be"),
        ("source: a.txt\nevents:\n  - {type: COERCE, trigger: x, date: last year}", "events[0].date: 'last year' is"),
        ("source: a.txt\narticle: {published: 2019-02-30}", "is not YAML"),
        ("source: a.txt\nsegments:\n  - {role: body}", "segments[0]: give either text, or start_text and end_text"),
        ("source: a.txt\nclaims:\n  - {text: x, kind: direct, nth: 0}", "claims[0].nth: input should be greater"),
        ("source: a.txt\nsource: b.txt", "is not YAML"),
        ("[" * 5000, "nested too deep"),
    ],
)
def test_bad_yaml_is_refused_with_its_place(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "bad.yaml").write_text(content)
    with pytest.raises(GoldError) as refusal:
        read_gold(tmp_path)
    message = str(refusal.value)
    assert complaint in message and "bad.yaml" in message and "\n" not in message


def test_other_files_are_refused(tmp_path: Path) -> None:
    for place, complaint in ((tmp_path / "none", "does not exist"), (tmp_path, "holds no gold")):
        with pytest.raises(GoldError, match=complaint):
            read_gold(place)
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(GoldError, match="is not JSON"):
        read_gold(tmp_path)
    (tmp_path / "bad.json").write_bytes(b'{"source": "\xff"}')
    with pytest.raises(GoldError, match="cannot be read"):
        read_gold(tmp_path)


def test_json_and_yaml_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("source: a.txt\narticle: {published: 2019}\nevents:\n- {type: AID, trigger: x}\n")
    content = {"source": "a.txt", "article": {"published": "2019"}, "events": [{"type": ["AID"], "trigger": "x"}]}
    (tmp_path / "b.json").write_text(json.dumps(content))
    (_, one), (_, other) = read_gold(tmp_path)
    assert one == other
