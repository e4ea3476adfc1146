"""Persons across documents: one row per natural person, and which document's person each of them is."""

from onrecord.dataset.people.rows import link_persons, person_row, write_persons
from onrecord.dataset.people.unite import find_first_mentions, unite_persons

__all__ = ["find_first_mentions", "link_persons", "person_row", "unite_persons", "write_persons"]
