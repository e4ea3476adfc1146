"""Row model of the table `events`."""

from __future__ import annotations

from typing import Any, Literal

from onrecord_schema import fields as f

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
#: PLOVER's modes by event type.
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
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation",
        "cyber",
    ),
    "ASSAULT": (
        "beat", "torture", "execute", "sexual", "assassinate", "abduct", "primitive", "firearms", "explosives",
        "suicide-attack", "heavy-weapons", "crowd-control", "aerial", "cleansing", "destroy", "unconventional",
    ),
}  # fmt: skip


class Event(f.SpanRow):
    """One row per event that a clause reports, typed with PLOVER."""

    event_id: f.EventId = f.fixed("Hash over (article_id, start, end, event_type).", key=True)
    article_id: f.ArticleId = f.fixed("Article that reports the event.", references="articles.article_id")
    start: f.Offset = f.fixed("Offset of the clause's first character in `articles.text`.")
    end: f.Offset = f.fixed("Offset after the clause's last character.")
    text: f.Text = f.fixed("Clause that reports the event.")
    trigger: f.Text = f.fixed("Words that name the event.")
    trigger_start: f.Offset = f.fixed("Offset of the trigger.")
    trigger_end: f.Offset = f.fixed("Offset after the trigger.")
    event_type: EventType = f.free("PLOVER event type.", label=True)
    mode: f.OptionalWords = f.free("PLOVER mode of that type, where the text makes it clear.")
    status: Literal["happened", "ongoing", "planned", "alleged", "denied", "hypothetical"] = f.free(
        "Whether the text reports the event as fact."
    )
    date: f.Edtf | None = f.free("When the event happened; null when the text does not say.")
    date_start: f.Day | None = f.fixed("Earliest day of `date`.")
    date_end: f.Day | None = f.fixed("Latest day of `date`.")
    date_basis: f.Basis = f.fixed("How `date` is known.")
    place: f.OptionalWords = f.free("Where the event happened, as written.")
    country: f.Country | None = f.free("Country of `place`, as an ISO 3166-1 alpha-2 code.", follows=["place"])
    actor: f.OptionalWords = f.free("Who did it, as written.")
    actor_kind: f.ActorKind = f.free("What the actor is.", follows=["actor"])
    recipient: f.OptionalWords = f.free("To whom it was done, as written.")
    recipient_kind: f.ActorKind = f.free("What the recipient is.", follows=["recipient"])
    person_ids: list[f.PersonId] = f.fixed("Persons who take part, sorted.", references="persons.person_id")
    count_min: f.Int64 | None = f.free("Lowest number of people or things affected.", ge=0)
    count_max: f.Int64 | None = f.free("Highest number of people or things affected.", ge=0)
    claim_id: f.ClaimId | None = f.fixed("Claim that reports the event, if any.", references="claims.claim_id")
    event_group_id: f.EventGroupId = f.judged("Shared by reports of the same event.", group="event")
    is_canonical: bool = f.judged("Whether this report represents its group.")
    article_count: f.Count = f.judged("Number of articles that report the event.")
    story_count: f.Count = f.judged("Number of independent stories that do; a reprinted story counts once.")
    confidence: f.Share | None = f.free(
        "Calibrated probability that type and span are right; null where not calibrated."
    )
    first_reported: f.Day | None = f.judged(
        "Earliest day on which an article that reports the event may have been published.", default=None
    )
    last_reported: f.Day | None = f.judged("Latest such day.", default=None)
    curated: bool = f.correction_mark()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        f.check_range(self.date, self.date_start, self.date_end)
        if self.mode is not None and self.mode not in MODES.get(self.event_type, ()):
            raise ValueError(f"{self.mode!r} is no mode of {self.event_type}")
