"""User name, password and security token: SOAP login, which Salesforce retires in Summer '27.

It exists in API versions up to 64.0 alone, and is switched off in orgs created since Winter '26 ("SOAP API login()
Retirement"). The session that it brings serves newer versions too.
"""

from __future__ import annotations

import logging

from sf_audit.connector.http.client import soap_login
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import OneHopSession, Wire
from sf_audit.connector.signin.credentials import LegacyPassword
from sf_audit.connector.signin.remedies import login_remedy
from sf_audit.connector.signin.token_endpoint import vouched
from sf_audit.errors import SignInRefused
from sf_audit.salesforce.versions import SOAP_LOGIN_ENDS, SOAP_LOGIN_LAST

_log = logging.getLogger(__name__)


def sign_in(credentials: LegacyPassword, session: OneHopSession, wire: Wire) -> Grant:
    """A Grant. Raises SignInRefused with what to do about the fault."""
    _log.warning(
        "signing in by password ends when Salesforce retires %s in %s; move this org to JWT or client credentials",
        SOAP_LOGIN_ENDS.ends,
        SOAP_LOGIN_ENDS.season,
    )
    token, instance, fault = soap_login(
        session,
        wire.hosts.address(credentials.address),
        version=SOAP_LOGIN_LAST,
        username=credentials.username,
        password=credentials.password,
        security_token=credentials.security_token,
    )
    if fault:
        raise SignInRefused(f"the org refused the sign-in: {fault}", hint=login_remedy(fault))
    return Grant(token, vouched(f"https://{instance}", wire.hosts))
