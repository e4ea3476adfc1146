"""Builds many damaged documents and says whether each has a row, the dataset is valid and the memory stayed bounded.

    python benchmarks/soak.py [FOLDER] [--documents 10000] [--seed 1] [--work DIR]

Each document is one of FOLDER's files (default: `seeds`), as it is or inside a page, a row or an archive, with bytes
cut, doubled, swapped, overwritten, or replaced by what parsers stumble over. A seed gives the same documents each time.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import pyarrow.parquet as pq

from onrecord import build

#: What parsers stumble over.
TRAPS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\x1b[2J", b"\xe2\x80\xae", b"\xed\xa0\x80", b"<!--", b"<![CDATA[",
    b"</body>", b"<script>", b'"', b"\xe2\x80\x9c", b"(" * 500, b"<div>" * 2_000, b"&#xffffffff;", b"&amp;" * 500,
    b"---\n", b"a: &a [*a]\n", b"%PDF-1.7", b"WARC/1.0\r\n", b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"9" * 400,
    b"said " * 400, b"http://a]b/", b"2021-99-99",
)  # fmt: skip
SUFFIXES = (".txt", ".html", ".md", ".pdf", ".json", ".jsonl", ".csv", ".warc", ".zip", ".parquet", ".mhtml", "")


def page(data: bytes) -> bytes:
    return (
        b"<html><head><title>A page</title></head><body><article><p>"
        + data.replace(b"\n\n", b"</p><p>")
        + b"</p></body>"
    )


def row(data: bytes) -> bytes:
    return json.dumps({"title": "A row", "text": data.decode("utf-8", "replace")}).encode() + b"\n"


def archive(data: bytes) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("a.txt", data)
    return packed.getvalue()


SHAPES: tuple[Callable[[bytes], bytes], ...] = (bytes, page, row, archive)


def damaged(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 10, 100, 1_000)))
        match chance.randrange(5):
            case 0:
                data = data[:start] + data[end:]
            case 1:
                data = data[:end] + data[start:end] * chance.choice((1, 3, 50)) + data[end:]
            case 2:
                data = data[end:] + data[:start]
            case 3:
                data = data[:start] + chance.randbytes(end - start) + data[end:]
            case _:
                data = data[:start] + chance.choice(TRAPS) + data[start:]
    return data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("seeds"))
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=Path, help="where documents are written and stay")
    given = parser.parse_args()
    originals = [path.read_bytes() for path in sorted(given.folder.rglob("*")) if path.is_file()]
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as scratch:
        sources = (given.work or Path(scratch)) / "in"
        sources.mkdir(parents=True)
        for number in range(given.documents):
            data = damaged(chance.choice(SHAPES)(chance.choice(originals)), chance)
            (sources / f"{number:06}{chance.choice(SUFFIXES)}").write_bytes(data)
        start = time.monotonic()
        result = build(sources, sources.parent / "out")
        seconds = time.monotonic() - start
        rows = pq.read_table(result.out / "sources.parquet").to_pylist()
    files = {row["source_path"].split("#")[0].split("/")[0] for row in rows}
    memory = max(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) / 1024
    print(f"{given.documents} documents, {seconds:.0f} s, at most {memory:.0f} MB in a process")
    print(dict(Counter(row["status"] for row in rows)), "valid" if result.outcome.is_valid else "NOT valid")
    reasons = Counter(row["reason"] for row in rows if (row["reason"] or "").startswith("could not be processed"))
    for reason, count in reasons.most_common():
        print(f"  {count} × {reason}")
    for one in result.outcome.failed:
        print(f"  {one.rule.severity} {one.rule.id}: {one.failed}")
    if len(files) != given.documents or not result.outcome.is_valid:
        sys.exit(f"{given.documents - len(files)} documents have no row" if result.outcome.is_valid else 1)


if __name__ == "__main__":
    main()
