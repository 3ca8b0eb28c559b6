"""No version that this program speaks is gone, or goes by an ending that is announced."""

from __future__ import annotations

from sf_audit.salesforce.versions import NEWEST, OLDEST, RETIRED, SOAP_LOGIN_ENDS, SOAP_LOGIN_LAST


def test_no_version_in_use_is_retired() -> None:
    assert max(RETIRED) < OLDEST <= float(SOAP_LOGIN_LAST) < NEWEST


def test_each_ending_names_its_release_and_its_page() -> None:
    assert (SOAP_LOGIN_ENDS.season, SOAP_LOGIN_ENDS.source) == ("Summer '27", "SOAP API End-of-Life Policy")
    assert RETIRED == {20: "Summer '22", 30: "Summer '25", 40: "Summer '28"}
