"""Scores claims: a row finds a gold claim when their spans agree; of those found, who says it and how is compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.evaluation.dataset import Document, Row, span_of
from onrecord.evaluation.gold import GoldClaim
from onrecord.evaluation.quotes import Span, is_same_person, one_names_the_other
from onrecord.evaluation.tally import Miss, Tally
from onrecord_schema.edtf import edtf_range


def score_claims(document: Document, gold: Sequence[tuple[Span, GoldClaim]], tally: Tally) -> Iterator[Miss]:
    """Yields every claim that is missing or extra, and every field of a found one that differs.

    Optional gold counts neither when found nor when missed, and shields a row from being wrong. The article's own
    statements (kind narrator) are left out on both sides.
    """
    rows = [row for row in document.claims if row["kind"] != "narrator"]
    for span, claim in gold:
        if not claim.is_scored:
            continue
        finders = [row for row in rows if span_of(row).finds(span)]
        tally.count_gold(bool(finders))
        if not finders:
            yield Miss(document.name, "claims", "missing", None, claim.text, claim.speaker, None, span.start, span.end)
            continue
        best = min(finders, key=lambda row: (-span_of(row).likeness(span), row["start"], row["end"], row["claim_id"]))
        yield from _compare(document, claim, best, tally)
    for row in rows:
        span = span_of(row)
        right = any(claim.is_scored and span.finds(place) for place, claim in gold)
        if not right and any(
            claim.optional and (span.finds(place) or span.touches(place)) for place, claim in gold
        ):  # fmt: skip
            continue
        tally.count_row(right)
        if not right:
            yield Miss(
                document.name, "claims", "extra", None, row["text"], None, row["speaker"], span.start, span.end,
                row["claim_id"],
            )  # fmt: skip


def _compare(document: Document, claim: GoldClaim, row: Row, tally: Tally) -> Iterator[Miss]:
    compared: list[tuple[str, str | None, str | None, bool]] = [
        ("kind", claim.kind, row["kind"], row["kind"] == claim.kind)
    ]
    names = document.names_of(row["person_id"])
    if "speaker" in claim.model_fields_set:
        if claim.speaker is None:
            right = row["speaker"] is None
        else:
            right = one_names_the_other(row["speaker"], claim.speaker)
            right = right or any(is_same_person(name, claim.speaker) for name in names)
        compared.append(("speaker", claim.speaker, row["speaker"], right))
    if claim.cue is not None:
        compared.append(("cue", claim.cue, row["cue"], one_names_the_other(row["cue"], claim.cue)))
    if claim.said is not None:
        right = row["said"] is not None and edtf_range(row["said"]) == edtf_range(claim.said)
        compared.append(("said", claim.said, row["said"], right))
    if claim.stance is not None:
        compared.append(("stance", claim.stance, row["stance"], row["stance"] == claim.stance))
    for field, expected, found, right in compared:
        if not tally.compare(field, right):
            yield Miss(
                document.name, "claims", "different", field, row["text"], expected, found, row["start"], row["end"],
                row["claim_id"],
            )  # fmt: skip
