"""English: its parser, and a parse as the rules read it."""

from onrecord.language.en.tokens import Doc, Span, Token, Word

__all__ = ["Doc", "Span", "Token", "Word"]
