"""Gives every line of an HTML page its role, by what the markup says and by its shape."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rapidfuzz import fuzz

from onrecord.document.segments.lines import Judged, Line, Pattern, matches
from onrecord.document.segments.roles import ENOUGH, has_text, is_mostly_text
from onrecord.inputs.page import Block
from onrecord_schema.segments import Role

#: A byline or time stamp is at most this many lines before the main text.
_NEAR_LINES = 25
#: Similarity (0..100) from which on a line is the title that the page states.
_SAME_TITLE = 88
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def judge_marked(lines: Sequence[Line], titles: Sequence[str]) -> list[Judged]:
    """The role of each line of a page with markup; `titles` are those in its metadata."""
    shapes = [matches(line.text) for line in lines]
    main = [i for i, line in enumerate(lines) if _block(line).in_main]
    first, last = (main[0], main[-1]) if main else (0, len(lines) - 1)
    headlines = _headlines(lines, titles, first, last)
    judged = []
    for i, line in enumerate(lines):
        if i in headlines:
            judged.append(Judged(line, "headline"))
        elif _block(line).in_main:
            judged.append(_in_main(line, shapes[i], is_edge=i <= first + 3 or i >= last - 5))
        else:
            near = first - _NEAR_LINES <= i <= last + 5
            judged.append(_outside(line, shapes[i], is_near=near, is_between=min(headlines, default=first) < i <= last))
    for i in range(len(lines) - 1, first, -1):
        if judged[i].role == "body" and _block(lines[i]).in_main:
            if _block(lines[i]).link_share < 0.8 or lines[i].ends_sentence:
                break
            judged[i] = _removed(lines[i], "boilerplate", [(3.0, "link after the article's end")], 3.0)
    if has_text(judged):
        return judged
    return [_as_text(item, shape) for item, shape in zip(judged, shapes, strict=True)]


def _as_text(item: Judged, shapes: Sequence[Pattern]) -> Judged:
    """On a page without other text its caption, or a paragraph with a notice in it, is the article."""
    is_caption = item.role == "caption" and item.line.is_prose
    is_notice = item.role == "boilerplate" and _block(item.line).in_main and is_mostly_text(item.line, shapes)
    return Judged(item.line, "body") if is_caption or is_notice else item


def _block(line: Line) -> Block:
    assert line.block is not None
    return line.block


def _headlines(lines: Sequence[Line], titles: Sequence[str], first: int, last: int) -> set[int]:
    """The lines that repeat a title from the metadata; without one, the only first-level heading."""
    stated = [title.casefold() for title in titles]
    same = {
        i
        for i, line in enumerate(lines[: last + 1])
        if _block(line).region not in ("nav", "footer", "aside")
        and (_block(line).tag in _HEADINGS or (not line.is_prose and _block(line).link_share < 0.5))
        and any(_is_title(line.text.casefold(), title) for title in stated)
    }
    if same:
        headings = sorted(i for i in same if _block(lines[i]).tag in _HEADINGS) or [min(same)]
        # A site's name can be a heading and a title too; the article's own is next to its text.
        nearest = lines[max((i for i in headings if i <= first), default=headings[0])].text.casefold()
        return {i for i in headings if _is_title(lines[i].text.casefold(), nearest)}
    firsts = [i for i, line in enumerate(lines[: last + 1]) if _block(line).tag == "h1" and len(line.words) >= 3]
    return set(firsts) if len(firsts) == 1 else set()


def _is_title(text: str, title: str) -> bool:
    if abs(len(text) - len(title)) > 80:
        return False
    return fuzz.ratio(text, title) >= _SAME_TITLE or (len(text) >= 20 and title.startswith(text))


def _in_main(line: Line, shapes: Sequence[Pattern], *, is_edge: bool) -> Judged:
    block = _block(line)
    best = shapes[0] if shapes else None
    if block.tag == "figcaption" or block.region == "figure":
        return Judged(line, "caption")
    if best is not None and best.role == "source_url" and is_edge:
        return Judged(line, "source_url", best.reason, 0.98)
    if best is not None and best.role == "caption" and best.weight >= 3:
        return Judged(line, "caption")
    if best is not None and best.role in ("byline", "dateline") and is_edge:
        return Judged(line, best.role)
    evidence = [(shape.weight, shape.reason) for shape in shapes if shape.role in ("boilerplate", "author_bio")][:2]
    if evidence and block.link_share > 0.5:
        evidence.append((1.5 * block.link_share, "made of links"))
    weight = sum(points for points, _ in evidence) - (0.0 if not line.is_prose else 0.5 if is_edge else 1.5)
    if weight >= ENOUGH:
        is_note = is_edge and best is not None and best.role == "author_bio"
        return _removed(line, "author_bio" if is_note else "boilerplate", evidence, weight)
    is_heading = block.tag in _HEADINGS and not line.is_prose
    return Judged(line, "subheading" if is_heading else "body")


def _outside(line: Line, shapes: Sequence[Pattern], *, is_near: bool, is_between: bool) -> Judged:
    block = _block(line)
    best = shapes[0] if shapes else None
    if is_between and (block.tag == "figcaption" or block.region == "figure") and len(line.words) >= 5:
        return Judged(line, "caption")
    is_credit = best is not None and best.role in ("byline", "dateline") and best.weight >= 2.5
    if best is not None and is_credit and is_near and block.region != "nav":
        return Judged(line, best.role)
    evidence = [(2.5, "outside the page's main text")]
    evidence += [(shape.weight, shape.reason) for shape in shapes[:1] if shape.role == "boilerplate"]
    if block.link_share > 0.5:
        evidence.append((2.0 * block.link_share, "made of links"))
    if block.region in ("nav", "footer", "aside", "form", "header"):
        evidence.append((1.0, f"in the page's {block.region}"))
    return _removed(line, "boilerplate", evidence, sum(points for points, _ in evidence))


def _removed(line: Line, role: Role, evidence: Sequence[tuple[float, str]], weight: float) -> Judged:
    words = "; ".join(words for _, words in sorted(evidence, key=lambda piece: -piece[0])[:3])
    return Judged(line, role, words, 1 / (1 + math.exp(ENOUGH - 1 - weight)))
