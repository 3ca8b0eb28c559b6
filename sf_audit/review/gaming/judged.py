"""Signs that rules counted by record owner while they judged: placeholders, and close dates that move on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sf_audit.model.gaming import Indication, Sign
from sf_audit.model.origins import Fact
from sf_audit.model.review import Verdict
from sf_audit.review import record_owners
from sf_audit.review.gaming.teams import Seen
from sf_audit.rulebook.judging.examine import Seen as SeenRecords
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule

#: By verb of a rule: what records show that do not keep it.
_SIGNS: Mapping[str, tuple[Sign, str]] = {
    "not_placeholder": (Sign.PLACEHOLDERS, "the field holds a placeholder, such as N/A, in place of a value"),
    "not_pushed": (Sign.PUSHED, "the date was put off more often than the rule allows"),
}


def judged_signs(rules: Sequence[Rule], seen: Mapping[str, SeenRecords]) -> Iterator[Seen]:
    """Those of the rules with such a verb; queues are nobody's."""
    for rule in rules:
        check, verdict = rule.check, seen.get(rule.id)
        if not isinstance(check, OfRecords) or check.verb not in _SIGNS or not isinstance(verdict, Verdict):
            continue
        sign, how = _SIGNS[check.verb]
        rows = (row for grouped in verdict.grouped if grouped.fact == Fact.OWNER for row in grouped.rows)
        owners = {owner: (checked, broken) for owner, checked, broken in rows if record_owners.is_user(owner)}
        yield Seen(Indication(sign, check.object, check.columns[0], f"{how} ({rule.id})", rule=rule.id), owners)
