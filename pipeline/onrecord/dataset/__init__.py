"""Everything that compares documents: stories, people, groups of claims and events, conflicts and corrections."""
