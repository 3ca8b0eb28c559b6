"""What is shared with guest users, counted by the org: a few rows for each object instead of every share.

Shares are asked for twice. The first query is for those that only guests get, to whomever they go: which user or group
stands in them is not documented. The second is for all others that go to a guest user: records that one owns, and what
was shared before Spring '21. Where a guest is still in a public group or queue, a third query is for what goes to that.
The queries of one object together answer each share once.
"""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.resources import Answer, garbled, is_count
from sf_audit.connector.api.soql import name, text
from sf_audit.salesforce.guests import GUEST_ROW_CAUSES
from sf_audit.salesforce.record_access import shares_of
from sf_audit.salesforce.users import GUEST

_GUEST_USERS = f"FROM User WHERE UserType = {text(GUEST)} AND IsActive = true"
_CAUSES = ",".join(map(text, GUEST_ROW_CAUSES))
_CONDITIONS = (
    f"RowCause IN ({_CAUSES})",
    f"UserOrGroupId IN (SELECT Id {_GUEST_USERS}) AND RowCause NOT IN ({_CAUSES})",
)

#: Asked first: without an active guest user nothing is shared with one, and nothing else is asked.
GUESTS = f"SELECT COUNT() {_GUEST_USERS}"

#: Asked next: the public groups and queues that a guest user was not taken out of.
GROUPS = f"SELECT GroupId FROM GroupMember WHERE UserOrGroupId IN (SELECT Id {_GUEST_USERS})"


def groups_of(groups: Iterable[str]) -> str:
    """The query for the groups that these groups are in."""
    return f"SELECT GroupId FROM GroupMember WHERE UserOrGroupId IN ({_listed(groups)})"


def groups_in(answer: Answer) -> frozenset[str]:
    """The groups from one answer. Raises an ApiError where it is not that."""
    groups = [record.get("GroupId") for record in answer.records]
    if not (answer.is_whole and all(isinstance(group, str) for group in groups)):
        raise garbled("GROUPS")
    return frozenset(map(str, groups))


def has_shares(table: str, describes: Describes) -> bool:
    """Whether the org keeps shares of this object's records; not of what a master-detail parent decides about."""
    return shares_of(table) in describes.objects()


def share_queries(table: str, describes: Describes) -> tuple[str, ...]:
    """The queries that count the shares of an object's records; none where it has no shares of its own."""
    if not has_shares(table, describes):
        return ()
    return tuple(_counted(table, condition) for condition in _CONDITIONS)


def group_query(table: str, groups: Iterable[str]) -> str:
    """The query that counts what goes to these groups."""
    return _counted(table, f"UserOrGroupId IN ({_listed(groups)}) AND RowCause NOT IN ({_CAUSES})")


def shares_in(answer: Answer) -> list[tuple[str, str | None, int]]:
    """Recipient, row cause and number of shares from one answer. Raises an ApiError where it is not that."""
    rows = [(record.get("UserOrGroupId"), record.get("RowCause"), record.get("n")) for record in answer.records]
    if not (answer.is_whole and all(map(_is_counted, rows))):
        raise garbled("AGGREGATE")
    return [(str(recipient), cause and str(cause), int(number or 0)) for recipient, cause, number in rows]


def _is_counted(row: tuple[object, object, object]) -> bool:
    recipient, cause, number = row
    return is_count(number) and isinstance(recipient, str) and (cause is None or isinstance(cause, str))


def _counted(table: str, condition: str) -> str:
    counted = f"SELECT UserOrGroupId, RowCause, COUNT(Id) n FROM {name(shares_of(table))}"
    return f"{counted} WHERE {condition} GROUP BY UserOrGroupId, RowCause"


def _listed(ids: Iterable[str]) -> str:
    return ",".join(map(text, sorted(ids)))
