"""The contract: what the tables of an On Record dataset are called, hold and mean. It knows nothing of the pipeline."""

#: Semantic version of the tables: a column renamed, removed or retyped is a major change.
SCHEMA_VERSION = "1.2.0"
