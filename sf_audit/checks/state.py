"""A state, province or other part that the record's country has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.field_kinds import WRITTEN, Fits
from sf_audit.rulebook.workspace.located import Located
from sf_audit.snapshot.tables import Snapshot


@check("state")
@dataclass(frozen=True, kw_only=True)
class State(Located):
    """Where filled, the field is a state, province or other part of the record's country, by ISO 3166-2.

    The country is that of the first of the fields `country` that names one, as a code or by a name; where none does, it
    is `region`. Of records without a country nothing is said. Codes are taken with and without that of the country
    (`CA`, `US-CA`), names in the language of the country and in seven others (`Bayern`, `Bavaria`), without regard to
    case and accents, and with or without the kind (`County Cork`, `Co. Cork`). So the field may be a text or that of
    State and Country Picklists.
    """

    fits: ClassVar[Fits] = WRITTEN

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        ask = asks.IsState(self.field, self.countries(snapshot), self.region or "")
        return ask, f"{self.field} is not a state or province of the record's country"
