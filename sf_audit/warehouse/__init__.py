"""Records that a loader brought out of the org already: read where they are, as the text that an org would answer."""
