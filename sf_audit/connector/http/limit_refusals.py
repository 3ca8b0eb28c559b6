"""What a refusal for a limit means: the same codes stand for a used-up day, for a passing crowd and for Bulk API alone.

"API Request Limits and Allocations": too many calls of 20 seconds or more at once have the code of a used-up day, and
query jobs have limits of their own besides.
"""

from __future__ import annotations

from sf_audit.connector.http.api_errors import ORG_STAYS_CROWDED, ApiError, Kind, bulk_quota, crowded
from sf_audit.connector.http.budget import Budget

#: So many refusals in a row, from all threads together, are no passing crowd.
_CROWDED_AT_MOST = 20

_QUERY_JOBS = "jobs/query"

#: The code of the calls of all APIs together.
_ALL_CALLS_USED = "REQUEST_LIMIT_EXCEEDED"


class LimitRefusals:
    """Counts refusals in a row, and stops the budget where nothing more can be asked."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._in_a_row = 0

    def answered(self) -> None:
        """The org answered a call."""
        self._in_a_row = 0

    def meaning(self, refusal: ApiError, path: str) -> ApiError:
        """What to raise for a refusal of the call to this path; any but one of kind LIMIT stays as it is."""
        if refusal.kind is not Kind.LIMIT:
            return refusal
        if path.startswith(_QUERY_JOBS) and refusal.code != _ALL_CALLS_USED:
            return bulk_quota(refusal)
        self._in_a_row += 1
        out = self._budget.is_out
        if not out and self._in_a_row <= _CROWDED_AT_MOST:
            return crowded(refusal)
        self._budget.stop(refusal.code if out else ORG_STAYS_CROWDED)
        return refusal if out else ApiError(Kind.LIMIT, ORG_STAYS_CROWDED)
