"""`persons`: one row per natural person that kept text names; nothing in it is inferred about anyone."""

from __future__ import annotations

from typing import Literal

from onrecord_schema.fields import Count, PersonId, Row, Text, column, correction_mark


class Person(Row):
    person_id: PersonId = column("Hash over the members held to be this person.", key=True)
    name: Text = column("The fullest form of the name in the texts.")
    aliases: list[Text] = column("Other forms of the name, sorted.")
    roles: list[Text] = column("Roles as written, sorted.")
    affiliation: str | None = column("Organisation that the text ties the person to, as written.")
    nationality: str | None = column("Only as stated.")
    ethnicity: str | None = column("Only as stated, kept apart from nationality.")
    age_min: Count | None = column("Lowest age stated, in years.")
    age_max: Count | None = column("Highest age stated, in years.")
    gender: str | None = column("Only as stated in words; never from a name.")
    is_pseudonym: bool = column("Whether the text says that the name is not the real one.")
    is_author: bool = column("Whether the person wrote or photographed for the article.")
    protection: Literal["none", "pseudonym", "victim_or_relative", "minor"] = column(
        "Why the person needs care in publication."
    )
    mention_count: Count = column("Rows in `mentions`.")
    article_count: Count = column("Articles that mention the person.")
    story_count: Count = column("Independent stories that mention the person.")
    curated: bool = correction_mark()
