"""Reads `corrections.yaml`: a list of decisions, each checked and traced to its line before anything is built."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, ValidationError, model_validator

from onrecord.errors import CorrectionsError
from onrecord.inputs.ordinary_file import open_ordinary
from onrecord.inputs.plain_yaml import YamlProblem, events, load_yaml
from onrecord_schema.across_documents import Action

FILE_NAME = "corrections.yaml"
MAX_BYTES = 5_000_000

RowId = Annotated[str, StringConstraints(pattern=r"^[a-z]{3}-[0-9a-f]{16}$")]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Value = str | int | float | bool | list[str] | None


class Correction(BaseModel):
    """One decision: what to do with which rows, the values to set, why, and who decided."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    action: Action
    rows: Annotated[list[RowId], Field(min_length=1, max_length=1000)]
    to: dict[str, Value] = {}
    was: dict[str, Value] = {}
    reason: Reason
    author: Reason
    _place: str = PrivateAttr("")

    @property
    def place(self) -> str:
        """The file, line and entry it was read from; empty when it was not read from a file."""
        return self._place

    @model_validator(mode="after")
    def _is_whole(self) -> Correction:
        if len(set(self.rows)) < len(self.rows):
            raise ValueError("a row is named twice")
        if self.action == "merge" and len(self.rows) < 2:
            raise ValueError("merge needs at least two rows")
        if (self.action in ("set", "relabel")) != bool(self.to):
            raise ValueError("set and relabel, and only they, need `to: {column: value}`")
        if self.was and not self.to:
            raise ValueError("`was` says what a column held that `to` changes")
        for value in (self.reason, self.author, *self.to.values(), *self.was.values(), *self.to, *self.was):
            for words in value if isinstance(value, list) else [value]:
                if isinstance(words, str) and any("\ud800" <= sign <= "\udfff" for sign in words):
                    raise ValueError(f"{words!r} holds half a character, which no file can hold")
        return self


def read_corrections(sources: Sequence[Path]) -> list[Correction]:
    """The decisions in the corrections files of the source folders, in order; none without such a file.

    They are about a whole folder: in a build of single files most would match nothing, so none is applied.
    Raises CorrectionsError for a file that cannot be read or an entry that is no correction.
    """
    files = [folder / FILE_NAME for folder in dict.fromkeys(source for source in sources if source.is_dir())]
    return [correction for file in files if os.path.lexists(file) for correction in _read(file)]


def left_aside(sources: Sequence[Path]) -> list[Path]:
    """The corrections files beside single files that are built without their folder."""
    folders = {source.resolve() for source in sources if source.is_dir()}
    beside = dict.fromkeys(source.parent for source in sources if source.is_file())
    files = [folder / FILE_NAME for folder in beside if folder.resolve() not in folders]
    return [file for file in files if file.is_file()]


def _read(file: Path) -> list[Correction]:
    try:
        with open_ordinary(file) as stream:
            content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise CorrectionsError(f"{file} is larger than {MAX_BYTES // 1_000_000} MB")
        lines, entries = _lines(content), load_yaml(content, days_as_text=True)  # the contract says what is a day
    except OSError as error:
        raise CorrectionsError(f"{file} cannot be read: {error.strerror or error}") from error
    except YamlProblem as problem:
        where = f"line {problem.line}: " if problem.line else ""
        raise CorrectionsError(f"{file} is not YAML that can be read: {where}{problem}") from problem
    if not isinstance(entries, list | None):
        raise CorrectionsError(f"{file} is not a list of corrections: each begins with `- action:`")
    numbered = enumerate(zip(lines, entries or [], strict=True), 1)
    return [_checked(f"{file}, line {line}, correction {number}", entry) for number, (line, entry) in numbered]


def _lines(content: bytes) -> list[int]:
    """The lines on which the entries of the list begin."""
    from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent, NodeEvent

    lines, depth = [], 0
    for event in events(content):
        depth -= isinstance(event, CollectionEndEvent)
        if depth == 1 and isinstance(event, NodeEvent):
            lines.append(event.start_mark.line + 1)
        depth += isinstance(event, CollectionStartEvent)
    return lines


def _checked(place: str, entry: Any) -> Correction:
    try:
        correction = Correction.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = " ".join(f"{where}: {first['msg']}".removeprefix(": ").split())
        raise CorrectionsError(f"{place} cannot be used: {message[:300]}") from error
    correction._place = place
    return correction
