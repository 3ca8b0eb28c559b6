"""Work that a background job did not do is work that somebody believes was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations.days import Calendar
from sf_audit.model.counts import last_days
from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.settings import Days
from sf_audit.salesforce.jobs import INTERNAL_JOBS
from sf_audit.snapshot.needs import Clause, Comparison, Need, Rows, need
from sf_audit.snapshot.sql import quote_literal
from sf_audit.snapshot.tables import Snapshot

_JOBS = "AsyncApexJob"


@check("jobs_succeed")
@dataclass(frozen=True)
class JobsSucceed:
    """Asynchronous Apex jobs created within this time finish, with all their batches and without an error.

    A job that is Completed may have failed in each of its batches: so the number of errors counts, and the batches
    that were processed, and whether the job reports an error at all (its text is not shown). Jobs that still wait or
    run are looked at as soon as one of their batches fails; jobs that somebody aborted are left out.
    """

    verb: ClassVar[str]
    within: Days

    def needs(self) -> Sequence[Need]:
        columns = "Id Status JobType NumberOfErrors TotalJobItems JobItemsProcessed CreatedDate"
        return [need(_JOBS, columns, optional="ExtendedStatus", rows=self._rows)]

    def examine(self, snapshot: Snapshot) -> Verdict:
        calendar = Calendar.at(snapshot)
        since = calendar.midnight(calendar.from_today(1 - self.within))
        reports = """coalesce("ExtendedStatus", '') <> ''""" if snapshot.has(_JOBS, "ExtendedStatus") else "false"
        rows = snapshot.rows(f"""
            SELECT "Id", coalesce("Status", ''), coalesce(CAST("NumberOfErrors" AS BIGINT), 0),
                   coalesce(CAST("TotalJobItems" AS BIGINT), 0), coalesce(CAST("JobItemsProcessed" AS BIGINT), 0),
                   {reports}
            FROM "{_JOBS}" WHERE CAST("CreatedDate" AS TIMESTAMP) >= TIMESTAMP '{since}'
              AND coalesce("JobType", '') NOT IN ({", ".join(map(quote_literal, sorted(INTERNAL_JOBS)))})
              AND coalesce("Status", '') <> 'Aborted' ORDER BY "Id" """)
        found = ((row[0], _wrong(*row[1:])) for row in rows)
        breaches = tuple(Breach(_JOBS, job, because) for job, because in found if because)
        proof = f"{_JOBS} was read whole: no job of {last_days(self.within)} that ended or failed in part"
        return Verdict(len(rows), len(breaches), breaches, proof=proof)

    @property
    def _rows(self) -> Rows:
        return frozenset({Clause("CreatedDate", Comparison.NEWER_THAN_DAYS, (self.within,))})


def _wrong(status: str, errors: int, total: int, processed: int, reports: bool) -> str:
    """What did not work, empty where all did."""
    if errors:
        share = f" in {total} {'batch' if total == 1 else 'batches'}" if total else ""
        return f"is {status} with {errors} {'error' if errors == 1 else 'errors'}{share}"
    if status == "Failed":
        return "is Failed"
    if status == "Completed" and processed < total:
        return f"is Completed, with {processed} of {total} {'batch' if total == 1 else 'batches'} processed"
    return "is Completed and reports an error" if status == "Completed" and reports else ""
