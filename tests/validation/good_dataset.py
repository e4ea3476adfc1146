"""A small good dataset made by hand: three articles (two versions of one story), a duplicate, a rejected file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from onrecord.builder.writer import write_manifest, write_table
from onrecord.language import DEFAULT_MODEL
from onrecord_schema import ids
from onrecord_schema.arrow import arrow_schema
from onrecord_schema.edtf import edtf_range
from onrecord_schema.fields import Row
from onrecord_schema.tables import TABLES

#: (role, stretch): what each article is made of, in order.
HARBOUR = [
    ("headline", "Dockers at Port Marrow end strike\n"),
    ("byline", "By Ana Brandt\n"),
    ("body", "PORT MARROW — “We have won 😀 what we asked for,” union leader Jon Ferris said on 4 May 2021.\n"),
    ("body", "More than 2,000 dockers walked out in April, the port authority said. Ferris, 46, thanked them.\n"),
    ("off_topic", "Elsewhere, Karl Abel won the cycling race.\n"),
    ("boilerplate", "All rights reserved. Click here for more news.\n"),
    ("author_bio", "Ana Brandt reports on ports."),
]
SHORTENED = [
    ("headline", "Strike at Port Marrow over\n"),
    ("body", "PORT MARROW — “We have won 😀 what we asked for,” union leader Jon Ferris said on 4 May 2021.\n"),
    ("source_url", "https://example.org/ports/1"),
]
FOREST = [
    ("headline", "Forest fire near Ulmen\n"),
    ("body", "Police arrested two men near Ulmen on 12 June 2021, a spokeswoman said.\n"),
    ("body", "She denied that the fire was set on purpose.\n"),
]
ARTICLES = {"harbour.txt": HARBOUR, "short.txt": SHORTENED, "forest.txt": FOREST}
PUBLISHED = {"harbour.txt": "2021-05-05", "short.txt": "2021-05-05", "forest.txt": "2021-06-13"}
KEYS = {"jdg": "judgment", "cfl": "conflict"}
LEADER = "union leader Jon Ferris"
REMOVED = ("boilerplate", "author_bio", "source_url", "off_topic")


class Document:
    """One article's text and ids, and spans found in it by their words.

    Each `copy` has its own paths, ids and prose: prose that several stories share counts as a page's furniture.
    """

    def __init__(self, path: str, copy: int = 0) -> None:
        self.path = f"{copy}/{path}" if copy else path
        self.published = PUBLISHED[path]
        end = f" ({copy})\n" if copy else "\n"
        self.parts = [(role, part.replace("\n", end) if role == "body" else part) for role, part in ARTICLES[path]]
        self.text = "".join(stretch for _, stretch in self.parts)
        self.sha256 = sha256(self.text.encode()).hexdigest()
        self.article_id = ids.article_id(self.sha256)

    def span(self, words: str, nth: int = 0) -> dict[str, Any]:
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return {"article_id": self.article_id, "start": start, "end": start + len(words), "text": words}


def days(column: str, value: str | None, first: str | None = None, last: str | None = None) -> dict[str, Any]:
    """An EDTF value and its first and last day."""
    start, end = edtf_range(value) if value else (None, None)
    return {column: value, first or f"{column}_start": start, last or f"{column}_end": end}


def row(table: str, **values: Any) -> Row:
    """A row of a table; columns that are not given are null, or what most rows hold."""
    usual: dict[str, Any] = {
        "is_canonical": True, "article_count": 1, "story_count": 1, "version_similarity": 1.0, "is_pseudonym": False,
        "is_author": False, "protection": "none", "aliases": [], "roles": [], "person_ids": [], "authors": [],
        "actor_kind": "unknown", "recipient_kind": "unknown", "approximate": False, "vague": False,
        "curated": False, "row_ids": [], "changes": [], "dropped": [], "reasons": [],
    }  # fmt: skip
    model = TABLES[table].row
    return model(**{name: values.get(name, usual.get(name)) for name in model.model_fields})


def good_rows(copy: int = 0) -> dict[str, list[Row]]:
    """The rows of every table; a dataset may hold those of several copies."""
    harbour, short, forest = documents = [Document(path, copy) for path in ARTICLES]
    port, fire = ids.group_id("sto", [harbour.article_id, short.article_id]), ids.group_id("sto", [forest.article_id])
    ferris, brandt = _person_id("Jon Ferris", harbour, short), _person_id("Ana Brandt", harbour)
    published = {document.article_id: date.fromisoformat(document.published) for document in documents}
    claims = [
        _claim(
            harbour,
            "We have won 😀 what we asked for",
            "direct",
            "said",
            LEADER,
            ferris,
            "2021-05-04",
        ),
        _claim(short, "We have won 😀 what we asked for", "direct", "said", LEADER, ferris, "2021-05-04"),
        _claim(harbour, "More than 2,000 dockers walked out in April", "indirect", "said", "the port authority", nth=1),
        _claim(forest, "Police arrested two men near Ulmen on 12 June 2021", "indirect", "said", "a spokeswoman"),
        _claim(forest, "the fire was set on purpose", "indirect", "denied", "She", stance="denies"),
    ]
    claims = _grouped("clg", "claim", [claims[:2], *([claim] for claim in claims[2:])], published)
    claims[3] = claims[3].model_copy(update={"place": "Ulmen", "curated": True})
    placed = ["place: unknown → Ulmen"]
    content = ids.SEPARATOR.join([str(copy), "set", claims[3].claim_id, *placed])
    correction_id = f"cor-{sha256(content.encode()).hexdigest()[:16]}"
    strike = harbour.span("More than 2,000 dockers walked out in April")
    arrest = forest.span("Police arrested two men near Ulmen on 12 June 2021")
    events = [
        row("events", **strike, event_id=ids.span_id("evt", *_place(strike), "PROTEST"),
            **_trigger(harbour, "walked out"), event_type="PROTEST", mode="strike",
            status="happened", **days("date", "2021-04"), date_basis="relative",
            actor="dockers", actor_kind="group", count_min=2000, claim_id=claims[2].claim_id),
        row("events", **arrest, event_id=ids.span_id("evt", *_place(arrest), "COERCE"), **_trigger(forest, "arrested"),
            event_type="COERCE", mode="arrest", status="happened", **days("date", "2021-06-12"), date_basis="stated",
            place="Ulmen", country="DE", actor="Police", actor_kind="government", recipient="two men",
            recipient_kind="group", count_min=2, count_max=2, claim_id=claims[3].claim_id),
    ]  # fmt: skip
    events = _grouped("evg", "event", [[event] for event in events], published)
    mentions = [
        _mention(harbour, "Ana Brandt", brandt), _mention(harbour, "Ana Brandt", brandt, nth=1),
        _mention(harbour, "Jon Ferris", ferris), _mention(harbour, "Ferris", ferris, nth=1),
        _mention(short, "Jon Ferris", ferris),
    ]  # fmt: skip
    persons = [
        row("persons", person_id=ferris, name="Jon Ferris", aliases=["Ferris"], roles=["union leader"], age_min=46,
            age_max=46, mention_count=3, article_count=2),
        row("persons", person_id=brandt, name="Ana Brandt", is_author=True, mention_count=2),
    ]  # fmt: skip
    rows: dict[str, list[Row]] = {
        "sources": [_source(document) for document in documents],
        "articles": [_article(harbour, port), _article(short, port, is_canonical=False), _article(forest, fire)],
        "segments": [segment for document in documents for segment in _segments(document)],
        "claims": claims,
        "events": events,
        "mentions": mentions,
        "quantities": [
            _quantity(harbour, "More than 2,000", "dockers", 2000, None, claims[2], events[0]),
            _quantity(forest, "two", "men", 2, 2, claims[3], events[1]),
        ],
        "dates": [
            _date(harbour, "4 May 2021", "2021-05-04"), _date(short, "4 May 2021", "2021-05-04"),
            _date(harbour, "April", "2021-04", basis="relative", anchor="2021-05-05"),
            _date(forest, "12 June 2021", "2021-06-12"),
        ],
        "persons": persons,
        "stories": [
            row("stories", story_id=port, title="Dockers at Port Marrow end strike", article_count=2,
                canonical_article_id=harbour.article_id, **_published(harbour)),
            row("stories", story_id=fire, title="Forest fire near Ulmen", canonical_article_id=forest.article_id,
                **_published(forest)),
        ],
        "judgments": [
            row("judgments", **_pair("jdg", "story", harbour.article_id, short.article_id), decision="same",
                score=1.0, reasons=["one holds all runs of five words of the other"]),
            row("judgments", **_pair("jdg", "claim", claims[2].claim_id, claims[3].claim_id), decision="apart",
                score=0.1, reasons=["other speakers"]),
            row("judgments", **_pair("jdg", "claim", claims[0].claim_id, claims[1].claim_id), decision="same",
                score=1.0, reasons=["the same words"]),
        ],
        "conflicts": [_conflict(harbour, "More than 2,000", forest, "two")],
        "corrections": [
            row("corrections", correction_id=correction_id, ordinal=copy, action="set",
                row_ids=[claims[3].claim_id], changes=placed, reason="read on the page",
                author="the desk"),
        ],
        "changes": [
            row("changes", change_id=ids.numbered_id("chg", correction_id, 0), ordinal=0, kind="set",
                correction_id=correction_id, table_name="claims", row_id=claims[3].claim_id,
                column_name="place", value_before="null", value_after='"Ulmen"'),
        ],
        "crosswalk": [
            row("crosswalk", act=f"detention {copy}", event_type="COERCE", mode="arrest", cameo="173", acled="Arrests",
                huridocs="030102000000", sure="exact"),
        ],
    }  # fmt: skip
    again, empty = (harbour.path.replace("harbour", name) for name in ("again", "empty"))
    rows["sources"] += [
        row("sources", source_path=again, source_sha256=harbour.sha256, bytes=len(harbour.text.encode()),
            media_type="text/plain", encoding="utf-8", status="duplicate", reason=f"the same bytes as {harbour.path}",
            article_id=harbour.article_id),
        row("sources", source_path=empty, source_sha256=sha256(b"").hexdigest(), bytes=0, status="rejected",
            reason="the file is empty"),
    ]  # fmt: skip
    return rows


def write_dataset(folder: Path, rows: Mapping[str, Sequence[Row]], *, manifest: bool = True) -> None:
    """Write the tables as a build does, each in its order, and a manifest that vouches for them."""
    entries = {}
    for name, table in TABLES.items():
        records = sorted(
            (dict(record) for record in rows.get(name, ())), key=lambda r: tuple(r[column] for column in table.sort)
        )
        batch = pa.RecordBatch.from_pylist(records, schema=arrow_schema(table))
        entries[name] = write_table(folder, name, [batch])
    if manifest:
        sources = {record.source_path: record.source_sha256 for record in rows["sources"]}
        write_manifest(folder, DEFAULT_MODEL, entries, sources)


def _place(span: Mapping[str, Any]) -> tuple[str, int, int]:
    return span["article_id"], span["start"], span["end"]


def _published(document: Document) -> dict[str, Any]:
    return {column: value for column, value in days("published", document.published).items() if column != "published"}


def _person_id(name: str, *documents: Document) -> str:
    """The id of a person whose first mention in each of these documents is the name, as the contract makes it."""
    mentions = [ids.span_id("men", *_place(document.span(name)), "name") for document in documents]
    return ids.group_id("per", [ids.group_id("per", [mention]) for mention in mentions])


def _source(document: Document) -> Row:
    return row("sources", source_path=document.path, source_sha256=document.sha256, bytes=len(document.text.encode()),
               media_type="text/plain", encoding="utf-8", status="article", article_id=document.article_id)  # fmt: skip


def _article(document: Document, story_id: str, *, is_canonical: bool = True) -> Row:
    body = "\n".join(stretch.strip() for role, stretch in document.parts if role == "body")
    shares = {True: 0, False: 0}
    for role, stretch in document.parts:
        shares[role in REMOVED] += len("".join(stretch.split()))
    return row("articles", article_id=document.article_id, source_path=document.path, source_sha256=document.sha256,
               title=document.parts[0][1].strip(), **days("published", document.published),
               published_basis="curated",
               language="en", text=document.text, body=body, word_count=len(body.split()),
               removed_share=shares[True] / sum(shares.values()), story_id=story_id,
               is_canonical=is_canonical)  # fmt: skip


def _segments(document: Document) -> list[Row]:
    segments, start = [], 0
    for ordinal, (role, stretch) in enumerate(document.parts):
        end = start + len(stretch)
        removed = role in REMOVED
        segments.append(
            row("segments", segment_id=ids.span_id("seg", document.article_id, start, end, role), ordinal=ordinal,
                article_id=document.article_id, start=start, end=end, text=stretch, role=role, kept=not removed,
                reason="it is no part of the report" if removed else None, score=0.9 if removed else None)
        )  # fmt: skip
        start = end
    return segments


def _claim(document: Document, words: str, kind: str, cue: str, speaker: str, person_id: str | None = None,
           said: str | None = None, stance: str = "asserts", nth: int = 0) -> Row:  # fmt: skip
    span, cued, spoken = document.span(words), document.span(cue, nth), document.span(speaker)
    return row("claims", **span, claim_id=ids.span_id("clm", *_place(span), kind), kind=kind, speaker=speaker,
               speaker_kind="person" if person_id else "unknown", speaker_start=spoken["start"],
               speaker_end=spoken["end"], person_id=person_id, cue=cue, cue_start=cued["start"], cue_end=cued["end"],
               stance=stance, **days("said", said), claim_group_id=ids.group_id("clg", []))  # fmt: skip


def _grouped(prefix: str, noun: str, groups: Sequence[Sequence[Any]], published: Mapping[str, date]) -> list[Any]:
    """Rows with their group's columns filled; every group here is one story."""
    rows = []
    for group in groups:
        group_id = ids.group_id(prefix, [getattr(member, f"{noun}_id") for member in group])
        reported = sorted(published[member.article_id] for member in group)
        for position, member in enumerate(group):
            own = {f"{noun}_group_id": group_id, "is_canonical": position == 0, "article_count": len(group)}
            own |= {"first_reported": reported[0], "last_reported": reported[-1]}
            rows.append(member.model_copy(update=own))
    return rows


