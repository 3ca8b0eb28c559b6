"""What a whole review reads of people: who owns records, who leads them, and what teams and queues are called.

Worklists go to them, and shares are told by team and by how records came into the org. No rule depends on it: what is
hidden is said where it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sf_audit.access.assignments.system_permissions import access_needs
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.visibility import PeopleSettings, Visibility
from sf_audit.salesforce.features import CREATED, CREATED_BY, MODIFIED, MODIFIED_BY
from sf_audit.salesforce.permissions import API_ONLY
from sf_audit.salesforce.web_forms import SAYING_WEB
from sf_audit.snapshot.needs import Clause, Comparison, Need, Source, need

_PERSON = frozenset({"Name", "IsActive", "ManagerId"})
_QUEUES = frozenset({Clause("Type", Comparison.IN, ("Queue",))})


def people_needs(rules: Iterable[Rule], settings: PeopleSettings, wanted: Iterable[Need]) -> Iterator[Need]:
    """Users, queues and, unless teams are switched off, roles and who entered the records that are `wanted`; nothing
    where no rule is about records.
    """
    judged = frozenset(rule.check.object for rule in rules if isinstance(rule.check, OfRecords))
    if not judged:
        return
    yield Need("Group", frozenset({"Id"}), _QUEUES, frozenset({"Name"}), required=False)
    if settings.visibility is Visibility.OFF:
        yield Need("User", frozenset({"Id"}), optional=_PERSON, required=False)
        return
    team = frozenset({"UserRoleId", "Department", settings.region})
    yield Need("User", frozenset({"Id"}), optional=_PERSON | team, required=False)
    yield Need("UserRole", frozenset({"Id"}), optional=frozenset({"Name"}), required=False)
    machines = (*access_needs(API_ONLY), need("UserLicense", "Id Name"))
    yield from (_if_there(need) for need in machines if "Id" in need.columns)
    yield from (_entered(need) for need in wanted if need.source is Source.DATA and need.table in judged)


def _if_there(need: Need) -> Need:
    """The same where the org shows it."""
    return replace(need, columns=frozenset({"Id"}), optional=need.optional | need.columns, required=False)


def _entered(need: Need) -> Need:
    """What says how the records of a need came into the org, and who edited them when; no other records."""
    web = {SAYING_WEB[need.table]} if need.table in SAYING_WEB else set()
    telling = frozenset({CREATED_BY, CREATED, MODIFIED_BY, MODIFIED, *web})
    return replace(need, columns=frozenset({"Id"}), optional=telling, required=False)
