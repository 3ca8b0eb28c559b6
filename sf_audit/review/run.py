"""The story of a run: plan → collect → judge → review."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import duckdb

from sf_audit import __version__
from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.identity import identify, record_visibility, whoami
from sf_audit.connector.bulk.jobs import clean_up
from sf_audit.connector.collect import collect as reading
from sf_audit.connector.http.api_errors import ORG_PAST_ITS_SHARE, ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.held import not_in_org
from sf_audit.connector.plan.org_dictionary import OrgDictionary
from sf_audit.connector.plan.plan import Plan, build_plan
from sf_audit.errors import AuditError, OrgUnavailable, SignInRefused
from sf_audit.expectations.early import import_early
from sf_audit.model.review import ApiUse, OrgIdentity, Review
from sf_audit.model.timings import Phase
from sf_audit.review.archive import Archive
from sf_audit.review.compose import Gathered, compose
from sf_audit.review.limits import CURVE_DAYS
from sf_audit.review.registers.declaring import declarations, objects_of_decisions
from sf_audit.review.review_manifest import Judgement
from sf_audit.rulebook.fitting.fitting import Fitted, fitted
from sf_audit.rulebook.rules.check import RecordCheck
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.config import deletion_days
from sf_audit.rulebook.workspace.sources import SOURCES, hashes, sources_json
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.samples.store import stored
from sf_audit.snapshot.answering import Engine
from sf_audit.snapshot.chain import Chain
from sf_audit.snapshot.chain_folders import SNAPSHOTS
from sf_audit.snapshot.declared import Declaration
from sf_audit.snapshot.disk_errors import refused_file
from sf_audit.snapshot.engines import answered_by
from sf_audit.snapshot.layout import MANIFEST
from sf_audit.snapshot.manifest import Auditor, Manifest, ManifestExtras, sealed, sha256
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.outside_causes import reraise_outside_cause
from sf_audit.snapshot.row_drop import Deletions
from sf_audit.snapshot.scratch import scratch_folder
from sf_audit.snapshot.signing import Signer
from sf_audit.snapshot.staging import Staging
from sf_audit.snapshot.store import open_snapshot
from sf_audit.warehouse.source import RecordSource

log = logging.getLogger("sf_audit")


@dataclass(frozen=True, slots=True)
class Judged:
    """A review, and the private folder with findings.parquet and labels.parquet that belong to it.

    `judgement` is what its manifest says of how it came about.
    """

    review: Review
    folder: Path
    snapshot: Path
    judgement: Judgement


def identified(client: Client, confirmed: Callable[[OrgIdentity], OrgIdentity]) -> OrgIdentity:
    """The org behind the session, once `confirmed` has not raised: before that, nothing else is asked of it."""
    with translate_errors():
        return confirmed(identify(client, client.instance_url))


def planned(client: Client, org: OrgIdentity, standards: Standards, workspace: Path) -> Plan:
    """What a review would ask of the org. Costs describe calls and calls for record counts."""
    now = client.now()
    with translate_errors():
        describes = Describes(client)
        needs = fitted_to(client, standards, describes, now.date()).needs(now.date())
        describes.ask_for(objects_of_decisions(workspace, standards))
        plan, _ = build_plan(client, needs, org, now, describes, standards.held)
    return plan


def checked_against(client: Client, standards: Standards) -> Fitted:
    """The standards in the words of the org, its limits included, and what of those that run does not fit."""
    with translate_errors():
        return fitted_to(client, standards, Describes(client), client.now().date(), with_limits=True)


def fitted_to(
    client: Client, standards: Standards, describes: Describes, today: date, *, with_limits: bool = False
) -> Fitted:
    """The standards in the words of the org, and what of those that run does not fit. Reads no record."""
    running = standards.running(today)
    describes.ask_for(need.table for need in standards.needs(today) if need.source is Source.DATA)
    found = fitted(standards, OrgDictionary(describes, client if with_limits else None))
    return replace(found, resolved={rule.id: found.resolved[rule.id] for rule in running})


#: What is read of an org beside what its rules look at, by the rules that run, in the words of that org.
Beside: TypeAlias = Callable[[Sequence[Rule]], Sequence[Need]]


def nothing_else(_: Sequence[Rule]) -> Sequence[Need]:
    """Only what the rules look at."""
    return ()


def gather(
    client: Client,
    org: OrgIdentity,
    standards: Standards,
    workspace: Path,
    progress: reading.ProgressListener,
    settings: reading.Settings | None = None,
    signer: Signer | None = None,
    beside: Beside = nothing_else,
) -> Path:
    """Read what the standards need into a new snapshot, and what somebody wants to know beside; its folder."""
    started = client.now()
    if any(isinstance(rule.check, RecordCheck) for rule in standards.running(started.date())):
        import_early()
    settings = settings or reading.Settings()
    with translate_errors(), settings.stopwatch.measure(Phase.PLAN):
        describes = Describes(client)
        found = fitted_to(client, standards, describes, started.date())
        idle = tuple(not_in_org(standards.held, describes))
        declared = declarations(workspace, standards, OrgDictionary(describes), describes.ask_for)
    for line in (*found.misfits(), *idle):
        log.warning("%s", line)
    wanted = Wanted(
        started,
        (*found.needs(started.date()), *beside(found.standards.running(started.date()))),
        standards.sha256,
        deletion_days(found.standards.config),
        all_rules=standards.whole,
        signer=signer,
        describes=describes,
        held=standards.held,
        declarations=declared,
    )
    settings = replace(settings, explained=found.objects_not_there())
    return gather_into(workspace / SNAPSHOTS, client, org, wanted, progress, settings)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a snapshot that is begun now is to hold, the hash of the rules that want it, and known mass deletions.

    `all_rules` is false where only some of the rules are to be judged; `describes` has what was asked already. The
    `signer` signs its manifest. `held` says where records are read instead of from the org. `declarations` are the
    registers that are frozen with it.
    """

    started: datetime
    needs: Sequence[Need]
    rules_sha256: str = ""
    deletions: Deletions = field(default_factory=dict)
    all_rules: bool = True
    signer: Signer | None = None
    describes: Describes | None = None
    held: Mapping[str, RecordSource] = field(default_factory=dict)
    declarations: Sequence[Declaration] = ()


