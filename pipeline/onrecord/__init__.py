"""On Record: saved news articles in, a dataset that can stand as evidence out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.builder.build import BuildResult, build

__version__ = "0.1.0"
__all__ = ["BuildResult", "__version__", "build"]


def __getattr__(name: str) -> Any:
    """Import the pipeline when it is first asked for, so that `import onrecord` stays light."""
    if name in ("build", "BuildResult"):
        from onrecord.builder import build

        return getattr(build, name)
    raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
