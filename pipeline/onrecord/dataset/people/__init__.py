"""Persons across documents: one row for each natural person, and which document's person each of them is."""

from onrecord.dataset.people.persons import find_first_mentions, group_persons, link_persons, person_row, write_persons

__all__ = ["find_first_mentions", "group_persons", "link_persons", "person_row", "write_persons"]
