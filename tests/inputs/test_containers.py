"""Rows of tables and pages of archives are inputs: listed once, read again by their place, columns known by name."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from documents import STORY, article_pdf, json_lines, packed, parquet, response, saved_whole, web_archive, web_page

from onrecord.inputs.containers.reader import receive, receive_each
from onrecord.inputs.find import find
from onrecord.inputs.limits import Limits
from onrecord.inputs.page import Input, Page, Rejected
from onrecord.inputs.read import read


def documents(
    folder: Path,
    files: dict[str, bytes],
    limits: Limits = Limits(),  # noqa: B008
) -> dict[str, Input | Rejected]:
    """What planning lists for each path. Reading each document again gives the same, in order and in reverse."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    received = [pair for found in find([folder], limits) for pair in receive_each(found)]
    for found, one in [*received, *reversed(received)]:
        if isinstance(one, Input):
            assert receive(found) == one, found.path
    assert len({found.path for found, _ in received}) == len(received)
    return {found.path: one for found, one in received}


def pages(folder: Path, files: dict[str, bytes]) -> dict[str, Page]:
    found = {path: read(one) for path, one in documents(folder, files).items() if isinstance(one, Input)}
    return {path: page for path, page in found.items() if isinstance(page, Page)}


def reasons(folder: Path, files: dict[str, bytes], limits: Limits = Limits()) -> dict[str, str]:  # noqa: B008
    found = documents(folder, files, limits)
    results = {path: read(one) if isinstance(one, Input) else one for path, one in found.items()}
    return {path: result.reason for path, result in results.items() if isinstance(result, Rejected)}


ROW = {
    "id": 7,
    "Headline": "Harbour closed",
    "Article Text": STORY,
    "publish_date": "2019-03-12T10:00:00Z",
    "authors": ["Mary Hale", "Bo Li"],
    "source": "Port News",
    "link": "https://example.org/harbour",
    "lang": "en",
}
STATED = {
    "title": ["Harbour closed"], "published": ["2019-03-12"], "authors": ["Mary Hale", "Bo Li"],
    "publisher": ["Port News"], "url": ["https://example.org/harbour"], "language": ["en"],
}  # fmt: skip


def stated(page: Page) -> dict[str, list[str]]:
    return {what: [one.value for one in found] for what, found in page.stated.items()}


def as_csv(rows: list[dict[str, object]], delimiter: str = ",") -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


@pytest.mark.parametrize(
    ("name", "data", "path"),
    [
        ("a.jsonl", json_lines([ROW, {**ROW, "id": 8}]), "a.jsonl#1"),
        ("a.txt", json_lines([ROW, {**ROW, "id": 8}]), "a.txt#1"),
        ("a.json", json.dumps([ROW, {**ROW, "id": 8}], indent=1).encode(), "a.json#1"),
        ("a.json", json.dumps(ROW, indent=1).encode(), "a.json"),
        ("a.csv", as_csv([{**ROW, "authors": "Mary Hale, Bo Li"}]), "a.csv#1"),
        ("a.csv", as_csv([{**ROW, "authors": "['Mary Hale', 'Bo Li']"}], delimiter=";"), "a.csv#1"),
        ("a.tsv", b"\xef\xbb\xbf" + as_csv([{**ROW, "authors": "Mary Hale, Bo Li"}], delimiter="\t"), "a.tsv#1"),
        ("a.parquet", parquet({name: [value] * 5 for name, value in ROW.items()}), "a.parquet#1"),
    ],
)
def test_a_row_is_an_article_with_what_its_columns_state(tmp_path: Path, name: str, data: bytes, path: str) -> None:
    page = pages(tmp_path, {name: data})[path]
    assert page.text == STORY
    assert stated(page) == STATED
    assert {one.by for found in page.stated.values() for one in found} == {"record"}