def _trigger(document: Document, words: str) -> dict[str, Any]:
    span = document.span(words)
    placeholder = ids.group_id("evg", [])
    return {"trigger": words, "trigger_start": span["start"], "trigger_end": span["end"], "event_group_id": placeholder}


def _pair(prefix: str, kind: str, one: str, other: str) -> dict[str, Any]:
    left, right = sorted((one, other))
    return {f"{KEYS[prefix]}_id": ids.pair_id(prefix, kind, left, right), "kind": kind, "left": left, "right": right}


def _conflict(one: Document, words: str, other: Document, others: str) -> Row:
    """The two numbers are no conflict to a reader; to the rules any two rows in two articles are."""
    keys = [
        (ids.span_id("qty", *_place(document.span(said)), unit), document, said)
        for document, said, unit in ((one, words, "dockers"), (other, others, "men"))
    ]
    (left, at, first), (right, place, second) = sorted(keys, key=lambda key: key[0])
    sides = {
        f"{side}_{column}": value
        for side, span in (("left", at.span(first)), ("right", place.span(second)))
        for column, value in span.items()
    }
    pair = _pair("cfl", "number", left, right)
    return row("conflicts", **pair, **sides, about="men", differs=f"{first} against {second}")


def _mention(document: Document, words: str, person_id: str, nth: int = 0) -> Row:
    span = document.span(words, nth)
    return row(
        "mentions", **span, mention_id=ids.span_id("men", *_place(span), "name"), person_id=person_id, form="name"
    )


def _quantity(
    document: Document, words: str, unit: str, least: float, most: float | None, claim: Any, event: Any
) -> Row:
    span = document.span(words)
    return row("quantities", **span, quantity_id=ids.span_id("qty", *_place(span), unit), unit=unit,
               value_min=float(least), value_max=None if most is None else float(most), claim_id=claim.claim_id,
               event_id=event.event_id)  # fmt: skip


def _date(document: Document, words: str, value: str, basis: str = "stated", anchor: str | None = None) -> Row:
    span = document.span(words)
    return row("dates", **span, date_id=ids.span_id("dat", *_place(span), "date"), kind="date", basis=basis,
               anchor=anchor, **days("value", value))  # fmt: skip
