"""Reads a PDF file with a text layer: its lines in the order the file draws them, joined to paragraphs.

A paragraph that continues over the end of a column or page stays one; what is at the head or foot of most pages
comes after the paragraphs of its page. The dates in a PDF say when the file was made, which for a saved page is the day
it was saved: none is taken for the day of publication.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Page, Refused, Stated, Statements
from onrecord.inputs.statements import MOST_CHARS, author_names, clean

TYPE = "application/pdf"
#: What programs write into the title field where nobody gave the document a title.
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)\b.*|untitled\b.*|document\d*|print\w*|about:blank"
    r"|.*\.(?:docx?|indd|qxp|pdf|html?|txt|rtf)|https?://\S*|\W*)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s…]+")
#: What PDFium gives for a hyphen at a line's end, with the next line directly after it.
_HYPHENS = (0x2, 0xFFFE)
_BETWEEN_PARAGRAPHS = "\n\n"
#: Lines of one paragraph differ in height by less than this share (a line may begin with another font).
_SAME_HEIGHT = 0.12
#: Lines further from each other than this many times the distance usual for their height begin a new paragraph.
_FAR = 1.25
#: A first line is indented by this share of its height at least, and a last line ends this share of the column early.
_INDENT, _SHORT = 0.5, 0.1
#: How many lines at the top and bottom of a page may be running heads and feet, and how many points these may move.
_EDGE_LINES, _EDGE_POINTS = 3, 4.0

_ENDS = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
_BULLET = re.compile(r"^(?:[•·▪●■◦‣*–—-]|\d{1,2}[.)]|\([a-z\d]\))\s")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True)
class Line:
    """A line of a page, in points from the page's lower left corner."""

    text: str
    page: int
    left: float
    right: float
    base: float
    height: float
    """Of its first letter's font, from descent to ascent."""


def read_pdf(data: bytes, limits: Limits) -> Page:
    """The text of a PDF file, its paragraphs separated by blank lines. Raises Refused when it has no text to read."""
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(data)) as document:
            return _page(document, limits)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        what = "protected with a password" if is_locked else "damaged: its pages cannot be read"
        raise Refused(f"It is a PDF file that is {what}.", TYPE) from None


def _page(document: Any, limits: Limits) -> Page:
    count = len(document)
    if count > limits.pdf_pages:
        raise Refused(f"It is a PDF file of {count:,} pages, more than the limit of {limits.pdf_pages:,}.", TYPE)
    lines: list[Line] = []
    for number in range(count):
        page = document[number]
        text_page = page.get_textpage()
        lines += _lines(text_page.raw, number)
        text_page.close()
        page.close()
        if sum(len(line.text) for line in lines) > limits.text_chars:
            break
    if not any(re.search(r"\w", line.text) for line in lines):
        pages = "one page" if count == 1 else f"{count:,} pages"
        raise Refused(f"It is a PDF file without a text layer: pictures of {pages}, perhaps scanned.", TYPE)
    running = _running_lines(lines, count)
    stated = _stated(document.get_metadata_dict(), [lines[index].text for index in sorted(running)])
    spans, start = [], 0
    blocks = _paragraphs(lines, running)
    for words, is_running in blocks:
        if is_running:
            spans.append((start, start + len(words)))
        start += len(words) + len(_BETWEEN_PARAGRAPHS)
    text = _BETWEEN_PARAGRAPHS.join(words for words, _ in blocks)
    return Page(text, TYPE, "utf-8", stated=stated, running=tuple(spans))


def _stated(information: dict[str, str], running: list[str]) -> Statements:
    """What the document information states, and the address that browsers print at the foot of a page."""
    title = clean(information.get("Title", ""), MOST_CHARS["title"])
    printed = [match[0][: MOST_CHARS["url"]] for text in running if (match := _ADDRESS.search(text))]
    found = {
        "title": [title] if title and not _NO_TITLE.match(title) else [],
        "authors": author_names(clean(information.get("Author", ""), 1_000)),
        "url": printed[:1],
    }
    return {what: tuple(Stated(value, "pdf") for value in values) for what, values in found.items() if values}


def _lines(text_page: Any, number: int) -> Iterator[Line]:
    """The lines of a page as PDFium finds them, with their positions."""
    import pypdfium2.raw as pdfium

    codes: list[int] = []
    first = last = -1
    for index in range(pdfium.FPDFText_CountChars(text_page) + 1):
        code = pdfium.FPDFText_GetUnicode(text_page, index) or 10
        if code in _HYPHENS:
            codes.append(ord("-"))
            last = index
        if code in (10, 13, *_HYPHENS):
            if last >= 0 and (text := _text(codes)):
                yield _placed(text_page, text, number, first, last)
            codes, first, last = [], -1, -1
            continue
        codes.append(code)
        if code > 32:
            first, last = index if first < 0 else first, index


def _text(codes: list[int]) -> str:
    """Characters as text; a pair of surrogates is one character, a lone one none, and so is a control character."""
    raw = b"".join(code.to_bytes(4, "little") for code in codes if code < 0x110000)
    text = raw.decode("utf-32-le", errors="surrogatepass").encode("utf-16-le", errors="surrogatepass")
    shown = text.decode("utf-16-le", errors="replace")
    return " ".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "\ufffd", shown).split(" ")).strip()


