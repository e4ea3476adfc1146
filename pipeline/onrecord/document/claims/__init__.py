"""Claims: who said what, in which words, when (see `find_claims`)."""

from onrecord.document.claims.find import find_claims

__all__ = ["find_claims"]
