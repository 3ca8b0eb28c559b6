"""The login of the Salesforce CLI, with a small program in its place."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sf_audit.connector.http.transport import Wire
from sf_audit.connector.signin.credentials import SfCli
from sf_audit.connector.signin.sf_cli import sign_in
from sf_audit.errors import SignInRefused, UsageProblem

SHOWN = {"instanceUrl": "https://acme.my.salesforce.com", "username": "a@b.example", "id": "00D000000000001EAA"}
HIDDEN = "[REDACTED] Use 'sf org auth show-access-token' to view"


@pytest.fixture
def cli(tmp_path: Path) -> Callable[..., str]:
    """Makes a CLI that answers `org display` and `show-access-token`; None makes a command fail."""

    def make(display: object, token: object, before: str = "") -> str:
        answers = json.dumps({"display": display, "auth": token})
        program = tmp_path / "sf"
        program.write_text(
            f"#!{sys.executable}\n"
            "import json, sys\n"
            f"answers = json.loads({answers!r})\n"
            f"open({str(tmp_path / 'calls')!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))\n"
            "answer = answers[sys.argv[2]]\n"
            f"print({before!r}, end='')\n"
            "print(json.dumps({'status': 1, 'name': 'NoOrgFound', 'message': 'canary'} if answer is None\n"
            "                 else {'status': 0, 'result': answer, 'warnings': []}))\n"
            "sys.exit(answer is None)\n"
        )
        program.chmod(0o700)
        return str(program)

    return make


@pytest.mark.parametrize(
    ("display", "token", "expected"),
    [
        (SHOWN | {"accessToken": HIDDEN}, {"accessToken": "00Dxx!new"}, "00Dxx!new"),
        (SHOWN | {"accessToken": HIDDEN}, {"token": "00Dxx!new"}, "00Dxx!new"),
        (SHOWN, "00Dxx!new", "00Dxx!new"),
        (SHOWN | {"accessToken": "00Dxx!old"}, None, "00Dxx!old"),
    ],
)
def test_the_token_comes_from_wherever_this_cli_shows_it(
    display: dict[str, Any], token: object, expected: str, cli: Callable[..., str], tmp_path: Path
) -> None:
    grant = sign_in(SfCli("prod"), Wire(), program=cli(display, token))

    assert (grant.token, grant.instance_url, grant.org_id) == (expected, SHOWN["instanceUrl"], "00D000000000001EAA")
    assert (tmp_path / "calls").read_text().splitlines() == [
        "org display --target-org prod --json",
        "org auth show-access-token --target-org prod --no-prompt --json",
    ]


def test_a_notice_before_the_answer_is_passed_over(cli: Callable[..., str]) -> None:
    program = cli(SHOWN, {"accessToken": "00Dxx!new"}, before=" Warning: an update is available\n")

    assert sign_in(SfCli("prod"), Wire(), program=program).token == "00Dxx!new"


@pytest.mark.parametrize(
    ("display", "token"),
    [(SHOWN | {"accessToken": HIDDEN}, None), (None, None), (SHOWN, {"accessToken": "redacted"}), ([], 5)],
)
def test_a_cli_without_a_usable_login_is_refused(display: object, token: object, cli: Callable[..., str]) -> None:
    with pytest.raises(SignInRefused) as refused:
        sign_in(SfCli("prod"), Wire(), program=cli(display, token))

    assert "sf org login web" in refused.value.hint
    assert "canary" not in str(refused.value)


def test_a_login_to_another_host_is_refused(cli: Callable[..., str]) -> None:
    program = cli(SHOWN | {"instanceUrl": "https://evil.example"}, {"accessToken": "x"})

    with pytest.raises(SignInRefused):
        sign_in(SfCli("prod"), Wire(), program=program)


@pytest.mark.parametrize("name", ["--help", "a b", "", "a;b", "-x"])
def test_a_name_is_not_a_flag(name: str, cli: Callable[..., str], tmp_path: Path) -> None:
    with pytest.raises(UsageProblem):
        sign_in(SfCli(name), Wire(), program=cli(SHOWN, None))

    assert not (tmp_path / "calls").exists()


def test_a_machine_without_the_cli_hears_of_other_ways() -> None:
    with pytest.raises(UsageProblem) as missing:
        sign_in(SfCli("prod"), Wire(), program="no-such-program-sf")

    assert "JWT" in missing.value.hint
