"""Keys and tokens go to Salesforce, whatever a person pastes."""

from __future__ import annotations

import pytest

from sf_audit.connector.http.hosts import Hosts
from sf_audit.errors import UsageProblem


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("acme", "https://acme.my.salesforce.com"),
        ("acme12", "https://acme12.my.salesforce.com"),
        ("acme.my", "https://acme.my.salesforce.com"),
        ("acme--uat.sandbox.my", "https://acme--uat.sandbox.my.salesforce.com"),
        ("ACME.my.salesforce.com/", "https://acme.my.salesforce.com"),
        ("https://acme.my.salesforce.com/lightning/page/home", "https://acme.my.salesforce.com"),
        ("https://acme.lightning.force.com/lightning/page/home", "https://acme.my.salesforce.com"),
        ("https://acme--uat.sandbox.lightning.force.com", "https://acme--uat.sandbox.my.salesforce.com"),
        ("https://acme.my.salesforce-setup.com", "https://acme.my.salesforce.com"),
        ("https://acme-dev-ed.develop.my.salesforce.com:443", "https://acme-dev-ed.develop.my.salesforce.com"),
        ("https://force-energy-1.scratch.my.salesforce.com", "https://force-energy-1.scratch.my.salesforce.com"),
        ("https://acme.trailblaze.my.salesforce.com", "https://acme.trailblaze.my.salesforce.com"),
        ("https://acme--uat.cs12.my.salesforce.com", "https://acme--uat.cs12.my.salesforce.com"),
        ("https://agency.my.salesforce.mil", "https://agency.my.salesforce.mil"),
        ("https://acme.my.sfcrmproducts.cn", "https://acme.my.sfcrmproducts.cn"),
        ("https://acme.sandbox.my.sfcrmproducts.cn", "https://acme.sandbox.my.sfcrmproducts.cn"),
        ("https://na139.salesforce.com", "https://na139.salesforce.com"),
        ("login", "https://login.salesforce.com"),
        ("test", "https://test.salesforce.com"),
        ("127.0.0.1:8443", "https://127.0.0.1:8443"),
        ("https://[::1]:8443", "https://[::1]:8443"),
        ("https://crm.gateway.example", "https://crm.gateway.example"),
    ],
)
def test_an_org_is_named_as_people_name_it(given: str, address: str) -> None:
    hosts = Hosts.trusting("127.0.0.1:8443", "[::1]:8443", "crm.gateway.example:443")

    assert hosts.address(given) == address


@pytest.mark.parametrize(
    "given",
    [
        "",
        "https://",
        "http://acme.my.salesforce.com",
        "ftp://acme.my.salesforce.com",
        "evil.example/#",
        "evil.example/#.salesforce.com",
        "https://evil.example#.my.salesforce.com",
        "https://evil.example?.my.salesforce.com",
        "https://evil.example\\.my.salesforce.com",
        "https://user:secret@acme.my.salesforce.com",
        "https://acme.my.salesforce.com@evil.example",
        "https://acme.my.salesforce.com.evil.example",
        "https://acme.my.salesforce.com:8443",
        "https://acme.my.salesforce.com:99999",
        "https://acme.my.salesforce.com.",
        "https://evilsalesforce.com",
        "https://evil-my.salesforce.com.co",
        "https://salesforce.com",
        "https://www.salesforce.com",
        "https://help.salesforce.com",
        "https://my.salesforce.com",
        "https://a.b.c.my.salesforce.com",
        "https://-acme.my.salesforce.com",
        "https://acme_x.my.salesforce.com",
        "https://acmé.my.salesforce.com",
        "https://acme%2emy.salesforce.com",
        "https://acme .my.salesforce.com",
        "https://127.0.0.1:8444",
        "https://127.0.0.1",
        "https://localhost:8443",
        "https://2130706433:8443",
        "https://[::1",
        "javascript:alert(1)",
        "evil.example.my.salesforce.co",
    ],
)
def test_any_other_host_is_refused_and_its_secrets_are_not_shown(given: str) -> None:
    hosts = Hosts.trusting("127.0.0.1:8443")

    with pytest.raises(UsageProblem) as refused:
        hosts.address(given)

    assert "--trust-host" in refused.value.hint
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "given", ["gateway", "gateway:", "gateway:x", "gateway:0", "gateway:70000", "https://g:1", "a b:1"]
)
def test_a_trusted_host_has_a_port(given: str) -> None:
    with pytest.raises(UsageProblem):
        Hosts.trusting(given)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("https://[::1", "the address of the org cannot be read"),
        ("acme:x", "the address of the org cannot be read"),
        ("http://acme.my.salesforce.com", "the address of the org must be https, without a user name in it"),
        ("https://a@acme.my.salesforce.com", "the address of the org must be https, without a user name in it"),
        ("https://acme.my\\.salesforce.com", "the address of the org must be https, without a user name in it"),
        ("https://EVIL.example/x", "“evil.example” is not a host of Salesforce"),
        (f"https://{'e' * 90}.example", f"“{'e' * 80}” is not a host of Salesforce"),
    ],
)
def test_the_reason_is_said_with_the_form_that_an_address_has(given: str, why: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        Hosts().address(given)

    assert str(refused.value) == why
    assert refused.value.hint == (
        "Name the org by its My Domain, for example https://acme.my.salesforce.com or acme--uat.sandbox.my; "
        "any other host needs --trust-host HOST:PORT."
    )


def test_a_trusted_host_without_a_port_is_told_what_to_write() -> None:
    with pytest.raises(UsageProblem) as refused:
        Hosts.trusting("127.0.0.1:8443", "Gateway")

    assert str(refused.value) == "“Gateway” is not a host and a port"
    assert refused.value.hint == "Write --trust-host HOST:PORT, as 127.0.0.1:8443."
