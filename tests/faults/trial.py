"""One run of the auditor against an org behind an injector: sign in, gather, judge, and look at what came of it."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from injector import Injector
from plan import Fault, Plan
from truth import complete, false_verdicts, statuses, violations

from sf_audit.cli.publish import exit_code
from sf_audit.connector.budget import Budget
from sf_audit.connector.client import Client
from sf_audit.connector.collect import Settings, Silent
from sf_audit.connector.hosts import Hosts
from sf_audit.connector.identity import identify
from sf_audit.connector.jobs import Patience
from sf_audit.connector.signin.credentials import Credentials, JwtBearer
from sf_audit.connector.signin.signin import sign_in
from sf_audit.connector.stream import Pace
from sf_audit.connector.transport import Wire
from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.running import DemoServer
from sf_audit.errors import AuditError
from sf_audit.findings import Review, Status
from sf_audit.review.run import gather, judged, told
from sf_audit.rulebook.standards import Standards
from sf_audit.snapshot.manifest import sealed

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None

#: Twice what a run without faults asks for, and what five tries of a few calls add.
MOST_REQUESTS = 160

#: A sign-in whose answer is lost is tried so often.
MOST_TRIES = 5

#: Waits of all tables together: two hours for a bulk job, and a quarter of an hour for a busy org.
MOST_SECONDS = 9000.0


class Clock:
    """Time that passes when somebody sleeps. `slept` is all of it, in seconds."""

    def __init__(self) -> None:
        self.slept = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> float:
        return self.slept

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept += seconds


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
        plan, clock, before = Plan(faults, watch=watch), Clock(), self._done
        self.injector.plan = plan
        place, judged_by = workspace or self.workspace, standards or self.standards
        folder = review = problem = None
        untrue: list[str] = []
        tables: Mapping[str, Any] = {}
        try:
            with self.signed_in(clock, credentials, **wire) as client:
                folder = self.gathered(client, place, judged_by, clock, workers)
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

    @contextmanager
    def signed_in(self, clock: Clock, credentials: Credentials | None = None, **wire: Any) -> Iterator[Client]:
        """A client of the org behind the injector."""
        pace = Clock()
        self.injector.pass_time = pace.sleep
        asked = self.jwt if credentials is None else credentials
        with told(), sign_in(asked, replace(self.wire(clock, pace), **wire)) as client:
            yield client

    def gathered(self, client: Client, workspace: Path, standards: Standards, clock: Clock, workers: int = 3) -> Path:
        """A snapshot."""
        with told():
            org = identify(client, client.instance_url)
        return gather(client, org, standards, workspace, Silent(), self.settings(clock, workers))

    @property
    def jwt(self) -> JwtBearer:
        """How the auditor signs in."""
        return JwtBearer(self.injector.url, "consumer-key", self.org.username, self.key_file, "login")

    def wire(self, clock: Clock, pace: Clock) -> Wire:
        """How it speaks: without waiting for anything but the machine."""
        return Wire(
            hosts=Hosts.trusting(f"127.0.0.1:{self.injector.port}"),
            ca_bundle=self.ca_file,
            budget=Budget(),
            timeouts=(10.0, 20.0),
            pace=Pace(clock=pace),
            sleep=clock.sleep,
        )

    def settings(self, clock: Clock, workers: int = 3) -> Settings:
        """How it reads: in small pages, so that there are some."""
        patience = Patience(rows_per_page=self.rows_per_page, sleep=clock.sleep, clock=clock)
        return Settings(workers=workers, bulk_from=self.bulk_from, patience=patience)


@contextmanager
def private_workspace() -> Iterator[Path]:
    """A workspace that is gone afterwards; in memory, where the machine has it, because every page is fsynced."""
    with tempfile.TemporaryDirectory(dir=MEMORY, prefix="sf-audit-faults-") as folder:
        yield Path(folder)