def _placed(text_page: Any, text: str, number: int, first: int, last: int) -> Line:
    import pypdfium2.raw as pdfium

    x, y, right, other = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetCharOrigin(text_page, first, x, y)
    pdfium.FPDFText_GetCharBox(text_page, last, other, right, other, other)
    pdfium.FPDFText_GetLooseCharBox(text_page, first, box)
    return Line(text, number, x.value, right.value, y.value, abs(box.top - box.bottom))


def _running_lines(lines: Sequence[Line], pages: int) -> set[int]:
    """Indices of the lines that are at the same place at the edge of most pages and differ only in numbers."""
    on_page: defaultdict[int, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        on_page[line.page].append(index)
    seen: defaultdict[str, list[int]] = defaultdict(list)
    for indices in on_page.values():
        by_height = sorted(indices, key=lambda index: lines[index].base)
        for index in {*by_height[:_EDGE_LINES], *by_height[-_EDGE_LINES:]}:
            seen[re.sub(r"\d+", "0", lines[index].text)].append(index)
    found: set[int] = set()
    for indices in seen.values():
        middle = median(lines[index].base for index in indices)
        steady = [index for index in indices if abs(lines[index].base - middle) <= _EDGE_POINTS]
        if len({lines[index].page for index in steady}) >= max(2, (pages + 1) // 2):
            found.update(steady)
    return found


def _paragraphs(lines: Sequence[Line], running: Collection[int]) -> list[tuple[str, bool]]:
    """The texts of paragraphs and running lines (indices) in reading order, and whether each is a running line.

    Running lines come after the paragraphs that begin on their page.
    """
    body = [line for index, line in enumerate(lines) if index not in running]
    usual = _usual_distances(body)
    rights = _column_rights(body)
    words = Counter(word.lower() for line in body for word in re.findall(r"\w+(?:-\w+)*", line.text))
    blocks: list[tuple[int, bool, list[Line]]] = []
    for line in body:
        if blocks and _continues(blocks[-1][2][-1], line, usual, rights):
            blocks[-1][2].append(line)
        else:
            blocks.append((line.page, False, [line]))
    blocks += [(lines[index].page, True, [lines[index]]) for index in sorted(running)]
    return [(_joined(block, words), is_running) for _, is_running, block in sorted(blocks, key=lambda one: one[:2])]


def _usual_distances(lines: Sequence[Line]) -> dict[int, float]:
    """Font height -> the distance from line to line that is usual for it."""
    distances: defaultdict[int, list[float]] = defaultdict(list)
    for line, following in pairwise(lines):
        distance = line.base - following.base
        if _is_same_height(line, following) and 0.5 * line.height < distance < 2.5 * line.height:
            distances[round(line.height)].append(distance)
    return {height: median(sorted(found)[: len(found) * 3 // 4 + 1]) for height, found in distances.items()}


def _column_rights(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """(page, left edge in steps of 20 points) -> how far to the right its lines reach."""
    rights: dict[tuple[int, int], float] = {}
    for line in lines:
        for step in (-1, 0, 1):
            key = line.page, round(line.left / 20) + step
            rights[key] = max(rights.get(key, 0.0), line.right)
    return rights


def _is_same_height(line: Line, other: Line) -> bool:
    return abs(line.height - other.height) <= _SAME_HEIGHT * max(line.height, other.height)


def _continues(line: Line, following: Line, usual: dict[int, float], rights: dict[tuple[int, int], float]) -> bool:
    """Whether a line belongs to the same paragraph as the one before it."""
    if not _is_same_height(line, following) or _BULLET.match(following.text):
        return False
    right = rights[line.page, round(line.left / 20)]
    is_short = line.right < right - _SHORT * (right - line.left)
    distance = line.base - following.base
    if line.page != following.page or distance < -line.height / 2:
        return not _ENDS.search(line.text) and (following.text[0].islower() or not is_short) and len(line.text) > 15
    if distance < line.height / 2:
        return False
    most = _FAR * usual.get(round(line.height), 1.3 * line.height)
    is_indented = following.left > line.left + _INDENT * line.height and not _BULLET.match(line.text)
    return distance <= most and not is_indented and not (is_short and _ENDS.search(line.text))


def _joined(lines: Iterable[Line], words: Counter[str]) -> str:
    text = ""
    for line in lines:
        if not text:
            text = line.text
        elif _HYPHEN.search(text):
            text = _unhyphenated(text, line.text, words)
        elif _UNSPACED.match(text[-1]) and _UNSPACED.match(line.text):
            text += line.text
        else:
            text += f" {line.text}"
    return text


def _unhyphenated(text: str, following: str, words: Counter[str]) -> str:
    """Two lines as one where the first ends with a hyphen, which stays where the word has it elsewhere too."""
    bare = text[:-1]
    first, rest = _LAST_WORD.search(bare), _FIRST_WORD.match(following)
    if text[-1] == "\u00ad" and rest:
        return bare + following
    if first is None or rest is None or not rest[0][0].islower():
        return text + following
    hyphenated, whole = f"{first[0]}-{rest[0]}".lower(), f"{first[0]}{rest[0]}".lower()
    return (text if words[hyphenated] > words[whole] else bare) + following
