"""The crosswalk: how PLOVER's events pair with CAMEO, ACLED and HURIDOCS, shipped with every dataset."""

from __future__ import annotations

from importlib.resources import files

from onrecord_schema.crosswalk import CrosswalkEntry


def crosswalk() -> list[CrosswalkEntry]:
    """The rows of `crosswalk.tsv`, by event type and act; null where a scheme has no term for the act."""
    lines = files(__package__).joinpath("crosswalk.tsv").read_text("utf-8").splitlines()
    header, *rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [
        CrosswalkEntry.model_validate(dict(zip(header, (cell or None for cell in row), strict=True))) for row in rows
    ]
