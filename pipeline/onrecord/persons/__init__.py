"""Persons across documents: one row per natural person, and which document's person each of them is."""

from onrecord.persons.unite import unite

__all__ = ["unite"]
