"""A served org lets in every kind of client, with credentials made for that run."""

from __future__ import annotations

import json
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.ways_in import ways_in
from tests.demo.server.handmade_org import ORGANIZATION, USERNAME, Client


@pytest.fixture
def served(org: OrgData, tmp_path: Path) -> Iterator[Client]:
    folder = tmp_path / "served"
    with DemoServer(org, folder=folder, settings=ways_in(USERNAME, folder)) as server:
        client = Client(server)
        yield client
        client.session.close()


def known(client: Client) -> dict[str, str]:
    found: dict[str, str] = json.loads((client.server.folder / "sign-in.json").read_text(encoding="utf-8"))
    return found


def granted(client: Client, **form: str) -> int:
    """The status of a query with the token that this form is given."""
    answer = client.call("POST", "/services/oauth2/token", data=form, headers={"Authorization": ""})
    assert answer.status_code == 200, answer.text
    assert answer.json()["instance_url"] == client.server.url
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    return client.call("GET", "/services/data/v62.0/limits", headers=headers).status_code


def test_secrets_are_for_their_owner_alone(served: Client) -> None:
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in served.server.folder.glob("*n*.*")}

    assert modes["sign-in.json"] == 0o600
    assert stat.S_IMODE(Path(known(served)["jwt_key_file"]).stat().st_mode) == 0o600


def test_a_user_signs_in_with_a_password(served: Client) -> None:
    ways = known(served)
    app = {"client_id": ways["client_id"], "client_secret": ways["client_secret"]}

    status = granted(
        served,
        grant_type="password",
        username=ways["username"],
        password=ways["password"] + ways["security_token"],
        **app,
    )

    assert status == 200


def test_an_app_signs_in_alone_or_with_what_it_kept(served: Client) -> None:
    ways = known(served)
    app = {"client_id": ways["client_id"], "client_secret": ways["client_secret"]}

    assert granted(served, grant_type="client_credentials", **app) == 200
    assert granted(served, grant_type="refresh_token", refresh_token=ways["refresh_token"], **app) == 200


@pytest.mark.parametrize("unit", [1, 1000])
def test_an_assertion_signed_with_the_key_signs_in(served: Client, unit: int) -> None:
    """The Salesforce CLI writes milliseconds."""
    ways = known(served)
    end = int((time.time() + 180) * unit)
    claims = {"iss": ways["client_id"], "sub": USERNAME, "aud": served.server.url, "exp": end}
    assertion = jwt.encode(claims, Path(ways["jwt_key_file"]).read_text(encoding="utf-8"), algorithm="RS256")

    assert granted(served, grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", assertion=assertion) == 200


def test_a_user_signs_in_by_soap(served: Client) -> None:
    ways = known(served)
    envelope = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:u="urn:partner.soap.sforce.com"><e:Body>'
        f"<u:login><u:username>{ways['username']}</u:username>"
        f"<u:password>{ways['password']}{ways['security_token']}</u:password></u:login></e:Body></e:Envelope>"
    )

    answer = served.call("POST", "/services/Soap/u/62.0", data=envelope, headers={"Content-Type": "text/xml"})

    assert answer.status_code == 200
    assert f"<organizationId>{ORGANIZATION}</organizationId>" in answer.text
