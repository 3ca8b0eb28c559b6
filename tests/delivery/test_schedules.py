"""What runs a review each month is taken by systemd, cron and pipelines as it is printed, and holds no secret."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sf_audit.connector.signin.named_orgs import NamedOrg, NamedOrgs, Way
from sf_audit.delivery.schedule import Kind, Schedule, files
from sf_audit.errors import UsageProblem
from tests.cli.demo_town import run
from tests.debian import cannot
from tests.delivery.recording import calls, recorder

PLAIN = Schedule(
    org="acme.uat",
    workspace=Path("/srv/crm health/50% of $HOME"),
    program=["/opt/sf audit/bin/sf-audit"],
    user="crm-health",
    version="0.9.0",
    sign_in=["login", "acme.uat", "--way", "client-credentials", "--address", "https://acme.my.salesforce.com"],
    secrets=("acme.uat.client-secret", "notify.webhook-team-chat"),
    with_key=False,
    notifies=True,
    day=3,
    at=time(6, 5),
)


#: What follows a review, before the workspace.
AFTER = {"notify": "notify --org acme.uat", "prune": "prune"}


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        cannot("systemd-analyze is not here")
    program = recorder(tmp_path / "sf audit" / "sf-audit", "0")
    made = files(Kind.SYSTEMD, replace(PLAIN, program=[str(program)], user="root"))
    for path, text in made.items():
        (tmp_path / Path(path).name).write_text(text, encoding="utf-8")

    ended = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / Path(path).name) for path in made)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )

    assert [line for line in ended.stderr.splitlines() if "crm-health" in line] == []
    assert [Path(path).name for path in made] == [
        "crm-health-acme.uat.service",
        "crm-health-acme.uat.timer",
        "crm-health-acme.uat-sample.service",
        "crm-health-acme.uat-sample.timer",
        "crm-health-acme.uat-missing.service",
        "crm-health-acme.uat-missing.timer",
    ]
    service = made["/etc/systemd/system/crm-health-acme.uat.service"]
    assert (
        "LoadCredentialEncrypted=acme.uat.client-secret\nLoadCredentialEncrypted=notify.webhook-team-chat\n" in service
    )
    assert 'ReadWritePaths="/srv/crm health/50%% of $$HOME"\n' in service
    assert "OnCalendar=*-*-03 06:05\n" in made["/etc/systemd/system/crm-health-acme.uat.timer"]
    missing = made["/etc/systemd/system/crm-health-acme.uat-missing.service"]
    assert "LoadCredentialEncrypted=notify.webhook-team-chat\n" in missing
    assert "client-secret" not in missing
    sample = made["/etc/systemd/system/crm-health-acme.uat-sample.service"]
    assert "LoadCredentialEncrypted=acme.uat.client-secret\nExecStart=" in sample
    assert "notify" not in sample


@pytest.mark.parametrize(
    ("codes", "follows"),
    [("0 0 0", ["notify", "prune"]), ("3 0 0", ["notify", "prune"]), ("1 5 0", ["notify", "prune"]), ("4 0 0", [])],
)
def test_cron_tells_people_after_a_review_that_was_written(tmp_path: Path, codes: str, follows: list[str]) -> None:
    program = recorder(tmp_path / "sf audit" / "sf-audit", codes)
    workspace = tmp_path / "50% of $HOME"
    workspace.mkdir()

    text = files(Kind.CRONTAB, replace(PLAIN, program=[str(program)], workspace=workspace))["crontab"]
    _, shell, review, sample, alarm = text.splitlines()
    minute, hour, day, *rest = review.split(" ", 5)

    assert (minute, hour, day, rest[:2], shell, alarm[:10]) == (
        "5",
        "6",
        "3",
        ["*", "*"],
        "SHELL=/bin/sh",
        "0 9 * * * ",
    )
    assert sample.split(" ", 5)[:5] == ["0", "18", "*", "*", "*"]
    for command in (rest[2], sample.split(" ", 5)[5]):  # as cron hands it to the shell
        subprocess.run(["/bin/sh", "-c", command.replace("\\%", "%")], check=False, capture_output=True)
    assert calls(program) == [
        f"review --org acme.uat --workspace {workspace} --deadline 6h --quiet --log-format json",
        *(f"{AFTER[verb]} --workspace {workspace}" for verb in follows),
        f"sample --org acme.uat --workspace {workspace} --quiet --log-format json",
    ]


def script_of(kind: Kind, schedule: Schedule) -> tuple[dict[str, Any], str]:
    """A pipeline's file, read, and the script of its last step."""
    ((_, text),) = files(kind, schedule).items()
    read: dict[str, Any] = YAML(typ="safe", pure=True).load(text)
    job = read["jobs"]["review"] if kind is Kind.GITHUB else read["crm-health"]
    last = job["steps"][-1]["run"] if kind is Kind.GITHUB else job["script"][-1]
    return read, str(last)


