"""Who looks, and which rows that user sees: by whichever way the org says it, and never taken for granted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from ssl import SSLContext

import pytest

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.identity import RecordVisibility, record_visibility, whoami
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.retries import Retries
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import Wire, make_session
from sf_audit.snapshot.manifest import Auditor
from tests.connector_reading.reading_org import ORG_ID, Org
from tests.connector_reading.replies import Reply, Row, error, said, text_field

ME = "005000000000001AAA"
IDENTITY = f"https://login.salesforce.com/id/{ORG_ID}/{ME}"
REFUSED = Reply(403, {"Content-Type": "text/html"}, b"Bad_OAuth_Token")
MAP = r"^GET /services/data/v62.0/\?|^GET \?"


@pytest.fixture
def named_by_its_token(org: Org, reading_authority: tuple[SSLContext, Path]) -> Iterator[Client]:
    """A client whose sign-in brought an identity URL."""
    wire = Wire(
        hosts=Hosts.trusting(org.url.removeprefix("https://")),
        ca_bundle=reading_authority[1],
        timeouts=(5.0, 5.0),
        sleep=lambda seconds: None,
    )
    made = Client(make_session(wire), Grant("token", org.url, ORG_ID, ME), wire=wire, version="62.0")
    made.retries = Retries(tries=2, sleep=lambda seconds: None)
    yield made
    made.close()


@pytest.fixture
def users(org: Org) -> Org:
    """An org whose auditor user has View All Records on contacts, and whose app may not ask for userinfo."""
    org.add("User", [text_field("Username")], [{"Id": ME, "Username": "auditor@acme.example"}])
    org.add("UserPermissionAccess", [text_field("PermissionsViewAllData")], [{"PermissionsViewAllData": False}])
    org.fail_once("userinfo", REFUSED)
    return org


def answer(*records: Row) -> Reply:
    return said({"totalSize": len(records), "done": True, "records": list(records)})


CONTACTS = answer({"SobjectType": "Contact"})


def test_the_identity_url_of_the_token_names_the_user(users: Org, named_by_its_token: Client) -> None:
    users.fail_once("ObjectPermissions", CONTACTS)

    auditor = whoami(named_by_its_token, Describes(named_by_its_token))
    seen = record_visibility(named_by_its_token, auditor)

    assert auditor == Auditor(ME, "auditor@acme.example")
    assert (seen.hides("Contact"), seen.hides("Account"), seen.unknown) == (False, True, "")


def test_the_resource_map_names_the_user_of_an_access_token(users: Org, client: Client) -> None:
    users.fail_once(MAP, said({"identity": IDENTITY, "query": "/services/data/v62.0/query"}))
    users.fail_once("ObjectPermissions", CONTACTS)

    auditor = whoami(client, Describes(client))

    assert auditor == Auditor(ME, "auditor@acme.example")
    assert record_visibility(client, auditor).objects == frozenset({"Contact"})


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_userinfo_that_is_refused_otherwise_is_no_loss(users: Org, named_by_its_token: Client, status: int) -> None:
    users.faults.clear()
    for _ in range(4):
        users.fail_once("userinfo", Reply(status, {"Content-Type": "text/html"}, b"<html>no</html>"))

    assert whoami(named_by_its_token, Describes(named_by_its_token)) == Auditor(ME, "auditor@acme.example")


@pytest.mark.parametrize(
    "identity",
    [None, 7, "", "005000000000001AAA", f"https://x/id/{ORG_ID}/00D000000000001AAA", f"{IDENTITY}' OR Name != '"],
)
def test_what_is_no_identity_url_names_nobody(users: Org, client: Client, identity: object) -> None:
    users.fail_once(MAP, said({"identity": identity}))

    assert whoami(client, Describes(client)) == Auditor("", "")


@pytest.mark.parametrize("user_id", [None, 7, "", "me", "005' OR Id != '", "001000000000001AAA", "0050000000000"])
def test_a_userinfo_that_names_nobody_leaves_it_to_the_token(
    users: Org, named_by_its_token: Client, user_id: object
) -> None:
    users.faults.clear()
    users.fail_once("userinfo", said({"user_id": user_id}))

    auditor = whoami(named_by_its_token, Describes(named_by_its_token))

    assert auditor == Auditor(ME, "auditor@acme.example")


def test_a_user_whose_row_is_hidden_is_known_by_id(users: Org, named_by_its_token: Client) -> None:
    users.rows["User"] = []

    assert whoami(named_by_its_token, Describes(named_by_its_token)) == Auditor(ME, "")


def test_where_nothing_names_the_user_no_row_is_claimed(users: Org, client: Client) -> None:
    auditor = whoami(client, Describes(client))
    seen = record_visibility(client, auditor)

    assert auditor == Auditor("", "")
    assert seen.hides("Contact")
    assert seen.unknown == "the org does not say of which objects this user sees all rows"


REFUSALS = {
    "not said": error("INSUFFICIENT_ACCESS", 403),
    "no rows": answer(),
    "two rows": answer({"PermissionsViewAllData": True}, {"PermissionsViewAllData": True}),
    "text": answer({"PermissionsViewAllData": "true"}),
    "a number": answer({"PermissionsViewAllData": 1}),
    "nothing": answer({"PermissionsViewAllData": None}),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_all_rows_are_seen_only_where_the_org_says_so(users: Org, named_by_its_token: Client, refusal: str) -> None:
    users.fail_once("FROM\\+UserPermissionAccess", REFUSALS[refusal])
    users.fail_once("FROM\\+PermissionSet\\+", error("INSUFFICIENT_ACCESS", 403))
    users.fail_once("FROM\\+ObjectPermissions", error("INSUFFICIENT_ACCESS", 403))

    seen = record_visibility(named_by_its_token, Auditor(ME, ""))

    assert seen == RecordVisibility(all_rows=None)
    assert seen.hides("Contact")
    assert seen.unknown == "the org does not say whether this user sees all rows"


def test_sets_that_expired_or_wait_to_be_activated_show_nothing(users: Org, named_by_its_token: Client) -> None:
    users.fail_once("FROM\\+ObjectPermissions", answer())

    record_visibility(named_by_its_token, Auditor(ME, ""))

    asked = next(line for line in users.arrived if "ObjectPermissions" in line)
    assert "Parent.HasActivationRequired+%3D+false" in asked
    assert "ExpirationDate+%3E+TODAY" in asked


def test_an_org_without_sets_that_expire_is_asked_without_the_column(users: Org, named_by_its_token: Client) -> None:
    users.fail_once("FROM\\+ObjectPermissions", error("INVALID_FIELD", 400, "No such column 'ExpirationDate'"))
    users.fail_once("FROM\\+ObjectPermissions(?!.*Expiration)", CONTACTS)

    assert record_visibility(named_by_its_token, Auditor(ME, "")).objects == frozenset({"Contact"})
