"""2,000 damaged pages, made from a few by a fixed rule, are read, segmented and described without errors."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from onrecord.document.articles import describe
from onrecord.document.segments import segment
from onrecord.inputs.page import Input, Page
from onrecord.inputs.read import read
from onrecord_schema import ids

MUTATIONS = 2_000
#: How many of them a run of the tests tries; all were run when the rules last changed.
TRIED = 250
SEEDS = Path(__file__).parents[3] / "seeds"
_PIECES = (
    "<div>", "</div>", "<p>", "</article>", "<table><tr><td>", "<!--", "-->", "<script>", "</script>", "<a href='x'>",
    "&#0;", "&amp;lt;", "\x00", "\ufeff", "\u202e", "\u00ad", "\r", "\n\n\n", "By Mary Hale", "Updated 3 min ago",
    "OSLO (AP) — ", "Related", "https://example.org/2021/05/04/x", "© 2021",
    '<script type="application/ld+json">{"@type":',
)  # fmt: skip
_ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp1251", "latin-1", "shift_jis", "utf-7")


def pages() -> list[str]:
    seeds = [path.read_text(encoding="utf-8")[:6000] for path in sorted(SEEDS.glob("*.txt"))]
    own, other = ([line for line in seed.split("\n") if len(line) > 80][:6] for seed in seeds[1:3])
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in own)
    page = (
        "<html lang='en'><head><title>Harbour reopens - Example Times</title><meta property='og:title' content='Harbour"
        " reopens'></head><body><nav><a href='/'>Home</a></nav><article><h1>Harbour reopens</h1><time"
        f" datetime='2021-05-04'>4 May 2021</time><figure><img><figcaption>Boats</figcaption></figure>{paragraphs}"
        "</article><aside><h3>Related</h3><ul><li><a href='/a'>Ferry cancelled</a></li></ul></aside></body></html>"
    )
    joined = "\n\n".join(["Harbour reopens", *own, "Town elects a mayor", "14 min ago", *other])
    return [page, page.replace("<p>", "\n<p>"), joined, *seeds]


def mutated(text: str, rnd: random.Random) -> bytes:
    """The text with lines dropped, doubled or exchanged, pieces put in, in some encoding, with bytes cut or changed."""
    lines = text.split("\n")
    for _ in range(rnd.randint(0, 4)):
        at, other = rnd.randrange(len(lines)), rnd.randrange(len(lines))
        match rnd.randrange(4):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                cut = rnd.randint(0, len(lines[at]))
                lines[at] = lines[at][:cut] + rnd.choice(_PIECES) * rnd.choice((1, 1, 1, 40)) + lines[at][cut:]
    data = bytearray("\n".join(lines).encode(rnd.choice(_ENCODINGS) if rnd.random() < 0.3 else "utf-8", "replace"))
    for _ in range(rnd.choice((0, 0, 1, 3))):
        at = rnd.randrange(len(data) + 1)
        if rnd.random() < 0.5:
            del data[at : at + rnd.randint(1, 200)]
        else:
            data[at:at] = rnd.randbytes(rnd.randint(1, 8))
    return bytes(data)


@pytest.mark.filterwarnings("default")
def test_damaged_pages_give_rows_or_a_reason() -> None:
    originals, rnd = pages(), random.Random(3)
    for count in range(MUTATIONS):
        received = Input(f"page{count}.html", mutated(originals[count % len(originals)], rnd))
        if count % (MUTATIONS // TRIED):
            continue
        page = read(received)
        if not isinstance(page, Page):
            assert page.reason
            continue
        found = segment(page, ids.article_id(received.sha256))
        assert "".join(part.text for part in found) == page.text
        assert describe(received, page, found).text == page.text
