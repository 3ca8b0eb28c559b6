"""Since when findings are known: a rule that asks less for a while, and then as before, sets no date back."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from sf_audit.review.history import Past
from sf_audit.review.trend import History, earliest, findings_of
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.rule_text import sha256_of


def known_since(past: Past, before: History, rules: Sequence[Rule]) -> pa.Table:
    """Columns key and first_seen: the findings of earlier reviews.

    Of a rule that asked something else when it was last evaluated, reviews before that are read as well.
    """
    other = {name: rule.id for rule in rules if _asked_something_else(rule, before) for name in rule.names}
    parts = [before.known]
    for review in past.looked_back() if other else ():
        judged = {name: rule for name, rule in other.items() if name in review.evaluated}
        found = findings_of(review.folder, judged, dict.fromkeys(judged, ""))
        if found is not None:
            parts.append(found)
    return earliest(parts).select(["key", "first_seen"])


def _asked_something_else(rule: Rule, before: History) -> bool:
    return rule.id in before.asked and before.asked[rule.id] != sha256_of(rule.text)
