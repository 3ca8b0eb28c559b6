"""How many of the org's API calls a run may use, so that an audit never starves an integration.

An org has one allowance for a rolling 24 hours ("API Request Limits and Allocations"). Two guards: the org as a
whole may not pass `org_share` of it while we run, and this run may not use more than `own_share`. Both numbers come
from `/limits` at the start and from the `Sforce-Limit-Info` header of every answer; an org that says neither is
not guarded, and `limit` stays 0.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping

from sf_audit.connector.http.api_errors import ORG_PAST_ITS_SHARE, ApiError, Kind

_ORG = re.compile(r"(?:^|[;,\s])api-usage=(\d{1,12})/(\d{1,12})")
_APP = re.compile(r"per-app-api-usage=(\d{1,12})/(\d{1,12})")


#: The org's own count lags a little behind.
_AS_GOOD_AS_USED = 0.99


class Budget:
    """Counts calls and stops a run in time. Safe to share between threads."""

    def __init__(self, *, org_share: float = 0.8, own_share: float = 0.1) -> None:
        self.org_share = org_share
        self.own_share = own_share
        self.calls = 0
        self.limit = 0
        self._used = 0
        self._app = (0, 0)
        self._stopped = ""
        self._lock = threading.Lock()

    @property
    def remaining(self) -> int | None:
        """The calls that this run may still make; None when the org gave no numbers."""
        with self._lock:
            return self._left()

    def start(self, limits: object) -> None:
        """Take the numbers of `/limits`, where it has them. Raises ApiError BUDGET when the org is past its share."""
        daily = limits.get("DailyApiRequests") if isinstance(limits, Mapping) else None
        if isinstance(daily, Mapping) and isinstance(daily.get("Max"), int) and isinstance(daily.get("Remaining"), int):
            with self._lock:
                self.limit = daily["Max"]
                self._used = max(self._used, daily["Max"] - daily["Remaining"])
                self._guard()

    def saw(self, header: str | None) -> None:
        """Take the numbers of a `Sforce-Limit-Info` header, with or without its per-app part."""
        if not header:
            return
        org, app = _ORG.search(header), _APP.search(header)
        with self._lock:
            if org:
                # Answers overtake each other between threads, so the count never goes back.
                self._used, self.limit = max(self._used, int(org[1])), int(org[2])
            if app:
                self._app = (int(app[1]), int(app[2]))

    def spend(self) -> None:
        """Count one call that is about to leave. Raises ApiError BUDGET instead, when none is left."""
        with self._lock:
            self._guard()
            self.calls += 1

    def note(self) -> None:
        """Count a call that must be made whatever is left: it tidies up after us."""
        with self._lock:
            self.calls += 1

    @property
    def is_out(self) -> bool:
        """Whether a refused call can mean that the org's day is used up; an org without numbers is believed."""
        with self._lock:
            used, allowed = self._app
            day = self._used >= self.limit * _AS_GOOD_AS_USED
            return not self.limit or day or (allowed > 0 and used >= allowed * _AS_GOOD_AS_USED)

    def stop(self, code: str) -> None:
        """The org itself says that nothing is left: no further call leaves."""
        with self._lock:
            self._stopped = code

    def _guard(self) -> None:
        if self._stopped:
            raise ApiError(Kind.LIMIT, self._stopped)
        left = self._left()
        if left is not None and left <= 0:
            own = self.limit and self.calls >= int(self.limit * self.own_share)
            raise ApiError(Kind.BUDGET, "API_BUDGET_SPENT" if own else ORG_PAST_ITS_SHARE)

    def _left(self) -> int | None:
        if self._stopped:
            return 0
        shares = []
        if self.limit:
            shares += [int(self.limit * self.org_share) - self._used, int(self.limit * self.own_share) - self.calls]
        used, allowed = self._app
        if allowed:
            shares.append(int(allowed * self.org_share) - used)
        return max(min(shares), 0) if shares else None
