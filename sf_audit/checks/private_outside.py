"""What customers and partners who sign in see unless somebody shares it with them: nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import NamedObject
from sf_audit.rulebook.settings.settings import AtLeastOne
from sf_audit.salesforce.record_access import OPEN_TO_READ
from sf_audit.salesforce.users import GUEST, OUTSIDE
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.sql import quote_literal
from sf_audit.snapshot.tables import Snapshot


@check("private_outside")
@dataclass(frozen=True)
class PrivateOutside:
    """The external default of these objects, and of every custom object, opens no records: Private, or by a parent.

    It decides for partners and customers who sign in (“External Organization-Wide Defaults Overview”); guests have
    Private everywhere. An org without active users outside the company has nobody whom it could open records to.
    `but` are objects that are meant to be open.
    """

    verb: ClassVar[str]
    objects: Annotated[tuple[NamedObject, ...], AtLeastOne]
    but: tuple[NamedObject, ...] = ()

    def needs(self) -> Sequence[Need]:
        return [need("User", "Id IsActive UserType"), need("EntityDefinition", "QualifiedApiName ExternalSharingModel")]

    def examine(self, snapshot: Snapshot) -> Verdict:
        outside = ", ".join(map(quote_literal, sorted(OUTSIDE - {GUEST})))
        people = snapshot.rows(
            f"""SELECT count(*) FROM "User" WHERE CAST("IsActive" AS BOOLEAN) AND "UserType" IN ({outside})"""
        )
        if not people[0][0]:
            return Verdict(0, 0, proof="User was read whole: nobody outside the company has an active user")
        rows = snapshot.rows(
            """SELECT "QualifiedApiName", "ExternalSharingModel" FROM "EntityDefinition"
            WHERE (lower("QualifiedApiName") IN (SELECT lower(unnest(?::VARCHAR[])))
                   OR ends_with("QualifiedApiName", '__c')) AND "ExternalSharingModel" IS NOT NULL ORDER BY 1""",
            [list(self.objects)],
        )
        open_ones = {name.lower() for name in self.but}
        breaches = tuple(
            Breach("CustomObject", name, f"its external default is {model}", label=name)
            for name, model in rows
            if model in OPEN_TO_READ and name.lower() not in open_ones
        )
        proof = "EntityDefinition was read whole: none of these objects"
        return Verdict(len(rows), len(breaches), breaches, proof=proof)
