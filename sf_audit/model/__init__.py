"""The nouns of the two documents: no decisions, no readers, no writers."""
