"""Every way into an org, and what each of them says when the org says no."""

from __future__ import annotations

import base64
import json
import logging
import re
import traceback
from pathlib import Path

import pytest
import responses

from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.signin.credentials import AccessToken, ClientCredentials, Credentials
from sf_audit.connector.signin.signin import sign_in
from sf_audit.errors import AuditError, SignInRefused, UsageProblem
from tests.connector.sign_in_scenes import ACME, BY_PASSWORD, FAULT, GRANTED, by_jwt, wire


def test_a_token_that_somebody_else_asked_for_signs_in(net: responses.RequestsMock) -> None:
    with sign_in(AccessToken("acme", "00Dxx!canary-token"), wire()) as client:
        assert (client.instance_url, client.version, client.budget.limit) == (ACME, "62.0", 15000)

    assert net.calls[-1].request.headers["Authorization"] == "Bearer 00Dxx!canary-token"


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "tökén", "x" * 9000])
def test_a_token_that_cannot_be_one_is_not_sent(token: str, net: responses.RequestsMock) -> None:
    with pytest.raises(SignInRefused):
        sign_in(AccessToken("acme", token), wire())

    assert len(net.calls) == 0


def test_a_user_who_may_not_see_limits_signs_in_all_the_same(net: responses.RequestsMock) -> None:
    net.replace("GET", f"{ACME}/services/data/v62.0/limits", json=[{"errorCode": "INSUFFICIENT_ACCESS"}], status=403)

    with sign_in(AccessToken("acme", "token"), wire()) as client:
        assert client.budget.remaining is None


def test_an_org_without_a_version_that_is_known_is_unavailable(net: responses.RequestsMock) -> None:
    net.replace("GET", f"{ACME}/services/data/", json=[{"version": "31.0"}])

    with pytest.raises(AuditError, match=re.escape("no API version from 58.0")):
        sign_in(AccessToken("acme", "token"), wire())


@pytest.mark.parametrize(
    ("error", "description", "advice"),
    [
        ("invalid_grant", "user hasn't approved this consumer", "pre-authorized"),
        ("invalid_grant", "audience is invalid", "My Domain"),
        ("invalid_grant", "authentication failure", "active, not frozen"),
        ("invalid_grant", "ip restricted", "IP relaxation"),
        ("invalid_grant", "inactive user", "active, not frozen"),
        ("invalid_grant", "expired authorization", "clock"),
        ("invalid_grant", "login rate exceeded", "wait an hour"),
        ("invalid_grant", "no client credentials user enabled", "runs as"),
        ("invalid_grant", "Anmeldung fehlgeschlagen", "certificate"),
        ("invalid_grant", "request not supported on this domain", "My Domain"),
        ("invalid_client", "invalid client credentials", "consumer key"),
        ("invalid_client", "app must be installed into org", "Install the app"),
        ("invalid_client_id", "client identifier invalid", "consumer key"),
        ("unsupported_grant_type", "grant type not supported", "Enable this flow"),
        ("app_not_found", "External client app is not installed in this org", "Install the app"),
        ("OAUTH_APPROVAL_ERROR_GENERIC", "x", "Install the app"),
        ("something_new", "x", "doctor"),
    ],
)
def test_every_no_has_a_remedy_and_is_not_asked_twice(
    error: str, description: str, advice: str, net: responses.RequestsMock
) -> None:
    net.post(
        f"{ACME}/services/oauth2/token",
        json={"error": error, "error_description": f"{description} canary-value"},
        status=400,
    )

    with pytest.raises(SignInRefused) as refused:
        sign_in(ClientCredentials("acme", "id", "canary-secret"), wire())

    assert advice in refused.value.hint
    assert error in str(refused.value)
    assert "canary" not in str(refused.value) + refused.value.hint
    assert len(net.calls) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_busy_token_endpoint_is_asked_again(status: int, net: responses.RequestsMock) -> None:
    net.post(f"{ACME}/services/oauth2/token", status=status)
    net.post(f"{ACME}/services/oauth2/token", json=GRANTED)

    with sign_in(ClientCredentials("acme", "id", "secret"), wire()) as client:
        assert (client.org_id, client.user_id) == ("00D000000000001EAA", "005000000000001AAA")


