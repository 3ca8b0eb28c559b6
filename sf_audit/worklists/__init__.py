"""Lists of what to fix, for those who can: from a stored review, with what the snapshot says of people and values."""