def test_every_row_has_a_path_of_its_own_even_beside_a_file_that_has_it(tmp_path: Path) -> None:
    from onrecord.builder.engines import LocalWorkers
    from onrecord.builder.plan import make_plan

    for name, data in {"a.jsonl": json_lines([ROW, {**ROW, "id": 8}]), "a.jsonl#1": b"Some text.\n"}.items():
        (tmp_path / name).write_bytes(data)
    plan = make_plan([tmp_path], "model", LocalWorkers(1))
    assert list(plan.hashes) == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#1 (2)"]
    assert {planned.found.path for planned in plan.found.values()} == set(plan.hashes)


def test_rows_with_the_same_text_from_two_outlets_are_two_inputs(tmp_path: Path) -> None:
    found = documents(tmp_path, {"a.jsonl": json_lines([ROW, {**ROW, "source": "Lune Times"}])})
    assert len({one.sha256 for one in found.values() if isinstance(one, Input)}) == 2


def test_a_column_of_pages_is_read_as_pages(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2019-03-05">'
    row = {"url": "https://example.org/a", "html": web_page(head=head).decode(), "text": "short", "date": "2019-03-07"}
    page = pages(tmp_path, {"a.jsonl": json_lines([row])})["a.jsonl#1"]
    assert page.text.startswith("Strike ends\n\nThe harbour") and page.blocks
    assert [(one.value, one.by) for one in page.stated["published"]] == [
        ("2019-03-05", "open-graph"),
        ("2019-03-07", "record"),
    ]


@pytest.mark.parametrize("value", ["1970-01-01T00:00:00", "0001-01-01", "1066-10-14", "2999-01-01", "11/12/19", "soon"])
def test_dates_that_no_news_has_are_ignored(tmp_path: Path, value: str) -> None:
    page = pages(tmp_path, {"a.jsonl": json_lines([{"text": STORY, "date": value}])})["a.jsonl#1"]
    assert "published" not in page.stated


def test_unusable_rows_are_rejected_by_their_number(tmp_path: Path) -> None:
    lines = b'{"text": "Some text."}\n\n{broken\n[1]\n{"id": 1}\n{"body": " "}\n{"text": "\\ud800 half."}'
    assert reasons(tmp_path, {"a.jsonl": lines}) == {
        "a.jsonl#3": "This row is not a JSON object.",
        "a.jsonl#4": "This row is not a JSON object.",
        "a.jsonl#5": "It has no column of text (text, body, content, html, ...); its columns: id.",
        "a.jsonl#6": "Its column body holds no text.",
    }
    assert pages(tmp_path, {"a.jsonl": lines})["a.jsonl#7"].text == "\ufffd half."


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"a,b\n1,2\n", "no column of text (text, body, content, html, ...); its columns: a, b."),
        ("a.csv", b"text,b\n", "without any document"),
        ("a.csv", "text,b\nx,y\n".encode("utf-16"), "save it as UTF-8"),
        ("a.csv", b"text,b\n\"never closed\n" + b"word,\n" * 500, "not read from line 2 on: a row is larger"),
        ("a.parquet", parquet({"a": [1, 2]}), "no column of text"),
        ("a.parquet", parquet({"text": pa.array([], pa.string())}), "without any document"),
        ("a.parquet", parquet({"text": [STORY]})[:-20], "cannot be read"),
        ("a.json", b'[{"text": "a"}, {"text": ', "not valid JSON"),
        ("a.json", b'{"id": 1}', "no column of text"),
        ("a.jsonl", json_lines([{"text": "a" * 2000}]), "larger than 1,000 bytes"),
    ],
)  # fmt: skip
def test_a_table_without_articles_is_rejected_with_a_reason(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    found = reasons(tmp_path, {name: data}, Limits(file_bytes=1_000))
    assert any(words in reason for reason in found.values()), found


def test_a_row_is_read_again_as_it_was_listed_whatever_line_ends_its_fields_contain(tmp_path: Path) -> None:
    text = "One.\u2028Two.\x0bThree.\x0cFour.\x85Five.\x1cSix.\rSeven."
    found = documents(tmp_path, {"a.csv": f'text,b\n{text},1\n"{text}\nEight.",2\r\nLast.,3'.encode()})
    rows = [json.loads(one.data)["text"] for one in found.values() if isinstance(one, Input)]
    shown = text.replace("\r", " ")
    assert rows == [shown, f"{shown}\nEight.", "Last."]


def test_rows_after_a_damaged_part_of_a_parquet_file_keep_their_numbers(tmp_path: Path) -> None:
    data = parquet({"text": [f"Row {i}" for i in range(1, 7)]}, rows_per_group=3)
    found = documents(tmp_path, {"a.parquet": data[:4] + b"\xff" * 20 + data[24:]})
    assert [path for path, one in found.items() if isinstance(one, Input)] == [f"a.parquet#{i}" for i in (4, 5, 6)]
    assert "cannot be read" in found["a.parquet#1"].reason
    assert json.loads(found["a.parquet#4"].data)["text"] == "Row 4"


@pytest.mark.parametrize(
    "other", [b"now it is a text", packed({"a.txt": b"now an archive"}), json_lines([{"text": "now a row"}] * 2)]
)
@pytest.mark.parametrize(
    "data", [json_lines([ROW] * 2), as_csv([ROW]), packed({"a.txt": b"Text.", "b.jsonl": json_lines([ROW, ROW])})]
)
def test_a_file_that_became_another_kind_gives_a_reason(tmp_path: Path, data: bytes, other: bytes) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    found = [one for path in find([tmp_path]) for one, _ in receive_each(path)]
    file.write_bytes(other)
    for one in found:
        result = receive(one)
        if isinstance(result, Rejected):
            assert not result.reason.startswith("It could not be read"), result


def test_a_picture_under_a_table_s_name_is_a_picture(tmp_path: Path) -> None:
    assert "picture (PNG)" in reasons(tmp_path, {"a.csv": b"\x89PNG\r\n\x1a\n" + bytes(100)})["a.csv"]


def test_rows_beyond_the_limit_are_reported_as_not_read(tmp_path: Path) -> None:
    for name, data in {
        "a.jsonl": json_lines([ROW] * 5),
        "b.csv": as_csv([ROW] * 5),
        "c.parquet": parquet({"text": [STORY] * 5}),
        "d.warc.gz": web_archive([response(f"https://example.org/{i}", web_page(f"P {i}")) for i in range(5)]),
    }.items():
        (tmp_path / name).write_bytes(data)
        found = documents(tmp_path / ".", {name: data}, Limits(records=2))
        mine = {path: one for path, one in found.items() if path.startswith(name)}
        assert len(mine) == 3 and "more than 2 documents" in mine[name].reason, name


def test_a_web_archive_gives_its_pages_with_their_addresses(tmp_path: Path) -> None:
    archive = [
        ("https://example.org/robots.txt", b"User-agent: *", "text/plain", "200 OK"),
        ("https://example.org/a", web_page("Strike ends"), "text/html; charset=utf-8", "200 OK"),
        ("https://example.org/a.png", b"\x89PNG\r\n\x1a\n", "image/png", "200 OK"),
        ("https://example.org/gone", web_page("Gone"), "text/html", "404 Not Found"),
        ("https://example.org/b", "<p>Caf\xe9 fermé.".encode("latin-1"), "text/html; charset=iso-8859-1", "200 OK"),
        ("https://example.org/c.pdf", article_pdf(), "application/pdf", "200 OK"),
    ]
    for compressed, name in ((True, "a.warc.gz"), (False, "b.warc")):
        files = {name: web_archive(archive, compressed=compressed)}
        found = documents(tmp_path / name, files)
        read_pages = pages(tmp_path / name, files)
        assert list(found) == [f"{name}#{number}" for number in (2, 4, 5, 6)]
        assert list(read_pages) == [f"{name}#{number}" for number in (2, 5, 6)]
        assert "status 404" in found[f"{name}#4"].reason
        assert [stated(page)["url"] for page in read_pages.values()] == [
            [f"https://example.org/{path}"] for path in ("a", "b", "c.pdf")
        ]
        assert read_pages[f"{name}#5"].text == "Café fermé."
        assert found[f"{name}#2"].sidecar.retrieved == "2019-03-06"


def test_a_web_archive_that_ends_too_early_gives_its_whole_pages(tmp_path: Path) -> None:
    page = response("https://example.org/a", web_page())
    for compressed in (True, False):
        whole = web_archive([page, response("https://example.org/b", web_page("Other"))], compressed=compressed)
        found = documents(tmp_path / str(compressed), {"a.warc.gz": whole[:-40]})
        assert isinstance(found["a.warc.gz#1"], Input)
        assert "ends too early" in found["a.warc.gz#2"].reason
    nothing = web_archive([("https://example.org/a.png", b"\x89PNG", "image/png", "200 OK")])
    assert "without any document" in reasons(tmp_path / "none", {"a.warc.gz": nothing})["a.warc.gz"]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_a_page_saved_as_mhtml_is_read(charset: str) -> None:
    data = saved_whole(web_page(story="Le café fermé. " * 5), "https://example.org/a", charset)
    page = read(Input("a.mhtml", data))
    assert isinstance(page, Page)
    assert page.text.startswith("Strike ends\n\nLe café fermé.") and "color" not in page.text
    assert stated(page)["url"] == ["https://example.org/a"]


def test_a_zip_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    inner = {
        "news/a.html": web_page(), "news/a.html.yaml": b"publisher: Port News\n", "rows.jsonl": json_lines([ROW, ROW]),
        "__MACOSX/a": b"x", ".DS_Store": b"x",
        "crawl.warc.gz": web_archive([response("https://example.org/a", web_page("B"))]),
        "rows.parquet": parquet({"text": [STORY, STORY, "x"]}), "rows.csv": as_csv([ROW]),
        "again.zip": packed({"a.txt": b"x"}),
    }  # fmt: skip
    found = documents(tmp_path, {"a.zip": packed(inner), "a.zip.yaml": b"licence: CC0\n"})
    assert list(found) == [
        "a.zip/news/a.html", "a.zip/rows.jsonl#1", "a.zip/rows.jsonl#2", "a.zip/crawl.warc.gz#1",
        "a.zip/rows.parquet#1", "a.zip/rows.parquet#2", "a.zip/rows.parquet#3", "a.zip/rows.csv#1", "a.zip/again.zip",
    ]  # fmt: skip
    page = found["a.zip/news/a.html"]
    assert isinstance(page, Input) and (page.sidecar.publisher, page.sidecar.licence) == ("Port News", None)
    assert found["a.zip/rows.jsonl#1"].sidecar.licence == "CC0"
    assert "archive in an archive" in found["a.zip/again.zip"].reason


def test_a_limit_and_what_a_container_states_are_part_of_the_key(tmp_path: Path) -> None:
    from onrecord.builder.engines import LocalWorkers
    from onrecord.builder.plan import make_plan

    (tmp_path / "a.warc").write_bytes(web_archive([response("https://example.org/a", web_page())], compressed=False))
    (tmp_path / "a.txt").write_text("Some text.\n")
    plain = make_plan([tmp_path], "model", LocalWorkers(1))
    other = make_plan([tmp_path], "model", LocalWorkers(1), Limits(text_chars=5))
    assert not set(plain.found) & set(other.found)
    (tmp_path / "a.warc").write_bytes(web_archive([response("https://example.org/b", web_page())], compressed=False))
    moved = make_plan([tmp_path], "model", LocalWorkers(1))
    assert len(set(plain.found) & set(moved.found)) == 1
    planned = next(iter(plain.found.values()))
    assert planned._replace(found=replace(planned.found, limits=Limits(text_chars=5))) in other.found.values()


def test_a_corrections_file_at_the_root_is_no_source(tmp_path: Path) -> None:
    found = documents(tmp_path, {"corrections.yaml": b"x: 1", "a.txt": b"Text."})
    assert list(found) == ["a.txt"]
