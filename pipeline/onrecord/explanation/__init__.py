"""Explains one row: what it was read from, which rows it was matched with and which corrections changed it."""
