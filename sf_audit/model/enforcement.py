"""Standard against enforcement: of each rule that obliges people to fill fields, whether the org enforces it.

Plain words, API names and counts only, so that a reporter needs nothing else. `sf_audit.standards` makes it. What could
not be read makes a verdict `unknown`, never a better one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sf_audit.model.access import About


class Enforced(StrEnum):
    """Whether what a rule declares is also enforced."""

    ENFORCED = "enforced"
    BYPASSED = "bypassed"
    LATER = "later"
    POSSIBLY = "possibly"
    DECLARED_ONLY = "declared_only"
    UNDOCUMENTED = "undocumented"
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"


class Mechanism(StrEnum):
    """What in an org may enforce something, or stand in its way."""

    REQUIRED_FIELD = "required field"
    UNIQUE_FIELD = "unique field"
    PICKLIST = "picklist"
    VALIDATION_RULE = "validation rule"
    LAYOUT = "page layout"
    PAGE = "Lightning page"
    DUPLICATE_RULE = "duplicate rule"
    FLOW = "flow"
    TRIGGER = "Apex trigger"
    ACCESS = "access"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen of one mechanism: its kind, its API name, and what it does, for whom and when."""

    mechanism: Mechanism
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Bypass:
    """One way past what enforces a standard, and how many people can take it.

    `people` is None where it depends on the record and not on who saves it. `held_through` are the profiles, sets and
    groups that open it, in words.
    """

    through: str
    people: int | None
    held_through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Of so many records looked at, how many break the rule."""

    checked: int
    broken: int


@dataclass(frozen=True, slots=True)
class StandardEnforcement:
    """One line of the matrix. A validation rule that no standard speaks of has an empty `rule`.

    `because` says in a sentence what the verdict rests on, `unlocked_by` what would make `unknown` an answer. `kept` is
    None where the records were not judged, `not_kept_because` says why. What enforces the standard has been as it is
    since the day `since`; `before` and `after` are the records created until then and from then on.
    """

    rule: str
    title: str
    object: str
    fields: tuple[str, ...]
    asks: str
    verdict: Enforced
    because: str
    owner: str = ""
    unlocked_by: str = ""
    evidence: tuple[Evidence, ...] = ()
    bypasses: tuple[Bypass, ...] = ()
    kept: Kept | None = None
    not_kept_because: str = ""
    since: date | None = None
    before: Kept | None = None
    after: Kept | None = None


@dataclass(frozen=True, slots=True)
class Enforcement:
    """The matrix: every standard with a field obligation, then what is enforced without one.

    `left_out` counts the rules that oblige nobody to fill a field.
    """

    about: About
    standards: tuple[StandardEnforcement, ...]
    left_out: int = 0
    notes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every verdict is known."""
        return not any(standard.verdict is Enforced.UNKNOWN for standard in self.standards)

    @property
    def counts(self) -> Mapping[Enforced, int]:
        """How many standards have each verdict, in the order of the verdicts; those that none has are left out."""
        found = [standard.verdict for standard in self.standards]
        return {verdict: found.count(verdict) for verdict in Enforced if verdict in found}
