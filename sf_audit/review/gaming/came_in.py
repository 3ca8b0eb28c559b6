"""When rules came in: the day of the first review that evaluated them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

from sf_audit.review.history import Past
from sf_audit.rulebook.rules.rule import Rule

#: Months that are looked through: a rule that is older than these is no news.
_MONTHS = 4


def came_in(past: Past, rules: Sequence[Rule]) -> dict[str, date]:
    """By rule, the day; without those that no stored review of these months evaluated."""
    found: dict[str, date] = {}
    for review in islice(past.of_each_month(), _MONTHS):
        day = review.started.date()
        found |= {rule.id: day for rule in rules if not review.evaluated.keys().isdisjoint(rule.names)}
    return found
