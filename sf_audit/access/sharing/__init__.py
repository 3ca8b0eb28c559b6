"""Which records sharing lets a user reach."""
