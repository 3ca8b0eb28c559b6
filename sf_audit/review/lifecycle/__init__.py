"""What became of every finding over all stored reviews of an org: new, still open, fixed, returned, or not known."""
