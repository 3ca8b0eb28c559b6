"""`sf-audit access` against the demo org: it reads once, answers from that for a day, and reads again when told to."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sf_audit.cli.entry import main
from sf_audit.demo.company.build import build
from sf_audit.demo.server.running import DemoServer
from sf_audit.review.access_run import fresh
from sf_audit.snapshot.chain_folders import ACCESS
from tests.access.access_graphs import ORG, TAKEN, Org
from tests.access_answers.stored_org import stored


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DemoServer]:
    """The demo org, named by the environment."""
    company = build(records=2000, today=date(2026, 11, 22))
    server = DemoServer(company.org, folder=tmp_path / "server", port=0)
    server.start()
    monkeypatch.setenv("SF_AUDIT_INSTANCE_URL", server.url)
    monkeypatch.setenv("SF_AUDIT_ACCESS_TOKEN", server.access_token)
    mask, handler = os.umask(0o077), signal.getsignal(signal.SIGTERM)
    yield server
    os.umask(mask)
    signal.signal(signal.SIGTERM, handler)
    server.stop()


@pytest.mark.demo
def test_the_org_is_read_once_a_day_unless_told_to_read_again(
    server: DemoServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host = server.url.removeprefix("https://")
    aimed = ["--trust-host", host, "--ca-bundle", str(server.ca_file), "--workspace", str(tmp_path / "work")]
    asked = ["access", "who", "ModifyAllData", *aimed]

    said = []
    for arguments in (asked, asked, [*asked, "--refresh"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code in {0, 3}
        said.append(capsys.readouterr())

    assert len({one.out.partition("Through")[2] for one in said}) == 1
    assert "profile System Administrator" in said[0].out
    assert ["PermissionSetAssignment" in one.err for one in said] == [True, False, True]
    assert len(list((tmp_path / "work" / ACCESS).glob("*/0*"))) == 2


@pytest.mark.parametrize(("age", "found"), [(timedelta(hours=23), True), (timedelta(hours=24), False)])
def test_a_snapshot_answers_until_it_is_a_day_old(tmp_path: Path, age: timedelta, found: bool) -> None:
    org = Org()
    org.user("ann", "Staff")
    folder = stored(org, tmp_path / ACCESS)

    assert fresh(tmp_path, ORG.id, TAKEN + age) == (folder if found else None)


@pytest.mark.parametrize("without", ["User", "PermissionSetAssignment", "PermissionSetGroup"])
def test_a_snapshot_that_says_nothing_about_anybody_is_read_again(tmp_path: Path, without: str) -> None:
    org = Org()
    org.user("ann", "Staff")
    org.without.add(without)
    stored(org, tmp_path / ACCESS)

    assert fresh(tmp_path, ORG.id, TAKEN) is None


def test_a_snapshot_in_which_nobody_was_shown_is_read_again(tmp_path: Path) -> None:
    stored(Org(), tmp_path / ACCESS)

    assert fresh(tmp_path, ORG.id, TAKEN) is None


def test_an_org_that_was_never_read_has_no_snapshot(tmp_path: Path) -> None:
    assert fresh(tmp_path, ORG.id, datetime.now(UTC)) is None
