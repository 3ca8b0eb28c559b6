"""The assertion, its clock and its private key."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
import responses
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from requests import PreparedRequest

from sf_audit.connector.signin.private_key import read_private_key
from sf_audit.connector.signin.signin import sign_in
from sf_audit.errors import SignInRefused, UsageProblem
from tests.connector.sign_in_scenes import ACME, GRANTED, NOW, by_jwt, pem, wire, written


def assertion(call: PreparedRequest, key: RSAPrivateKey) -> dict[str, Any]:
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    form = parse_qs(str(call.body))
    assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
    return dict(
        jwt.decode(
            form["assertion"][0], public, algorithms=["RS256"], options={"verify_exp": False, "verify_aud": False}
        )
    )


def test_an_assertion_is_for_the_my_domain_and_three_minutes(
    net: responses.RequestsMock, key_file: Path, key: RSAPrivateKey
) -> None:
    net.post(f"{ACME}/services/oauth2/token", json=GRANTED)

    with sign_in(by_jwt(key_file), wire()):
        claims = assertion(net.calls[0].request, key)

    assert claims == {
        "iss": "consumer-key",
        "sub": "auditor@acme.example",
        "aud": "https://acme.my.salesforce.com",
        "exp": int(NOW.timestamp()) + 180,
    }


def test_the_audience_can_be_another(net: responses.RequestsMock, key_file: Path, key: RSAPrivateKey) -> None:
    net.post(f"{ACME}/services/oauth2/token", json=GRANTED)

    with sign_in(by_jwt(key_file, audience="login"), wire()):
        claims = assertion(net.calls[0].request, key)

    assert claims["aud"] == "https://login.salesforce.com"


@pytest.mark.parametrize(("minutes", "words"), [(4, "your clock is 4 min behind"), (-5, "your clock is 5 min ahead")])
def test_a_wrong_clock_is_put_right_once_and_told(
    minutes: int,
    words: str,
    net: responses.RequestsMock,
    key_file: Path,
    key: RSAPrivateKey,
    caplog: pytest.LogCaptureFixture,
) -> None:
    date = {"Date": format_datetime(NOW + timedelta(minutes=minutes), usegmt=True)}
    net.post(f"{ACME}/services/oauth2/token", json={"error": "invalid_grant"}, status=400, headers=date)
    net.post(f"{ACME}/services/oauth2/token", json=GRANTED, headers=date)

    with sign_in(by_jwt(key_file), wire()):
        claims = assertion(net.calls[1].request, key)

    assert claims["exp"] == int(NOW.timestamp()) + minutes * 60 + 180
    assert words in caplog.text


def test_a_wrong_clock_is_named_where_it_was_not_all(net: responses.RequestsMock, key_file: Path) -> None:
    date = {"Date": format_datetime(NOW + timedelta(minutes=4), usegmt=True)}
    net.post(f"{ACME}/services/oauth2/token", json={"error": "invalid_grant"}, status=400, headers=date)

    with pytest.raises(SignInRefused) as refused:
        sign_in(by_jwt(key_file), wire())

    assert refused.value.hint.startswith("Your clock is 4 min behind: set it.")
    assert len(net.calls) == 2


@pytest.mark.parametrize(
    ("date", "message"),
    [
        (
            "Sun, 22 Nov 2026 12:06:00 GMT",
            "your clock is 6 min behind: this machine says 2026-11-22 12:00 UTC, the org",
        ),
        (
            "Sun, 22 Nov 2026 11:00:00 GMT",
            "your clock is 60 min ahead: this machine says 2026-11-22 12:00 UTC, the org",
        ),
        ("Sat, 22 Nov 2025 12:00:00 GMT", "your clock is 365 days ahead"),
        ("Sun, 22 Nov 2037 12:00:00 GMT", "dated 2037-11-22 12:00 UTC, which cannot be"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "dated 1970-01-01 00:00 UTC, which cannot be"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "dated 9999-12-31 23:59 UTC, which cannot be"),
        ("Fri, 31 Dec 9999 23:59:59 -2300", "dated beyond the year 9999 UTC, which cannot be"),
    ],
)
def test_no_assertion_is_made_by_a_clock_that_is_far_off(
    date: str, message: str, net: responses.RequestsMock, key_file: Path
) -> None:
    refusal = {"json": {"error": "invalid_grant"}, "status": 400, "headers": {"Date": date}}
    net.post(f"{ACME}/services/oauth2/token", **refusal)

    with pytest.raises(SignInRefused) as refused:
        sign_in(by_jwt(key_file), wire())

    assert message in str(refused.value)
    assert "NTP" in refused.value.hint
    assert len(net.calls) == 1


@pytest.mark.parametrize(
    "date",
    [
        "",
        "now",
        "Sun, 22 Nov 2026 12:06:00",
        "Sun, 22 Nov -2026 12:06:00 GMT",
        "Sun, 99 Nov 2026 99:99:99 GMT",
        "Sun, 22 Nov 99999999999999999999 12:06:00 GMT",
        "Sun, 22 Nov 2026 12:06:00 +9999",
        "9" * 5000,
        "-1",
        "Sun, 22 Nov 2026 12:06:00 \udcff",
    ],
)
def test_a_date_that_is_none_blames_no_clock(date: str, net: responses.RequestsMock, key_file: Path) -> None:
    net.post(f"{ACME}/services/oauth2/token", json={"error": "invalid_grant"}, status=400, headers={"Date": date})

    with pytest.raises(SignInRefused, match="invalid_grant"):
        sign_in(by_jwt(key_file), wire())

    assert len(net.calls) == 1


def test_a_right_clock_is_not_blamed(net: responses.RequestsMock, key_file: Path) -> None:
    date = {"Date": format_datetime(NOW + timedelta(seconds=20), usegmt=True)}
    net.post(f"{ACME}/services/oauth2/token", json={"error": "invalid_grant"}, status=400, headers=date)

    with pytest.raises(SignInRefused) as refused:
        sign_in(by_jwt(key_file), wire())

    assert "clock" not in refused.value.hint
    assert len(net.calls) == 1


def ec_key(path: Path, key: RSAPrivateKey) -> Path:
    return written(path, pem(generate_ec(SECP256R1())))


def weak_key(path: Path, key: RSAPrivateKey) -> Path:
    return written(path, pem(generate_private_key(65537, 1024)))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path, key: path, "cannot be read"),
        (lambda path, key: path.parent, "cannot be read"),
        (lambda path, key: written(path, pem(key), 0o640), "other users"),
        (lambda path, key: written(path, pem(key), 0o604), "other users"),
        (lambda path, key: written(path, pem(key, b"canary-secret")), "passphrase"),
        (lambda path, key: written(path, b"canary-secret"), "does not hold a private key"),
        (lambda path, key: written(path, b"-----BEGIN CERTIFICATE-----\n"), "does not hold a private key"),
        (lambda path, key: written(path, pem(key)[:200]), "does not hold a private key"),
        (ec_key, "not an RSA key"),
        (weak_key, "1024 bits"),
    ],
)
def test_a_key_that_cannot_sign_is_named_and_not_shown(
    make: Callable[[Path, RSAPrivateKey], Path], words: str, tmp_path: Path, key: RSAPrivateKey
) -> None:
    path = make(tmp_path / "sf-audit.key", key)

    with pytest.raises(UsageProblem, match=words) as wrong:
        read_private_key(path, {})

    assert str(path) in str(wrong.value)
    assert "canary" not in "".join(traceback.format_exception(wrong.value))


def test_a_key_with_the_line_ends_of_windows_signs(tmp_path: Path, key: RSAPrivateKey) -> None:
    path = written(tmp_path / "sf-audit.key", pem(key).replace(b"\n", b"\r\n"))

    assert read_private_key(path, {}).key_size == 2048


def test_a_key_that_systemd_hands_over_may_show_as_readable_by_the_group(tmp_path: Path, key: RSAPrivateKey) -> None:
    path = written(tmp_path / "sf-audit.key", pem(key), 0o440)

    assert read_private_key(path, {"CREDENTIALS_DIRECTORY": str(tmp_path)}).key_size == 2048
