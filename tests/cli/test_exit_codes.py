"""Every exit code, brought about for real: a script that runs at night decides by nothing else."""

from __future__ import annotations

import json
import signal
import socket
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from sf_audit.demo.server.running import DemoServer
from tests.cli.demo_town import Ran, Town, findings, outcomes, run, said, started

pytestmark = pytest.mark.demo

INDUSTRY = ("--rule", "quality/account-industry-filled")


def review(of: Town, workspace: Path, *arguments: str, **variables: str) -> Ran:
    chosen = INDUSTRY if "--rule" not in arguments else ()
    return run(
        "review", *of.trust, "--workspace", str(workspace), *chosen, *arguments, env={**of.variables, **variables}
    )


def test_0_is_a_whole_review_whatever_it_found(quiet_town: Town, tmp_path: Path) -> None:
    ran = review(quiet_town, tmp_path)

    assert ran.code == 0
    assert findings(ran.folder)


def test_1_is_a_broken_rule_that_somebody_wants_to_fail_on(quiet_town: Town, tmp_path: Path) -> None:
    ran = review(quiet_town, tmp_path, "--fail-on", "low")

    assert ran.code == 1
    assert (ran.folder / "review.html").is_file()
    assert "Exit code 1: 1 rule is broken at severity low or above (--fail-on)." in ran.err


def test_3_is_a_partial_review_and_wins_over_1(quiet_town: Town, tmp_path: Path) -> None:
    quiet_town.server.org.hidden_objects.add("Contact")
    try:
        ran = review(quiet_town, tmp_path, *INDUSTRY, "--rule", "quality/contact-email-filled", "--fail-on", "low")
    finally:
        quiet_town.server.org.hidden_objects.discard("Contact")

    assert ran.code == 3
    assert outcomes(ran.folder)["quality/contact-email-filled"]["reason"] == "object_not_readable"
    assert said(ran.folder)["unread"] == ["Contact is not visible to the auditor user, or this org does not have it"]
    assert "partial" in ran.err
    assert "Contact is not visible to the auditor user, or this org does not have it\n" in ran.err
    assert "Exit code 1" not in ran.err


def test_4_is_a_token_that_is_not_accepted(quiet_town: Town, tmp_path: Path) -> None:
    ran = review(quiet_town, tmp_path, SF_AUDIT_ACCESS_TOKEN="00D5e0000027oiU!canary0123456789")

    assert ran.code == 4
    assert "Error: " in ran.err
    assert "canary" not in ran.err
    assert list(tmp_path.rglob("review.json")) == []


def test_5_is_an_org_that_does_not_answer(quiet_town: Town, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    began = time.monotonic()

    ran = run(
        *("review", "--trust-host", f"127.0.0.1:{port}", "--ca-bundle", str(quiet_town.server.ca_file)),
        *("--workspace", str(tmp_path)),
        env={**quiet_town.variables, "SF_AUDIT_INSTANCE_URL": f"https://127.0.0.1:{port}"},
    )

    assert ran.code == 5
    assert "Error: the org was not reached" in ran.err
    assert "the address of the org" in ran.err
    assert time.monotonic() - began < 60


def test_5_is_a_certificate_that_nobody_vouches_for(quiet_town: Town, tmp_path: Path) -> None:
    host = quiet_town.server.url.removeprefix("https://")

    ran = run("review", "--trust-host", host, "--workspace", str(tmp_path), env=quiet_town.variables)

    assert ran.code == 5
    assert "--ca-bundle" in ran.err


def test_5_is_an_org_whose_calls_are_used_up(quiet_town: Town, tmp_path: Path) -> None:
    org = quiet_town.company.org
    spent = type(org)(
        org.organization_id,
        org.user_id,
        org.username,
        org.objects,
        org.rows,
        {**org.limits, "DailyApiRequests": (1000, 100)},
    )
    with DemoServer(spent, folder=tmp_path / "server") as server:
        ran = review(Town(quiet_town.company, server), tmp_path)

    assert ran.code == 5
    assert "api calls" in ran.err.lower()


def test_5_is_a_share_of_the_calls_that_did_not_suffice(quiet_town: Town, tmp_path: Path) -> None:
    org = quiet_town.company.org
    small = type(org)(
        org.organization_id,
        org.user_id,
        org.username,
        org.objects,
        org.rows,
        {**org.limits, "DailyApiRequests": (1000, 1000)},
    )
    with DemoServer(small, folder=tmp_path / "server") as server:
        of = Town(quiet_town.company, server)
        ran = review(of, tmp_path, "--rule", "quality", "--api-share", "0.03")
        calls, _ = server.state.api_limit

    assert ran.code == 5
    assert calls <= 30 + 3
    assert server.state.writes == 0


def test_6_is_a_snapshot_that_somebody_changed(quiet_town: Town, tmp_path: Path) -> None:
    ran = review(quiet_town, tmp_path)
    (snapshot,) = (tmp_path / "snapshots").glob("*/0*")
    whole = run("verify", "--workspace", str(tmp_path))
    page = next(snapshot.glob("tables/Account/*.parquet"))
    table = pq.read_table(page)
    page.chmod(0o600)
    pq.write_table(table.slice(1), page)

    verified = run("verify", str(snapshot))
    judged = run("review", "--snapshot", str(snapshot), "--workspace", str(tmp_path))

    assert (ran.code, whole.code) == (0, 0)
    assert "as written" in whole.out
    assert (verified.code, judged.code) == (6, 6)
    assert page.name in verified.err


def test_75_is_another_run_that_holds_the_lock(quiet_town: Town, tmp_path: Path) -> None:
    first = review(quiet_town, tmp_path)
    (lock,) = (tmp_path / "snapshots").glob("*/.lock")

    with FileLock(lock):
        second = review(quiet_town, tmp_path)

    assert (first.code, second.code) == (0, 75)
    assert "Another run" in second.err


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_130_keeps_the_finished_pages_for_the_next_run(quiet_town: Town, tmp_path: Path, sent: signal.Signals) -> None:
    env = {**quiet_town.variables, "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    arguments = ("review", *quiet_town.trust, "--workspace", str(tmp_path), "--rule", "quality", "--log-format", "json")
    before = len(quiet_town.asked)

    with started(*arguments, env=env, cwd=tmp_path) as process:
        assert process.stderr is not None
        first = process.stderr.readline()
        process.send_signal(sent)
        _, err = process.communicate(timeout=60)

    assert process.returncode == 130, first + err
    assert "Interrupted" in err
    assert list(tmp_path.rglob("review.json")) == []
    table = json.loads(first)["table"]
    assert list((tmp_path / "snapshots").glob(f"*/.staging/snapshot/tables/{table}/*.parquet"))
    interrupted = quiet_town.asked[before:]
    again = review(quiet_town, tmp_path, "--rule", "quality")
    assert again.code == 0, again.err
    repeated = [one for one in quiet_town.asked[before + len(interrupted) :] if f"FROM+{table}" in one[1]]
    assert [one for one in repeated if "COUNT" not in one[1]] == []
    assert said(again.folder)["status"] == "complete"
