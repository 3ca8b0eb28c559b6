"""Who gets the record of whom: the owner or the manager, a queue, or the role that owns the rule.

A record of somebody who left is nobody's work: it goes to the nearest manager who is active. What is not known is not
guessed: without an owner or a manager the role gets it, or who is responsible where a RACI register speaks of the rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa

from sf_audit.model.worklist import By, Kind, Recipient
from sf_audit.review import record_owners
from sf_audit.review.findings_table import texts
from sf_audit.review.record_owners import Owner
from sf_audit.snapshot.tables import Snapshot

#: By field of User, what is not known without it.
_FACTS = {"IsActive": "whose records nobody works on", "ManagerId": "who is whose manager"}


@dataclass(frozen=True)
class Recipients:
    """Of each record owner in `ids`, who gets the records. `names` are those of users by id, as far as they are known.

    Whose records these are is said with records of inactive owners, and of all others only where `owners_are_shown`.
    Where users were not read at all, another sentence says so.
    """

    by: By
    ids: frozenset[str]
    users: Mapping[str, Owner]
    queues: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    owners_are_shown: bool = False
    users_were_read: bool = True

    @classmethod
    def of(
        cls,
        snapshot: Snapshot | None,
        by: By,
        ids: Collection[str],
        names: Mapping[str, str],
        *,
        owners_are_shown: bool = False,
        redact: bool = False,
    ) -> Recipients:
        """As the snapshot has them; without one nothing is known of people but `names`."""
        queues = {owner for owner in ids if record_owners.is_queue(owner)}
        users = record_owners.with_managers(snapshot, set(ids) - queues)
        read = snapshot is not None and snapshot.has(record_owners.USER, "Id")
        if redact:
            nameless = {owner: replace(user, name="") for owner, user in users.items()}
            return cls(by, frozenset(ids), nameless, {}, {}, owners_are_shown, read)
        called = record_owners.queue_names(snapshot, queues)
        return cls(by, frozenset(ids), users, called, names, owners_are_shown, read)

    def table(self) -> pa.Table:
        """By record owner `id`: `kind` and `recipient`, empty for the role that owns the rule; `record_owner`, what is
        said of whose record it is."""
        columns = ("id", "kind", "recipient", "record_owner")
        return texts(columns, [self._row(owner) for owner in sorted(self.ids)])

    def named(self, kind: Kind, recipient: str) -> Recipient:
        """The queue or person with this id."""
        name = self.queues.get(recipient, "") if kind is Kind.QUEUE else self._name(recipient)
        return Recipient(kind, recipient, name)

    def unknown(self) -> Iterator[str]:
        """A sentence for what is not known of some record owners."""
        people = [owner for owner in self.ids if record_owners.is_user(owner)]
        lacking = record_owners.not_among_users(people, self.users)
        if lacking and self.users_were_read:
            yield f"{lacking}: whether they are active is not known."

    def _row(self, owner: str) -> tuple[str, str, str, str]:
        if record_owners.is_queue(owner) and self.by is not By.RESPONSIBLE:
            return owner, Kind.QUEUE, owner, ""
        if not record_owners.is_user(owner):
            return owner, "", "", ""
        user = self.users.get(owner)
        is_inactive = user is not None and user.is_active is False
        recipient = owner if self.by is By.OWNER and not is_inactive else self._manager(owner)
        if self.by is By.RESPONSIBLE:
            recipient = ""
        shown = self._name(owner) or owner
        whose = f"{shown}, inactive" if is_inactive else shown if self.owners_are_shown and recipient != owner else ""
        return owner, Kind.PERSON if recipient else "", recipient, whose

    def _manager(self, owner: str) -> str:
        """The nearest manager of a user who is active; empty where there is none, or nobody knows one."""
        seen = {owner}
        user = self.users.get(owner)
        while user is not None and user.manager and user.manager not in seen:
            seen.add(user.manager)
            user = self.users.get(user.manager)
            if user is not None and user.is_active is not False:
                return user.id
        return ""

    def _name(self, user: str) -> str:
        known = self.users.get(user)
        return self.names.get(user, "") or (known.name if known else "")


def not_known(snapshot: Snapshot | None) -> tuple[str, ...]:
    """A sentence for each fact about people that the snapshot does not have."""
    return record_owners.unread(snapshot, _FACTS)
