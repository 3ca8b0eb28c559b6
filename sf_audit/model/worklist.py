"""The nouns of worklists: what one person, queue or role is asked to fix, and in which records.

Nothing here decides anything; `sf_audit.worklists` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sf_audit.model.example import FieldValue
from sf_audit.model.merge import MergeWay
from sf_audit.model.review import OrgIdentity
from sf_audit.model.severity import Severity


class By(StrEnum):
    """Whose records are put together in a list."""

    OWNER = "owner"
    MANAGER = "manager"
    RESPONSIBLE = "responsible"


class Kind(StrEnum):
    """Who gets a list."""

    PERSON = "person"
    QUEUE = "queue"
    ROLE = "role"


@dataclass(frozen=True, slots=True, order=True)
class Recipient:
    """A user or a queue by record id, or a role by the name that rules call their owner by.

    `name` is what people call them; empty where it is not known or withheld.
    """

    kind: Kind
    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class FailingRecord:
    """One finding of a list.

    `record_owner` is whose record it is, where that is said; `values` are what its fields hold, and `suggested` what
    they should hold, where that is known. `broken` counts the rules that the record does not keep. `at_stake` is in
    units of `currency`, which is empty where an org has only one. `label`, the values and what is suggested are empty
    where names are withheld.
    """

    object: str
    id: str
    part: str
    label: str
    because: str
    values: tuple[FieldValue, ...]
    suggested: tuple[FieldValue, ...]
    at_stake: float | None
    currency: str
    first_seen: date
    due: date | None
    waived_until: date | None
    record_owner: str
    broken: int
    key: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One rule with the records that its fix is for, those with the most at stake first.

    `findings` counts all of the recipient, also those that the list has no room for.
    """

    rule: str
    heading: str
    why: str
    fix: str
    severity: Severity
    findings: int
    records: tuple[FailingRecord, ...]


@dataclass(frozen=True, slots=True)
class OwnShare:
    """What a person's `records` keep: `judged` counts each once for each rule, `broken` those that do not keep it."""

    records: int
    judged: int
    broken: int


@dataclass(frozen=True, slots=True)
class Merged:
    """One record of a group of duplicates. `taken` are the groups of fields that are best taken from it, with reasons.

    `because` says why it stays; empty of the others.
    """

    object: str
    id: str
    label: str
    stays: bool
    because: str
    taken: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Records that a rule found to be the same, the one that stays first. `steps` is how often somebody has to merge.

    `obstacle` says what is in the way; empty where nothing is known to be.
    """

    rule: str
    how: MergeWay
    steps: int
    obstacle: str
    records: tuple[Merged, ...]


@dataclass(frozen=True, slots=True)
class Worklist:
    """What one recipient is asked to fix. `findings` and `waived` count all of theirs.

    `merges` are those groups of duplicates of which the record that stays is theirs.

    `at_stake` is by currency what hangs on the records that are not waived, each counted once; the currency is empty
    where an org has only one. `own_share` is for nobody but the recipient; None where people did not ask for it, the
    list is another one than a person's own, or there are too few records.
    """

    recipient: Recipient
    fixes: tuple[Fix, ...]
    findings: int
    waived: int
    at_stake: tuple[tuple[str, float], ...] = ()
    own_share: OwnShare | None = None
    merges: tuple[Merge, ...] = ()

    @property
    def shown(self) -> int:
        """How many of the findings are in the list."""
        return sum(len(fix.records) for fix in self.fixes)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What all worklists of a review have in common. `snapshot` is the hash of the manifest of what it judged.

    `missing` says, a sentence each, what could not be seen and would have changed the lists; `notes` what else a
    reader has to know. Unless people are `compared`, nothing says beside each other how much each of them has to fix.
    """

    org: OrgIdentity
    period: str
    finished: datetime
    by: By
    snapshot: str = ""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    redact: bool = False
    compared: bool = True


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that a field of a record should hold, where that is known."""

    object: str
    field: str
    id: str
    value: str
