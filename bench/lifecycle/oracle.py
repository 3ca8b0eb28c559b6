"""The same counts, reckoned one finding after another in a dictionary: slow, and short enough to be believed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bench.lifecycle.stored_months import PART, UNSEEN, WHOLE, StoredMonth

Finding = tuple[str, int]


def reckoned(months: Sequence[StoredMonth]) -> list[dict[str, Counter[str]]]:
    """Month by month, by the first id of the rule, how many findings became what."""
    known: dict[Finding, str] = {}
    text_of: dict[Finding, str] = {}
    looked_at: set[str] = set()
    counted = []
    for month in months:
        counts: dict[str, Counter[str]] = {}
        rules = {rule.first: rule for rule in month.rules}
        found = {each for each in month.findings if rules[each[0]].seen != UNSEEN}
        for finding in sorted(found | known.keys()):
            rule = rules.get(finding[0])
            became = _found(known.get(finding), finding[0] in looked_at) if finding in found else ""
            if not became:
                asks_the_same = rule is not None and rule.text == text_of[finding]
                told = finding in month.unasked if known[finding] == "open" else not asks_the_same
                became = _gone(known[finding], rule.seen if rule else "removed", told)
            if finding in found and rule:
                known[finding], text_of[finding] = "open", rule.text
            elif became in ("fixed", "no_longer_asked", "quietly fixed"):
                known[finding] = "fixed" if became != "no_longer_asked" else "unasked"
            if became and became != "quietly fixed":
                counts.setdefault(finding[0], Counter())[became] += 1
        looked_at |= {rule.first for rule in month.rules if rule.seen in (WHOLE, PART)}
        counted.append(counts)
    return counted


def _found(state: str | None, rule_was_looked_at: bool) -> str:
    if state is None:
        return "new" if rule_was_looked_at else "first_looked_at"
    return "returned" if state == "fixed" else "still_open"


def _gone(state: str, seen: str, unasked: bool) -> str:
    if state == "unasked":
        return "quietly fixed" if seen == WHOLE and not unasked else ""
    if state != "open":
        return ""
    if seen == "removed" or (seen == WHOLE and unasked):
        return "no_longer_asked"
    return "fixed" if seen == WHOLE else "not_evaluated"
