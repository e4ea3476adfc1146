"""Builds a dataset: plans the work, annotates documents on an engine, writes the tables and publishes them."""
