"""Every bad input becomes one row of the ledger: rejected with a reason, a duplicate, or an article; never a crash."""

from __future__ import annotations

import gzip
import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

import pytest
from documents import LOCKED, SCAN, STORY, article_pdf, drawn, packed, pdf, web_page

from onrecord.builder.engines import LocalWorkers
from onrecord.builder.plan import make_plan
from onrecord.builder.tasks import process_planned
from onrecord.document.process import process
from onrecord.inputs.limits import DEFAULTS, Limits
from onrecord.inputs.page import Input

if TYPE_CHECKING:
    from spacy.language import Language

    from onrecord_schema.sources import Source

Ledger = Callable[..., dict[str, "Source"]]


@pytest.fixture
def ledger(tmp_path: Path, nlp: Language) -> Ledger:
    """The `sources` rows of files, as a build makes them; `between` happens after planning."""

    def rows(
        files: dict[str, bytes],
        *,
        limits: Limits = DEFAULTS,
        between: Callable[[], None] | None = None,
    ) -> dict[str, Source]:
        for name, data in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
        before = sorted(tmp_path.parent.rglob("*"))
        plan = make_plan([tmp_path], "model", LocalWorkers(1), limits)
        if between is not None:
            between()
        found = {row.source_path: row for row in plan.ledger}
        for planned in plan.found.values():
            (row,) = process_planned(planned, nlp).rows["sources"]
            found[planned.found.path] = row
        if between is None:
            assert sorted(tmp_path.parent.rglob("*")) == before  # nothing is written anywhere
        assert all(row.reason or row.status == "article" for row in found.values())
        return dict(sorted(found.items()))

    return rows


def zip_bomb() -> bytes:
    return packed({"a.txt": b"a" * 20_000_000})


def overlapping_bomb() -> bytes:
    """One packed stretch, listed in the archive's directory a thousand times."""
    content = b"News. " * 10_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(content) + packer.flush()
    sizes = struct.pack("<III", zlib.crc32(content), len(data), len(content))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", 5, 0) + b"a.txt"
    directory = b"".join(
        b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 0) + sizes
        + struct.pack("<HHHHHII", 6, 0, 0, 0, 0, 0, 0) + f"{i:06}".encode()
        for i in range(1000)
    )  # fmt: skip
    start = len(local) + len(data)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1000, 1000, len(directory), start, 0)
    return local + data + directory + end


