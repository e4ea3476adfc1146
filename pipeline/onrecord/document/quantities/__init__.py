"""Numbers that count or measure something, as bounds that the text supports."""

from onrecord.document.quantities.find import attach, find_quantities

__all__ = ["attach", "find_quantities"]
