"""The table of what is shared with guest users."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from sf_audit.connector.api import composite
from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.connector.api.resources import Answer, count, query
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, not_counted, rows_not_seen
from sf_audit.connector.collect import described_tables as tables
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.guest_shares import (
    GROUPS,
    GUESTS,
    group_query,
    groups_in,
    groups_of,
    has_shares,
    share_queries,
    shares_in,
)
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.model.review import Unread
from sf_audit.salesforce.record_access import shares_of


def guest_shares(
    client: Client,
    describes: Describes,
    table: PlannedTable,
    visibility: RecordVisibility,
    uncovered: dict[str, Unread],
) -> pa.Table:
    """The rows; `uncovered` gets the objects whose shares were not counted, or not all of them.

    Without an active guest user no object is left uncovered, whoever asks: there is nobody to share with.
    """
    names = table.objects.names
    try:
        guests = count(client, GUESTS)
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        uncovered |= {name: not_counted("User", "the guest users", refusal) for name in names}
        return tables.as_text(tables.GUEST_SHARES, [])
    if not guests:
        uncovered.clear()
        return tables.as_text(tables.GUEST_SHARES, [])
    counting = _Counting(client, uncovered)
    shared = [name for name in names if has_shares(name, describes)]
    asked = [(name, soql) for name in shared for soql in share_queries(name, describes)]
    if groups := _groups(client, shared, uncovered):
        asked += [(name, group_query(name, groups)) for name in shared]
    for some in composite.in_parts(asked, composite.QUERIES):
        answers = composite.first_answers(client, [soql for _, soql in some])
        for (name, soql), answer in zip(some, answers, strict=True):
            counting.take(name, soql, answer)
    uncovered |= {name: rows_not_seen(shares_of(name)) for name in filter(visibility.hides, names)}
    without = [(name, None, None, None) for name in names if name not in shared]
    return tables.as_text(tables.GUEST_SHARES, [*counting.rows(), *without])


def _groups(client: Client, names: Iterable[str], uncovered: dict[str, Unread]) -> frozenset[str]:
    """The groups that a guest is in, also by other groups."""
    found: frozenset[str] = frozenset()
    try:
        new = groups_in(query(client, GROUPS))
        while new:
            found |= new
            new = groups_in(query(client, groups_of(new))) - found
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        uncovered |= dict.fromkeys(names, not_counted("GroupMember", "the groups that guest users are in", refusal))
    return found


@dataclass(slots=True)
class _Found:
    """The shares of one object as they come; `refused` where a query was, and what else came still holds."""

    shares: list[tuple[str, str | None, int]]
    refused: bool = False


class _Counting:
    """Shares of all objects."""

    def __init__(self, client: Client, uncovered: dict[str, Unread]) -> None:
        self._client = client
        self._uncovered = uncovered
        self._found: dict[str, _Found] = {}

    def take(self, name: str, soql: str, answer: Answer | None) -> None:
        """The answer to one query; one that did not come together with others is asked now."""
        found = self._found.setdefault(name, _Found([]))
        try:
            found.shares += shares_in(answer or query(self._client, soql))
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            found.refused = True
            self._uncovered[name] = not_counted(shares_of(name), f"the shares of {name}", refusal)

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """A row for each recipient and cause, and one of zero for an object that shows nothing to guests."""
        for name, found in self._found.items():
            yield from ((name, recipient, cause, str(number)) for recipient, cause, number in found.shares)
            if not found.shares and not found.refused:
                yield name, None, None, "0"
