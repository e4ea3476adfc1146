"""Tells one version of the program from another: what is made with the same versions has the same rows."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.builder.writer import PACKAGES
from onrecord.language import model_folder

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

#: Packages that run after the documents and change none of their rows.
_LATER = frozenset({"report", "validation", "explanation", "evaluation", "cli"})


@cache
def made_with(model: str) -> str:
    """A hash of the program's files, the contract, the versions of the packages it uses, and the model's files."""
    digest = sha256(model.encode())
    for package in ("onrecord", "onrecord_schema"):
        _add(digest, Path(str(files(package))), skipped=_LATER)
    for name in PACKAGES:
        digest.update(f"{name} {version(name)}".encode())
    if folder := model_folder(model):
        _add(digest, folder)
    return digest.hexdigest()


def _add(digest: Hash, root: Path, skipped: frozenset[str] = frozenset()) -> None:
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        name = path.relative_to(root)
        if not {"__pycache__", *skipped} & set(name.parts):
            digest.update(name.as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
