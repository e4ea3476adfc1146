"""The row of an article: title, authors, date, credits and language, as its sidecar, text and page state them."""

from onrecord.document.articles.describe import describe

__all__ = ["describe"]
