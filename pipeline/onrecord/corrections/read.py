"""Reads `corrections.yaml`: a list of decisions, each checked before anything is built."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from onrecord.errors import CorrectionsError

FILE_NAME = "corrections.yaml"
MAX_BYTES = 5_000_000

RowId = Annotated[str, StringConstraints(pattern=r"^[a-z]{3}-[0-9a-f]{16}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Value = str | int | float | bool | list[str] | None


class Correction(BaseModel):
    """One decision: what to do, to which rows, to what, why, and who says so."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    action: Literal["merge", "split", "relabel", "drop", "set"]
    rows: Annotated[list[RowId], Field(min_length=1, max_length=1000)]
    to: dict[str, Value] = {}
    was: dict[str, Value] = {}
    reason: Words
    author: Words

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
        return self


def read_corrections(sources: Sequence[Path]) -> list[Correction]:
    """The decisions in the corrections files of the source folders, in order; none where there is no file.

    Raises CorrectionsError for a file that cannot be read or a decision that is not one.
    """
    folders = dict.fromkeys(source if source.is_dir() else source.parent for source in sources)
    files = [folder / FILE_NAME for folder in folders]
    return [correction for file in files if file.is_file() for correction in _read(file)]


def _read(file: Path) -> list[Correction]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        if file.stat().st_size > MAX_BYTES:
            raise CorrectionsError(f"{file} is larger than {MAX_BYTES // 1_000_000} MB")
        content = YAML(typ="safe", pure=True).load(file.read_bytes())
    except OSError as error:
        raise CorrectionsError(f"{file} cannot be read: {error.strerror or error}") from error
    except (YAMLError, ValueError, RecursionError) as error:
        line = str(getattr(error, "problem", None) or error).splitlines()[0]
        raise CorrectionsError(f"{file} is not YAML that can be read: {line}") from error
    if content is None:
        return []
    if not isinstance(content, list):
        raise CorrectionsError(f"{file} is not a list of corrections: each begins with `- action:`")
    return [_checked(file, number, _plain(entry)) for number, entry in enumerate(content, 1)]


def _checked(file: Path, number: int, entry: Any) -> Correction:
    try:
        return Correction.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = " ".join(f"{where}: {first['msg']}".removeprefix(": ").split())
        raise CorrectionsError(f"{file}, correction {number} cannot be used: {message[:300]}") from error


def _plain(value: Any) -> Any:
    """YAML's own dates as the text that the tables hold."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
