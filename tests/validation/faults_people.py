"""Faults in persons, mentions, quantities and dates."""

from __future__ import annotations

import math
from datetime import date

from faults import (
    APRIL,
    AUTHOR_IN_BYLINE,
    AUTHOR_IN_NOTE,
    BRANDT,
    DOCKERS,
    FERRIS,
    FOURTH_OF_MAY,
    LEADER,
    LEADER_AGAIN,
    MEN,
    NOWHERE,
    OTHER,
    QUOTE,
    TWELFTH_OF_JUNE,
    WALKOUT,
    Fault,
    Rows,
    again,
    delete,
    moved,
    put,
)


def under_another_id(rows: Rows) -> None:
    """Give the author, who is then mentioned once, an id that no mention makes."""
    rows["mentions"].pop(AUTHOR_IN_NOTE)
    for row in (rows["persons"][BRANDT], rows["mentions"][AUTHOR_IN_BYLINE]):
        row["person_id"] = f"per-{OTHER}"


def moved_by_one(rows: Rows) -> None:
    rows["dates"][APRIL]["start"] += 1
    rows["dates"][APRIL]["end"] += 1


def of_another_sentence(rows: Rows) -> None:
    rows["quantities"][DOCKERS]["claim_id"] = rows["claims"][QUOTE]["claim_id"]


def of_another_article(rows: Rows) -> None:
    rows["quantities"][MEN]["event_id"] = rows["events"][WALKOUT]["event_id"]


MENTIONS = (
    put("MEN-00", "invented a form", LEADER, form="nickname"),
    put("MEN-01", "left the form empty", LEADER, form=None),
    again("MEN-02", "pasted a mention twice", LEADER),
    put("MEN-03", "named a person who is not there", LEADER, person_id=f"per-{NOWHERE}"),
    put("MEN-04", "gave a mention another id", LEADER, mention_id=f"men-{OTHER}"),
    put("MEN-05", "wrote a name in full", LEADER_AGAIN, text="Jon Ferris"),
    put("MEN-05", "let a mention end before it starts", LEADER, end=0),
    put("MEN-06", "invented a form", LEADER, form="nickname"),
    put("MEN-07", "counted from the end of the text", LEADER, start=-1),
    put("MEN-08", "left a blank after the name", LEADER, text="Jon Ferris "),
    put("MEN-12", "called a mention curated", LEADER, curated=True),
    moved("MEN-11", "took a person from a stripped story", LEADER, "Karl Abel"),
    moved("MEN-21", "took a number for a name", LEADER, "2,000"),
    put("MEN-22", "took a sentence for a name", LEADER, text="Jon Ferris said. " * 13 + "He left."),
    put("MEN-23", "wrote another name", LEADER, text="Jon Ferrer"),
    again("MEN-24", "named a person twice in one place", LEADER, mention_id=f"men-{OTHER}"),
    put("MEN-25", "doubted a name", LEADER, confidence=0.9),
    put("MEN-26", "called a name a pronoun", LEADER_AGAIN, form="pronoun"),
)

PERSONS = (
    put("PER-00", "invented a reason for protection", FERRIS, protection="witness"),
    put("PER-01", "removed the name", FERRIS, name=None),
    again("PER-02", "pasted a person twice", FERRIS),
    put("PER-06", "invented a reason for protection", FERRIS, protection="witness"),
    put("PER-07", "wrote -1 for an unknown age", BRANDT, age_min=-1),
    put("PER-08", "left a blank after a role", FERRIS, roles=["union leader "]),
    put("PER-08", "wrote an empty text for null", FERRIS, nationality=""),
    put("PER-09", "saved the name in a wrong encoding", FERRIS, name="JosÃ© Ferris"),
    put("PER-12", "called a person curated", FERRIS, curated=True),
    Fault("PER-20", "deleted all mentions of a person", BRANDT, delete("mentions", AUTHOR_IN_BYLINE, AUTHOR_IN_NOTE)),
    put("PER-21", "counted the mentions wrongly", FERRIS, mention_count=40),
    put("PER-21", "counted the articles wrongly", FERRIS, article_count=7),
    put("PER-21", "counted a reprint as a story of its own", FERRIS, story_count=2),
    put("PER-22", "typed 460 for 46", FERRIS, age_min=460, age_max=460),
    put("PER-22", "swapped lowest and highest age", FERRIS, age_min=46, age_max=40),
    put("PER-23", "added an alias that no text has", FERRIS, aliases=["Ferris", "Johnny"]),
    put("PER-23", "wrote a name that no text has", FERRIS, name="Jonathan Ferris"),
    put("PER-24", "listed roles out of order", FERRIS, roles=["union leader", "leader"]),
    put("PER-24", "listed the name among the aliases", FERRIS, aliases=["Ferris", "Jon Ferris"]),
    put("PER-25", "called an adult a minor", FERRIS, protection="minor"),
    put("PER-25", "did not protect a minor", FERRIS, age_min=15, age_max=15),
    put("PER-26", "did not protect a pseudonym", FERRIS, is_pseudonym=True),
    put("PER-26", "protected a pseudonym as a victim", FERRIS, is_pseudonym=True, protection="victim_or_relative"),
    put("PER-27", "gave a person a role that no text has", FERRIS, roles=["harbour master"]),
    Fault("PER-28", "gave a person another id", BRANDT, under_another_id),
    put("PER-29", "took a role from a stripped story", FERRIS, roles=["cycling"]),
    put("PER-30", "gave a person the name of another", FERRIS, name="Ana Brandt"),
    put("PER-30", "gave a person an alias of another", FERRIS, aliases=["Brandt", "Ferris"]),
)

