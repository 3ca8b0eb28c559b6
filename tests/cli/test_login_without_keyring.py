"""A server without a keyring signs in by name all the same: the secret comes from its environment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ConnectedApp, ServerSettings
from tests.cli.demo_town import Town, started

pytestmark = pytest.mark.demo

NO_KEYRING = "keyring.backends.fail.Keyring"


def test_a_secret_of_the_environment_is_neither_asked_for_nor_kept(quiet_town: Town, tmp_path: Path) -> None:
    org = quiet_town.company.org
    settings = ServerSettings(apps=(ConnectedApp("consumer", consumer_secret="canary"),))
    env = {"HOME": str(tmp_path), "SF_AUDIT_CLIENT_SECRET": "canary", "PYTHON_KEYRING_BACKEND": NO_KEYRING}
    with DemoServer(org, folder=tmp_path / "server", settings=settings) as server:
        trust = ("--trust-host", server.url.removeprefix("https://"), "--ca-bundle", str(server.ca_file))
        way = ("--way", "client-credentials", "--address", server.url, "--client-id", "consumer")
        with started("login", "bikes", *way, *trust, env=env, cwd=tmp_path) as login:
            out, err = login.communicate(timeout=60)
        with started("logout", "bikes", env=env, cwd=tmp_path) as logout:
            logout.communicate(timeout=60)

    assert (login.returncode, logout.returncode) == (0, 0), err
    assert "Signed in to Northlight Bikes" in out
    assert "canary" not in out + err
    assert not any("canary" in file.read_text() for file in tmp_path.glob(".config/**/*") if file.is_file())


def test_nobody_types_a_secret_that_cannot_be_kept(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": NO_KEYRING}
    way = ("--way", "client-credentials", "--address", "https://acme.my.salesforce.com", "--client-id", "consumer")

    with started("login", "acme", *way, env=env, cwd=tmp_path) as login:
        out, err = login.communicate(timeout=60)

    assert login.returncode == 2
    assert "client-secret" not in out + err
    assert "SF_AUDIT_CLIENT_SECRET" in err


def test_a_password_without_its_user_is_no_sign_in(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": NO_KEYRING, "SF_AUDIT_PASSWORD": "canary"}
    way = ("--way", "password", "--address", "https://acme.my.salesforce.com")

    with started("login", "acme", *way, env=env, cwd=tmp_path) as login:
        out, err = login.communicate(timeout=60)

    assert login.returncode == 2
    assert "signing in by password needs --username" in err
    assert "canary" not in out + err


def test_a_known_name_does_not_change_its_org_without_a_logout(quiet_town: Town, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": NO_KEYRING, **quiet_town.variables}
    entry = {"way": "access-token", "address": quiet_town.server.url, "org_id": "00D000000000009EAA"}
    file = tmp_path / ".config" / "sf-audit" / "orgs.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"bikes": {**entry, "is_sandbox": False}}), encoding="utf-8")
    way = ("--way", "access-token", "--address", quiet_town.server.url)

    with started("login", "bikes", *way, *quiet_town.trust, env=env, cwd=tmp_path) as login:
        _, err = login.communicate(timeout=60)

    assert login.returncode == 4
    assert "stands for org 00D000000000009EAA" in err
    assert "sf-audit logout bikes" in err
    assert json.loads(file.read_text())["bikes"]["org_id"] == "00D000000000009EAA"
