"""A text has the form that other systems and people expect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import TEXTS, Fits
from sf_audit.rulebook.settings.org_names import FieldName, HoldsValues, NamesField
from sf_audit.rulebook.settings.settings import Pattern
from sf_audit.snapshot.tables import Snapshot


@check("matches")
@dataclass(frozen=True, kw_only=True)
class Matches(OfField):
    r"""Where filled, the field matches the pattern (RE2 syntax, anchored only as written).

    With `by`, each value of another field has a pattern of its own under `patterns`, as the number of a register by
    country: `by: BillingCountryCode` with `patterns: {DE: '^HRB \d+$', GB: '^\d{8}$'}`. Values are compared without
    regard to case. Of records with another value, or none, nothing is said, unless `otherwise` has a pattern for them.
    """

    fits: ClassVar[Fits] = TEXTS
    demands: ClassVar[Demand | None] = Demand.FORM

    pattern: Pattern | None = None
    by: Annotated[FieldName | None, NamesField(fits=TEXTS)] = None
    patterns: Annotated[Mapping[str, Pattern] | None, Field(min_length=1), HoldsValues(field="by")] = None
    otherwise: Pattern | None = None

    def __post_init__(self) -> None:
        by_value = (self.by, self.patterns)
        if self.pattern is not None and (*by_value, self.otherwise) != (None, None, None):
            raise ValueError("write pattern alone, or by with patterns; a pattern for other values is otherwise")
        if self.pattern is None and None in by_value:
            raise ValueError("write pattern, or by with patterns: {value: pattern}")
        folded = [value.lower() for value in self.patterns or ()]
        if twice := next((value for value in folded if folded.count(value) > 1), ""):
            raise ValueError(f"patterns has “{twice}” twice: capitals make no difference")

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.field,) if self.by is None else (self.field, self.by)

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        if self.pattern is not None:
            return asks.Matches(self.field, self.pattern), f"{self.field} does not have the expected form"
        patterns = tuple((self.patterns or {}).items())
        ask = asks.MatchesBy(self.field, str(self.by), patterns, self.otherwise or "")
        return ask, f"{self.field} does not have the form that goes with {self.by}"
