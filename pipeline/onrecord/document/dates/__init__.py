"""The time expressions of an article's kept text, as EDTF dates that are never more precise than the text."""

from onrecord.document.dates.find import find_dates
from onrecord.document.dates.ranges import governing_range

__all__ = ["find_dates", "governing_range"]
