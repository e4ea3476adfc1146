"""`events`: one row per event that a clause reports, typed with PLOVER."""

from __future__ import annotations

from typing import Any, Literal

from onrecord_schema.fields import (
    ActorKind,
    ArticleId,
    Basis,
    ClaimId,
    Count,
    Country,
    Day,
    Edtf,
    EventGroupId,
    EventId,
    Int64,
    Offset,
    PersonId,
    Share,
    SpanRow,
    Text,
    check_range,
    column,
    correction_mark,
)

EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
#: PLOVER's modes, by event type.
MODES: dict[str, tuple[str, ...]] = {
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": (
        "seize",
        "restrict",
        "censor",
        "curfew",
        "martial-law",
        "arrest",
        "deport",
        "withhold",
        "misinformation",
        "cyber",
    ),
    "ASSAULT": (
        "beat",
        "torture",
        "execute",
        "sexual",
        "assassinate",
        "abduct",
        "primitive",
        "firearms",
        "explosives",
        "suicide-attack",
        "heavy-weapons",
        "crowd-control",
        "aerial",
        "cleansing",
        "destroy",
        "unconventional",
    ),
}


class Event(SpanRow):
    event_id: EventId = column("Hash over (article_id, start, end, event_type).", key=True)
    article_id: ArticleId = column("The article that reports it.", references="articles.article_id")
    start: Offset = column("First character of the clause, offset into `articles.text`.")
    end: Offset = column("One past the clause's last character.")
    text: Text = column("The clause that reports the event.")
    trigger: Text = column("The words that name the event.")
    trigger_start: Offset = column("First character of the trigger.")
    trigger_end: Offset = column("One past the trigger's last character.")
    event_type: EventType = column("PLOVER event type.")
    mode: str | None = column("PLOVER mode of that type, where the text settles it.")
    status: Literal["happened", "ongoing", "planned", "alleged", "denied", "hypothetical"] = column(
        "How real it is in the text."
    )
    date: Edtf | None = column("When it happened, EDTF level 1; null when the text does not say.")
    date_start: Day | None = column("Earliest day of `date`.")
    date_end: Day | None = column("Latest day of `date`.")
    date_basis: Basis = column("How `date` is known.")
    place: str | None = column("Where, as written.")
    country: Country | None = column("Country of `place`, ISO 3166-1 alpha-2.")
    actor: str | None = column("Who did it, as written.")
    actor_kind: ActorKind = column("What the actor is.")
    recipient: str | None = column("To whom it was done, as written.")
    recipient_kind: ActorKind = column("What the recipient is.")
    person_ids: list[PersonId] = column("Persons who take part, sorted.", references="persons.person_id")
    count_min: Int64 | None = column("At least how many people or things it happened to.", ge=0)
    count_max: Int64 | None = column("At most how many.", ge=0)
    claim_id: ClaimId | None = column("The claim that reports it, if any.", references="claims.claim_id")
    event_group_id: EventGroupId = column("Event reports held to be of the same event.")
    is_canonical: bool = column("Whether this row represents its group.")
    article_count: Count = column("Articles that carry the group.")
    story_count: Count = column("Independent stories that carry the group.")
    confidence: Share | None = column("Chance that type and span are right, calibrated; null where not calibrated.")
    first_reported: Day | None = column(
        "Earliest day on which an article that carries the group may have appeared.", default=None
    )
    last_reported: Day | None = column("Latest day on which one may have appeared.", default=None)
    curated: bool = correction_mark()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        check_range(self.date, self.date_start, self.date_end)
        if self.mode is not None and self.mode not in MODES.get(self.event_type, ()):
            raise ValueError(f"{self.mode!r} is no mode of {self.event_type}")
