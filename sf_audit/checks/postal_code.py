"""A postal code that the record's country can have given out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.rulebook.settings.field_kinds import FREE_TEXTS, Fits
from sf_audit.rulebook.workspace.located import Located
from sf_audit.snapshot.tables import Snapshot


@check("postal_code")
@dataclass(frozen=True, kw_only=True)
class PostalCode(Located):
    """Where filled, the field has the form of a postal code of the record's country.

    The country is that of the first of the fields `country` that names one, as a code or by a name; where none does, it
    is `region`. Nothing is said of records without a country, and of countries without postal codes, such as Hong Kong.
    Case does not matter; spaces and dashes are where the post office of the country puts them, or may leave them out.

    A ZIP code of four digits, or a German one of four, has most likely lost its leading zero in a spreadsheet: 2134 is
    02134. Whether a code of the right form was given out is not known.
    """

    fits: ClassVar[Fits] = FREE_TEXTS
    demands: ClassVar[Demand | None] = Demand.FORM

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        ask = asks.IsPostalCode(self.field, self.countries(snapshot), self.region or "")
        because = f"{self.field} is not a postal code of the record's country"
        return ask, f"{because}; where one digit is missing, it is most likely a leading zero"
