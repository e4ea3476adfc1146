"""Builds the documentation site: Markdown pages, and reference pages generated from the code. See `make docs`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from sphinx.application import Sphinx

import onrecord
from onrecord_schema import SCHEMA_VERSION

HERE = Path(__file__).parent

project = "On Record"
version = release = f"{onrecord.__version__} (schema {SCHEMA_VERSION})"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3
myst_enable_extensions = ["deflist"]
autodoc_typehints = "description"
nitpicky = False
html_theme = "furo"
html_title = "On Record"
html_show_copyright = False
html_last_updated_fmt = None


def write_command_line_reference(app: Sphinx) -> None:
    """Write `reference/cli.md` from the commands' own help texts."""
    command = [sys.executable, "-m", "typer", "onrecord.cli.main", "utils", "docs", "--name", "build-dataset"]
    page = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    (HERE / "reference" / "cli.md").write_text(page.replace("# `build-dataset`", "# Command line", 1), "utf-8")


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", write_command_line_reference)
