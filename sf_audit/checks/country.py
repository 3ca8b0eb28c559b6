"""A country that others recognise as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.expectations.texts.countries import region_of
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import WRITTEN, Fits
from sf_audit.snapshot.tables import Snapshot


@check("country")
@dataclass(frozen=True, kw_only=True)
class Country(OfField):
    """Where filled, the field is a country of ISO 3166-1: its code or its name, in one of many languages.

    `DE`, `DEU`, `Germany`, `Deutschland` and `UK` are countries, in any case. `form: code` takes codes of two capital
    letters alone, as State and Country Picklists hold them in `BillingCountryCode`; `form: name` takes names alone.
    """

    fits: ClassVar[Fits] = WRITTEN

    form: Literal["code", "name"] | None = None

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        what = {None: "a country", "code": "a country code", "name": "the name of a country"}[self.form]
        return asks.IsCountry(self.field, self.form or ""), f"{self.field} is not {what}"

    def suggested(self, value: str) -> str:
        """The code, where codes are asked for and this is the name of a country."""
        return region_of(value) if self.form == "code" else ""