def gather_into(
    root: Path,
    client: Client,
    org: OrgIdentity,
    wanted: Wanted,
    progress: reading.ProgressListener,
    settings: reading.Settings | None = None,
) -> Path:
    """Read what is wanted into a new snapshot below `root`, a folder of the workspace; its folder."""
    settings = settings or reading.Settings()
    stopwatch = settings.stopwatch
    with translate_errors():
        with stopwatch.measure(Phase.PLAN):
            plan, describes = build_plan(client, wanted.needs, org, wanted.started, wanted.describes, wanted.held)
            auditor = whoami(client, describes)
        chain = Chain(root.parent, org.id, wanted.signer)
        with Staging.begin(
            root, org, tool_version=__version__, started=wanted.started, plan_sha256=plan.sha256, chain=chain
        ) as staging:
            staging.expect(plan.cost.bytes)
            with stopwatch.measure(Phase.READ):
                view = record_visibility(client, auditor)
                reading.collect(client, plan, describes, staging, visibility=view, progress=progress, settings=settings)
                # Every table is stored by now, so nothing reads these jobs again; and the manifest counts all calls.
                clean_up(client, staging.jobs)
            with stopwatch.measure(Phase.STORE):
                extras = replace(_extras(client, auditor, wanted), timings=stopwatch.timings)
                folder = staging.commit(extras, wanted.deletions, wanted.declarations)
    return folder


@contextmanager
def judged(
    folder: Path,
    standards: Standards,
    workspace: Path,
    *,
    redact: bool = False,
    engine: Engine = Engine.DUCKDB,
) -> Iterator[Judged]:
    """Judge a stored snapshot, offline. The folder that is yielded goes when the block ends."""
    manifest = sealed(folder)
    archive = Archive.of(workspace, manifest.org.id)
    with scratch_folder(workspace / SNAPSHOTS, manifest.org.id) as scratch:
        snapshot = open_snapshot(folder, scratch=scratch)
        with snapshot.connection, answered_by(engine, snapshot), translate_errors():
            review = compose(
                snapshot, standards, _gathered(folder, manifest, workspace), archive, scratch, redact=redact
            )
            if not redact:
                (scratch / SOURCES).write_text(sources_json(standards.sources), encoding="utf-8")
        yield Judged(review, scratch, folder, _judgement(review, standards))


def _judgement(review: Review, standards: Standards) -> Judgement:
    return Judgement(review.auditor, review.snapshot, standards.sha256, hashes(standards.sources))


@contextmanager
def translate_errors() -> Iterator[None]:
    """An ApiError that ends the run, or a file that this machine refuses, as a problem for a person."""
    try:
        yield
    except ApiError as refusal:
        raise _problem(refusal) from None
    except OSError as problem:
        if problem.errno is None:
            raise
        hint = "Look at the disk and the limit of open files (ulimit -n), then run again: finished pages are reused."
        raise refused_file(problem.errno, hint) from problem
    except duckdb.Error as problem:
        reraise_outside_cause(problem)
        raise


def _problem(refusal: ApiError) -> AuditError:
    if refusal.kind is Kind.SESSION:
        return SignInRefused(
            "the org ended the session and did not open another", hint="Sign in again: sf-audit login."
        )
    if refusal.kind is Kind.BUDGET and refusal.code != ORG_PAST_ITS_SHARE:
        return OrgUnavailable(
            f"the API budget is spent ({refusal})",
            hint="Run again later, or allow more of the org's day with --api-share.",
        )
    return OrgUnavailable(str(refusal), hint=refusal.hint or "Run again; see sf-audit doctor.")


def _extras(client: Client, auditor: Auditor, wanted: Wanted) -> ManifestExtras:
    return ManifestExtras(
        auditor=auditor,
        rules_sha256=wanted.rules_sha256,
        all_rules=wanted.all_rules,
        finished=client.now(),
        api_version=client.version,
        api_calls=client.calls,
        api_limit=client.budget.limit,
        clock_offset_seconds=client.clock_offset.total_seconds(),
    )


def _gathered(folder: Path, manifest: Manifest, workspace: Path) -> Gathered:
    since = manifest.started - timedelta(days=CURVE_DAYS + 1)
    samples = stored(workspace, manifest.org.id, since, manifest.started)
    for problem in samples.problems:
        log.warning("A sample was left out: %s", problem)
    return Gathered(
        manifest_sha256=sha256((folder / MANIFEST).read_bytes()),
        started=manifest.started,
        auditor=manifest.run.auditor.username,
        api=ApiUse(manifest.run.api_calls, manifest.run.api_limit),
        timings=manifest.run.timings,
        samples=samples,
    )