def test_the_page_of_a_proxy_is_no_token(net: responses.RequestsMock) -> None:
    net.post(f"{ACME}/services/oauth2/token", body="<html>log in</html>", content_type="text/html")

    with pytest.raises(ApiError) as garbled:
        sign_in(ClientCredentials("acme", "id", "secret"), wire())

    assert "proxy" in garbled.value.hint


@pytest.mark.parametrize("said", [[], {}, {"access_token": 5, "instance_url": ACME}, {"access_token": "x"}])
def test_an_answer_without_a_token_is_no_sign_in(said: object, net: responses.RequestsMock) -> None:
    net.post(f"{ACME}/services/oauth2/token", json=said)

    with pytest.raises(ApiError):
        sign_in(ClientCredentials("acme", "id", "secret"), wire())


@pytest.mark.parametrize(
    "instance", ["https://evil.example", "http://acme.my.salesforce.com", "https://acme.my.salesforce.com@evil.example"]
)
def test_a_token_is_not_taken_to_another_host(instance: str, net: responses.RequestsMock) -> None:
    net.post(f"{ACME}/services/oauth2/token", json=GRANTED | {"instance_url": instance})

    with pytest.raises(SignInRefused):
        sign_in(ClientCredentials("acme", "id", "secret"), wire())

    assert len(net.calls) == 1


def test_client_credentials_are_sent_as_the_app_and_not_in_the_body(net: responses.RequestsMock) -> None:
    net.post(f"{ACME}/services/oauth2/token", json=GRANTED)

    with sign_in(ClientCredentials("acme", "id", "se:cret&"), wire()):
        call = net.calls[0].request

    assert call.headers["Authorization"] == "Basic " + base64.b64encode(b"id:se:cret&").decode()
    assert call.body == "grant_type=client_credentials"


@pytest.mark.parametrize("address", ["login", "https://test.salesforce.com"])
def test_client_credentials_need_the_my_domain(address: str, net: responses.RequestsMock) -> None:
    with pytest.raises(UsageProblem, match="login host"):
        sign_in(ClientCredentials(address, "id", "secret"), wire())


def test_an_ended_session_signs_in_again(net: responses.RequestsMock) -> None:
    net.post(f"{ACME}/services/oauth2/token", json=GRANTED)
    net.post(f"{ACME}/services/oauth2/token", json=GRANTED | {"access_token": "second"})
    net.get(f"{ACME}/services/data/v62.0/sobjects", json=[{"errorCode": "INVALID_SESSION_ID"}], status=401)
    net.get(f"{ACME}/services/data/v62.0/sobjects", json={"sobjects": []})

    with sign_in(ClientCredentials("acme", "id", "secret"), wire()) as client:
        client.get("sobjects")

    assert net.calls[-1].request.headers["Authorization"] == "Bearer second"


@pytest.mark.parametrize("way", ["password", "client", "jwt"])
@pytest.mark.parametrize("status", [200, 400, 401, 403, 500, 503])
def test_no_failed_sign_in_shows_a_secret(
    way: str, status: int, net: responses.RequestsMock, key_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "".join(key_file.read_text().splitlines()[1:3])
    ways: dict[str, Credentials] = {
        "password": BY_PASSWORD,
        "client": ClientCredentials("acme", "id", "canary-secret"),
        "jwt": by_jwt(key_file),
    }
    echo = json.dumps({"error": "invalid_grant", "error_description": "canary-value"})
    net.post(f"{ACME}/services/oauth2/token", body=echo, status=status)
    net.post(f"{ACME}/services/Soap/u/64.0", body=FAULT.format("INVALID_LOGIN"), status=status)

    with pytest.raises(AuditError) as failed:
        sign_in(ways[way], wire())

    shown = "".join(traceback.format_exception(failed.value)) + failed.value.hint + caplog.text + repr(ways[way])
    assert "canary" not in shown
    assert secret not in shown


def test_a_trusted_host_may_be_signed_in_to(net: responses.RequestsMock) -> None:
    url = "https://127.0.0.1:8443"
    net.get(f"{url}/services/data/", json=[{"version": "62.0"}])
    net.get(f"{url}/services/data/v62.0/limits", json={})

    with sign_in(AccessToken(url, "token"), wire(hosts=Hosts.trusting("127.0.0.1:8443"))) as client:
        assert client.instance_url == url
