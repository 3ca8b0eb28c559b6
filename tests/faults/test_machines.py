"""Other versions, other clocks and other surroundings: the same snapshot and the same verdicts, or a plain refusal."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from sf_audit.errors import IntegrityBroken
from sf_audit.review.run import judged
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.chain_folders import SNAPSHOTS
from sf_audit.snapshot.layout import MANIFEST, SEAL
from sf_audit.snapshot.manifest import canonical, seal_of, sealed
from sf_audit.snapshot.store import open_snapshot
from tests.faults.changing import reviewed, sql, standards_of
from tests.faults.killing import AtRequest, Child, gathers
from tests.faults.orgs import ACCOUNTS, write_rules
from tests.faults.plan import ALWAYS, CREATE, Fault, Plan, headed
from tests.faults.trial import Bench, Trial, stored
from tests.faults.truth import violations

pytestmark = pytest.mark.faults

Serve = Callable[..., Bench]


def as_written_by_another_version(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """The snapshot with another manifest, whole and sealed."""
    file = folder / MANIFEST
    manifest = json.loads(file.read_bytes())
    change(manifest)
    for path, content in ((file, canonical(manifest)), (folder / SEAL, seal_of(canonical(manifest)))):
        path.chmod(0o600)
        path.write_bytes(content)


@pytest.fixture
def one_snapshot(bench: Bench, earlier: Path) -> Path:
    """The folder of the only snapshot of the trial's workspace."""
    shutil.copytree(earlier, bench.workspace, symlinks=True, dirs_exist_ok=True)
    (folder,) = stored(bench, bench.workspace)
    return folder


@pytest.mark.faults("S9")
def test_a_snapshot_of_a_later_version_is_refused_and_the_next_one_stands_beside_it(
    bench: Bench, one_snapshot: Path
) -> None:
    as_written_by_another_version(one_snapshot, lambda one: one.update(schema_version=2))

    with pytest.raises(IntegrityBroken, match="schema version 2; this version of sf-audit reads 1"):
        open_snapshot(one_snapshot, scratch=bench.workspace / "scratch")
    trial = bench.run(judging=True).insist()

    assert trial.complete
    assert [one.name[:6] for one in stored(bench, bench.workspace)] == ["000001", "000002"]


def without_what_came_later(manifest: dict[str, Any]) -> None:
    """As version 1 was first written."""
    del manifest["run"]["clock_offset_seconds"], manifest["run"]["notes"]
    for table in manifest["tables"].values():
        del table["unfiltered"], table["row_drop"], table["notes"]


@pytest.mark.faults("S9")
def test_a_snapshot_of_an_earlier_version_is_judged_and_followed(bench: Bench, one_snapshot: Path) -> None:
    as_written_by_another_version(one_snapshot, without_what_came_later)

    with judged(one_snapshot, bench.standards, bench.workspace) as found:
        before = {outcome.rule: outcome.status for outcome in found.review.outcomes}
    trial = bench.run(judging=True).insist()

    assert violations(one_snapshot, bench.org, bench.workspace / "scratch") == []
    assert trial.outcomes == before


@pytest.mark.faults("S9")
def test_pages_of_an_unfinished_run_of_another_version_are_not_gone_on_with(bench: Bench) -> None:
    moment = AtRequest(28, signal.SIGKILL)
    bench.injector.plan = Plan(watch=moment)
    child = Child.of(gathers(bench), bench.workspace)
    moment.watch(child)
    child.ended()
    (attempt,) = bench.workspace.rglob("attempt.json")
    plan, _, started = json.loads(attempt.read_bytes())
    attempt.write_bytes(canonical([plan, "0.0.1", started]))

    trial = bench.run(workers=1).insist()

    assert trial.complete
    assert trial.plan.count(CREATE) == 1


@pytest.mark.faults("S9")
def test_a_review_of_a_later_version_is_left_out_and_named(bench: Bench) -> None:
    reviewed(bench)
    (kept,) = bench.workspace.rglob("review.json")
    kept.chmod(0o600)
    kept.write_text(json.dumps(json.loads(kept.read_text()) | {"schema_version": 2}))

    _, review = reviewed(bench)

    assert review.changes == ()
    assert any("cannot be read" in banner for banner in review.banners)


ZONES = ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Europe/Dublin"]

#: A moment, and what day it is then in each of the zones.
MOMENTS = {
    "the hour that Dublin skips": ("2026-03-29T01:00:30", ("29", "28", "29", "29", "29")),
    "the hour that New York has twice": ("2026-11-01T05:30:00", ("01", "01", "01", "01", "01")),
    "the hour that Dublin has twice": ("2026-10-25T00:59:59", ("25", "24", "25", "25", "25")),
    "the end of a leap day": ("2028-02-29T23:59:30", ("29", "29", "01", "01", "29")),
}