@pytest.mark.parametrize("kind", [Kind.GITHUB, Kind.GITLAB])
@pytest.mark.parametrize(
    ("codes", "ends", "verbs"),
    [("0 0 0 0", 0, ["login", "review", "notify", "prune"]), ("0 3 0 0", 3, ["login", "review", "notify", "prune"]),
     ("0 5", 5, ["login", "review"]), ("4", 4, ["login"])],
)  # fmt: skip
def test_a_pipeline_signs_in_reviews_and_ends_as_the_review_did(
    tmp_path: Path, kind: Kind, codes: str, ends: int, verbs: Sequence[str]
) -> None:
    program = recorder(tmp_path / ".sf-audit" / "bin" / "sf-audit", codes)
    _, script = script_of(kind, replace(PLAIN, workspace=tmp_path))

    ended = subprocess.run(["/bin/bash", "-e", "-c", script], check=False, capture_output=True, cwd=tmp_path)

    assert (ended.returncode, [line.split()[0] for line in calls(program)]) == (ends, verbs)


def test_the_key_of_jwt_is_private_and_gone_when_the_job_ends(tmp_path: Path) -> None:
    noted = f'stat -c %a "$PWD/.sf-audit.key" >> "{tmp_path}/modes"'
    program = recorder(tmp_path / ".sf-audit" / "bin" / "sf-audit", "0 0 0 0", noted)
    schedule = replace(PLAIN, with_key=True, sign_in=["login", "acme.uat", "--key-file", '"$PWD/.sf-audit.key"'])
    read, script = script_of(Kind.GITHUB, replace(schedule, workspace=tmp_path))

    subprocess.run(
        ["/bin/bash", "-e", "-c", script], check=True, cwd=tmp_path, env={**os.environ, "SF_AUDIT_KEY": "KEY"}
    )

    assert read["jobs"]["review"]["env"]["SF_AUDIT_KEY"] == "${{ secrets.SF_AUDIT_KEY }}"
    assert (tmp_path / "modes").read_text().split() == ["600"] * 4
    assert calls(program)[0] == f"login acme.uat --key-file {tmp_path}/.sf-audit.key"
    assert not (tmp_path / ".sf-audit.key").exists()


def test_a_path_that_would_begin_a_line_of_its_own_is_refused() -> None:
    with pytest.raises(UsageProblem, match="a path holds characters that no schedule can hold"):
        files(Kind.CRONTAB, replace(PLAIN, workspace=Path("/srv/x\n* * * * * rm -rf /")))


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NamedOrg:
    """An org that the command finds by its name."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    org = NamedOrg("acme", Way.JWT, "https://acme.my.salesforce.com", "00D000000000001EAA", is_sandbox=False,
                   username="auditor@acme.example", client_id="3MVG9", key_file="/etc/acme.key")  # fmt: skip
    NamedOrgs().add(org)
    return org


def test_the_command_prints_or_writes_the_files(named: NamedOrg, tmp_path: Path) -> None:
    ran = run("schedule", "systemd", "--org", named.name, "--workspace", str(tmp_path), "--user", "crm")
    wrote = run("schedule", "gitlab", "--org", "acme", "--workspace", str(tmp_path), "--out", str(tmp_path / "out"))

    assert (ran.code, wrote.code) == (0, 0)
    assert ran.out.splitlines()[0] == "# /etc/systemd/system/crm-health-acme.service"
    assert "User=crm" in ran.out
    assert "notify" not in ran.out
    assert wrote.out.splitlines() == [f"made {tmp_path}/out/.gitlab-ci.yml"]
    text = (tmp_path / "out" / ".gitlab-ci.yml").read_text(encoding="utf-8")
    assert "login acme --way jwt --address https://acme.my.salesforce.com --client-id 3MVG9" in text
    assert "# Masked variables of the project: SF_AUDIT_KEY." in text


def test_who_signs_in_by_hand_cannot_be_scheduled(named: NamedOrg, tmp_path: Path) -> None:
    NamedOrgs().add(replace(named, way=Way.SF_CLI))

    ran = run("schedule", "crontab", "--org", "acme", "--workspace", str(tmp_path))

    assert ran.code == 2
    assert "nobody is there to sign in to acme" in ran.err


@pytest.mark.parametrize("user", ["x\nExecStartPre=/bin/sh", "", " ", "a b", "-x", "x" * 300])
def test_no_user_becomes_a_line_of_its_own(named: NamedOrg, tmp_path: Path, user: str) -> None:
    ran = run("schedule", "systemd", "--org", named.name, "--workspace", str(tmp_path), f"--user={user}")

    assert ran.code == 2
    assert "--user is no name that a user of a machine can have" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete(shell: str) -> None:
    ran = run("completion", shell)

    assert ran.code == 0
    assert "_SF_AUDIT_COMPLETE" in ran.out
