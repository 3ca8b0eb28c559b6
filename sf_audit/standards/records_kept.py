"""How many records keep a standard, and how many of those that came before and since something enforces it."""

from __future__ import annotations

from datetime import datetime

from sf_audit.expectations.records import Records
from sf_audit.model.enforcement import Kept
from sf_audit.model.review import FailingRows, Unread, Verdict
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.rules.check import RecordCheck
from sf_audit.salesforce.features import CREATED
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot


def kept_of(seen: Seen) -> Kept | Unread:
    """What became of the rule on the records; an Unread where they were not all judged."""
    if isinstance(seen, Unread):
        return seen
    return seen.unread or Kept(seen.checked, seen.broken)


def before_and_after(
    snapshot: Snapshot, check: RecordCheck, seen: Seen, changed: datetime | None
) -> tuple[Kept, Kept] | None:
    """The records in scope that were created before something changed, and those since; None where nobody knows.

    Without records that break the standard there is nothing to tell apart.
    """
    if changed is None or not isinstance(seen, Verdict) or not isinstance(seen.breaches, FailingRows):
        return None
    failing = seen.breaches
    if not snapshot.has(failing.object, "Id", CREATED):
        return None
    in_scope = Records.at(snapshot, failing.object).clauses.all(check.standard(snapshot).scope)
    rows = snapshot.rows(
        f"""WITH failing AS (SELECT DISTINCT id FROM read_parquet($1) WHERE standard = $2),
                 meant AS (SELECT "Id" IN (SELECT id FROM failing) AS broken, {quote_identifier(CREATED)} >= $3 AS later
                           FROM {quote_identifier(failing.object)} WHERE {in_scope})
            SELECT count(*) FILTER (NOT later), count(*) FILTER (broken AND NOT later),
                   count(*) FILTER (later), count(*) FILTER (broken AND later) FROM meant""",
        [str(failing.path), failing.standard, changed],
    )
    earlier, broken_earlier, later, broken_later = rows[0]
    return Kept(earlier, broken_earlier), Kept(later, broken_later)
