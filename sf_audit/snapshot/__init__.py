"""Document 1: what was read from the org, frozen, with what was refused."""
