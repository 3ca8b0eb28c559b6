"""What a record check asks for, in plain data: no import of great_expectations here (3 s).

`suite.py` turns a Standard into core expectations of Great Expectations, `measure.py` runs them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sf_audit.expectations.asks.ask import Ask
from sf_audit.model.judged_together import JudgedTogether
from sf_audit.model.origins import GroupedRecords
from sf_audit.model.review import NewRecords, Unread
from sf_audit.snapshot.needs import ALL_ROWS, Filter


@dataclass(frozen=True, slots=True)
class Standard:
    """One ask of the records of one object that are in scope.

    `because` is said of each failing record: a constant sentence with API names only. `notes` are said of the answer,
    and `unread` of records that are not judged because something of them is not known: without them nothing is kept.
    `left_out` is what records in scope lack that are not judged, where people have to know how many these are. Of
    those that `counts_together` it is counted what they say of the same records.
    """

    object: str
    ask: Ask
    because: str
    scope: Filter = ALL_ROWS
    notes: tuple[str, ...] = ()
    unread: Unread | None = None
    left_out: str = ""
    counts_together: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """The answer for one Standard.

    `in_scope` counts the records in scope; `checked` those of them that the ask says something
    of (for most asks, where the field is filled); `failing` is Parquet with the columns `standard`,
    `id`, `record_owner_id`, shared by all standards of one scan, or None when nothing fails. `twins` is Parquet with
    the columns `id`, `other` (another record that has the same) and `more` (how many besides), for an ask that
    compares records. `reasons` has the columns `id` and `because`, where each record has a reason of its own, and
    `merges` has MERGE_COLUMNS, where they can become one. `new` are those of the records that were created in the last
    month; None where nobody knows when. `grouped` are the same
    counts by record owner, record type and source. `together` is what it and the others that count together say of the
    same records.
    """

    in_scope: int
    checked: int
    broken: int
    failing: Path | None
    twins: Path | None = None
    reasons: Path | None = None
    merges: Path | None = None
    new: NewRecords | None = None
    grouped: tuple[GroupedRecords, ...] = field(default=(), compare=False, repr=False)
    together: JudgedTogether | None = field(default=None, compare=False, repr=False)
