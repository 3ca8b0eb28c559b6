"""Daily samples of an org, and what they foretell of its limits."""
