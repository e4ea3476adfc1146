"""How often an event found in PLOVER's example sentences has the type that its authors coded, as a confusion table.

    python benchmarks/plover.py PLOVER_GSR_CAMEO.txt

The file is a JSON list of sentences with `event` (an older list: DEMAND is REQUEST, DISAPPROVE and INVESTIGATE are
ACCUSE, FIGHT is ASSAULT, CRIME is none). Type right: some event found in the sentence has the coded type. Prints shares
for all sentences, for those that were read while the lexicon was written and for the few that never were. The old list
codes the promise of a concession AGREE where the present one has CONCEDE: counted as wrong here.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from hashlib import sha1
from pathlib import Path

from onrecord.document.events.drafts import find_drafts
from onrecord.language import DEFAULT_MODEL
from onrecord.language.en.annotate import annotate
from onrecord.language.en.model import load_model
from onrecord_schema import ids
from onrecord_schema.segments import Segment

PRESENT = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT", "CRIME": "none"}


def found(sentences: list[str]) -> dict[int, list[str]]:
    """Sentence number -> the event types found in it; each sentence is a paragraph of its own."""
    article, at, segments = ids.article_id("0" * 64), 0, []
    for number, sentence in enumerate(sentences):
        place = {"article_id": article, "ordinal": number, "start": at, "end": at + len(sentence) + 1}
        kept = {"text": sentence + "\n", "role": "body", "kept": True, "reason": None, "score": None}
        segments.append(
            Segment.model_validate({"segment_id": ids.span_id("seg", article, at, 0, "body")} | place | kept)
        )
        at += len(sentence) + 1
    annotation = annotate("\n".join(sentences) + "\n", segments, load_model(DEFAULT_MODEL))
    assert annotation is not None
    types: defaultdict[int, list[str]] = defaultdict(list)
    for draft in find_drafts(annotation):
        if not draft.needs_date:
            types[annotation.paragraph_of(draft.heads[0]).segment.ordinal].append(draft.event_type)
    return types


def is_unread(number: int, sentence: str) -> bool:
    """Whether a sentence of the full list was never read while the lexicon was written."""
    digest = sha1(sentence.encode()).digest()
    return number % 4 == 3 and digest[0] % 2 == 0 and digest[1] % 2 == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    rows = [row for row in json.loads(parser.parse_args().file.read_text("utf-8")) if row.get("event") != "DOCUMENT"]
    sentences = [" ".join(row["text"].split()).strip("{}") for row in rows]
    types = found(sentences)
    confused: Counter[tuple[str, str]] = Counter()
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for number, row in enumerate(rows):
        coded, got = PRESENT.get(row["event"], row["event"]), types[number] or ["none"]
        confused[coded, coded if coded in got else got[0]] += 1
        right["never read" if is_unread(number, sentences[number]) else "read"].append(coded in got)
    print(f"all: {sum(map(sum, right.values())) / len(rows):.3f} of {len(rows)}")
    for part, hits in sorted(right.items()):
        print(f"{part}: {sum(hits) / len(hits):.3f} of {len(hits)}")
    names = sorted({name for pair in confused for name in pair})
    print(" ".join([f"{'coded / found':14}", *(f"{name[:4]:>4}" for name in names)]))
    for coded in names:
        print(" ".join([f"{coded:14}", *(f"{confused[coded, name] or '.':>4}" for name in names)]))


if __name__ == "__main__":
    main()
