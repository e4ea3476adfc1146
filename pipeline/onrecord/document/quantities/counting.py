"""Decides whether a number counts or measures something, or is a name, a time, an age, a score or part of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onrecord.document.dates.words import Word
from onrecord.document.quantities.amounts import Amount
from onrecord.language.en import lexicons

if TYPE_CHECKING:
    from onrecord.language.en import Span

_NO_COUNT_BEFORE_ONE = frozenset({
    "no", "any", "some", "every", "this", "that", "another", "which", "the", "each", "day", "big",
    "last", "first", "next", "other", "only", "latest", "new", "old", "former", "latter",
})  # fmt: skip
_NO_COUNT_AFTER_HYPHEN = frozenset(
    {"eighth", "half", "halves", "third", "thirds", "way", "time", "fold", "handed", "sided"}
)
_AGE_WORDS = frozenset({"aged", "age", "ages", "turn", "turned", "turns", "turning"})
_SCORE_WORDS = frozenset({
    "win", "won", "wins", "victory", "defeat", "loss", "lead", "draw", "beat", "beating", "defeated", "aggregate",
    "vote", "ruling", "record", "set", "score", "ended", "finished", "leading",
})  # fmt: skip
#: Longer figures are identifiers or telephone numbers.
_LONGEST_FIGURE = 9
#: Words of a row of ages.
_MOST_IN_ROW = 20
_IN_ROW = ("and", ",", "or", "to")


def is_count(amount: Amount, words: Sequence[Word], tokens: Span) -> bool:
    """Whether an amount counts or measures something; `tokens` are those of its number word."""
    if amount.unit:
        return True
    around = _Around(amount, words)
    is_other = around.is_age() or around.is_hour() or around.is_identifier() or around.is_list_number()
    return not (is_other or around.is_score() or around.is_name(tokens) or around.is_pronoun(tokens))


class _Around:
    """An amount among its words, and what it may be instead of a count."""

    def __init__(self, amount: Amount, words: Sequence[Word]) -> None:
        self.amount, self.words, self.word = amount, words, words[amount.core]
        self.before = [self._lower(amount.first - i) for i in (1, 2)]
        """The two words before, the nearest first; empty outside the paragraph."""
        self.after = [self._lower(amount.last + i) for i in range(4)]

    def _lower(self, at: int) -> str:
        return self.words[at].lower if 0 <= at < len(self.words) else ""

    def _touch(self, left: int, right: int) -> bool:
        """Whether there is no blank between two words."""
        return left >= 0 and right < len(self.words) and self.words[left].end == self.words[right].start

    @property
    def _is_written_with_previous(self) -> bool:
        return self._touch(self.amount.first - 1, self.amount.first)

    def is_age(self) -> bool:
        """`aged 34`, `34 years old`, `Ann Lee, 34, said`, `who is 28,`."""
        before, after = self.before, self.after
        if after[0] == "-" and after[1] in ("year", "years", "month") and {"old", "olds"} & set(after[2:]):
            return True
        if before[0] in _AGE_WORDS or before[::-1] == ["age", "of"] or after[:3] == ["years", "of", "age"]:
            return True
        if " ".join(after[:2]) in ("years old", "months old", "and older", "and younger", "or older"):
            return True
        if self._is_in_row_of_ages():
            return True
        is_over = self.words[self.amount.first].lower in ("over", "under", "above")
        if is_over and (before[0] == "those" or (before[0] in ("is", "are", "was", "were") and after[0] in (".", ","))):
            return True  # "voters were over 45"
        value = self.word.value or 0
        if after[0] not in (",", ".", ")", ";", "and", "when", "") or not (value == int(value) and 1 <= value <= 120):
            return False
        if before[0] == ",":  # Ann Lee, 34, said
            is_alone = self.amount.last - self.amount.first == 1 and after[0] != "and"
            return is_alone and self.amount.first >= 2 and self.words[self.amount.first - 2].text[0].isupper()
        if before[0] in ("is", "was") and after[0] == "when":  # "Ann Lee was nine when soldiers came"
            at = self.amount.first - 2
            return before[1] in ("who", "he", "she", "i") or (at >= 0 and self.words[at].text[0].isupper())
        return before[0] == "at" or (before[0] in ("is", "was") and before[1] in ("who", "he", "she"))

    def _is_in_row_of_ages(self) -> bool:
        """`two men, aged 31 and 45`."""
        at = self.amount.first - 1
        furthest = max(0, at - _MOST_IN_ROW)
        while at > furthest and (self.words[at].lower in _IN_ROW or self.words[at].value is not None):
            at -= 1
        return at < self.amount.first - 1 and at >= 0 and self.words[at].lower in ("aged", "ages")

    def is_hour(self) -> bool:
        """`at about three in the morning`."""
        after = self.after[2:] if self.after[:2] == ["in", "the"] else []
        is_told = self.before[0] in ("at", "by", "until", "till", "since", "past", "before", "after", "from")
        return is_told and bool({"morning", "afternoon", "evening"} & set(after))

    def is_identifier(self) -> bool:
        """Long figures, `24/7`, `16x9`, `401(k)`, `one-sided`, `two-way`."""
        if self.word.text.isdigit() and len(self.word.text) > _LONGEST_FIGURE:
            return True
        if self.after[0] == "-" and (self.word.lower == "one" or self.after[1] in _NO_COUNT_AFTER_HYPHEN):
            return True
        if not self.word.is_figure or self.amount.last - self.amount.first > 1:
            return False
        is_written_with_next = self._touch(self.amount.last - 1, self.amount.last)
        if is_written_with_next and (self.after[0] in ("/", ":", "(") or any(c.isdigit() for c in self.after[0])):
            return True
        return self.before[0] in ("#", "=") or (self.before[0] == "/" and self._is_written_with_previous)

    def is_list_number(self) -> bool:
        """`1. First`, `(2) Second`, `3 – Third` at the start of a paragraph or sentence."""
        is_first = self.before[0] in ("", ".", ":", ";", "(", '"', "“") and self.amount.least == self.amount.most
        return is_first and self.word.is_figure and self.after[0] in (".", ")", "-", "–")

    def is_score(self) -> bool:
        """`won 3-1`, `a 5-4 vote`, `202-555-0143`: figures with a hyphen that are no range, or a score."""
        at, amount = self.amount.core, self.amount
        nearby = {word.lower for word in self.words[max(0, amount.first - 3) : amount.last + 3]}
        for dash, other in ((at + 1, at + 2), (at - 1, at - 2)):
            if self._lower(dash) not in ("-", "–") or not self._lower(other) or self.words[other].value is None:
                continue
            is_range = amount.first <= other < amount.last
            if not is_range and self.word.is_figure and self.words[other].is_figure:
                return True
            if is_range and nearby & _SCORE_WORDS and (amount.most or 0) < 150:
                return True
        return False

    def is_name(self, tokens: Span) -> bool:
        """`Article 5`, `the No. 3 reactor`, `Boeing 737`, `COVID-19`."""
        first = self.amount.first
        if not first:
            return False
        if self.before[0] in ("-", "–") and self._is_written_with_previous:
            return self._touch(first - 2, first - 1)
        if self.before[0] in lexicons.words("number_labels.txt") or (
            self.before[0] == "." and self.before[1] in ("no", "nos")
        ):
            return True
        previous = self.words[first - 1]
        if first < 2 or previous.kind != "word" or not previous.text[0].isupper() or not len(tokens):
            return False
        head = tokens[0].head
        return tokens[0].tag_.startswith("NNP") or (head.tag_.startswith("NNP") and head.i < tokens[0].i)

    def is_pronoun(self, tokens: Span) -> bool:
        """`one` that counts nothing: no one, one another, one must."""
        if self.word.lower != "one":
            return False
        if self.before[0] in _NO_COUNT_BEFORE_ONE or self.after[0] in ("another", "'s", "day"):
            return True
        if not len(tokens) or tokens[0].tag_ != "CD":
            return True
        if self.after[0] == "of":  # "one of the two", not "one of great joy"
            named = [token for prep in tokens[0].children if prep.dep_ == "prep" for token in prep.children]
            return any(
                token.tag_ == "NN" and not any(c.dep_ in ("det", "poss") for c in token.children) for token in named
            )
        return tokens[0].dep_ not in ("nummod", "nsubj", "nsubjpass")
