"""Named orgs: their file, the org they are pinned to, and where their credentials are found."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from keyring.backends import fail  # noqa: TID251 - those that must be refused

from sf_audit.connector.signin.credentials import AccessToken, ClientCredentials, JwtBearer, LegacyPassword, SfCli
from sf_audit.connector.signin.environment import from_environment
from sf_audit.connector.signin.named_orgs import NamedOrg, NamedOrgs, Way
from sf_audit.connector.signin.stored import credentials_of
from sf_audit.connector.signin.vault import Vault
from sf_audit.errors import SignInRefused, UsageProblem
from tests.connector.vault_scenes import Memory


def org(name: str = "acme", way: Way = Way.CLIENT_CREDENTIALS, **more: object) -> NamedOrg:
    settings: dict[str, object] = {"address": "acme.my", "org_id": "00D000000000001EAA", "is_sandbox": False}
    return NamedOrg(name, way, **(settings | more))  # type: ignore[arg-type]


def test_named_orgs_come_back_as_they_were(tmp_path: Path) -> None:
    orgs = NamedOrgs(tmp_path / "config")
    uat = org("acme-uat", Way.JWT, is_sandbox=True, key_file="/k", client_id="id", trusted=("127.0.0.1:8443",))

    orgs.add(org("acme"))
    orgs.add(uat)
    orgs.add(org("acme", Way.SF_CLI, target_org="prod"))

    assert orgs.list() == (org("acme", Way.SF_CLI, target_org="prod"), uat)
    assert orgs.find("acme-uat") == uat


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    orgs = NamedOrgs(tmp_path / "config")

    orgs.add(org())

    assert stat.S_IMODE(orgs.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(orgs.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in orgs.path.parent.iterdir()] == ["orgs.json"]


def test_an_org_can_be_removed_and_then_is_unknown(tmp_path: Path) -> None:
    orgs = NamedOrgs(tmp_path)
    orgs.add(org("acme"))
    orgs.add(org("beta"))

    orgs.remove("acme")

    with pytest.raises(UsageProblem) as unknown:
        orgs.find("acme")
    assert unknown.value.hint == "Known: beta"


def test_no_file_is_no_orgs(tmp_path: Path) -> None:
    assert NamedOrgs(tmp_path).list() == ()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"acme": []}',
        '{"acme": {}}',
        '{"acme": {"way": "jwt", "address": "a", "org_id": "00D000000000001EAA", "is_sandbox": "no"}}',
        '{"acme": {"way": "x", "address": "a", "org_id": "00D000000000001EAA", "is_sandbox": false}}',
        '{"acme": {"way": "jwt", "address": 5, "org_id": "00D000000000001EAA", "is_sandbox": false}}',
        '{"acme": {"way": "jwt", "address": "a", "org_id": "00D000000000001EAA", "is_sandbox": false, "pasword": "x"}}',
        '{"../x": {"way": "jwt", "address": "a", "org_id": "00D000000000001EAA", "is_sandbox": false}}',
        '{"acme": {"way": "jwt", "address": "a", "org_id": "001000000000001AAA", "is_sandbox": false}}',
        '{"acme": {"way": "jwt", "address": "a", "org_id": "00D000000000001AAA", "is_sandbox": false}}',
        "[" * 100_000,
        '{"acme":' * 100_000,
    ],
)
def test_a_file_that_people_broke_is_a_usage_problem(content: str, tmp_path: Path) -> None:
    orgs = NamedOrgs(tmp_path)
    orgs.path.write_text(content)

    with pytest.raises(UsageProblem):
        orgs.list()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"acme": {}\n,,}', ":2: not JSON: Expecting property name enclosed in double quotes"),
        (b'{"acme": "\xff"}', ": not UTF-8 text"),
        (None, " cannot be read: it is a folder"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_where(content: bytes | None, says: str, tmp_path: Path) -> None:
    orgs = NamedOrgs(tmp_path)
    if content is None:
        orgs.path.mkdir()
    else:
        orgs.path.write_bytes(content)

    with pytest.raises(UsageProblem) as caught:
        orgs.list()

    assert str(caught.value) == f"{orgs.path}{says}"


@pytest.mark.parametrize("name", ["", "Acme", "../x", "a/b", ".hidden", "a b", "a" * 65, "-x", "ä"])
def test_a_name_is_one_that_a_file_can_have(name: str) -> None:
    with pytest.raises(UsageProblem):
        org(name)


def test_the_pinned_org_is_the_one_signed_in_to() -> None:
    pinned = org(org_id="00D000000000001EAA", is_sandbox=False)

    pinned.confirm("00D000000000001", is_sandbox=False)
    with pytest.raises(SignInRefused, match="stands for org"):
        pinned.confirm("00D000000000002EAA", is_sandbox=False)
    with pytest.raises(SignInRefused, match="is a sandbox"):
        pinned.confirm("00D000000000001EAA", is_sandbox=True)


def test_each_way_finds_its_credentials() -> None:
    vault = Vault(Memory())
    for what in ("client-secret", "access-token", "password", "security-token"):
        vault.keep("acme", what, f"the {what}")

    found = [
        credentials_of(org(way=Way.CLIENT_CREDENTIALS, client_id="id"), vault, {}),
        credentials_of(org(way=Way.ACCESS_TOKEN), vault, {}),
        credentials_of(org(way=Way.PASSWORD, username="u"), vault, {}),
        credentials_of(org(way=Way.SF_CLI, target_org="prod"), vault, {}),
        credentials_of(org(way=Way.JWT, client_id="id", username="u", key_file="/k"), vault, {}),
    ]

    assert found == [
        ClientCredentials("acme.my", "id", "the client-secret"),
        AccessToken("acme.my", "the access-token"),
        LegacyPassword("acme.my", "u", "the password", "the security-token"),
        SfCli("prod"),
        JwtBearer("acme.my", "id", "u", Path("/k")),
    ]


def test_systemd_comes_before_the_environment_and_that_before_the_keyring(tmp_path: Path) -> None:
    vault = Vault(Memory())
    vault.keep("acme", "client-secret", "keyring")
    variables = {"SF_AUDIT_CLIENT_SECRET": "environment", "CREDENTIALS_DIRECTORY": str(tmp_path)}
    secrets = []

    for name, text in (("", ""), ("client-secret", "file\n"), ("acme.client-secret", "own file\n")):
        if name:
            (tmp_path / name).write_text(text)
        found = credentials_of(org(), vault, variables)
        assert isinstance(found, ClientCredentials)
        secrets.append(found.client_secret)

    assert secrets == ["environment", "file", "own file"]


def test_a_headless_machine_needs_no_keyring_where_the_environment_has_the_secret() -> None:
    found = credentials_of(org(), Vault(fail.Keyring()), {"SF_AUDIT_CLIENT_SECRET": "environment"})

    assert found == ClientCredentials("acme.my", "", "environment")


def test_a_secret_that_is_nowhere_is_named() -> None:
    with pytest.raises(UsageProblem, match="no client-secret for “acme”"):
        credentials_of(org(), Vault(Memory()), {})


def test_the_environment_signs_in_by_url_and_token(tmp_path: Path) -> None:
    both = {"SF_AUDIT_INSTANCE_URL": " acme.my ", "SF_AUDIT_ACCESS_TOKEN": " token\n"}
    (tmp_path / "access-token").write_text("from systemd\n")
    service = {"SF_AUDIT_INSTANCE_URL": "acme.my", "CREDENTIALS_DIRECTORY": str(tmp_path)}

    assert from_environment(both) == AccessToken("acme.my", "token")
    assert from_environment(service) == AccessToken("acme.my", "from systemd")
    assert from_environment({}) is None


@pytest.mark.parametrize("half", [{"SF_AUDIT_INSTANCE_URL": "acme.my"}, {"SF_AUDIT_ACCESS_TOKEN": "canary"}])
def test_half_a_sign_in_is_a_usage_problem(half: dict[str, str]) -> None:
    with pytest.raises(UsageProblem) as wrong:
        from_environment(half)

    assert "canary" not in str(wrong.value) + wrong.value.hint


def test_no_credentials_show_their_secret() -> None:
    shown = repr(
        (
            AccessToken("acme", "canary"),
            ClientCredentials("acme", "id", "canary"),
            LegacyPassword("acme", "u", "canary", "canary"),
        )
    )

    assert "canary" not in shown


def test_a_password_goes_without_a_security_token_where_there_is_none() -> None:
    found = credentials_of(org(way=Way.PASSWORD, username="u"), Vault(fail.Keyring()), {"SF_AUDIT_PASSWORD": "canary"})

    assert found == LegacyPassword("acme.my", "u", "canary", "")


def test_an_empty_credential_is_named(tmp_path: Path) -> None:
    (tmp_path / "client-secret").write_text("\n")

    with pytest.raises(UsageProblem, match=r"client-secret in .CREDENTIALS_DIRECTORY is empty"):
        credentials_of(org(), Vault(fail.Keyring()), {"CREDENTIALS_DIRECTORY": str(tmp_path)})
