"""Renders pages: all text is escaped, each page is complete in itself, and its policy lets a browser load nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from onrecord.report import words

_HERE = Path(__file__).parent


class Pages:
    """Writes pages into the report's folder from the templates beside this module; all pages can use `shared`.

    Style and script are part of each page, and its content security policy allows them by their hash: the strictest
    policy that works for pages opened from disk, sent by mail, or served.
    """

    def __init__(self, site: Path, shared: Mapping[str, Any]) -> None:
        self._site, self._shared = site, shared

    def write(self, path: str, template: str, **content: Any) -> Path:
        """Render a template into `path` below the report's folder; `root` is the way back to the folder."""
        target = self._site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        known = {**self._shared, **content, "path": path, "root": "../" * path.count("/")}
        # Lone surrogates cannot be written as UTF-8; they show as question marks.
        target.write_bytes(_environment().get_template(template).render(known).encode("utf-8", errors="replace"))
        return target


class _RowsFirst(Environment):
    """Looks up `row.name` of a dictionary as a key first; Jinja's own order raises and catches an error each time."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@cache
def _environment() -> Environment:
    style, script = _read("style.css"), _read("page.js")
    environment = _RowsFirst(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    chart = {
        "chart_style": _read("assets/vis-timeline-graph2d.min.css"),
        "timeline_style": _read("timeline.css"),
        "chart_script": _read("assets/vis-timeline-graph2d.min.js"),
        "timeline_script": _read("timeline.js"),
    }
    environment.globals |= {
        "style": Markup(style),
        "script": Markup(script),
        "policy": _policy([style], [script]),
        "search_policy": _policy([style], [script], "'self' file:"),
        "chart_policy": _policy(
            [style, chart["chart_style"], chart["timeline_style"]],
            [script, chart["chart_script"], chart["timeline_script"]],
        ),
        **{name: Markup(text) for name, text in chart.items()},
        "bounds": words.bounds_in_words,
        "counted": words.counted,
    }
    environment.filters |= {
        "in_words": words.date_in_words,
        "percent": words.percent,
        "clipped": words.clipped,
        "coded": _coded,
    }
    environment.tests["web_address"] = is_web_address
    return environment


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _policy(styles: Iterable[str], scripts: Iterable[str], files: str = "") -> str:
    """The policy that allows only these inline styles and scripts, and script files from `files`.

    A page with a search loads script files (see `search`); a browser checks no hashes of files on disk.
    """
    sources = " ".join([*map(_source, scripts), *filter(None, [files])])
    allowed = f"style-src {' '.join(map(_source, styles))}; script-src {sources}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _source(text: str) -> str:
    """The source expression that allows an inline style or script by its hash (CSP level 2)."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _coded(sentence: str) -> Markup:
    """A sentence with the words between backticks as code."""
    parts = sentence.split("`")
    return Markup("").join(Markup("<code>{}</code>").format(part) if n % 2 else part for n, part in enumerate(parts))


def is_web_address(value: object) -> bool:
    """Whether a string may become a link: http or https, with a host, without blanks and control characters."""
    if not isinstance(value, str) or any(character <= " " or character == "\x7f" for character in value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
