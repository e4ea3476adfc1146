"""Real files of each kind that is read, made in memory: PDF by hand, the others by the libraries that write them."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pyarrow as pa
import pyarrow.parquet as pq
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

STORY = (
    "The harbour of Port Lune was closed on Monday, the mayor said.\n\n"
    '"We had no choice," Peter Lang told reporters on Tuesday. "The cracks were too deep."\n\n'
    "Police arrested four dock workers on Wednesday, a spokeswoman said."
)


def web_page(title: str = "Strike ends", story: str = STORY, head: str = "") -> bytes:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in story.split("\n\n"))
    return f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{paragraphs}</body></html>".encode()


def pdf(pages: Sequence[str], information: str = "", encryption: str = "") -> bytes:
    """A PDF file of pages given as content streams; `information` and `encryption` are dictionaries' entries."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, content in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 600] /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects += [f"<< {information} >>", f"<< {encryption} >>"]
    data, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(data)
    count = len(objects)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    locked = f" /Encrypt {count} 0 R /ID [<{'0' * 32}> <{'0' * 32}>]" if encryption else ""
    trailer = f"xref\n0 {count + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {count + 1} /Root 1 0 R"
    return data + f"{trailer} /Info {count - 1} 0 R{locked} >>\nstartxref\n{start}\n%%EOF\n".encode()


def drawn(lines: Sequence[tuple[float, float, float, str]]) -> str:
    """The content of a page with lines given as (left, base, size, text)."""
    shown = (text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for *_, text in lines)
    placed = zip(lines, shown, strict=True)
    return "".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n" for (x, y, size, _), text in placed)


#: A security handler of the first revision, with keys that no empty password opens.
LOCKED = f"/Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4"
#: A picture and nothing else.
SCAN = "q 400 0 0 580 10 10 cm BI /W 8 /H 8 /CS /G /BPC 8 ID " + "".join(chr(65 + i % 26) for i in range(64)) + " EI Q"


def article_pdf(information: str = "/Title (Harbour closed) /Author (Mary Hale)") -> bytes:
    lines = [(50.0, 540.0, 20.0, "Harbour closed after cracks"), (50.0, 510.0, 11.0, "By Mary Hale")]
    base = 480.0
    for paragraph in STORY.split("\n\n"):
        words, row = paragraph.split(), ""
        for word in [*words, ""]:
            if not word or len(row) + len(word) > 50:
                lines.append((50.0, base, 11.0, row.strip()))
                row, base = "", base - 13.2
            row += f"{word} "
        base -= 8
    return pdf([drawn(lines)], information)


def json_lines(rows: Sequence[Mapping[str, object]]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def parquet(columns: Mapping[str, object], rows_per_group: int = 2) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), stream, row_group_size=rows_per_group)
    return stream.getvalue()


def packed(files: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, how)
    return stream.getvalue()


#: Office files by their suffix, and what a person calls them.
OFFICE_FILES = {
    ".docx": "a Microsoft Office file",
    ".xlsx": "a Microsoft Office file",
    ".pptx": "a Microsoft Office file",
    ".odt": "an OpenDocument file",
    ".epub": "an EPUB book",
}
_MAIN_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
_MIMETYPES = {".odt": "application/vnd.oasis.opendocument.text", ".epub": "application/epub+zip"}


def office_file(suffix: str, text: str = "Minutes of the meeting.") -> bytes:
    """A small file of an office program, with what makes it one."""
    if suffix in _MIMETYPES:
        return packed({"mimetype": _MIMETYPES[suffix].encode(), "content.xml": f"<c>{text}</c>".encode()})
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return packed({"[Content_Types].xml": types.encode(), _MAIN_PARTS[suffix]: f"<d>{text}</d>".encode()})


def web_archive(
    pages: Sequence[tuple[str, bytes, str, str]], *, compressed: bool = True, day: str = "2019-03-06T10:00:00Z"
) -> bytes:
    """A WARC file of responses given as (address, body, content type, status)."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the writer leaves its own scratch files open
        for number, page in enumerate(pages):
            _write_response(WARCWriter(stream, gzip=compressed), number, page, day)
    return stream.getvalue()


def _write_response(writer: WARCWriter, number: int, page: tuple[str, bytes, str, str], day: str) -> None:
    url, body, content_type, status = page
    fields = StatusAndHeaders(status, [("Content-Type", content_type)], protocol="HTTP/1.1")
    known = {"WARC-Date": day, "WARC-Record-ID": f"<urn:uuid:00000000-0000-0000-0000-{number:012}>"}
    payload = io.BytesIO(body)
    writer.write_record(
        writer.create_warc_record(url, "response", payload=payload, http_headers=fields, warc_headers_dict=known)
    )


def response(url: str, body: bytes) -> tuple[str, bytes, str, str]:
    """A page as `web_archive` takes it."""
    return url, body, "text/html", "200 OK"


def saved_whole(page: bytes, url: str, charset: str = "utf-8") -> bytes:
    """A page as browsers save it with its pictures."""
    message = MIMEMultipart("related", boundary="----part")
    message["From"], message["Snapshot-Content-Location"], message["Subject"] = "<Saved by Blink>", url, "Strike ends"
    part = MIMEText(page.decode(), "html", charset)
    part["Content-Location"] = url
    message.attach(MIMEText("body { color: red }", "css"))
    message.attach(part)
    return message.as_bytes()
