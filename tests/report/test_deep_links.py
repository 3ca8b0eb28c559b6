"""A link on the page leads to the record in its org, or there is none."""

from __future__ import annotations

import pytest

from sf_audit.model.review import OrgIdentity
from sf_audit.report.links import deep_link

CONTACT = "0035g00000D0001AAC"


@pytest.mark.parametrize(
    ("instance", "of", "link"),
    [
        ("https://a.my.salesforce.com", "Contact", f"https://a.lightning.force.com/lightning/r/Contact/{CONTACT}/view"),
        (
            "https://a--uat.sandbox.my.salesforce.com/",
            "Contact",
            f"https://a--uat.sandbox.lightning.force.com/lightning/r/Contact/{CONTACT}/view",
        ),
        ("https://a.my.salesforce.com", "PermissionSet", f"https://a.my.salesforce.com/{CONTACT}"),
        ("https://a.my.salesforce.com", "Con tact", f"https://a.my.salesforce.com/{CONTACT}"),
        ("https://127.0.0.1:8443", "Contact", f"https://127.0.0.1:8443/{CONTACT}"),
    ],
)
def test_leads_to_the_record(instance: str, of: str, link: str) -> None:
    assert deep_link(_org(instance), of, CONTACT) == link


@pytest.mark.parametrize(
    "instance",
    [
        "http://a.my.salesforce.com",
        "javascript:alert(1)//a.my.salesforce.com",
        "https://x@evil.example",
        "https://a.my.salesforce.com\n",
        'https://a"onclick="x.my.salesforce.com',
        "https://",
        "https://[::1",
        "https://ä.my.salesforce.com",
        "",
    ],
)
def test_no_link_to_another_place(instance: str) -> None:
    assert deep_link(_org(instance), "Contact", CONTACT) is None


@pytest.mark.parametrize(
    "record_id",
    ["", "0035g00000D0001", "../../logout000000", CONTACT + "A", "0035g00000D0001aac", "\uff10035g00000D0001AAC"],
)
def test_no_link_for_what_is_no_id(record_id: str) -> None:
    assert deep_link(_org("https://a.my.salesforce.com"), "Contact", record_id) is None


def _org(instance: str) -> OrgIdentity:
    return OrgIdentity(id="00D5g00000A1b2cEAB", name="Org", is_sandbox=False, instance_url=instance)
