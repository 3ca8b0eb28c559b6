"""The story of `sf-audit standards`: read the records that some rules are about and what enforces them; judge offline.

The snapshot lies with those of reviews, as one that was read for some of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from sf_audit.connector.collect.collect import ProgressListener
from sf_audit.connector.http.client import Client
from sf_audit.errors import NotAnswered, UsageProblem
from sf_audit.model.enforcement import Enforcement
from sf_audit.model.handoff import Handoff
from sf_audit.model.review import NotReadable, OrgIdentity, Reason
from sf_audit.review.compose import doubts_about
from sf_audit.review.run import gather, translate_errors
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.chain_folders import SNAPSHOTS
from sf_audit.snapshot.manifest import sealed
from sf_audit.snapshot.needs import Need
from sf_audit.snapshot.scratch import scratch_folder
from sf_audit.snapshot.signing import Signer
from sf_audit.snapshot.store import open_snapshot
from sf_audit.snapshot.tables import Snapshot
from sf_audit.standards import enforcement, enforcement_needs, obliging
from sf_audit.standards.handoff.plan import handoff
from sf_audit.standards.needs import kinds_of_records, obligation_of


def gather_enforcement(
    client: Client,
    org: OrgIdentity,
    standards: Standards,
    workspace: Path,
    progress: ProgressListener,
    signer: Signer | None = None,
) -> Path:
    """Read the records that the standards with an obligation are about, and what enforces them; the snapshot's folder.

    UsageProblem where none of the standards has one.
    """
    chosen = with_obligation(standards, datetime.now(UTC).date())
    return gather(client, org, chosen, workspace, progress, None, signer, beside=_beside)


def judge_enforcement(folder: Path, standards: Standards, workspace: Path) -> Enforcement:
    """The matrix of a stored snapshot, offline. What the snapshot does not have makes verdicts unknown."""
    with _opened(folder, workspace) as snapshot:
        return _matrix(snapshot, standards)


def is_budget_spent(folder: Path) -> bool:
    """Whether the API calls of the run were spent before all of it was read."""
    tables = sealed(folder).tables.values()
    unread = (each for table in tables for each in (table.unread, *table.unseen.values(), *table.uncovered.values()))
    return any(each is not None and each.reason is Reason.BUDGET_SPENT for each in unread)


def plan_handoff(folder: Path, standards: Standards, workspace: Path, bypass: str) -> Handoff:
    """What IT would have to deploy for the standards of a stored snapshot that nothing enforces, offline."""
    version = sealed(folder).run.api_version
    with _opened(folder, workspace) as snapshot:
        rules = standards.running(snapshot.today)
        try:
            return handoff(snapshot, rules, _matrix(snapshot, standards), bypass=bypass, api_version=version)
        except NotReadable as problem:
            raise NotAnswered(problem.unread.detail, hint=problem.unread.unlocked_by) from None


@contextmanager
def _opened(folder: Path, workspace: Path) -> Iterator[Snapshot]:
    with scratch_folder(workspace / SNAPSHOTS, sealed(folder).org.id) as scratch:
        snapshot = open_snapshot(folder, scratch=scratch)
        with snapshot.connection, translate_errors():
            yield snapshot


def _matrix(snapshot: Snapshot, standards: Standards) -> Enforcement:
    chosen = with_obligation(standards, snapshot.today)
    seen = examine(chosen.running(snapshot.today), snapshot, doubts_about(snapshot, standards))
    return enforcement(snapshot, standards.running(snapshot.today), seen, whole=standards.whole)


def with_obligation(standards: Standards, today: date) -> Standards:
    """Those of the running standards that oblige people to something an org could enforce."""
    rules = obliging(standards.running(today))
    if not rules:
        raise UsageProblem(
            "none of these rules obliges people to fill a field",
            hint="It takes rules with a verb such as filled, some_filled, one_of, matches or unique.",
        )
    return replace(standards, rules=rules, whole=False)


def _beside(rules: Sequence[Rule]) -> tuple[Need, ...]:
    objects = (obligation.object for obligation in map(obligation_of, rules) if obligation)
    return (*enforcement_needs(objects), *kinds_of_records(rules))
