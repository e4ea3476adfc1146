"""Explains where a row of a dataset comes from."""
