"""Languages that On Record can read, one folder each."""
