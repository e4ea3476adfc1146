"""Reading a damaged file gives pages that segments tile, or reasons, and never crashes."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from documents import (
    STORY,
    article_pdf,
    json_lines,
    packed,
    parquet,
    response,
    saved_whole,
    web_archive,
    web_page,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.document.segments import segment
from onrecord.inputs.containers.reader import receive_each
from onrecord.inputs.find import Found
from onrecord.inputs.page import Input, Rejected
from onrecord.inputs.read import read
from onrecord_schema import ids

SUFFIXES = (
    "txt", "md", "html", "mhtml", "pdf", "json", "jsonl", "csv", "tsv", "parquet", "warc", "warc.gz", "zip", "png", "",
)  # fmt: skip
FACTS = '{"@type":"NewsArticle","author":{"name":"Mary Hale"},"datePublished":"2019-03-05"}'
HEAD = f'<script type="application/ld+json">{FACTS}</script>'
PAGE = web_page(head=HEAD)
ROWS: list[dict[str, object]] = [{"title": "Harbour", "text": STORY, "date": "2019-03-05"}] * 3
WHOLE = {
    "a.html": PAGE,
    "a.md": f"---\ntitle: Harbour\n---\n# Harbour\n\n**By Mary Hale**\n\n> {STORY}\n\n[more](https://example.org)\n".encode(),
    "a.pdf": article_pdf(),
    "a.mhtml": saved_whole(PAGE, "https://example.org/a"),
    "a.jsonl": json_lines(ROWS),
    "a.csv": b'title,text\r\nHarbour,"The port ""closed"", he said.\nOn Monday."\r\nOther,More text here.\r\n',
    "a.parquet": parquet({"title": ["a", "b", "c"], "text": [STORY] * 3}),
    "a.warc": web_archive([response("https://example.org/a", PAGE)] * 2, compressed=False),
    "a.warc.gz": web_archive([response("https://example.org/a", PAGE)] * 2),
    "a.zip": packed({"a.html": PAGE, "a.html.yaml": b"title: X\n", "b.jsonl": json_lines(ROWS)}),
}
_PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b'"',
    b"\n",
    b"{",
    b"\xed\xa0\x80",
    b"\r",
    b"PK\x03\x04",
    b"endstream",
    b"--",
)


def mutated(data: bytes, random: Random) -> bytes:
    """The bytes after one to four accidents: changed, lost, doubled, swapped or cut off."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(changed) + 1)
        length = random.choice((1, 2, 8, 64, 512))
        match random.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([random.randrange(256)])
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length] * random.choice((1, 3, 50))
            case 3:
                changed[at:at] = random.choice(_PIECES)
            case 4:
                other = random.randrange(len(changed) + 1)
                changed[at : at + length], changed[other : other + length] = (
                    changed[other : other + length],
                    changed[at : at + length],
                )
            case _:
                del changed[max(at, len(changed) // 2) :]
    return bytes(changed)


def check(file: Path) -> Iterator[str]:
    """Read all that a file holds, as a build does; gives what each became."""
    for found, received in receive_each(Found(file.name, file.name, file.parent)):
        page = read(received) if isinstance(received, Input) else received
        if isinstance(page, Rejected):
            assert page.reason.endswith(".") and "\n" not in page.reason
            page.reason.encode()
            assert "could not be read: " not in page.reason, (found.path, page.reason)
            yield "rejected"
        else:
            page.text.encode()
            assert isinstance(received, Input)
            tiles = segment(page, ids.article_id(received.sha256))
            assert "".join(tile.text for tile in tiles) == page.text
            yield "page"


@pytest.mark.parametrize("name", WHOLE)
def test_two_hundred_kinds_of_damage_to_each_kind_of_file(name: str, tmp_path: Path) -> None:
    file, data = tmp_path / name, WHOLE[name]
    file.write_bytes(data)
    assert "page" in set(check(file))
    random = Random(sha256(data).hexdigest())
    for _ in range(200):
        file.write_bytes(mutated(data, random))
        assert list(check(file)), "something became of every file"


@settings(
    derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(
            st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04", b"PK\x05\x06", b"PAR1", b"WARC/1.0\r\n", b"\x1f\x8b\x08",
                             b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
                             b'[{"', b'{"text":', b"text,b\n",
                             b"---\n", b"<html>"]),
            st.binary(max_size=200),
        ).map(b"".join),
    ),
    st.sampled_from(SUFFIXES),
)  # fmt: skip
def test_any_bytes_under_any_name_give_pages_or_reasons(tmp_path: Path, data: bytes, suffix: str) -> None:
    file = tmp_path / f"a.{suffix}"
    file.write_bytes(data)
    assert list(check(file))
