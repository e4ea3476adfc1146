"""Makes Data Docs work offline: no requests to other servers, no times, no random ids, no absolute paths.

Great Expectations' pages load their style sheets and scripts from other servers, and contain the time, random ids and
the absolute path of the data. All of these are replaced, and every page gets a link to the report.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html import escape
from itertools import count
from pathlib import Path

_ASSETS = Path(__file__).parent / "assets"
_STYLES = ("bootstrap", "bootstrap-table", "bootstrap-table-filter-control", "fontawesome", "fontawesome-solid")
_SCRIPTS = ("jquery", "popper", "bootstrap", "bootstrap-table", "bootstrap-table-filter-control")

#: Only the site's own files, opened from disk or served; the pages have styles and scripts inside.
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self' file: data:; font-src 'self' file: data:; "
    "style-src 'self' file: 'unsafe-inline'; script-src 'self' file: 'unsafe-inline'"
)
_HEAD = re.compile(r"<head>|(?<=<html lang=\"en\">)(?!.*<head>)", re.DOTALL)
_REMOTE_TAG = re.compile(r"""<script src="https?://[^>]*></script>|<link [^>]*href="https?://[^>]*>""")
_REMOTE_IMAGE = re.compile(r"""https://great-expectations-web-assets[^"'?]*/[\w-]+\.png(\?[^"']*)?""")
_FAVICON = re.compile(r'href="[^"]*static/images/favicon\.ico')
#: The time a table was loaded. The name of a run's folder is a time too, which is always the same.
_LOAD_TIME = re.compile(r"(?!19700101)\b\d{8}T\d{6}\.\d{6}Z")
_NEWSLETTER = re.compile(r"<footer>.*?</footer>", re.DOTALL)
_RANDOM_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
#: The columns of the list of runs with their times and names.
_RUN_COLUMNS = re.compile(r"\{'field': 'run_(?:time|name)'[^{}]*(?:\{[^{}]*\})?[^{}]*\}, ")
_RUN_TIME_ROW = re.compile(r"<tr\b[^>]*>(?:(?!</tr>).)*Run Time(?:(?!</tr>).)*</tr>", re.DOTALL)
#: Pictures of Great Expectations' own tour, which the site does not offer.
_TOUR = ("glossary_scroller.gif", "validation_failed_unexpected_values.gif", "iterative-dev-loop.png")


def make_offline(site: Path, data: Path) -> None:
    """Rewrite every page below `site`, built over the files in the folder `data`."""
    shutil.copytree(_ASSETS, site / "static" / "assets", dirs_exist_ok=True)
    for picture in _TOUR:
        (site / "static" / "images" / picture).unlink(missing_ok=True)
    pages = {path.parts[path.parts.index("validations") + 1]: path for path in site.glob("validations/**/*.html")}
    names = {page: name for name, page in pages.items()}
    for page in sorted(site.rglob("*.html")):
        root = "../" * (len(page.relative_to(site).parts) - 1)
        text = _offline(page.read_text(encoding="utf-8"), root)
        if page in names:  # the pages do not know the name of an asset that is a file
            text = text.replace("Data asset: None", f"Data asset: {names[page]}")
        for name, target in pages.items():
            text = _suite_page(name).sub(f'href="{root}{target.relative_to(site).as_posix()}"', text)
        for written in (str(data), escape(str(data)), json.dumps(str(data))[1:-1]):
            text = text.replace(f"{written}/", "")
        page.write_text(text, encoding="utf-8")


def _suite_page(name: str) -> re.Pattern[str]:
    """Links to a suite's own page, which is not built: the validation's page shows the suite."""
    return re.compile(rf'href="[^"]*\bexpectations/{name}\.html"')


def _offline(text: str, root: str) -> str:
    numbers = _numbered()
    known: dict[str, str] = {}
    tags = [f'<link rel="stylesheet" href="{root}static/assets/css/{name}.min.css">' for name in _STYLES]
    tags += [f'<script src="{root}static/assets/js/{name}.min.js"></script>' for name in _SCRIPTS]
    text = _REMOTE_TAG.sub("", text)
    # Before the page's own styles, which refine them.
    text = text.replace("<style>", "\n".join(tags) + "\n<style>", 1)
    text = text.replace("<html>", '<html lang="en">', 1)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    text = _HEAD.sub(f"<head>\n{policy}", text, count=1)
    back = f'<p class="m-3"><a href="{root}../index.html">← Back to the report</a></p>'
    text = text.replace("<body>", f"<body>\n{back}", 1)
    text = _REMOTE_IMAGE.sub(f"{root}static/images/logo-long.png", text)
    text = _FAVICON.sub(f'href="{root}static/images/favicon.ico', text)
    text = _LOAD_TIME.sub("", _NEWSLETTER.sub("", text))
    text = _RANDOM_ID.sub(lambda match: known.setdefault(match[0], next(numbers)), text)
    text = _RUN_TIME_ROW.sub("", _RUN_COLUMNS.sub("", text))
    text = text.replace("'sortName': 'run_time', 'sortOrder': 'desc'", "'sortName': 'asset_name', 'sortOrder': 'asc'")
    text = text.replace("'pagination': 'true'", "'pagination': ''")
    return re.sub(r"'run_time': '[^']*', ", "", re.sub(r" / 1970-01-01T00:00:00Z", "", text))


def _numbered() -> Iterator[str]:
    return (f"{number:04}" for number in count(1))
