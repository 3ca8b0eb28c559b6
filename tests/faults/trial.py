"""One run of the auditor against an org behind an injector: sign in, gather, judge, and look at what came of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sf_audit.cli.closing_lines import exit_code
from sf_audit.connector.signin.credentials import Credentials
from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.running import DemoServer
from sf_audit.errors import AuditError
from sf_audit.model.review import Review, Status
from sf_audit.review.run import judged
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot import layout
from sf_audit.snapshot.chain_folders import SNAPSHOTS
from sf_audit.snapshot.manifest import sealed
from tests.faults.injector import Injector
from tests.faults.plan import Fault, Plan
from tests.faults.reach import Clock, Reach
from tests.faults.truth import complete, false_verdicts, statuses, violations

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None

#: Twice what a run without faults asks for, and what five tries of a few calls add.
MOST_REQUESTS = 160

#: A sign-in whose answer is lost is tried so often.
MOST_TRIES = 5

#: Waits of all tables together: two hours for a bulk job, and a quarter of an hour for a busy org.
MOST_SECONDS = 9000.0


@dataclass(frozen=True)
class Trial:
    """What came of a run. `folder` is the snapshot, if one was made; `problem` what ended it."""

    plan: Plan
    problem: AuditError | None
    folder: Path | None
    review: Review | None
    untrue: list[str]
    slept: float
    writes: int
    sign_ins: int
    most_requests: int
    tables: Mapping[str, Any] = field(default_factory=dict)

    def insist(self) -> Trial:
        """What must hold after every trial, whatever went wrong. Answers itself."""
        assert self.untrue == []
        assert self.writes == 0
        assert self.sign_ins <= (MOST_TRIES if self.plan.tries_tokens else 4), "once, and three times again"
        assert len(self.plan.asked) <= self.most_requests
        assert self.slept < MOST_SECONDS
        assert self.complete or self.code in {3, 4, 5, 6}
        return self

    @property
    def recovered(self) -> bool:
        """Whether the faults came, and nothing is missing all the same."""
        return bool(self.plan.struck or not self.plan.faults) and self.complete

    @property
    def complete(self) -> bool:
        """Whether a snapshot was made, every table of it whole."""
        return self.folder is not None and complete(self.folder)

    @property
    def code(self) -> int:
        """The exit code of the command line for such a run."""
        if self.problem is not None:
            return self.problem.exit_code
        return 0 if self.review is None else exit_code(self.review, "none")

    @property
    def unread(self) -> dict[str, str]:
        """The tables that are not whole, with the reason."""
        return {name: one.unread.detail for name, one in self.tables.items() if one.unread is not None}

    @property
    def outcomes(self) -> Mapping[str, Status]:
        """What became of each rule."""
        assert self.review is not None
        return statuses(self.review)


@dataclass
class Bench:
    """An org behind an injector, and how it is read."""

    server: DemoServer
    org: OrgData
    injector: Injector
    ca_file: Path
    key_file: Path
    standards: Standards
    rows_per_page: int
    bulk_from: int
    workspace: Path = field(default_factory=Path)

    def run(
        self,
        *faults: Fault,
        workspace: Path | None = None,
        standards: Standards | None = None,
        workers: int = 3,
        watch: Any = None,
        credentials: Credentials | None = None,
        judging: bool = False,
        most_requests: int = MOST_REQUESTS,
        **wire: Any,
    ) -> Trial:
        """Gather once, with these faults between, and judge what came where it is not whole, or always (`judging`).

        The invariant is looked at here, and asserted by `Trial.insist`.
        """
        plan, clock, pace, before = Plan(faults, watch=watch), Clock(), Clock(), self._done
        self.injector.plan, self.injector.pass_time = plan, pace.sleep
        place, judged_by = workspace or self.workspace, standards or self.standards
        folder = review = problem = None
        untrue: list[str] = []
        tables: Mapping[str, Any] = {}
        try:
            with self.reach.signed_in(clock, pace, credentials, **wire) as client:
                folder = self.reach.gathered(client, place, judged_by, clock, workers)
            tables = sealed(folder).tables
            untrue = violations(folder, self.org, place / "truth")
            if judging or not complete(folder):
                with judged(folder, judged_by, place) as found:
                    review = found.review
                    untrue += false_verdicts(folder, review, judged_by, place / "truth")
        except AuditError as one:
            problem = one
        finally:
            self.injector.plan = Plan()
        writes, sign_ins = (now - then for now, then in zip(self._done, before, strict=True))
        return Trial(plan, problem, folder, review, untrue, clock.slept, writes, sign_ins, most_requests, tables)

    @property
    def _done(self) -> tuple[int, int]:
        """Writes and sign-ins that the org saw so far."""
        state = self.server.state
        return state.writes, state.counts["POST", "/services/oauth2/token"]

    @property
    def reach(self) -> Reach:
        """How to read it."""
        return Reach(
            self.injector.url, self.ca_file, self.key_file, self.org.username, self.rows_per_page, self.bulk_from
        )


def stored(bench: Bench, folder: Path) -> list[Path]:
    """The finished snapshots of a workspace, oldest first."""
    return [
        snapshot.folder
        for snapshot in layout.snapshots(layout.org_folder(folder / SNAPSHOTS, bench.org.organization_id))
    ]


@contextmanager
def private_workspace() -> Iterator[Path]:
    """A workspace that is gone afterwards; in memory, where the machine has it, because every page is fsynced."""
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="sf-audit-faults-") as folder:
        yield Path(folder)