QUANTITIES = (
    put("QTY-00", "swapped lowest and highest value", MEN, value_min=9.0, value_max=2.0),
    put("QTY-01", "left empty whether a number is vague", MEN, vague=None),
    again("QTY-02", "pasted a quantity twice", MEN),
    put("QTY-03", "named a claim that is not there", MEN, claim_id=f"clm-{NOWHERE}"),
    put("QTY-04", "gave a quantity another id", MEN, quantity_id=f"qty-{OTHER}"),
    put("QTY-04", "changed the unit but not the id", MEN, unit="women"),
    put("QTY-05", "wrote a number as digits", MEN, text="2"),
    put("QTY-05", "let a quantity end behind the text", MEN, end=99_999),
    put("QTY-05", "wrote the largest number for the end", MEN, end=2**31 - 1),
    put("QTY-06", "numbered a quantity", MEN, quantity_id="quantity-1"),
    put("QTY-07", "wrote infinity for an open bound", DOCKERS, value_max=math.inf),
    put("QTY-07", "wrote -1 for an unknown start", MEN, start=-1),
    put("QTY-08", "wrote an empty text for null", MEN, unit=""),
    put("QTY-09", "saved the unit in a wrong encoding", MEN, unit="â€¬"),
    put("QTY-10", "wrote a date in words", MEN, date="June 2021"),
    put("QTY-12", "called a quantity curated", MEN, curated=True),
    moved("QTY-11", "took a quantity from a stripped story", DOCKERS, "the cycling race"),
    put("QTY-20", "swapped lowest and highest value", MEN, value_min=9.0, value_max=2.0),
    put("QTY-21", "removed the value", MEN, value_min=None, value_max=None),
    Fault("QTY-22", "tied a quantity to a claim of another sentence", DOCKERS, of_another_sentence),
    Fault("QTY-22", "tied a quantity to an event of another article", MEN, of_another_article),
    again("QTY-23", "counted a number twice", MEN, quantity_id=f"qty-{OTHER}"),
    put("QTY-24", "untied a quantity from its claim", MEN, claim_id=None),
    put("QTY-25", "wrote another number", DOCKERS, text="2,500", value_max=2000.0),
)

DATES = (
    put("DAT-00", "invented a kind", APRIL, kind="month"),
    put("DAT-01", "left the kind empty", APRIL, kind=None),
    again("DAT-02", "pasted a date twice", APRIL),
    put("DAT-03", "named an article that is not there", APRIL, article_id=f"art-{NOWHERE}"),
    put("DAT-04", "gave a date another id", APRIL, date_id=f"dat-{OTHER}"),
    Fault("DAT-05", "moved a date by one character", APRIL, moved_by_one),
    put("DAT-06", "invented a kind", APRIL, kind="month"),
    put("DAT-07", "wrote -1 for an unknown start", APRIL, start=-1),
    put("DAT-08", "left a blank after the value", APRIL, value="2021-04 "),
    put("DAT-09", "left a control character in the value", APRIL, value="2021-04\x00"),
    put("DAT-10", "wrote a day that does not exist", TWELFTH_OF_JUNE, value="2021-06-31"),
    put("DAT-10", "removed the last day", TWELFTH_OF_JUNE, value_end=None),
    moved("DAT-11", "took a date from a stripped story", APRIL, "cycling race"),
    put("DAT-10", "called a day a duration", APRIL, kind="duration", value="P1M"),
    put("DAT-12", "called a date curated", APRIL, curated=True),
    put("DAT-21", "wrote days before years", APRIL, kind="duration", value="P1D2Y"),
    put("DAT-21", "wrote a duration without a number", APRIL, kind="duration", value="P"),
    put("DAT-21", "wrote a repetition in words", APRIL, kind="set", value="monthly", value_start=None, value_end=None),
    put("DAT-22", "called a known value unknown", APRIL, basis="unknown"),
    put(
        "DAT-23", "typed 2999 for 1999", FOURTH_OF_MAY,
        value="2999", value_start=date(2999, 1, 1), value_end=date(2999, 12, 31),
    ),
    put("DAT-24", "removed what a date was counted from", APRIL, anchor=None),
    put("DAT-24", "counted a stated date from another", FOURTH_OF_MAY, anchor="2021-05-05"),
    put("DAT-25", "wrote in words what a date was counted from", APRIL, anchor="last week"),
    again("DAT-26", "dated a day twice", APRIL, date_id=f"dat-{OTHER}"),
    put("DAT-27", "wrote the day before", FOURTH_OF_MAY, value="2021-05-03"),
    put("DAT-28", "counted from a date that is not in the article", APRIL, anchor="2021-05-01"),
)  # fmt: skip
