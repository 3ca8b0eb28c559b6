"""What people are handed to work through: one list in each of its formats, and values to load."""
