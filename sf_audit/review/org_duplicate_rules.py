"""Whether the org's own duplicate and matching rules would have caught the duplicates that a rule found.

"DuplicateRule", "MatchingRule" and "MatchingRuleItem" in the "Object Reference for the Salesforce Platform". Which
matching rules a duplicate rule uses is shown by the Metadata API alone, so that it is said of each matching rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sf_audit.duplicates.filter_logic import Answer, any_of
from sf_audit.duplicates.org_rules import EXACT, MATCH_BLANKS, MatchingItem, MatchingRule, Values
from sf_audit.model.counts import count
from sf_audit.model.merge import MergeWay
from sf_audit.review.duplicate_groups import DuplicateGroups
from sf_audit.salesforce.setup_objects import opened_by
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot

_RULES = ("DuplicateRule", ("DeveloperName", "MasterLabel", "IsActive", "SobjectType"))
_MATCHING = ("MatchingRule", ("Id", "DeveloperName", "MasterLabel", "RuleStatus", "SobjectType", "BooleanFilter"))
_ITEMS = ("MatchingRuleItem", ("MatchingRuleId", "Field", "MatchingMethod", "BlankValueBehavior", "SortOrder"))

_ACTIVE = "Active"


def org_rule_notes(found: DuplicateGroups, snapshot: Snapshot) -> Iterator[str]:
    """A sentence for what each active matching rule would have done, and one for the duplicate rules."""
    unread = [name for name, columns in (_RULES, _MATCHING, _ITEMS) if not snapshot.has(name, *columns)]
    active = _duplicate_rules(found.object, snapshot) if snapshot.has(_RULES[0], *_RULES[1]) else None
    if active == []:
        yield f"no duplicate rule of {found.object} is active in the org: nothing stops such records"
    if unread:
        yield _unread(unread)
    if found.how is MergeWay.CONVERT:
        if active:
            yield "whether the org's duplicate rules compare leads with contacts, only their metadata says: not decided"
    elif not {_MATCHING[0], _ITEMS[0]} & set(unread):
        yield from _of_matching_rules(found, snapshot, active or [])


def _of_matching_rules(found: DuplicateGroups, snapshot: Snapshot, active: Sequence[str]) -> Iterator[str]:
    rules = _matching_rules(found.object, snapshot)
    if not rules:
        yield f"no matching rule of {found.object} is active in the org"
        return
    compared = sorted({item.field for rule in rules for item in rule.items})
    read = [name for name in compared if snapshot.has(found.object, "Id", name)]
    groups = _values(found, read, snapshot)
    answers = [[rule.catches(group) for group in groups] for rule in rules]
    for rule, caught in zip(rules, answers, strict=True):
        yield f"matching rule “{rule.label}” of the org {_caught(caught, rule, read)}"
    if active:
        missed = sum(any_of([caught[place] for caught in answers]) is False for place in range(len(groups)))
        yield _of_duplicate_rules(active, missed, len(groups))


def _of_duplicate_rules(active: Sequence[str], missed: int, groups: int) -> str:
    named = ", ".join(f"“{label}”" for label in active)
    rules = f"duplicate rule {named} is" if len(active) == 1 else f"duplicate rules {named} are"
    surely = (
        f": no matching rule finds {missed:,} of {count(groups, 'group')}, so no duplicate rule does" if missed else ""
    )
    return f"{rules} active, and the API does not say with which matching rules{surely}"


def _caught(caught: Sequence[Answer], rule: MatchingRule, read: Sequence[str]) -> str:
    found, unknown = caught.count(True), caught.count(None)
    says = f"would have caught {found:,} of {count(len(caught), 'group')}"
    return f"{says}; {unknown:,} cannot be decided ({_why(rule, read)})" if unknown else says


def _why(rule: MatchingRule, read: Sequence[str]) -> str:
    """The first reason for which nobody can say what the rule makes of some records."""
    if not rule.items:
        return "its fields are hidden"
    if fuzzy := sorted({item.field for item in rule.items if item.method != EXACT}):
        return f"fuzzy comparison of {', '.join(fuzzy)}"
    if any(item.field not in read for item in rule.items):
        return "a field that was not read"
    return "it comes with Salesforce" if rule.is_standard else "its filter logic cannot be read"


def _unread(names: Sequence[str]) -> str:
    grants = sorted({opened_by(name) for name in names} - {""})
    grant = f": grant {', '.join(grants)}" if grants else ""
    were = "was" if len(names) == 1 else "were"
    what = f"{', '.join(names)} {were} not read{grant}"
    return f"whether the org's own duplicate rules would have caught them is not known: {what}"


def _duplicate_rules(owner: str, snapshot: Snapshot) -> list[str]:
    """The labels of those that are active, without those for person accounts alone."""
    rows = snapshot.rows(
        f"""SELECT "MasterLabel" FROM "DuplicateRule"
        WHERE CAST("IsActive" AS BOOLEAN) AND "SobjectType" = ? AND {_of_all("DuplicateRule", snapshot)}
        ORDER BY "MasterLabel" """,
        [owner],
    )
    return [row[0] for row in rows]


def _of_all(table: str, snapshot: Snapshot) -> str:
    """The condition for rules that are not for person accounts alone."""
    return "\"SobjectSubtype\" IS DISTINCT FROM 'PersonAccount'" if snapshot.has(table, "SobjectSubtype") else "true"


def _matching_rules(owner: str, snapshot: Snapshot) -> list[MatchingRule]:
    rows = snapshot.rows(
        f"""SELECT "Id", "MasterLabel", "DeveloperName", "BooleanFilter" FROM "MatchingRule"
        WHERE "SobjectType" = ? AND "RuleStatus" = ? AND {_of_all("MatchingRule", snapshot)}
        ORDER BY "MasterLabel", "Id" """,
        [owner, _ACTIVE],
    )
    return [
        MatchingRule(label, developer or "", logic or "", _items(key, snapshot))
        for key, label, developer, logic in rows
    ]


def _items(rule: str, snapshot: Snapshot) -> tuple[MatchingItem, ...]:
    rows = snapshot.rows(
        """SELECT "Field", "MatchingMethod", "BlankValueBehavior" FROM "MatchingRuleItem"
        WHERE "MatchingRuleId" = ? ORDER BY TRY_CAST("SortOrder" AS BIGINT), "Field" """,
        [rule],
    )
    return tuple(MatchingItem(field or "", method or "", blanks == MATCH_BLANKS) for field, method, blanks in rows)


def _values(found: DuplicateGroups, read: Sequence[str], snapshot: Snapshot) -> list[list[Values]]:
    """By group, what its records hold in the fields that rules compare and that were read."""
    listed = "".join(f", coalesce(CAST({quote_identifier(name)} AS VARCHAR), '')" for name in read)
    ids = [record for group in found.groups for record in group]
    rows = snapshot.rows(
        f'SELECT "Id"{listed} FROM {quote_identifier(found.object)} WHERE "Id" IN (SELECT unnest(?))', [ids]
    )
    held = {record: dict(zip(read, values, strict=True)) for record, *values in rows}
    return [[held.get(record, {}) for record in group] for group in found.groups]
