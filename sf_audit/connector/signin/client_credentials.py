"""Sign in as the app itself, which runs as the user that its policies name ("OAuth 2.0 Client Credentials Flow")."""

from __future__ import annotations

import base64
from urllib.parse import urlsplit

from sf_audit.connector.http.hosts import is_login_host
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import OneHopSession, Wire
from sf_audit.connector.signin.credentials import ClientCredentials
from sf_audit.connector.signin.remedies import remedy
from sf_audit.connector.signin.token_endpoint import ask
from sf_audit.errors import UsageProblem


def sign_in(credentials: ClientCredentials, session: OneHopSession, wire: Wire) -> Grant:
    """A Grant. Raises UsageProblem for a host that all orgs share: it cannot know which org is meant."""
    address = wire.hosts.address(credentials.address)
    if is_login_host(urlsplit(address).hostname or ""):
        raise UsageProblem(
            "client credentials do not work at a login host", hint=remedy("", "not supported on this domain")
        )
    pair = f"{credentials.client_id}:{credentials.client_secret}".encode()
    authorization = f"Basic {base64.b64encode(pair).decode('ascii')}"
    return ask(address, {"grant_type": "client_credentials"}, session, wire, authorization=authorization)
