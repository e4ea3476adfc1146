"""A parse as the rules read it: plain objects, the same for every paragraph of the same words."""

from onrecord.language.en.tokens import Doc, Span, Token, Word

__all__ = ["Doc", "Span", "Token", "Word"]
