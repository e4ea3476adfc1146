"""Conflicts: claims and events of different stories that cannot both hold, found and written with their sentences."""
