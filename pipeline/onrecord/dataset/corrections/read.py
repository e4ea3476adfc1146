"""Reads `corrections.yaml`: a list of decisions, each checked and traced to its line before anything is built."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, ValidationError, model_validator

from onrecord.errors import CorrectionsError
from onrecord_schema.across_documents import Action

if TYPE_CHECKING:
    from ruamel.yaml import YAML

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
    return [correction for file in files if file.is_file() for correction in _read(file)]


def left_aside(sources: Sequence[Path]) -> list[Path]:
    """The corrections files beside single files that are built without their folder."""
    folders = {source.resolve() for source in sources if source.is_dir()}
    beside = dict.fromkeys(source.parent for source in sources if source.is_file())
    files = [folder / FILE_NAME for folder in beside if folder.resolve() not in folders]
    return [file for file in files if file.is_file()]


def _read(file: Path) -> list[Correction]:
    from ruamel.yaml.error import YAMLError

    try:
        if file.stat().st_size > MAX_BYTES:
            raise CorrectionsError(f"{file} is larger than {MAX_BYTES // 1_000_000} MB")
        content = file.read_bytes()
        lines, entries = _lines(file, content), _yaml().load(content)
    except OSError as error:
        raise CorrectionsError(f"{file} cannot be read: {error.strerror or error}") from error
    except (YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        what = str(getattr(error, "problem", None) or error).splitlines()[0]
        what = "its brackets are nested too deep" if isinstance(error, RecursionError) else what
        raise CorrectionsError(f"{file} is not YAML that can be read: {where}{what[:300]}") from error
    if not isinstance(entries, list | None):
        raise CorrectionsError(f"{file} is not a list of corrections: each begins with `- action:`")
    numbered = enumerate(zip(lines, entries or [], strict=True), 1)
    return [_checked(f"{file}, line {line}, correction {number}", entry) for number, (line, entry) in numbered]


def _lines(file: Path, content: bytes) -> list[int]:
    """The lines on which the entries of the list begin.

    Raises CorrectionsError for an anchor or alias: none is needed, and a few bytes of them can fill the memory.
    """
    from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent

    lines, depth = [], 0
    for event in _yaml().parse(content):
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            raise CorrectionsError(
                f"{file}, line {event.start_mark.line + 1}: &{event.anchor} and *{event.anchor} are not read in "
                "corrections; write out what is meant, and put words that begin so between quotation marks"
            )
        depth -= isinstance(event, CollectionEndEvent)
        if depth == 1 and isinstance(event, NodeEvent):
            lines.append(event.start_mark.line + 1)
        depth += isinstance(event, CollectionStartEvent)
    return lines


def _yaml() -> YAML:
    """A reader that leaves days as written: the contract says which values are dates."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import SafeConstructor

    class Reader(SafeConstructor):
        """Its own class, so that other readers of this process keep their days."""

    Reader.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Reader
    return yaml


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
