"""Faults in claims and events."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any

from faults import (
    ARREST,
    ARREST_CLAIM,
    BRANDT,
    DENIAL,
    FERRIS,
    NOWHERE,
    OTHER,
    QUOTE,
    REPRINT,
    REPRINTED_QUOTE,
    SAME_CLAIM,
    WALKOUT,
    WALKOUT_CLAIM,
    Fault,
    Rows,
    again,
    delete,
    moved,
    put,
    span,
)


def swapped(table: str, row: int, one: str, other: str) -> Callable[[Rows], object]:
    def edit(rows: Rows) -> None:
        values = rows[table][row]
        values[one], values[other] = values[other], values[one]

    return edit


def in_one_group(table: str) -> Callable[[Rows], object]:
    """Put all rows of a table into the group of the first."""
    group = f"{table[:-1]}_group_id"
    return lambda rows: [row.update({group: rows[table][0][group]}) for row in rows[table]]


def all_with(table: str, **values: Any) -> Callable[[Rows], object]:
    return lambda rows: [row.update(values) for row in rows[table]]


def with_a_cue_from_stripped_text(rows: Rows) -> None:
    claim = rows["claims"][QUOTE]
    claim.update(cue="won the", **span(rows, claim["article_id"], "won the", "cue_start", "cue_end"))


def with_a_trigger_outside(rows: Rows) -> None:
    event = rows["events"][WALKOUT]
    event.update(trigger="strike", **span(rows, event["article_id"], "strike", "trigger_start", "trigger_end"))


def reported_by(claim: int) -> Callable[[Rows], object]:
    """Tie the first event to a claim."""
    return lambda rows: rows["events"][WALKOUT].update(claim_id=rows["claims"][claim]["claim_id"])


def with_persons(event: int, *persons: int) -> Callable[[Rows], object]:
    return lambda rows: rows["events"][event].update(person_ids=[rows["persons"][one]["person_id"] for one in persons])


def said_by_ferris(rows: Rows) -> None:
    rows["claims"][ARREST_CLAIM].update(person_id=rows["persons"][FERRIS]["person_id"], speaker_kind="person")


def said_by_brandt(rows: Rows) -> None:
    rows["claims"][QUOTE]["person_id"] = rows["persons"][BRANDT]["person_id"]


def denied_by_all(rows: Rows) -> None:
    rows["claims"][DENIAL]["claim_group_id"] = rows["claims"][QUOTE]["claim_group_id"]


def represented_by_the_reprint(rows: Rows) -> None:
    rows["claims"][QUOTE]["is_canonical"] = False
    rows["claims"][REPRINTED_QUOTE]["is_canonical"] = True


def grouped_under_a_reprint(rows: Rows) -> None:
    in_one_group("events")(rows)
    rows["events"][WALKOUT]["article_id"] = rows["articles"][REPRINT]["article_id"]


CLAIMS = (
    put("CLM-00", "invented a stance", QUOTE, stance="shouts"),
    put("CLM-01", "removed the text", QUOTE, text=None),
    again("CLM-02", "pasted a claim twice", QUOTE),
    put("CLM-03", "named a person who is not there", QUOTE, person_id=f"per-{NOWHERE}"),
    put("CLM-03", "named an article that is not there", DENIAL, article_id=f"art-{NOWHERE}"),
    put("CLM-04", "gave a claim another id", DENIAL, claim_id=f"clm-{OTHER}"),
    put("CLM-05", "rewrote a quotation", QUOTE, text="We have lost"),
    Fault("CLM-05", "swapped start and end", QUOTE, swapped("claims", QUOTE, "start", "end")),
    put("CLM-06", "invented a stance", QUOTE, stance="shouts"),
    put("CLM-06", "numbered a claim", DENIAL, claim_id="claim-1"),
    put("CLM-07", "gave a confidence in percent", QUOTE, confidence=87.0),
    put("CLM-07", "computed a confidence that is no number", QUOTE, confidence=math.nan),
    put("CLM-08", "wrote an empty text for null", DENIAL, speaker=""),
    put("CLM-08", "left a no-break space after the speaker", QUOTE, speaker="Jon Ferris\u00a0"),
    put("CLM-09", "saved the speaker in a wrong encoding", QUOTE, speaker="JosÃ© Ferris"),
    put("CLM-10", "wrote a date in words", QUOTE, said="4 May 2021"),
    put("CLM-10", "changed a date but not its days", QUOTE, said="2021-05-03"),
    moved("CLM-11", "took a claim from a stripped story", QUOTE, "Karl Abel won the cycling race"),
    Fault("CLM-11", "took a cue from a stripped story", QUOTE, with_a_cue_from_stripped_text),
    put("CLM-12", "called a claim curated", QUOTE, curated=True),
    put("CLM-20", "wrote a cue that the text does not have", QUOTE, cue="shouted"),
    Fault("CLM-20", "swapped two columns", QUOTE, swapped("claims", QUOTE, "speaker", "cue")),
    put("CLM-21", "removed the speaker's end", QUOTE, speaker_end=None),
    put("CLM-21", "let the speaker end behind the text", QUOTE, speaker_end=9_999),
    put("CLM-22", "named a speaker whom the text does not name", QUOTE, speaker="Captain Nemo"),
    put("CLM-23", "removed the speaker but not the person", QUOTE, speaker=None),
    put("CLM-23", "gave nobody a kind", DENIAL, speaker=None, speaker_start=None, speaker_kind="group"),
    put("CLM-24", "called reported speech a quotation", WALKOUT_CLAIM, kind="direct"),
    put("CLM-25", "called a quotation reported speech", DENIAL, text="“the fire was set on purpose”"),
    put("CLM-25", "called a quotation indirect", QUOTE, kind="indirect"),
    put(
        "CLM-26", "typed 2031 for 2021", QUOTE,
        said="2031-05-04", said_start=date(2031, 5, 4), said_end=date(2031, 5, 4),
    ),
    Fault("CLM-27", "named a speaker from another article", ARREST_CLAIM, said_by_ferris),
    put("CLM-28", "took a page for a claim", QUOTE, text="We have won. " * 250),
    put("CLM-29", "wrote a place that the text does not name", QUOTE, place="Atlantis"),
    put("CLM-30", "removed who said it, and how", DENIAL, speaker=None, cue=None),
    put("CLM-31", "called a person an organization", QUOTE, speaker_kind="organization"),
    put("CLM-32", "gave the article's own words a speaker", QUOTE, kind="narrator"),
    put("CLM-33", "called reported speech partly quoted", WALKOUT_CLAIM, kind="mixed"),
    put("CLM-34", "took a speaker from a stripped story", WALKOUT_CLAIM, speaker="Karl Abel"),
    put("CLM-35", "was sure of no speaker", DENIAL, speaker=None, speaker_confidence=0.9),
    Fault("CLM-36", "gave a quotation to another person", QUOTE, said_by_brandt),
    put(
        "CLM-37", "typed 2 for 4", QUOTE,
        said="2021-05-02", said_start=date(2021, 5, 2), said_end=date(2021, 5, 2),
    ),
    Fault("CLM-40", "deleted the other claim of a group", QUOTE, delete("claims", REPRINTED_QUOTE)),
    put("CLM-41", "removed a group's representative", QUOTE, is_canonical=False),
    put("CLM-41", "gave a group two representatives", REPRINTED_QUOTE, is_canonical=True),
    put("CLM-42", "counted the articles wrongly", QUOTE, article_count=7),
    put("CLM-42", "counted a reprint as a story of its own", QUOTE, story_count=2),
    Fault("CLM-43", "joined quotes of two articles", QUOTE, all_with("claims", quote_id=f"quo-{NOWHERE}")),
    put("CLM-44", "left one piece of a split quote", QUOTE, quote_id=f"quo-{NOWHERE}"),
    Fault("CLM-45", "put a denial into the group of a quotation", DENIAL, denied_by_all),
    put("CLM-46", "numbered a split quote", QUOTE, quote_id=f"quo-{NOWHERE}"),
    put("CLM-47", "set the first report to the day of the speech", QUOTE, first_reported=date(2021, 5, 4)),
    Fault("CLM-48", "let a reprint represent a group", REPRINTED_QUOTE, represented_by_the_reprint),
    Fault("CLM-49", "deleted the judgment of two claims", QUOTE, delete("judgments", SAME_CLAIM)),
)  # fmt: skip

EVENTS = (
    put("EVT-00", "invented a status", WALKOUT, status="finished"),
    put("EVT-01", "removed the trigger", WALKOUT, trigger=None),
    again("EVT-02", "pasted an event twice", WALKOUT),
    put("EVT-03", "named an article that is not there", WALKOUT, article_id=f"art-{NOWHERE}"),
    put("EVT-03", "named a person who is not there", WALKOUT, person_ids=[f"per-{NOWHERE}"]),
    put("EVT-04", "gave an event another id", WALKOUT, event_id=f"evt-{OTHER}"),
    put("EVT-05", "shortened the text", WALKOUT, text="dockers walked out in April"),
    put("EVT-06", "wrote a name for a person's id", WALKOUT, person_ids=["Jon Ferris"]),
    put("EVT-06", "invented an event type", WALKOUT, event_type="STRIKE"),
    put("EVT-07", "wrote -1 for an unknown count", WALKOUT, count_min=-1),
    put("EVT-08", "wrote an empty text for null", WALKOUT, recipient=""),
    put("EVT-09", "saved the place in a wrong encoding", ARREST, place="ZÃ¼rich"),
    put("EVT-10", "wrote a day that does not exist", ARREST, date="2021-02-30"),
    put("EVT-10", "changed the days but not the date", ARREST, date_start=date(2021, 6, 1)),
    moved("EVT-11", "took an event from a stripped story", WALKOUT, "Karl Abel won the cycling race"),
    put("EVT-12", "called an event curated", WALKOUT, curated=True),
    put("EVT-20", "wrote a trigger that the text does not have", WALKOUT, trigger="struck"),
    Fault("EVT-20", "took the trigger from another sentence", WALKOUT, with_a_trigger_outside),
    put("EVT-21", "wrote the mode of another event type", ARREST, mode="phone"),
    put("EVT-22", "swapped fewest and most", WALKOUT, count_min=2000, count_max=2),
    put("EVT-23", "called a known date unknown", ARREST, date_basis="unknown"),
    put(
        "EVT-24", "typed 2031 for 2021", ARREST,
        date="2031-06-12", date_start=date(2031, 6, 12), date_end=date(2031, 6, 12),
    ),
    put("EVT-25", "wrote a place that the text does not name", ARREST, place="Atlantis"),
    put("EVT-25", "wrote an actor whom the text does not name", WALKOUT, actor="the seamen"),
    Fault("EVT-26", "tied an event to a claim of another article", WALKOUT, reported_by(DENIAL)),
    Fault("EVT-26", "tied an event to a claim of another sentence", WALKOUT, reported_by(QUOTE)),
    Fault("EVT-27", "added a person from another article", ARREST, with_persons(ARREST, FERRIS)),
    Fault("EVT-28", "listed a person twice", WALKOUT, with_persons(WALKOUT, FERRIS, FERRIS)),
    put("EVT-29", "wrote a count that the text does not have", ARREST, count_min=77, count_max=77),
    put("EVT-30", "removed the actor but not its kind", ARREST, actor=None),
    put("EVT-31", "wrote a country that does not exist", ARREST, country="ZZ"),
    put("EVT-31", "removed the place but not its country", ARREST, place=None),
    put("EVT-32", "took an actor from a stripped story", WALKOUT, actor="Karl Abel"),
    put(
        "EVT-33", "typed 11 for 12", ARREST,
        date="2021-06-11", date_start=date(2021, 6, 11), date_end=date(2021, 6, 11),
    ),
    put("EVT-34", "untied an event from its claim", ARREST, claim_id=None),
    put("EVT-40", "gave a group another id", ARREST, event_group_id=f"evg-{OTHER}"),
    put("EVT-41", "removed a group's representative", ARREST, is_canonical=False),
    put("EVT-42", "counted the articles wrongly", ARREST, article_count=7),
    Fault("EVT-45", "put events of two types into one group", ARREST, in_one_group("events")),
    put("EVT-47", "set the first report to the day of the event", ARREST, first_reported=date(2021, 6, 12)),
    Fault("EVT-48", "let a reprint represent a group", WALKOUT, grouped_under_a_reprint),
    Fault("EVT-49", "grouped events that were not compared", WALKOUT, in_one_group("events")),
)  # fmt: skip
