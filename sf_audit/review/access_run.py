"""The story of a question about access: an access snapshot that is fresh enough, or a new one; then offline.

Access snapshots are apart from those of reviews: they hold people and permissions, never records of the business.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sf_audit.access import Access
from sf_audit.access.needs import everything
from sf_audit.connector.client import Client
from sf_audit.connector.collect import Progress
from sf_audit.errors import NotAnswered
from sf_audit.findings import NotReadable, OrgIdentity
from sf_audit.review.run import Wanted, gather_into
from sf_audit.snapshot.manifest import sealed
from sf_audit.snapshot.scratch import scratch_folder
from sf_audit.snapshot.store import latest, open_snapshot

ACCESS = "access"

#: A snapshot that is younger answers questions; who was given something since then shows after --refresh.
FRESH = timedelta(hours=24)


def gather_access(client: Client, org: OrgIdentity, workspace: Path, progress: Progress) -> Path:
    """Read everything about who can do what into a new snapshot; its folder."""
    wanted = Wanted(datetime.now(UTC) + client.clock_offset, everything())
    return gather_into(workspace / ACCESS, client, org, wanted, progress)


def fresh(workspace: Path, org_id: str, now: datetime) -> Path | None:
    """The folder of the org's newest access snapshot, None where there is none or it is too old."""
    folder = latest(workspace / ACCESS, org_id)
    if folder is None or now - sealed(folder).started >= FRESH:
        return None
    return folder


@contextmanager
def access_in(folder: Path, workspace: Path) -> Iterator[Access]:
    """Everybody's access in a stored snapshot. NotAnswered where the snapshot does not say who is assigned what."""
    with scratch_folder(workspace / ACCESS, sealed(folder).org.id) as scratch:
        snapshot = open_snapshot(folder, scratch=scratch)
        with snapshot.connection:
            try:
                access = Access.of(snapshot)
            except NotReadable as problem:
                raise NotAnswered(f"{folder}: {problem}", hint=_hint(problem)) from None
            yield access


def _hint(problem: NotReadable) -> str:
    return problem.unread.unlocked_by or "Name an access snapshot, or leave --snapshot out."
