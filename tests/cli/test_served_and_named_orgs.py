"""`demo --serve` keeps an org up for others, and an org that was signed in to has a name from then on."""

from __future__ import annotations

import json
import signal
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ConnectedApp, ServerSettings
from tests.cli.demo_town import Town, outcomes, run, started

pytestmark = pytest.mark.demo

INDUSTRY = ("--rule", "quality/account-industry-filled")


def test_a_served_org_ends_quietly_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    env = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path / "tmp"), "LANG": "C.UTF-8"}

    with started("demo", "--serve", "--records", "2000", env=env, cwd=tmp_path) as process:
        assert process.stdout is not None
        head = "".join(process.stdout.readline() for _ in range(5))
        said = json.loads(head)
        trust = ("--trust-host", said["url"].removeprefix("https://"), "--ca-bundle", said["ca_file"])
        variables = {"SF_AUDIT_INSTANCE_URL": said["url"], "SF_AUDIT_ACCESS_TOKEN": said["access_token"]}
        planned = run("plan", *trust, *INDUSTRY, "--workspace", str(tmp_path), env=variables)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)

    assert planned.code == 0, planned.err
    assert process.returncode == 0, err
    assert err.rstrip().endswith("Ctrl-C ends it.")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_port_that_is_taken_is_2(quiet_town: Town) -> None:
    ran = run("demo", "--serve", "--port", str(quiet_town.server.port), "--records", "2000")

    assert ran.code == 2
    assert "--port" in ran.err


@pytest.fixture
def key_file(tmp_path: Path) -> tuple[Path, str]:
    """A private key, mode 0600, and its public part."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path / "auditor.key"
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return path, public.decode()


def test_an_org_signed_in_to_by_jwt_is_reviewed_by_its_name(
    quiet_town: Town, tmp_path: Path, key_file: tuple[Path, str]
) -> None:
    path, public = key_file
    home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    settings = ServerSettings(apps=(ConnectedApp("consumer", public_key=public),))
    org = quiet_town.company.org
    with DemoServer(org, folder=tmp_path / "server", settings=settings) as server:
        trust = ("--trust-host", server.url.removeprefix("https://"), "--ca-bundle", str(server.ca_file))
        who = ("--client-id", "consumer", "--username", org.username, "--key-file", str(path))
        login = run(
            *("login", "bikes", "--way", "jwt", "--address", server.url, *who, *trust),
            *("--audience", "https://login.salesforce.com"),
            env=home,
        )
        listed = run("orgs", env=home)
        ran = run("review", "--org", "bikes", "--workspace", str(tmp_path / "workspace"), *INDUSTRY, env=home)
        mistyped = run("review", "--org", "bike", "--workspace", str(tmp_path / "workspace"), env=home)
        logout = run("logout", "bikes", env=home)

    assert (login.code, ran.code) == (0, 0), login.err + ran.err
    assert "Signed in to Northlight Bikes" in login.out
    assert listed.out.split()[:2] == ["bikes", org.organization_id]
    assert set(outcomes(ran.folder)) == {INDUSTRY[1]}
    assert mistyped.code == 2
    assert logout.code == 0
    assert "No org has a name yet" in run("orgs", env=home).out
    for file in (tmp_path / "config").rglob("*"):
        assert stat.S_IMODE(file.stat().st_mode) == (0o700 if file.is_dir() else 0o600), file
