"""Reads a PDF file with a text layer: its lines in the order the file draws them, put together to paragraphs.

The dates in a PDF say when the file was made, which for a saved page is the day it was saved: none is taken for the
day of publication.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any

from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Page, Rejected, Stated, Statements
from onrecord.inputs.pdf_paragraphs import Line, paragraphs, running_lines
from onrecord.inputs.statements import author_names

TYPE = "application/pdf"
#: What programs put into the title's field where nobody gave the document one.
_NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)\b.*|untitled\b.*|document\d*|print\w*|about:blank"
    r"|.*\.(?:docx?|indd|qxp|pdf|html?|txt|rtf)|https?://\S*|\W*)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://[^\s…]+")
_MOST_TITLE_CHARS = 500
#: What PDFium gives for a hyphen at a line's end, and the next line directly after it.
_HYPHENS = (0x2, 0xFFFE)
#: What parts the paragraphs in the text.
_BETWEEN = "\n\n"


def read_pdf(data: bytes, limits: Limits) -> Page | Rejected:
    """The page that a PDF file holds, its paragraphs parted by blank lines; a reason when it has no text to read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        what = "protected with a password" if is_locked else "damaged: its pages cannot be read"
        return Rejected(f"It is a PDF file that is {what}.", TYPE)
    try:
        return _page(document, limits)
    except pypdfium2.PdfiumError:
        return Rejected("It is a PDF file that is damaged: its pages cannot be read.", TYPE)
    finally:
        document.close()


def _page(document: Any, limits: Limits) -> Page | Rejected:
    count = len(document)
    if count > limits.pdf_pages:
        return Rejected(f"It is a PDF file of {count:,} pages, of at most {limits.pdf_pages:,}.", TYPE)
    lines: list[Line] = []
    chars = 0
    for number in range(count):
        page = document[number]
        text_page = page.get_textpage()
        for line in _lines(text_page.raw, number):
            lines.append(line)
            chars += len(line.text)
        text_page.close()
        page.close()
        if chars > limits.text_chars:
            break
    if not any(re.search(r"\w", line.text) for line in lines):
        pages = "one page" if count == 1 else f"{count:,} pages"
        return Rejected(f"It is a PDF file without a text layer: pictures of {pages}, perhaps scanned.", TYPE)
    running = running_lines(lines, count)
    stated = _stated(document.get_metadata_dict(), [lines[index].text for index in sorted(running)])
    spans, start = [], 0
    blocks = paragraphs(lines, running)
    for words, is_running in blocks:
        if is_running:
            spans.append((start, start + len(words)))
        start += len(words) + len(_BETWEEN)
    text = _BETWEEN.join(words for words, _ in blocks)
    return Page(text, TYPE, "utf-8", stated=stated, running=tuple(spans))


def _lines(text_page: Any, number: int) -> Iterator[Line]:
    """The lines of a page as PDFium finds them, with where they stand."""
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

    x, y, right = ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    other = ctypes.c_double()
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetCharOrigin(text_page, first, x, y)
    pdfium.FPDFText_GetCharBox(text_page, last, other, right, other, other)
    pdfium.FPDFText_GetLooseCharBox(text_page, first, box)
    return Line(text, number, x.value, right.value, y.value, abs(box.top - box.bottom))


def _stated(information: dict[str, str], running: list[str]) -> Statements:
    """What the document information states, and the address that browsers print at the foot of a page."""
    found: Statements = {}
    title = " ".join(information.get("Title", "").split())[:_MOST_TITLE_CHARS]
    if title and not _NO_TITLE.match(title):
        found["title"] = (Stated(title, "pdf"),)
    authors = author_names(" ".join(information.get("Author", "").split())[:1_000])
    if authors:
        found["authors"] = tuple(Stated(name, "pdf") for name in authors)
    printed = next((match[0] for text in running if (match := _ADDRESS.search(text))), None)
    if printed:
        found["url"] = (Stated(printed[:2_000], "pdf"),)
    return found
