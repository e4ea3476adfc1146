"""What reading gives to the stages after it: an input as received, and the page it holds, or why it was rejected."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, field_validator

from onrecord.inputs.limits import DEFAULTS, Limits
from onrecord_schema.edtf import edtf_range
from onrecord_schema.fields import Edtf, Language

#: Years in which news was printed; where a page states another year, some clock was not set.
NEWS_YEARS = range(1600, 2200)

#: Control characters and characters without width.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]+")


class Sidecar(BaseModel):
    """What is known of a source from outside it (`<file name>.yaml`); all optional, and it wins over inference."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str | None = None
    publisher: str | None = None
    published: Edtf | None = None
    title: str | None = None
    authors: tuple[str, ...] | None = None
    language: Language | None = None
    retrieved: Edtf | None = None
    licence: str | None = None

    @field_validator("*", mode="before")
    @classmethod
    def _trimmed(cls, value: object) -> object:
        """Texts with single blanks and none around them, each author once; an empty value counts as absent."""
        if isinstance(value, list) and value:
            kept: list[object] = []
            for one in map(cls._trimmed, value):
                if one is not None and one not in kept:
                    kept.append(one)
            return kept or None
        if isinstance(value, date | int):  # YAML reads an unquoted 2019-01-09 as a date, and 2019 as a number
            value = str(value)
        return (" ".join(_INVISIBLE.sub(" ", value).split()) or None) if isinstance(value, str) else value

    @field_validator("url")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError("it is not a web address")
        return value

    @field_validator("published", "retrieved")
    @classmethod
    def _is_date_of_news(cls, value: str | None) -> str | None:
        if value and any(day and day.year not in NEWS_YEARS for day in edtf_range(value)):
            raise ValueError("it is not a date of a news article")
        return value


@dataclass(frozen=True)
class Stated:
    """A fact that a document states, and what states it: of a page's markup `json-ld`, `open-graph`, `meta`, `time`,
    `byline`, `title`, `link` (the canonical one) or `html` (its `lang`); otherwise `record` (the row of a table),
    `web-archive` (WARC, MHTML), `pdf` (its document information) or `front-matter` (of Markdown)."""

    value: str
    by: str


#: What is stated, by fact: title, authors (one a name), published (ISO date), publisher, url, language, description.
Statements: TypeAlias = dict[str, tuple[Stated, ...]]


def united(first: Statements, second: Statements) -> Statements:
    """Both statements; where both state a fact, the first comes first, and what it says already is not repeated."""
    both = dict(first)
    for what, found in second.items():
        known = {one.value for one in first.get(what, ())}
        both[what] = (*first.get(what, ()), *(one for one in found if one.value not in known))
    return both


@dataclass(frozen=True)
class Input:
    """One input as found: a path below the sources folder, its bytes, and what is known of it."""

    path: str
    data: bytes
    sidecar: Sidecar = field(default_factory=Sidecar)
    limits: Limits = DEFAULTS
    media_type: str | None = None
    """What the container it was taken from says it is: a row (`application/json`) or a web page (`text/html`)."""
    charset: str | None = None
    """The encoding that the server named when the page was saved."""
    stated: Statements = field(default_factory=dict)
    """What the container it was taken from states of it."""

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Block:
    """A line of an HTML page's visible text, `[start, end)` of `Page.text`, with what the markup says of it."""

    start: int
    end: int
    tag: str
    """The block-level element that it is in: h1..h6, p, li, figcaption, blockquote, td, address, div, ...; figcaption
    also where a line is alone with a picture."""
    link_share: float
    """Share of its non-blank characters that are in links, 0..1."""
    region: str
    """The nearest landmark around it: article, main, nav, header, footer, aside, form, figure, or '' ."""
    in_main: bool
    """Whether it belongs to the article's text, as `main_text` decides."""
    in_container: bool = False
    """Whether it is in the smallest element that holds nearly all of the article's prose: teasers between the
    paragraphs do, captions do, the headline often does not, footers and lists of other stories do not."""
    prose_share: float = 0.0
    """Share of the article's prose marked up as this line is (same element and class, and around it): near 1 for the
    paragraphs of the body, 0 for what has a markup of its own (notices, captions, teasers, subheadings)."""
    bold_share: float = 0.0
    """Share of its non-blank characters in bold: 1 for a subheading that is only a bold paragraph."""
    hints: str = ""
    """Class, id, itemprop and rel of the elements that it is in or contains, nearest first, in lower case:
    `byline author-name article-header`."""


@dataclass(frozen=True)
class Page:
    """The text of a document, `articles.text`, and what its markup says; plain text has no blocks and no metadata."""

    text: str
    media_type: str
    encoding: str
    blocks: tuple[Block, ...] = ()
    stated: Statements = field(default_factory=dict)
    """What is stated of each fact, the most trusted first."""
    running: tuple[tuple[int, int], ...] = ()
    """Where the heads and feet are, `[start, end)`, that a printed document repeats on its pages, in order."""


@dataclass(frozen=True)
class Rejected:
    """An input that gave no article, with the reason in one sentence for a person."""

    reason: str
    media_type: str | None = None
    encoding: str | None = None


class Refused(Exception):
    """Raised where a file is not opened or not read further; `why` is the reason for its row."""

    def __init__(self, reason: str, media_type: str | None = None) -> None:
        super().__init__(reason)
        self.why = Rejected(reason, media_type)
