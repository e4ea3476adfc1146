"""Builds a dataset: plans the work, processes documents on an engine, writes the tables and publishes them."""
