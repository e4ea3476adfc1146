"""The report's colours: all text has a contrast of at least 4.5 (WCAG 2.1 AA), in light and dark mode."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import onrecord.report

STYLE = (Path(onrecord.report.__file__).parent / "style.css").read_text()
#: Ink, and the papers it is printed on.
PAIRS = {
    "ink": ("paper", "panel", "claim", "trigger", "failing"),
    "quiet": ("paper", "panel", "claim"),
    "link": ("paper",),
    "critical": ("paper",),
    "warning": ("paper",),
    "good": ("paper",),
    "claim-ink": ("paper", "claim", "trigger"),
    "person": ("paper", "claim", "trigger"),
}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast(scheme: int) -> None:
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", STYLE.split(":root {")[1 + scheme].split("}")[0]))
    too_weak = {}
    for ink, papers in PAIRS.items():
        for paper in papers:
            dark, light = sorted((luminance(colours[ink]), luminance(colours[paper])))
            contrast = (light + 0.05) / (dark + 0.05)
            if contrast < 4.5:
                too_weak[ink, paper] = round(contrast, 2)
    assert not too_weak


def test_words_of_a_document_cannot_reverse_the_line() -> None:
    (isolated,) = re.findall(r"^(.*) \{ unicode-bidi: isolate; \}", STYLE, re.MULTILINE)
    assert {"a", "code", "mark", "span", "strong"} <= set(isolated.split(", "))
