"""Says of an article what its sidecar, its text and its page say of it: title, authors, date, credits, language."""

from onrecord.document.articles.describe import describe

__all__ = ["describe"]
