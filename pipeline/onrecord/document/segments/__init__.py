"""Tells what each stretch of a page is for its article, and sets aside what is no part of it."""

from onrecord.document.segments.tile import segment

__all__ = ["segment"]
