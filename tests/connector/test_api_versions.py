"""Which version of the API is spoken, and what is said where there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.errors import OrgUnavailable
from sf_audit.salesforce.versions import NEWEST, OLDEST
from tests.connector.loopback_org import LoopbackOrg

Connect = Callable[..., Client]
VERSIONS = "/services/data/"


@pytest.mark.parametrize("answer", [{"versions": []}, {}, "62.0"])
def test_an_answer_that_is_no_list_of_versions_is_not_one_of_salesforce(
    org: LoopbackOrg, connect: Connect, answer: object
) -> None:
    org.on(VERSIONS, lambda handler: handler.say(answer))

    with pytest.raises(ApiError) as refused:
        connect().versions()

    assert (refused.value.kind, refused.value.code, refused.value.status) == (Kind.INVALID_RESPONSE, "NO_VERSIONS", 200)


def test_only_what_names_a_version_is_one(org: LoopbackOrg, connect: Connect) -> None:
    org.on(VERSIONS, lambda handler: handler.say([{"version": "61.0"}, {"version": 62}, {"label": "x"}, "63.0"]))

    assert connect().versions() == ["61.0"]


def test_an_org_that_is_too_old_or_too_new_is_told(org: LoopbackOrg, connect: Connect) -> None:
    org.on(VERSIONS, lambda handler: handler.say([{"version": "20.0"}, {"version": "999.0"}, {"version": "³.0"}]))

    with pytest.raises(OrgUnavailable) as refused:
        connect().negotiate()

    assert str(refused.value) == f"the org offers no API version from {OLDEST}.0 to {NEWEST}.0"
    assert refused.value.hint == "Update sf-audit; if it is new, look at the org's release."
