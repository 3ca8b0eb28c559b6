"""Freezing is the first step when somebody leaves; deactivation is the one that frees the licence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.findings import Breach, Verdict
from sf_audit.rulebook.check import check
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot


@check("frozen_are_deactivated")
@dataclass(frozen=True)
class FrozenAreDeactivated:
    """No active user is frozen."""

    verb: ClassVar[str]

    def needs(self) -> Sequence[Need]:
        return [need("User", "Id IsActive", optional="Name Username"), need("UserLogin", "UserId IsFrozen")]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = snapshot.rows("""
            SELECT u."Id", coalesce(CAST(l."IsFrozen" AS BOOLEAN), false)
            FROM "User" u JOIN "UserLogin" l ON l."UserId" = u."Id"
            WHERE CAST(u."IsActive" AS BOOLEAN) ORDER BY u."Id" """)
        breaches = tuple(Breach("User", row[0], "is frozen and still active") for row in rows if row[1])
        return Verdict(len(rows), len(breaches), breaches, proof="User and UserLogin were read whole")
