"""Freezing is the first step when somebody leaves; deactivation is the one that frees the licence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.access.assignments.platform_owned import platform_owned
from sf_audit.model.counts import count
from sf_audit.model.review import Breach, NotReadable, Reason, Unread, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot


@check("frozen_are_deactivated")
@dataclass(frozen=True)
class FrozenAreDeactivated:
    """No active user is frozen. Users of Salesforce itself are left out."""

    verb: ClassVar[str]

    def needs(self) -> Sequence[Need]:
        return [need("User", "Id IsActive", optional="Name Username UserType"), need("UserLogin", "UserId IsFrozen")]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = snapshot.rows(f"""
            SELECT u."Id", CAST(l."IsFrozen" AS BOOLEAN), l."UserId" IS NOT NULL
            FROM "User" u LEFT JOIN "UserLogin" l ON l."UserId" = u."Id"
            WHERE CAST(u."IsActive" AS BOOLEAN) AND u."Id" NOT IN (SELECT user_id FROM ({platform_owned(snapshot)}))
            ORDER BY u."Id" """)
        seen = [row for row in rows if row[2]]
        if not seen:
            says = f"no UserLogin was read of {count(len(rows), 'active user')}"
            raise NotReadable(Unread(Reason.ROWS_HIDDEN, says, "Manage Users"))
        breaches = tuple(Breach("User", row[0], "is frozen and still active") for row in seen if row[1])
        without = len(rows) - len(seen)
        missing = count(without, "active user has", "active users have")
        left_out = "was" if without == 1 else "were"
        notes = (f"{missing} no UserLogin and {left_out} not looked at",) if without else ()
        return Verdict(len(seen), len(breaches), breaches, notes=notes)
