"""What anybody on the internet may do with the org's objects, without signing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from sf_audit.access.assignments.active import active_users, certain_assignments, unknown_users
from sf_audit.access.assignments.system_permissions import access_needs, unended
from sf_audit.model.review import Breach, NotReadable, Verdict
from sf_audit.rulebook.check import check
from sf_audit.rulebook.settings import AtLeastOne
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot

Right = Literal["Read", "Create", "Edit", "Delete", "ViewAllRecords", "ModifyAllRecords"]


@check("guests_may_not")
@dataclass(frozen=True)
class GuestsMayNot:
    """Active guest users have none of these rights on any object but those excepted.

    Rights are those of ObjectPermissions, over everything assigned to the guest user. A frozen guest user counts
    like any other: visitors do not sign in, and freezing only stops that.
    """

    verb: ClassVar[str]
    rights: Annotated[tuple[Right, ...], AtLeastOne]
    but_on: tuple[str, ...] = ()

    def needs(self) -> Sequence[Need]:
        columns = " ".join(f"Permissions{right}" for right in self.rights)
        return [*access_needs(), need("ObjectPermissions", f"Id ParentId SobjectType {columns}")]

    def examine(self, snapshot: Snapshot) -> Verdict:
        granted = ", ".join(f"""bool_or(CAST(o."Permissions{right}" AS BOOLEAN))""" for right in self.rights)
        rows = snapshot.rows(f"""
            WITH live AS ({certain_assignments(snapshot)}), people AS ({active_users(snapshot)})
            SELECT people.user_id, o."SobjectType", {granted}
            FROM people JOIN live USING (user_id) JOIN "ObjectPermissions" o ON o."ParentId" = live.set_id
            WHERE people.user_type = 'Guest' GROUP BY ALL ORDER BY 1, 2""")
        guests = snapshot.rows(f"SELECT user_id FROM ({active_users(snapshot)}) WHERE user_type = 'Guest'")
        breaches = tuple(breach for row in rows if (breach := self._breach(row[0], row[1], row[2:])))
        unknown = unknown_users(snapshot)
        unread = next((unknown[guest] for (guest,) in guests if guest in unknown), None)
        if unread and not breaches:
            raise NotReadable(unread)
        broken = len({breach.id for breach in breaches})
        proof = "User was read whole: no active guest user"
        unread = unread or (unended(snapshot) if breaches else None)
        return Verdict(len(guests), broken, breaches, proof=proof, unread=unread)

    def _breach(self, user: str, object_name: str, granted: Sequence[bool]) -> Breach | None:
        held = [right for right, has in zip(self.rights, granted, strict=True) if has]
        if not held or object_name in self.but_on:
            return None
        return Breach("User", user, f"the guest user has {', '.join(held)} on {object_name}", part=object_name)