def locked_zip() -> bytes:
    data = bytearray(packed({"a.txt": b"Some text."}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


BAD: tuple[tuple[str, bytes, str], ...] = (
    ("empty.txt", b"", "no bytes"),
    ("blank.txt", b" \r\n\t\xc2\xa0\xe2\x80\x8b\n", "only blanks"),
    ("none.zip", b"", "no bytes"),
    ("empty.zip", b"PK\x05\x06" + bytes(18), "without any document"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture (PNG)"),
    ("locked.pdf", pdf([drawn([(50, 500, 11, "Secret")])], encryption=LOCKED), "password"),
    ("scan.pdf", pdf([SCAN, SCAN]), "without a text layer"),
    ("cut.pdf", article_pdf()[:500], "damaged"),
    ("cut.txt.gz", gzip.compress(STORY.encode(), mtime=0)[:-12], "gzip"),
    ("deep.html", b"<html><body>" + b"<div>" * 100_000 + b"deep", "nested more than 1,000"),
    ("nul.txt", b"ab\x00" * 100, "binary"),
    ("tags.html", b"<html><body>" + b"<a>" * 300_000, "more than 250,000 tags"),
    ("attributes.html", b"<html><p " + b" ".join(b"a%d" % i for i in range(50_000)) + b">x", "1,000 attributes"),
    ("dense.zip", zip_bomb(), "200 times"),
    ("overlapping.zip", overlapping_bomb(), "overlap"),
    ("locked.zip", locked_zip(), "password"),
    ("climbing.zip", packed({"../../out.txt": STORY.encode()}), "leads out of the archive: '../../out.txt'"),
    ("absolute.zip", packed({"/tmp/out.txt": STORY.encode()}), "leads out of the archive"),
    ("windows.zip", packed({"C:\\out.txt": STORY.encode()}), "leads out of the archive"),
    ("cut.zip", packed({"a.txt": STORY.encode()})[:-30], "damaged"),
    ("litter.zip", packed({"__MACOSX/a.txt": b"x"}), "without any document"),
)  # fmt: skip


def test_bad_inputs_are_rejected_with_a_reason(ledger: Ledger, nlp: Language) -> None:
    rows = ledger({name: data for name, data, _ in BAD if name != "none.zip"})
    (row,) = process(Input("none.zip", b""), nlp).rows["sources"]
    rows["none.zip"] = row
    assert len(rows) == len(BAD)
    for name, _, words in BAD:
        ((path, row),) = ((path, row) for path, row in rows.items() if path.startswith(name))
        assert (row.status, row.article_id) in {("rejected", None)}, path
        assert words in str(row.reason), (path, row.reason)


def test_a_line_of_fifty_megabytes_is_rejected_fast_and_in_little_memory() -> None:
    script = (
        "import resource, time\n"
        "from onrecord.inputs.page import Input\nfrom onrecord.inputs.read import read\n"
        "data = b'x' * 50_000_000\nstarted = time.process_time()\n"
        "print(read(Input('a.txt', data)).reason)\n"
        "print(time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    reason, figures = shown.splitlines()
    seconds, megabytes = map(float, figures.split())
    assert "has 50,000,000 characters, more than the limit" in reason
    assert seconds < 20 and megabytes < 1000


def test_an_article_with_damaged_characters_is_kept(ledger: Ledger) -> None:
    rows = ledger(
        {
            "nul.txt": STORY.encode() + b"\x00\n",
            "surrogate.txt": STORY.encode() + b" \xed\xa0\x80 and on.\n",
            "surrogate.html": web_page(story=STORY + " &#xD800; and on."),
            "surrogate.jsonl": b'{"text": "The mayor said \\ud800 so."}\n',
        }
    )
    assert {row.status for row in rows.values()} == {"article"}


def test_copies_are_duplicates_and_names_may_repeat_in_folders(ledger: Ledger) -> None:
    story = STORY.encode()
    rows = ledger(
        {"a/news.txt": story, "b/news.txt": story, "c/news.txt": story + b"\n", "d.zip": packed({"x": story})}
    )
    assert [(path, row.status) for path, row in rows.items()] == [
        ("a/news.txt", "article"), ("b/news.txt", "duplicate"), ("c/news.txt", "article"), ("d.zip/x", "duplicate"),
    ]  # fmt: skip
    assert rows["b/news.txt"].reason == rows["d.zip/x"].reason == "the same bytes as a/news.txt"


def test_of_several_copies_the_one_with_a_sidecar_is_the_article(ledger: Ledger) -> None:
    story = STORY.encode()
    copies = {f"{name}.txt": story for name in "abcd"}
    rows = ledger(copies | {"b.txt.yaml": b"publisher: Harbour News\n", "d.txt.yaml": b"publisher: The Daily Quay\n"})
    assert {path: row.status for path, row in rows.items()} == {
        "a.txt": "duplicate", "b.txt": "article", "c.txt": "duplicate", "d.txt": "duplicate",
    }  # fmt: skip
    assert rows["a.txt"].reason == rows["c.txt"].reason == "the same bytes as b.txt"
    assert rows["d.txt"].reason == "the same bytes as b.txt, whose sidecar is used instead of its own"


def test_a_link_to_a_file_outside_the_folder_is_rejected(ledger: Ledger, tmp_path: Path) -> None:
    outside = tmp_path.with_name(f"{tmp_path.name}-outside.txt")
    outside.write_text(STORY)
    (tmp_path / "link.txt").symlink_to(outside)
    assert "outside the sources folder" in str(ledger({"a.txt": b"Some text.\n"})["link.txt"].reason)


def test_a_file_or_archive_that_vanishes_while_it_is_read_is_rejected(ledger: Ledger, tmp_path: Path) -> None:
    def vanish() -> None:
        for name in ("a.txt", "a.zip"):
            (tmp_path / name).unlink()

    rows = ledger({"a.txt": STORY.encode(), "a.zip": packed({"b.txt": STORY.encode() + b"\n"})}, between=vanish)
    assert {path: row.reason for path, row in rows.items()} == {
        "a.txt": "could not be processed: It no longer exists.",
        "a.zip/b.txt": "could not be processed: It no longer exists.",
    }  # fmt: skip


def test_an_archive_that_changes_while_it_is_read_gives_a_reason_or_what_it_holds_now(
    ledger: Ledger, tmp_path: Path
) -> None:
    def change() -> None:
        (tmp_path / "a.zip").write_bytes(packed({"other.txt": b"Other."}))
        (tmp_path / "b.jsonl").write_bytes(b"now it is a text")

    rows = ledger(
        {
            "a.zip": packed({"b.txt": STORY.encode(), "c.txt": STORY.encode() + b"\n"}),
            "b.jsonl": b'{"text": "One."}\n{"text": "Two."}\n',
        },
        between=change,
    )
    assert len(rows) == 4
    assert rows["a.zip/c.txt"].status == rows["b.jsonl#2"].status == "rejected"


def test_a_file_that_may_not_be_read_is_rejected(tmp_path: Path) -> None:
    """The superuser may read everything, so it is nobody who reads here."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    (folder / "locked.txt").write_text(STORY)
    (folder / "locked.txt").chmod(0)
    for parent in [folder, *folder.parents]:
        if parent.is_relative_to(gettempdir()) and parent != Path(gettempdir()):
            parent.chmod(parent.stat().st_mode | 0o055)
    script = (
        "import os, sys\nfrom pathlib import Path\n"
        "from onrecord.inputs.find import find\nfrom onrecord.inputs.containers.reader import receive_each\n"
        "import onrecord.inputs.read\n"
        "if os.geteuid() == 0:\n    os.setgroups([])\n    os.setgid(65534)\n    os.setuid(65534)\n"
        "for found in find([Path(sys.argv[1])]):\n"
        "    for one, result in receive_each(found):\n"
        "        print(one.path, getattr(result, 'reason', 'read'))\n"
    )
    shown = subprocess.run([sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False)
    assert shown.stdout.splitlines() == ["a.txt read", "locked.txt It could not be read: Permission denied."], shown


def test_inputs_beyond_a_limit_are_rejected_with_the_limit(ledger: Ledger) -> None:
    files = {
        "a.txt": STORY.encode(), "b.html": web_page(), "c.pdf": pdf([drawn([(50, 500, 11, "Page")])] * 3),
        "d.zip": packed({"1.txt": b"One.", "2.txt": b"Two.", "3.txt": b"Three."}), "e.zip": packed({"a": bytes(5_000)}),
    }  # fmt: skip
    limits = Limits(text_chars=100, html_tags=5, pdf_pages=2, zip_files=2, zip_bytes=1_000)
    reasons = {path: str(row.reason) for path, row in ledger(files, limits=limits).items()}
    assert "the limit of 100" in reasons["a.txt"] and "more than 5 tags" in reasons["b.html"]
    assert "3 pages, more than the limit of 2" in reasons["c.pdf"] and "more than 2 files" in reasons["d.zip"]
    assert "more than 1,000 bytes" in reasons["e.zip"]


def test_a_packed_file_larger_than_it_declares_is_rejected(ledger: Ledger) -> None:
    data = bytearray(packed({"a.txt": b"News. " * 100_000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + place
        data[at : at + 4] = struct.pack("<I", 60)
    row = ledger({"a.zip": bytes(data)})["a.zip/a.txt"]
    assert (row.status, "damaged" in str(row.reason)) == ("rejected", True)


def test_an_office_document_is_named_as_one(ledger: Ledger) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "x" * 100_000)
        archive.writestr("word/document.xml", "<w/>")
    assert "Office" in str(ledger({"a.docx": stream.getvalue()})["a.docx"].reason)


def test_an_archive_writes_nothing_outside_its_folder(ledger: Ledger, tmp_path: Path) -> None:
    ledger({"deep/a.zip": packed({"../../../escaped.txt": STORY.encode(), "ok.txt": STORY.encode()})})
    assert not any("escaped" in name for _, _, names in os.walk(tmp_path.parent) for name in names)
