"""Events: what happened, typed with PLOVER, with when, where, who and how many (see `find_events`)."""

from onrecord.document.events.find import find_events

__all__ = ["find_events"]
