"""The errors a caller can meet; each message is one line that says what is wrong and with what."""

from __future__ import annotations


class OnRecordError(Exception):
    """The root: whatever goes wrong that the person at the command line can mend."""


class SourcesError(OnRecordError):
    """The sources as a whole cannot be used: the folder is missing, or holds nothing to read."""


class OutputError(OnRecordError):
    """The dataset cannot be written where it was asked for."""


class ModelError(OnRecordError):
    """The language model asked for is not installed."""


class EngineError(OnRecordError):
    """The engine asked for cannot do the work: no such cluster, or its nodes are not fit for it."""


class CorrectionsError(SourcesError):
    """A correction cannot be read, or no longer matches anything."""
