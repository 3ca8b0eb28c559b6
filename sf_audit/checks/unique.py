"""No two records are the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.settings.field_kinds import COMPARABLE, Fits
from sf_audit.rulebook.settings.org_names import FieldName
from sf_audit.rulebook.settings.settings import AtLeastOne
from sf_audit.snapshot.tables import Snapshot


@check("unique")
@dataclass(frozen=True, kw_only=True)
class Unique(OfRecords):
    """No two records in scope share the fields.

    Texts are compared as a person reads them: in Unicode's form NFKC, without regard to case (“Straße” and “STRASSE”),
    to outer and repeated white space, invisible characters, and the kind of apostrophe, quotation mark or dash. Accents
    count: “Müller” and “Muller” are two. With `case_sensitive`, texts are the same only when every character is, as in
    ids of other systems. Every record of a group is a breach; records with one of the fields empty are left out.
    """

    fits: ClassVar[Fits] = COMPARABLE
    demands: ClassVar[Demand | None] = Demand.UNIQUE

    fields: Annotated[tuple[FieldName, ...], AtLeastOne]
    case_sensitive: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return self.fields

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return asks.Unique(
            self.fields, folded=not self.case_sensitive
        ), f"shares {' and '.join(self.fields)} with another record"
