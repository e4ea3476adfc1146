"""Limits are set by name and number; an invalid setting is refused with an explanation."""

from __future__ import annotations

import pytest

from onrecord.inputs.limits import Limits, parse_limits


def test_settings_replace_defaults_and_understand_units() -> None:
    assert parse_limits([]) == Limits()
    limits = parse_limits(["file_bytes=200MB", "text_chars=1,000_000", " PDF_PAGES = 5 ", "zip_bytes=1.5GB"])
    assert (limits.file_bytes, limits.text_chars, limits.pdf_pages) == (200_000_000, 1_000_000, 5)
    assert (limits.zip_bytes, limits.html_tags) == (1_500_000_000, Limits().html_tags)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("file_bytes", "NAME=NUMBER"),
        ("file_bytes=", "NAME=NUMBER"),
        ("file_bytes=-1", "NAME=NUMBER"),
        ("file_bytes=2TB", "NAME=NUMBER"),
        ("pages=5", "there is no limit 'pages'; there are file_bytes"),
        ("pdf_pages=5MB", "pdf_pages is not counted in MB"),
        ("pdf_pages=0", "pdf_pages must be at least 1"),
    ],
)
def test_an_invalid_setting_is_refused(setting: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_limits([setting])
