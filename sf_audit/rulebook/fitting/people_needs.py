"""What a whole review reads of people: who owns records, who leads them, and what teams and queues are called.

Worklists go to them, and shares are told by team. No rule depends on it: what is hidden is said where it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.visibility import PeopleSettings, Visibility
from sf_audit.snapshot.needs import Clause, Comparison, Need

_PERSON = frozenset({"Name", "IsActive", "ManagerId"})
_QUEUES = frozenset({Clause("Type", Comparison.IN, ("Queue",))})


def people_needs(rules: Iterable[Rule], settings: PeopleSettings) -> Iterator[Need]:
    """Users, queues and, unless teams are switched off, roles; nothing where no rule is about records."""
    if not any(isinstance(rule.check, OfRecords) for rule in rules):
        return
    yield Need("Group", frozenset({"Id"}), _QUEUES, frozenset({"Name"}), required=False)
    if settings.visibility is Visibility.OFF:
        yield Need("User", frozenset({"Id"}), optional=_PERSON, required=False)
        return
    team = frozenset({"UserRoleId", "Department", settings.region})
    yield Need("User", frozenset({"Id"}), optional=_PERSON | team, required=False)
    yield Need("UserRole", frozenset({"Id"}), optional=frozenset({"Name"}), required=False)
