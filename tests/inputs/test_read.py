"""Reading any bytes gives a page or a reason, by the bytes themselves and not by the file's name."""

from __future__ import annotations

import gzip
import io
import tarfile
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.inputs.page import Input, Page, Rejected
from onrecord.inputs.read import read

ARTICLE = "<html><body><p>The minister said on Monday that nothing would change.</p></body></html>"


def rejected(data: bytes, name: str = "a.txt") -> Rejected:
    result = read(Input(name, data))
    assert isinstance(result, Rejected), result
    assert result.reason.endswith(".") and "\n" not in result.reason
    return result


def page(data: str | bytes, name: str = "a.html") -> Page:
    result = read(Input(name, data if isinstance(data, bytes) else data.encode()))
    assert isinstance(result, Page), result
    return result


def office_document() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), "<w/>")
    return stream.getvalue()


def tar_archive() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type", "word"),
    [
        (b"", None, "empty"),
        (b" \n\t\r\n\xc2\xa0", "text/plain", "blanks"),
        (b"\xef\xbb\xbf\xe2\x80\x8b\n", "text/plain", "blanks"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image/png", "picture (PNG)"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "image/jpeg", "picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "application/pdf", "PDF"),
        (b"PK\x05\x06" + bytes(18), "application/zip", "ZIP"),
        (gzip.compress(b"news", mtime=0)[:-9], "application/gzip", "gzip"),
        (office_document(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Office"),
        (tar_archive(), "application/x-tar", "tar"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "application/x-ole-storage", "Office"),
        (b"{\\rtf1\\ansi News}", "application/rtf", "RTF"),
        (bytes(range(256)) * 20, "application/octet-stream", "binary"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "application/xml", "XML"),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=text/html\r\n",
            *("multipart/related", "without a page"),
        ),
        (b"<html><body><script>x()</script></body></html>", "text/html", "without any text"),
    ],
)
def test_files_of_other_kinds_are_rejected_by_name(data: bytes, media_type: str | None, word: str) -> None:
    result = rejected(data)
    assert (result.media_type, word in result.reason) == (media_type, True), result


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a", "a.png"])
def test_html_is_known_by_its_content(name: str) -> None:
    assert page(ARTICLE, name).media_type == "text/html"
    assert (
        page(f"\ufeff<?xml version='1.0'?>\n<!-- saved -->\n<!DOCTYPE html>\n{ARTICLE}", name).media_type == "text/html"
    )
    assert page("<p>One.</p><p>Two.</p>", name).text == "One.\n\nTwo."


@pytest.mark.parametrize(
    "text", ["Profits < losses, he said.\n", "Write <b> for bold.", "# Title\n\nText of a note.\n", "a <p"]
)
def test_text_that_mentions_markup_stays_text(text: str) -> None:
    assert page(text, "a.txt") == Page(text, "text/plain", "utf-8")


def test_nesting_and_length_are_limited() -> None:
    started = time.monotonic()
    assert "nested" in rejected(b"<html><body>" + b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000).reason
    assert len(page(b"word " * 100_000, "a.txt").text) == 500_000
    assert "more than the limit of 500,000" in rejected(b"<html><p>" + b"word " * 400_000).reason
    assert time.monotonic() - started < 60


def check(result: Page | Rejected) -> None:
    if isinstance(result, Rejected):
        assert result.reason
        return
    result.text.encode()
    assert result.text.strip() and "\r" not in result.text and "\x00" not in result.text
    end = 0
    for block in result.blocks:
        assert end <= block.start < block.end <= len(result.text)
        line = result.text[block.start : block.end]
        assert line == line.strip() and "\n" not in line
        assert not result.text[end : block.start].strip()
        assert 0 <= block.link_share <= 1 and 0 <= block.bold_share <= 1 and 0 <= block.prose_share <= 1
        end = block.end
    for statements in result.stated.values():
        assert all(one.value.strip() for one in statements)
        "".join(one.value for one in statements).encode()


MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                f"<{slash}{tag}>"
                for tag in ("p", "div", "a", "b", "h1", "br", "li", "table", "td")
                for slash in ("", "/")
            ]
        ),
        st.sampled_from(
            ['<script type="application/ld+json">', "</script>", '{"@type":"Article",', '"author":', '"\\ud800"', "}"]
        ),
        st.sampled_from(
            [
                "<time datetime=",
                "<img>",
                "<!--",
                "-->",
                "<p hidden>",
                "&#xD800;",
                "&nbsp;",
                '<div style="display:none">',
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=40,
)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a"]))
def test_reading_any_bytes_gives_a_page_or_a_reason(data: bytes, name: str) -> None:
    check(read(Input(name, data)))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(MARKUP)
def test_reading_any_markup_gives_blocks_in_order(pieces: list[str]) -> None:
    data = ("<html>" + "".join(pieces)).encode("utf-8", errors="replace")
    check(read(Input("a.html", data)))


def test_a_text_longer_than_any_article_is_rejected() -> None:
    page = read(Input("a.txt", b"Police said so. " * 40_000))
    assert isinstance(page, Rejected)
    assert "640,000 characters" in page.reason
