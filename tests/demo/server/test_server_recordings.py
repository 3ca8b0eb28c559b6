"""Refusals, identity and sign-in beside what real orgs sent; skipped where the recordings are not at hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.demo.server.handmade_org import Client

RECORDINGS = Path(__file__).parents[4] / "shared" / "recordings"
DATA = "/services/data/v62.0"
LOGIN = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:u="urn:partner.soap.sforce.com"><e:Body>'
    "<u:login><u:username>nobody</u:username><u:password>wrong</u:password></u:login></e:Body></e:Envelope>"
)


def recorded(name: str) -> str:
    file = RECORDINGS / name
    if not file.exists():
        pytest.skip("the recordings are not on this machine")
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "method", "path", "arguments"),
    [
        ("INVALID_SESSION_ID", "GET", f"{DATA}/limits", {"headers": {"Authorization": "Bearer old"}}),
        ("NOT_FOUND", "GET", f"{DATA}/sobjects/Bar/describe", {}),
        ("INVALID_TYPE", "GET", f"{DATA}/query", {"params": {"q": "select count() from XYZZY"}}),
        (
            "oauth_expired",
            "POST",
            "/services/oauth2/token",
            {"data": {"grant_type": "refresh_token", "refresh_token": "old"}},
        ),
        ("oauth_unsupported_grant", "POST", "/services/oauth2/token", {"data": {"grant_type": "other"}}),
    ],
)
def test_a_refusal_is_word_for_word_that_of_a_real_org(
    client: Client, name: str, method: str, path: str, arguments: dict[str, object]
) -> None:
    real = json.loads(recorded("errors/ERRORS_catalogue.json"))[name]

    ours = client.call(method, path, **arguments)

    assert (ours.status_code, ours.json()) == (real["http_status"], real["body"])


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("login_fault_INVALID_LOGIN.http500.xml", "text/xml"), ("bad_content_type_fault.http500.xml", "text/plain")],
)
def test_a_soap_fault_is_word_for_word_that_of_a_real_org(client: Client, name: str, content_type: str) -> None:
    real = recorded(f"soap_login/{name}")

    ours = client.call("POST", "/services/Soap/u/62.0", data=LOGIN, headers={"Content-Type": content_type})

    body = re.compile(r"<soapenv:Body>.*</soapenv:Body>", re.DOTALL)
    assert ours.status_code == 500
    assert body.findall(ours.text) == body.findall(real)


def test_identity_has_the_keys_of_a_real_one(client: Client) -> None:
    real = json.loads(recorded("oauth_identity/swiftly__identity.json"))

    where = client.get(DATA).json()["identity"].removeprefix(client.server.url)
    ours = client.get(where).json()

    assert set(ours) == set(real)
    assert set(ours["urls"]) == set(real["urls"])


def test_limits_have_the_shape_of_real_ones(client: Client) -> None:
    real = json.loads(recorded("limits/swiftly__limits_v5x.json"))

    ours = client.get(f"{DATA}/limits").json()

    assert set(ours) <= set(real)
    assert all({"Max", "Remaining"} <= set(entry) for entry in ours.values())
    assert set(ours["PermissionSets"]) == set(real["PermissionSets"])


def test_organization_comes_as_a_real_one_does(client: Client) -> None:
    name = "sobjects/cci__ManualEditTestApexIntegrationTests.test_run_tests__integration_test__09.json"
    real = json.loads(recorded(name))["response"]["json"]

    ours = client.get(f"{DATA}/sobjects/Organization/{client.server.org.organization_id}").json()

    assert set(ours) <= set(real)
    assert set(ours["attributes"]) == set(real["attributes"])
