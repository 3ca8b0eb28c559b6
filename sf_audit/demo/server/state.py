"""What the running server remembers: sessions, open queries, jobs, and what it was asked.

Tests read `counts` and `writes` here; nothing in it reaches the org's rows.
"""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.batches import BatchJobs
from sf_audit.demo.server.cursors import Cursors
from sf_audit.demo.server.jobs import Jobs
from sf_audit.demo.server.sessions import Sessions
from sf_audit.demo.server.settings import ServerSettings
from sf_audit.demo.server.subquery_cursors import Broods


class ServerState:
    """The memory of one server; `folder` is private to it and holds the pages of bulk results."""

    def __init__(self, org: OrgData, settings: ServerSettings, folder: Path) -> None:
        self.started = datetime.now(UTC).replace(microsecond=0)
        self.sessions = Sessions(org.organization_id, settings.token_lifetime)
        self.cursors = Cursors(settings.open_cursors)
        self.broods = Broods()
        self.batch_jobs = BatchJobs()
        self.jobs = Jobs(folder)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.writes = 0
        self._limits = org.limits
        self._used = 0
        self._lock = threading.Lock()

    def note(self, method: str, template: str) -> None:
        """Count one request by method and path template (`/services/data/v{version}/query`)."""
        with self._lock:
            self.counts[method, template] += 1

    def note_write(self) -> None:
        """Count one request that would have changed the org."""
        with self._lock:
            self.writes += 1

    def spend(self, requests: int = 1) -> None:
        """Count API requests against the org's day."""
        with self._lock:
            self._used += requests

    @property
    def api_limit(self) -> tuple[int, int]:
        """Requests used today, by others too, and how many the org has per day."""
        most, remaining = self._limits.get("DailyApiRequests", (15_000, 15_000))
        return most - remaining + self._used, most

    @property
    def api_exhausted(self) -> bool:
        """Whether the next request would be beyond the org's day."""
        used, most = self.api_limit
        return used >= most

    def close(self) -> None:
        """Stop rendering and close what is open; the sessions end."""
        self.jobs.close()
        self.cursors.close()
        self.broods.close()
        self.batch_jobs.close()
        self.sessions.expire_all()
