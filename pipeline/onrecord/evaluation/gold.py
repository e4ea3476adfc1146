"""Reads gold files of the format in docs/gold.md; any other content is refused with its file and place.

What a file leaves out (no `claims:`, no `language:`) is not scored; an empty list says that there is none.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from onrecord.errors import OnRecordError
from onrecord.inputs.plain_yaml import YamlProblem, load_yaml
from onrecord_schema.claims import ClaimKind, Stance
from onrecord_schema.edtf import edtf_range
from onrecord_schema.events import EventType
from onrecord_schema.fields import Basis
from onrecord_schema.segments import Role

_SUFFIXES = (".yaml", ".yml", ".json")


class GoldError(OnRecordError):
    """A gold file cannot be used; the message names the file and the place in it."""


def _edtf(value: object) -> object:
    """The EDTF string that was typed; YAML reads 2019-01-09 as a date and 2018 as a number."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        value = f"{value:04}"
    if isinstance(value, str):
        edtf_range(value)
    return value


def _several(value: object) -> object:
    return value if isinstance(value, list) else [value]


Quote = Annotated[str, Field(min_length=1)]
Edtf = Annotated[str, BeforeValidator(_edtf)]
Nth = Annotated[int, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class GoldArticle(_Part):
    """Facts of the article; only those given are scored, and null says that there is none."""

    title: str | None = None
    authors: list[str] | None = None
    publisher: str | None = None
    agency: str | None = None
    url: str | None = None
    source_url: str | None = None
    language: str | None = None
    dateline_place: str | None = None
    published: Edtf | None = None
    published_basis: Basis | None = None
    """With `inferred` any date that overlaps is right: no text states it."""
    story: str | None = None
    """Which articles are versions of one report; a note for the annotator, not scored."""


class GoldSegment(_Part):
    """A stretch that is not body text, quoted whole or by its first and last words."""

    role: Role
    text: Quote | None = None
    start_text: Quote | None = None
    end_text: Quote | None = None
    nth: Nth = 1

    @model_validator(mode="after")
    def _is_one_stretch(self) -> Self:
        if (self.text is None) == (self.start_text is None) or (self.start_text is None) != (self.end_text is None):
            raise ValueError("give either text, or start_text and end_text")
        return self


class GoldClaim(_Part):
    text: Quote
    nth: Nth = 1
    kind: Literal[ClaimKind, "no_comment"]
    speaker: str | None = None
    cue: str | None = None
    stance: Stance | None = None
    said: Edtf | None = None
    optional: bool = False

    @property
    def is_scored(self) -> bool:
        """Whether a row must find it; statements of the article itself are left out on both sides."""
        return not self.optional and self.kind != "narrator"


class GoldPerson(_Part):
    name: Quote
    role: str | None = None
    age: int | None = None
    pseudonym: bool = False
    optional: bool = False


class GoldEvent(_Part):
    type: Annotated[list[EventType], BeforeValidator(_several), Field(min_length=1)]
    trigger: Quote
    nth: Nth = 1
    mode: str | None = None
    date: Edtf | None = None
    place: str | None = None
    persons: list[str] | None = None
    count_min: int | None = None
    count_max: int | None = None
    optional: bool = False


class Gold(_Part):
    """The annotations of one document."""

    source: Quote
    article: GoldArticle | None = None
    segments: list[GoldSegment] | None = None
    claims: list[GoldClaim] | None = None
    persons: list[GoldPerson] | None = None
    never_persons: list[str] = []
    events: list[GoldEvent] | None = None


def read_gold(place: Path) -> list[tuple[Path, Gold]]:
    """Every gold file in a folder (not in its subfolders) by name, or the one file given. Raises GoldError."""
    if place.is_dir():
        paths = sorted(path for path in place.iterdir() if path.suffix in _SUFFIXES and path.is_file())
        if not paths:
            raise GoldError(f"{place} holds no gold: no file ends in {', '.join(_SUFFIXES)}")
    elif place.is_file():
        paths = [place]
    else:
        raise GoldError(f"gold {place} does not exist")
    return [(path, _read(path)) for path in paths]


def _read(path: Path) -> Gold:
    try:
        content = _parsed(path, path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise GoldError(f"{path} cannot be read: {_first_line(error)}") from error
    if not isinstance(content, dict):
        raise GoldError(f"{path}: not a gold file: it must hold `source:` and what is annotated")
    try:
        return Gold.model_validate(content)
    except ValidationError as error:
        raise GoldError(f"{path}: {_first_complaint(error)}") from error


def _parsed(path: Path, text: str) -> Any:
    if path.suffix == ".json":
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            raise GoldError(f"{path} is not JSON: {_first_line(error)}") from error
    try:
        return load_yaml(text)
    except YamlProblem as problem:
        where = f" (line {problem.line})" if problem.line else ""
        raise GoldError(f"{path} is not YAML{where}: {problem}") from problem


def _first_line(error: object) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _first_complaint(error: ValidationError) -> str:
    """'claims[3].speeker: unknown field'."""
    first = error.errors()[0]
    where = ""
    for step in first["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else str(step)
    if first["type"] == "extra_forbidden":
        return f"{where}: unknown field"
    message = first["msg"].removeprefix("Value error, ")
    return f"{where or 'gold'}: {message[:1].lower()}{message[1:]}"
