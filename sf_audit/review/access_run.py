"""The story of a question about access: an access snapshot that is fresh enough, or a new one; then offline.

Access snapshots are apart from those of reviews: they hold people and permissions, never records of the business.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

from sf_audit.access import Access
from sf_audit.access.assignments.needs import assignments, everything
from sf_audit.connector.collect.collect import ProgressListener
from sf_audit.connector.http.client import Client
from sf_audit.errors import AuditError, NotAnswered, OrgUnavailable
from sf_audit.model.review import NotReadable, OrgIdentity, Reason, Unread
from sf_audit.review.run import Wanted, gather_into
from sf_audit.snapshot.chain_folders import ACCESS
from sf_audit.snapshot.manifest import sealed
from sf_audit.snapshot.scratch import scratch_folder
from sf_audit.snapshot.signing import Signer
from sf_audit.snapshot.store import latest, open_snapshot

#: A snapshot that is younger answers questions; who was given something since then shows after --refresh.
FRESH = timedelta(hours=24)

#: What a run did not come to, so that the next one has to.
_UNFINISHED = frozenset({Reason.INCOMPLETE, Reason.BUDGET_SPENT})

#: Without these there is no answer at all.
_INSISTED = frozenset({"User", *(assignment.table for assignment in assignments() if assignment.required)})


def gather_access(
    client: Client, org: OrgIdentity, workspace: Path, progress: ProgressListener, signer: Signer | None = None
) -> Path:
    """Read everything about who can do what into a new snapshot; its folder."""
    wanted = Wanted(datetime.now(UTC), everything(), signer=signer)
    return gather_into(workspace / ACCESS, client, org, wanted, progress)


def fresh(workspace: Path, org_id: str, now: datetime) -> Path | None:
    """The folder of the org's newest access snapshot, None where there is none, or it is too old or not finished."""
    folder = latest(workspace / ACCESS, org_id)
    if folder is None or now - sealed(folder).started >= FRESH or not finished(folder):
        return None
    return folder


def finished(folder: Path) -> bool:
    """Whether reading again would find no more, as long as nobody grants the auditor anything or changes the org."""
    tables = sealed(folder).tables
    unread = chain.from_iterable(
        (*([table.unread] if table.unread else []), *table.unseen.values(), *table.uncovered.values())
        for table in tables.values()
    )
    known = all(name in tables and tables[name].unread is None for name in _INSISTED)
    return known and tables["User"].rows > 0 and all(unread_part.reason not in _UNFINISHED for unread_part in unread)


@contextmanager
def access_in(folder: Path, workspace: Path) -> Iterator[Access]:
    """Everybody's access in a stored snapshot.

    NotAnswered where the snapshot does not say who is assigned what, OrgUnavailable where the API calls were spent
    before that was read.
    """
    with scratch_folder(workspace / ACCESS, sealed(folder).org.id) as scratch:
        snapshot = open_snapshot(folder, scratch=scratch)
        with snapshot.connection:
            try:
                access = Access.of(snapshot)
            except NotReadable as problem:
                raise _problem(problem.unread, folder) from None
            yield access


def _problem(unread: Unread, folder: Path) -> AuditError:
    kind = OrgUnavailable if unread.reason is Reason.BUDGET_SPENT else NotAnswered
    message = f"who is assigned what is not known: {unread.detail} (snapshot {folder.name})"
    return kind(message, hint=unread.unlocked_by or "Name an access snapshot, or leave --snapshot out.")
