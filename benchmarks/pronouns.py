#!/usr/bin/env python3
"""How often pronouns and descriptions are resolved to the right person or speaker, by the signs that told.

    python benchmarks/pronouns.py BENCH [--write]

BENCH is a folder with `loaders.py`, PolNeAR, the Worldwide newswires and TimeBank (developer portions). The articles
judged in `pronouns.tsv` are read again, and of every judgment whose reference is still resolved to the same, the signs
are counted; the others are listed as resolved otherwise. Prints the shares and how reliable they are: each judged by
the shares of the other half of the articles. `--write` stores the shares beside the mentions stage and the table in
`reliability.md`.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.document.articles import describe
from onrecord.document.claims.find import drafts
from onrecord.document.claims.rows import CARRIED, resolved
from onrecord.document.people import find_people
from onrecord.document.segments import segment
from onrecord.inputs.page import Input, Rejected, Sidecar
from onrecord.inputs.read import read
from onrecord.language import DEFAULT_MODEL
from onrecord.language.en import lexicons
from onrecord.language.en.annotate import annotate
from onrecord.language.en.model import load_model
from onrecord_schema import ids

HERE = Path(__file__).parent
SHARES = lexicons.FOLDER / "weights" / "reference_shares.tsv"
#: A share is drawn towards that of all references as if so many of them had been judged too.
PRIOR = 5
FEWEST = 8
HEADING = "# Reliability of `mentions.confidence` and `claims.speaker_confidence`"
LOWEST = (0.9, 0.8, 0.7, 0.6, 0.5, 0.0)

Place = tuple[int, int]


class Judged(NamedTuple):
    """A judgment whose reference is still resolved to the same, by these signs."""

    sample: str
    document: str
    signs: str
    is_right: bool


def texts(bench: Path, wanted: set[tuple[str, str]]) -> Iterator[tuple[str, str, str, str | None]]:
    """(benchmark, document, text, day of publication) of the articles wanted."""
    sys.path.insert(0, str(bench))
    import loaders

    sets: list[tuple[str, Any, str | None]] = [
        ("polnear", loaders.polnear("train"), "date"),
        ("worldwide", loaders.worldwide(), None),
        ("timex", loaders.timex("TimeBank"), "dct"),
    ]
    for name, documents, day in sets:
        for document in documents:
            if (name, document["doc_id"]) in wanted:
                published = (document[day] or "")[:10] if day else ""
                yield name, document["doc_id"], document["text"], published or None


def references(text: str, published: str | None) -> dict[Place, tuple[str, str]]:
    """Place -> (whom it was resolved to, by which signs), of every reference of an article."""
    page = read(Input("article.txt", text.encode(), Sidecar(published=published)))
    assert not isinstance(page, Rejected)
    received = Input("article.txt", text.encode(), Sidecar(published=published))
    segments = segment(page, ids.article_id(received.sha256))
    article = describe(received, page, segments)
    annotation = annotate(page.text, segments, load_model(DEFAULT_MODEL))
    assert annotation is not None
    people = find_people(annotation, article, segments)
    names = {person.person_id: person.name for person in people.persons}
    found: dict[Place, tuple[str, str]] = {}
    for draft, speaker in resolved(annotation, people, drafts(annotation)):
        if speaker is None:
            continue
        if draft.evidence == "speech carried":
            found[draft.start, draft.end] = speaker.text, CARRIED
        if speaker.signs is not None:
            found[speaker.start, speaker.end] = speaker.text, speaker.signs
    for mention in people.mentions:
        if mention.form != "name":
            found[mention.start, mention.end] = names[mention.person_id], people.signs[mention.mention_id]
    return found


def judgments(bench: Path) -> tuple[list[Judged], Counter[tuple[str, str]]]:
    """The judgments that still hold, and how many (by sample and verdict) are resolved otherwise now."""
    lines = (HERE / "pronouns.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    found = {
        (name, document): references(text, published)
        for name, document, text, published in texts(bench, {(row[1], row[2]) for row in rows})
    }
    still, otherwise = [], Counter[tuple[str, str]]()
    for sample, name, document, start, end, _, meant, verdict in rows:
        now = found[name, document].get((int(start), int(end)))
        if now is None or " ".join(now[0].split())[:80] != meant:
            otherwise[sample, verdict] += 1
        elif verdict != "unclear":
            still.append(Judged(sample, document, now[1], verdict == "right"))
    return still, otherwise


def shares(judged: list[Judged]) -> dict[str, tuple[float, int]]:
    """Signs -> (share right, judgments), drawn towards the share of all; none of fewer than `FEWEST`."""
    overall = (sum(one.is_right for one in judged) + 1) / (len(judged) + 2)
    by_signs: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        by_signs[one.signs].append(one.is_right)
    return {
        signs: ((sum(right) + PRIOR * overall) / (len(right) + PRIOR), len(right))
        for signs, right in sorted(by_signs.items())
        if len(right) >= FEWEST
    }


def held_out(judged: list[Judged]) -> list[tuple[float, bool]]:
    """(share learnt from the other half of the articles, rightness) of every judgment."""
    made = []
    for half in (0, 1):
        other = shares([one for one in judged if zlib.crc32(one.document.encode()) % 2 != half])
        here = [one for one in judged if zlib.crc32(one.document.encode()) % 2 == half]
        made += [(other[one.signs][0], one.is_right) for one in here if one.signs in other]
    return made


def table(judged: list[Judged], otherwise: Counter[tuple[str, str]]) -> str:
    """The section of `reliability.md`."""
    pairs = held_out(judged)
    lines = [
        HEADING,
        "",
        f"{len(judged)} references read in context (`pronouns.tsv`: PolNeAR, Worldwide newswires, TimeBank, developer",
        "portions); the share of each kind is learnt from one half of the articles and held against the other.",
        f"{sum(otherwise.values())} more were judged, and are resolved otherwise or not at all since. Made by",
        "`benchmarks/pronouns.py`.",
        "",
        "| confidence | references | mean confidence | right |",
        "|---|---|---|---|",
    ]
    for lowest, limit in zip(LOWEST, (1.01, *LOWEST), strict=False):
        here = [(given, right) for given, right in pairs if lowest <= given < limit]
        if here:
            mean, share = sum(g for g, _ in here) / len(here), sum(r for _, r in here) / len(here)
            lines.append(f"| {lowest:.1f} to {min(limit, 1.0):.1f} | {len(here)} | {mean:.2f} | {share:.2f} |")
    lines += ["", "| resolved by | judged | confidence |", "|---|---|---|"]
    lines += [f"| {signs} | {count} | {share:.2f} |" for signs, (share, count) in shares(judged).items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    judged, otherwise = judgments(arguments.bench)
    text = table(judged, otherwise)
    print(text)
    for (sample, verdict), count in sorted(otherwise.items()):
        print(f"resolved otherwise now, {sample} sample, judged {verdict}: {count}")
    for sample in ("first", "second", "speakers"):
        here = [one.is_right for one in judged if one.sample == sample]
        print(f"{sample} sample: {sum(here)} right of {len(here)} still resolved so")
    if arguments.write:
        head = [
            "# Share of references that were right, by the signs that told; counted by benchmarks/pronouns.py from the",
            "# judgments of benchmarks/pronouns.tsv (ours, read in context; MIT). Only counts, no text.",
            "signs\tshare right\tjudged",
        ]
        found = [f"{signs}\t{share:.2f}\t{count}" for signs, (share, count) in shares(judged).items()]
        SHARES.write_text("\n".join([*head, *found]) + "\n", "utf-8")
        report = HERE / "reliability.md"
        before = report.read_text("utf-8").split(HEADING)[0].rstrip()
        report.write_text(f"{before}\n\n{text}", "utf-8")


if __name__ == "__main__":
    main()
