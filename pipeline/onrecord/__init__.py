"""On Record turns saved news articles into a dataset that can stand as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.builder.build import BuildResult, build
    from onrecord.validation import Outcome

__version__ = "0.1.0"
__all__ = ["BuildResult", "Outcome", "__version__", "build", "explain", "validate"]


def validate(folder: Path | str, *, deep: bool = False) -> Outcome:
    """Check the tables of the dataset at `folder`; `deep` also checks every row against its model.

    Writes the failing rows and the results for machines into `folder/report`. Raises NotADirectoryError for a folder
    that does not exist, and OSError when there is no room to work in.
    """
    from pathlib import Path

    from onrecord.validation import validate

    return validate(Path(folder), deep=deep)


def explain(folder: Path | str, row_id: str) -> str:
    """Describe a row of the dataset at `folder`, the words it comes from and how it was made.

    Raises OnRecordError when the dataset has no such row or a table cannot be read.
    """
    from pathlib import Path

    from onrecord.explanation.explain import explain

    return explain(Path(folder), row_id)


def __getattr__(name: str) -> Any:
    """Import the pipeline only when it is used, so that `import onrecord` is fast."""
    if name in ("BuildResult", "build"):
        from onrecord.builder import build

        return getattr(build, name)
    if name == "Outcome":
        from onrecord.validation import Outcome

        return Outcome
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
