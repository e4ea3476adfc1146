"""Row model of the table `persons`."""

from __future__ import annotations

from typing import Literal

from onrecord_schema import fields as f

Protection = Literal["none", "pseudonym", "victim_or_relative", "minor"]
#: The same from the least need of care to the greatest.
BY_NEED_OF_CARE: tuple[Protection, ...] = ("none", "victim_or_relative", "minor", "pseudonym")


class Person(f.Row):
    """One row per natural person named in kept text, with what the articles state; nothing is inferred."""

    person_id: f.PersonId = f.fixed("Hash over the persons of single articles who are this person.", key=True)
    name: f.Words = f.free("Fullest form of the name in the articles.")
    aliases: f.WordSet = f.free("Other forms of the name, sorted.")
    roles: f.WordSet = f.free("Roles as written, sorted.")
    affiliation: f.OptionalWords = f.free("Organisation that the articles connect the person with, as written.")
    nationality: f.OptionalWords = f.free("Nationality, only as stated.")
    ethnicity: f.OptionalWords = f.free("Ethnicity, only as stated; separate from nationality.")
    age_min: f.Count | None = f.free("Lowest age stated, in years.")
    age_max: f.Count | None = f.free("Highest age stated, in years.")
    gender: f.OptionalWords = f.free("Gender, only as stated in words, never from a name.")
    is_pseudonym: bool = f.free("Whether an article says that the name is not the real one.")
    is_author: bool = f.free("Whether the person wrote an article or took its photographs.")
    protection: Protection = f.free("Why publishing about the person needs care.")
    mention_count: f.Count = f.judged("Number of rows in `mentions`.")
    article_count: f.Count = f.judged("Number of articles that mention the person.")
    story_count: f.Count = f.judged("Number of independent stories that mention the person.")
    curated: bool = f.correction_mark()
