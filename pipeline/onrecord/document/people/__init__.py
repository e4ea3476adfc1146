"""Persons of a document and where each is named or referred to."""

from onrecord.document.people.people import People, find_people

__all__ = ["People", "find_people"]
