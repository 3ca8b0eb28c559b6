"""What anybody on the internet may do with the org's objects, without signing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.access.assignments.guests import held_by_guests, verdict_on_guests
from sf_audit.access.assignments.system_permissions import access_needs
from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import NamedObject
from sf_audit.rulebook.settings.settings import AtLeastOne
from sf_audit.salesforce.guests import GUEST_RIGHTS, OTHERS_ENDED, SOURCE
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot


@check("guests_may_not")
@dataclass(frozen=True)
class GuestsMayNot:
    """Active guest users have none of these rights on the objects named in `on`, or on any but those in `but_on`.

    Rights are `Read` and `Create`, over everything assigned to the guest user; Salesforce lets guests have no other.
    A frozen guest user counts like any other: visitors do not sign in, and freezing only stops that.
    """

    verb: ClassVar[str]
    rights: Annotated[tuple[str, ...], AtLeastOne]
    on: tuple[NamedObject, ...] = ()
    but_on: tuple[NamedObject, ...] = ()

    def __post_init__(self) -> None:
        for right in self.rights:
            if right not in GUEST_RIGHTS:
                left = " and ".join(GUEST_RIGHTS)
                raise ValueError(f"guest users can have {left}, and no “{right}” since {OTHERS_ENDED} (“{SOURCE}”)")

    def needs(self) -> Sequence[Need]:
        columns = " ".join(f"Permissions{right}" for right in self.rights)
        return [*access_needs(), need("ObjectPermissions", f"Id ParentId SobjectType {columns}")]

    def examine(self, snapshot: Snapshot) -> Verdict:
        granted = ", ".join(f"""bool_or(CAST(o."Permissions{right}" AS BOOLEAN))""" for right in self.rights)
        rows = snapshot.rows(f"""
            SELECT held.user_id, o."SobjectType", {granted}
            FROM ({held_by_guests(snapshot)}) held JOIN "ObjectPermissions" o ON o."ParentId" = held.set_id
            GROUP BY ALL ORDER BY 1, 2""")
        breaches = tuple(breach for row in rows if (breach := self._breach(row[0], row[1], row[2:])))
        return verdict_on_guests(snapshot, breaches)

    def _breach(self, user: str, object_name: str, granted: Sequence[bool]) -> Breach | None:
        held = [right for right, has in zip(self.rights, granted, strict=True) if has]
        name = object_name.lower()
        on, but_on = ({listed.lower() for listed in names} for names in (self.on, self.but_on))
        if not held or name in but_on or (on and name not in on):
            return None
        return Breach("User", user, f"the guest user has {' and '.join(held)} on {object_name}", part=object_name)
