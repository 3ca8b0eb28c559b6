"""SOAP login, as long as it lasts."""

from __future__ import annotations

import pytest
import responses

from sf_audit.connector.signin.signin import sign_in
from sf_audit.errors import SignInRefused
from tests.connector.sign_in_scenes import ACME, BY_PASSWORD, FAULT, LOGGED_IN, wire


def test_a_password_signs_in_by_the_last_version_that_can_and_says_when_it_ends(
    net: responses.RequestsMock, caplog: pytest.LogCaptureFixture
) -> None:
    net.post(f"{ACME}/services/Soap/u/64.0", body=LOGGED_IN)

    with sign_in(BY_PASSWORD, wire()) as client:
        assert client.version == "62.0"

    assert "canary-pass&lt;&amp;&gt;canary-sec&lt;&amp;&gt;" in str(net.calls[0].request.body)
    assert "Summer '27" in caplog.text
    assert "canary" not in caplog.text


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("INVALID_LOGIN", "security token"),
        ("LOGIN_MUST_USE_SECURITY_TOKEN", "Reset"),
        ("INSUFFICIENT_ACCESS", "Use Any API Auth"),
        ("INVALID_OPERATION", "SOAP login is off in this org"),
        ("UNSUPPORTED_API_VERSION", "no longer has login() of version 64.0"),
        ("SOMETHING_NEW", "JWT"),
    ],
)
def test_a_fault_of_the_login_has_a_remedy(code: str, advice: str, net: responses.RequestsMock) -> None:
    net.post(f"{ACME}/services/Soap/u/64.0", body=FAULT.format(code), status=500)

    with pytest.raises(SignInRefused) as refused:
        sign_in(BY_PASSWORD, wire())

    assert advice in refused.value.hint
    assert code in str(refused.value)


def test_a_password_login_that_names_another_host_is_refused(net: responses.RequestsMock) -> None:
    net.post(f"{ACME}/services/Soap/u/64.0", body=LOGGED_IN.replace("acme.my.salesforce.com", "evil.example"))

    with pytest.raises(SignInRefused):
        sign_in(BY_PASSWORD, wire())
