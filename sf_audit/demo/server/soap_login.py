"""SOAP `login()`, the legacy sign-in: `/services/Soap/u/{version}`.

"login()" in the "SOAP API Developer Guide": not there in API version 65.0 and later, and off by
default in new orgs. Envelopes and faults are those seen on the wire.
"""

from __future__ import annotations

from starlette.responses import Response

from sf_audit.demo.server.call import Call
from sf_audit.demo.server.ids import eighteen
from sf_audit.demo.server.refusals import SoapFault
from sf_audit.demo.server.settings import Credential
from sf_audit.demo.server.soap import element, enveloped, operation, text
from sf_audit.demo.server.soap_partner import NAMESPACE, answer


def partner(call: Call) -> Response:
    """`POST /services/Soap/u/{version}`: signs in; every other operation needs the session that this gives."""
    if not call.headers.get("content-type", "").lower().startswith("text/xml"):
        raise SoapFault("soapenv:Client", "content-type of the request should be text/xml")
    if call.version not in call.settings.versions:
        message = f"Invalid Api version specified on URL: {call.version}"
        raise SoapFault("UNSUPPORTED_API_VERSION", message, "UnexpectedErrorFault")
    envelope = call.body.decode("utf-8", "replace")
    asked = operation(envelope)
    if asked == "login":
        return _login(call, envelope)
    user = eighteen(call.org.user_id)
    return answer(call, asked, envelope, lambda: _user_info(call, call.org.username, user))


def _login(call: Call, envelope: str) -> Response:
    if float(call.version) >= call.settings.soap_login_below:
        message = f"SOAP API login() is not available in API version {call.version}."
        raise SoapFault("UNSUPPORTED_API_VERSION", message, "UnexpectedErrorFault")
    if not call.settings.soap_login:
        raise SoapFault("INVALID_OPERATION", "SOAP API login() is disabled by default in this org.", "LoginFault")
    username, password = element(envelope, "username") or "", element(envelope, "password") or ""
    user = next((user for user in call.settings.users if user.username == username), None)
    _check(call, user, password, element(envelope, "organizationId") or "")
    return enveloped(f"<loginResponse><result>{_result(call, username)}</result></loginResponse>", NAMESPACE)


def _check(call: Call, user: Credential | None, password: str, organization: str) -> None:
    if user and password == user.password + user.security_token:
        return
    trusted = organization[:15] == call.org.organization_id[:15]
    if user and password == user.password:
        if trusted:
            return
        message = (
            "Invalid username, password, security token; or user locked out. Are you at a new location? When accessing"
            " Salesforce--either via a desktop client or the API--from outside of your company’s trusted networks, you"
            " must add a security token to your password to log in."
        )
        raise SoapFault("LOGIN_MUST_USE_SECURITY_TOKEN", message, "LoginFault")
    raise SoapFault("INVALID_LOGIN", "Invalid username, password, security token; or user locked out.", "LoginFault")


def _result(call: Call, username: str) -> str:
    short = call.org.organization_id[:15]
    user = eighteen(call.org.user_id)
    return (
        "".join(
            f"<{name}>{text(value)}</{name}>"
            for name, value in (
                ("metadataServerUrl", f"{call.base_url}/services/Soap/m/{call.version}/{short}"),
                ("passwordExpired", "false"),
                ("sandbox", "false"),
                ("serverUrl", f"{call.base_url}/services/Soap/u/{call.version}/{short}"),
                ("sessionId", call.state.sessions.open()),
                ("userId", user),
            )
        )
        + f"<userInfo>{_user_info(call, username, user)}</userInfo>"
    )


def _user_info(call: Call, username: str, user: str) -> str:
    organization = eighteen(call.org.organization_id)
    before = _elements(
        {
            "accessibilityMode": "false",
            "currencySymbol": "$",
            "orgAttachmentFileSizeLimit": "5242880",
            "orgDefaultCurrencyIsoCode": "USD",
            "orgDisallowHtmlAttachments": "false",
            "orgHasPersonAccounts": "false",
            "organizationId": organization,
            "organizationMultiCurrency": "false",
            "organizationName": "Demo",
            "profileId": eighteen("00e000000000001"),
            "roleId": "",
            "sessionSecondsValid": str(int(call.settings.token_lifetime)),
        }
    )
    after = _elements(
        {
            "userEmail": username,
            "userFullName": username.partition("@")[0],
            "userId": user,
            "userLanguage": "ja" if call.settings.language == "ja" else "en_US",
            "userLocale": "en_US",
            "userName": username,
            "userTimeZone": "Europe/London",
            "userType": "Standard",
            "userUiSkin": "Theme3",
        }
    )
    return f'{before}<userDefaultCurrencyIsoCode xsi:nil="true"/>{after}'


def _elements(values: dict[str, str]) -> str:
    return "".join(f"<{name}>{text(value)}</{name}>" for name, value in values.items())