#: Every account was touched an hour after the one before it, around the first of the moments.
BY_DAYS = {
    "fresh": "fresh: {object: Account, field: Touched__c, within: 2 days}",
    "past": "not_past: {object: Account, field: Since__c}",
    "when": "filled: {object: Account, field: Description, when: {Touched__c: {older_than: 3 days}}}",
}


@pytest.fixture(scope="module")
def by_days() -> Standards:
    return standards_of(BY_DAYS)


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], None]]:
    """Moves this process to another time zone, until the test ends."""
    before = os.environ.get("TZ")

    def move(zone: str) -> None:
        os.environ["TZ"] = zone
        time.tzset()

    yield move
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def at(bench: Bench, moment: datetime, standards: Standards) -> tuple[Trial, Any]:
    """A run that begins at a moment, by the clock of this machine and that of the org."""
    now = Fault("S10", f"{moment:%c}", "", headed(Date=format_datetime(moment, usegmt=True)), ALWAYS)
    trial = bench.run(now, standards=standards, judging=True, now=lambda: moment).insist()
    assert trial.folder is not None
    assert trial.review is not None
    return trial, [(outcome.rule, outcome.status, outcome.checked, outcome.broken) for outcome in trial.review.outcomes]


@pytest.mark.faults("S10")
@pytest.mark.parametrize("when", MOMENTS)
def test_the_zone_of_this_machine_does_not_matter(
    serve: Serve, by_days: Standards, elsewhere: Callable[[str], None], when: str
) -> None:
    moment = datetime.fromisoformat(MOMENTS[when][0]).replace(tzinfo=UTC)
    bench = serve()
    seen = []

    for zone in ZONES:
        elsewhere(zone)
        trial, outcomes = at(bench, moment, by_days)
        started = sealed(trial.folder).started  # type: ignore[arg-type]
        seen.append(outcomes)

        assert trial.complete
        assert started.utcoffset() == timedelta()
        assert abs(started - moment) < timedelta(seconds=90)

    assert seen == [seen[0]] * len(ZONES)
    assert all(checked for _, _, checked, _ in seen[0]) or "when" in str(seen[0])


@pytest.mark.faults("S10")
@pytest.mark.parametrize("when", MOMENTS)
def test_days_are_those_of_the_org(
    serve: Serve, by_days: Standards, elsewhere: Callable[[str], None], when: str
) -> None:
    text, days = MOMENTS[when]
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    bench = serve()
    elsewhere("Asia/Kolkata")
    found = []

    for zone in ZONES:
        with sql(bench) as run:
            run(f'UPDATE "Organization" SET "TimeZoneSidKey" = \'{zone}\'')
        trial, outcomes = at(bench, moment, by_days)
        snapshot = open_snapshot(trial.folder, scratch=bench.workspace / "scratch")  # type: ignore[arg-type]
        with snapshot.connection:
            today = snapshot.today
            found.append(f"{today:%d}")
        late = {rule.rpartition("/")[2]: broken for rule, _, _, broken in outcomes}

        assert late["past"] == since_before(today)

    assert tuple(found) == days


def since_before(today: date) -> int:
    """Accounts that began before a day: the first on the first of the year 1700, each 400 days after the other."""
    return sum(date(1700, 1, 1) + timedelta(days=400 * number) < today for number in range(ACCOUNTS))


SURROUNDINGS: dict[str, dict[str, str]] = {
    "nothing at all": {},
    "no home and no folder for small things": {"HOME": "/nowhere", "TMPDIR": "/nowhere", "XDG_CONFIG_HOME": "/proc"},
    "a locale of bytes": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TERM": "dumb"},
    "a locale that is not there": {"LANG": "tlh_QO.UTF-8", "TZ": "Mars/Olympus", "COLUMNS": "1", "LINES": "0"},
}


@pytest.mark.faults("S12")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("which", SURROUNDINGS)
def test_a_review_needs_nothing_of_its_surroundings(bench: Bench, which: str) -> None:
    write_rules(bench.workspace)
    signs_in = {
        "SF_AUDIT_INSTANCE_URL": bench.injector.url,
        "SF_AUDIT_ACCESS_TOKEN": bench.server.state.sessions.open(),
    }
    command = [sys.executable, "-m", "sf_audit", "review", "--workspace", str(bench.workspace), "--rule", "own"]
    trust = ["--trust-host", bench.injector.url.removeprefix("https://"), "--ca-bundle", str(bench.ca_file)]

    with subprocess.Popen(
        [*command, *trust],
        env=SURROUNDINGS[which] | signs_in | {"PYTHONPATH": str(Path(__file__).parents[2])},
        cwd="/proc",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()  # nobody reads what it says
        _, errors = process.communicate()

    assert process.returncode == 0, errors
    (folder,) = stored(bench, bench.workspace)
    others = [
        one for one in (bench.workspace / SNAPSHOTS).rglob("*") if one.lstat().st_mode & 0o077 and not one.is_symlink()
    ]
    assert violations(folder, bench.org, bench.workspace / "scratch") == []
    assert others == []
    assert bench.server.state.writes == 0
