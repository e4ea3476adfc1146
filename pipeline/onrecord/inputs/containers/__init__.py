"""Files that hold many documents: archives and tables."""
