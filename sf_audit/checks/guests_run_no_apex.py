"""Code that anybody on the internet may call, without signing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.access.assignments.guests import held_by_guests, verdict_on_guests
from sf_audit.access.assignments.system_permissions import access_needs
from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import ClassNames
from sf_audit.snapshot.needs import Clause, Comparison, Need, need
from sf_audit.snapshot.tables import Snapshot

_CLASS = "ApexClass"


@check("guests_run_no_apex")
@dataclass(frozen=True)
class GuestsRunNoApex:
    """Active guest users may run no Apex class but those in `but`, by name; a package's as `namespace__Name`.

    What such a class offers to pages and components (`@AuraEnabled`, `@RemoteAction`, `webService`) anybody can call
    with any input. One `without sharing` reads past all sharing, and so does one that says nothing (up to API version
    66.0). The source is not read, so each class counts.
    """

    verb: ClassVar[str]
    but: ClassNames = ()

    def needs(self) -> Sequence[Need]:
        classes = frozenset({Clause("SetupEntityType", Comparison.IN, (_CLASS,))})
        return [
            *access_needs(),
            need("SetupEntityAccess", "Id ParentId SetupEntityId SetupEntityType", rows=classes),
            need(_CLASS, "Id Name", optional="NamespacePrefix"),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        packaged = """c."NamespacePrefix" || '__', """ if snapshot.has(_CLASS, "NamespacePrefix") else ""
        rows = snapshot.rows(f"""
            SELECT held.user_id, coalesce(coalesce({packaged}'') || c."Name", e."SetupEntityId") AS class
            FROM ({held_by_guests(snapshot)}) held JOIN "SetupEntityAccess" e ON e."ParentId" = held.set_id
            LEFT JOIN "{_CLASS}" c ON c."Id" = e."SetupEntityId"
            WHERE e."SetupEntityType" = '{_CLASS}' GROUP BY ALL ORDER BY 1, 2""")
        approved = {name.casefold() for name in self.but}
        breaches = tuple(
            Breach("User", guest, f"the guest user may run the Apex class {name}", part=name)
            for guest, name in rows
            if name.casefold() not in approved
        )
        return verdict_on_guests(snapshot, breaches)
