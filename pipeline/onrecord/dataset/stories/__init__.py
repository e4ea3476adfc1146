"""Stories: versions of one report, however shortened, re-ordered or re-headlined, are one; all others stay apart."""

from onrecord.dataset.stories.group import group_stories, name_stories

__all__ = ["group_stories", "name_stories"]
