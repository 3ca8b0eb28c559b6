"""One standard: its file, its check, what it needs to see, and its examples."""
