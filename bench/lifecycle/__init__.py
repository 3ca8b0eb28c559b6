"""Findings over many months: what the archive says of them, beside a reckoning of one finding after another."""
