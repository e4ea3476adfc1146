"""The contract: the tables of an On Record dataset, their columns and what these mean. It imports no pipeline code."""

#: Semantic version of the tables: a column renamed, removed or retyped is a major change.
SCHEMA_VERSION = "1.3.0"
