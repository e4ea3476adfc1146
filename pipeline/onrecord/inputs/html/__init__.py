"""HTML pages: visible text, main text and metadata."""
