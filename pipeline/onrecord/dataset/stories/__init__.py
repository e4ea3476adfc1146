"""Stories: versions of one report, however shortened, re-ordered or re-headlined, are one story."""

from onrecord.dataset.stories.group import group_stories, write_stories

__all__ = ["group_stories", "write_stories"]
