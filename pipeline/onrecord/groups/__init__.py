"""What is alike across documents is found without comparing all with all, and claims and events are grouped by it."""
