"""One document: from its page to the rows of its tables."""
