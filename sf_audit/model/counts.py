"""Numbers of things in words, for every room that writes for people."""

from __future__ import annotations


def count(number: int, singular: str, plural: str = "") -> str:
    """`1 rule`, `1,204 rules`. `plural` is for words that take more than an s."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def last_days(number: int) -> str:
    """`the last day`, `the last 90 days`."""
    return "the last day" if number == 1 else f"the last {number} days"
