"""A folder that holds what is meant to harm a build: each input costs its own row and nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from documents import packed, web_page

from onrecord import build, validate
from onrecord.errors import CorrectionsError, OutputError
from onrecord.inputs.limits import Limits

ARTICLE = "Floods hit Jakarta\n\nJAKARTA - Floods killed 12 people in the city on Monday, officials said.\n"
#: Doubles nine times with each line: 9 to the power of 30 entries if it were read.
MERGES = "b0: &b0 {a: 1}\n" + "".join(f"b{n}: &b{n}\n  <<: [{', '.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 30))


def forms_pdf() -> bytes:
    """Forms that each draw the next ten times: ten to the power of twelve drawings."""
    count = 12
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
        "<< /Length 5 >>\nstream\n/X Do\nendstream",
    ]
    for number in range(count):
        drawn = "/X Do " * 10 if number < count - 1 else "BT ET"
        following = f"/Resources << /XObject << /X {6 + number} 0 R >> >>" if number < count - 1 else ""
        box = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
        objects.append(f"<< {box} {following} /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    body, places = "%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def test_each_input_costs_its_own_row(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    outside = tmp_path / "secret.yaml"
    outside.write_text("root:x:0:0:top secret\n")
    for name in ("good", "merges", "piped", "linked", "folder"):
        (sources / f"{name}.txt").write_text(f"{ARTICLE}It was the {name} one.\n")
    (sources / "merges.txt.yaml").write_text(MERGES)
    os.mkfifo(sources / "piped.txt.yaml")
    (sources / "linked.txt.yaml").symlink_to(outside)
    (sources / "folder.txt.yaml").mkdir()
    (sources / "front.md").write_text(f"---\n{MERGES}---\n\n{ARTICLE}It had front matter.\n")
    (sources / "packed.zip").write_bytes(packed({"a.txt": ARTICLE.encode(), "a.txt.yaml": MERGES.encode()}))
    (sources / "forms.pdf").write_bytes(forms_pdf())
    result = build(sources, tmp_path / "out", limits=Limits(seconds=20))
    assert result.outcome.is_valid
    rows = {row["source_path"]: row for row in pq.read_table(tmp_path / "out/sources.parquet").to_pylist()}
    assert {path for path, row in rows.items() if row["status"] == "article"} == {"good.txt", "front.md"}
    reasons = {path: row["reason"] for path, row in rows.items() if row["status"] == "rejected"}
    aliases = "cannot be used: it is not plain YAML: &b0 and *b0 are not read"
    assert aliases in reasons["merges.txt"] and aliases in reasons["packed.zip/a.txt"]
    for name in ("piped", "linked", "folder"):
        assert reasons[f"{name}.txt"] == f"Its sidecar {name}.txt.yaml could not be read: it is not an ordinary file."
    assert "secret" not in str(rows)
    assert reasons["forms.pdf"].startswith("could not be processed: "), reasons["forms.pdf"]


def test_no_file_is_lost_without_a_row(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    (sources / "shut").mkdir(parents=True)
    (sources / "a.txt").write_text(ARTICLE)
    (sources / "shut" / "b.txt").write_text(f"{ARTICLE}It was another one.\n")
    days = pa.array([17_000, 17_001, 3_000_000, 17_003], pa.date32())  # the third is after the year 9999
    rows = pa.table({"text": [f"{ARTICLE}It was number {n}.\n" for n in range(4)], "published": days})
    pq.write_table(rows, sources / "rows.parquet")
    address = '<link rel="canonical" href="http://a]b/">'
    (sources / "page.html").write_bytes(web_page(head=address))
    here = Path.cwd()
    try:
        os.chdir(sources)
        for _ in range(25):
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
        Path("deep.txt").write_text(ARTICLE)
    finally:
        os.chdir(here)
    listed = os.scandir

    def without_permission(path: str) -> Any:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    with pytest.MonkeyPatch.context() as patch:  # the superuser may list everything
        patch.setattr(os, "scandir", without_permission)
        result = build(sources, tmp_path / "out")
    shutil.rmtree(sources)  # what cleans up after tests cannot
    assert result.outcome.is_valid
    found = {row["source_path"]: row for row in pq.read_table(tmp_path / "out/sources.parquet").to_pylist()}
    articles = {path for path, row in found.items() if row["status"] == "article"}
    assert articles == {"a.txt", "page.html", *(f"rows.parquet#{n}" for n in range(1, 5))}
    reasons = {path: row["reason"] for path, row in found.items() if path not in articles}
    assert reasons.pop("shut") == "It is a folder whose files cannot be listed."
    ((path, reason),) = reasons.items()
    assert path.startswith("dddd") and reason == "It could not be read: File name too long."
    dates = {
        row["source_path"]: row["published"] for row in pq.read_table(tmp_path / "out/articles.parquet").to_pylist()
    }
    assert [dates[f"rows.parquet#{n}"] for n in range(1, 5)] == ["2016-07-18", "2016-07-19", None, "2016-07-21"]


def test_a_dataset_with_pipes_and_links_is_checked_and_nothing_outside_is_written(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(ARTICLE)
    out = build(tmp_path / "in", tmp_path / "out").out
    precious = tmp_path / "precious.html"
    precious.write_text("mine")
    (out / "claims.parquet").unlink()
    os.mkfifo(out / "claims.parquet")
    for path in ("index.html", "failures.parquet", "report.json"):
        (out / "report" / path).unlink()
        (out / "report" / path).symlink_to(precious)
    outcome = validate(out)
    assert [rule.rule.id for rule in outcome.failed if rule.rule.id == "FIL-01"]
    assert precious.read_text() == "mine"


@pytest.mark.parametrize("kind", ["folder", "dangling link", "pipe"])
def test_corrections_that_are_no_file_stop_the_build(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    file = tmp_path / "corrections.yaml"
    {"folder": file.mkdir, "dangling link": lambda: file.symlink_to("nothing"), "pipe": lambda: os.mkfifo(file)}[kind]()
    with pytest.raises(CorrectionsError, match="cannot be read: it is not an ordinary file"):
        build(tmp_path, tmp_path.parent / f"out-{kind}")


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / ".out.onrecord").mkdir()
    (tmp_path / "precious").write_text("mine")
    (tmp_path / ".out.onrecord/lock").symlink_to(tmp_path / "precious")
    with pytest.raises(OutputError, match="lock cannot be opened"):
        build(tmp_path / "a.txt", tmp_path / "out")
    assert (tmp_path / "precious").read_text() == "mine"


@pytest.mark.parametrize(
    ("number", "stage"),
    [
        (signal.SIGINT, "reading"), (signal.SIGTERM, "annotating"), (signal.SIGINT, "comparing"),
        (signal.SIGTERM, "validating"), (signal.SIGINT, "reporting"),
    ],
)  # fmt: skip
def test_asked_to_stop_it_says_so_in_one_line(tmp_path: Path, number: signal.Signals, stage: str) -> None:
    (tmp_path / "in").mkdir()
    for name in range(3):
        (tmp_path / f"in/{name}.txt").write_text(f"{ARTICLE}It was report number {name}.\n")
    command = [sys.executable, "-m", "onrecord", str(tmp_path / "in"), "-o", str(tmp_path / "out")]
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = os.environ | {"TMPDIR": str(temporary)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith(stage):
                break
        time.sleep(0.3 if stage != "reporting" else 0.05)
        process.send_signal(number)
        rest = process.stderr.read().splitlines()
    assert process.returncode == 128 + number, rest
    assert [line for line in rest if line.split()[0] not in ("annotating", "comparing", "validating", "reporting")] == [
        "build-dataset: stopped"
    ]
    assert not list(temporary.iterdir())
    assert [path.name for path in (tmp_path / ".out.onrecord").glob("making-*")] == []
    assert stage == "reporting" or not (tmp_path / "out").exists()  # it may be published already


def test_odd_names_and_sidecars_make_no_dataset_invalid(tmp_path: Path) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    sidecars = {
        "plain": "",
        "a:b": "",
        " lead": "",
        "new\nline": "",
        "blank ": "",
        "title": 'title: "  "\nauthors: [Ana Lee, Ana Lee, "Ana  Lee"]\n',
        "invisible": 'publisher: "\\u200b"\nlicence: "a\\0b"\n',
        "address": 'url: " x"\n',
    }
    for name, sidecar in sidecars.items():
        (sources / f"{name}.txt").write_text(f"{ARTICLE}It was the report called {name}.\n")
        if sidecar:
            (sources / f"{name}.txt.yaml").write_text(sidecar)
    result = build(sources, tmp_path / "out")
    assert result.outcome.is_valid
    rows = {row["source_path"]: row for row in pq.read_table(tmp_path / "out/sources.parquet").to_pylist()}
    assert {path for path, row in rows.items() if row["status"] != "article"} == {"address.txt"}
    assert rows["address.txt"]["reason"].endswith("cannot be used: url: it is not a web address.")
    articles = {row["source_path"]: row for row in pq.read_table(tmp_path / "out/articles.parquet").to_pylist()}
    assert articles["title.txt"]["authors"] == ["Ana Lee"] and articles["invisible.txt"]["publisher"] is None


def test_many_copies_of_one_report_are_no_fault(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(f"{ARTICLE}It was report number {number}.\n")
    assert build(tmp_path, tmp_path.parent / "copies").outcome.is_valid
