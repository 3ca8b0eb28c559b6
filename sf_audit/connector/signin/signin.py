"""From credentials to a Client: sign in, settle on an API version, read the API budget."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from sf_audit.connector.http.client import Client
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import OneHopSession, Wire, make_session
from sf_audit.connector.signin import client_credentials, jwt_bearer, legacy_password, sf_cli
from sf_audit.connector.signin.credentials import (
    AccessToken,
    ClientCredentials,
    Credentials,
    JwtBearer,
    LegacyPassword,
    SfCli,
)


def sign_in(credentials: Credentials, wire: Wire) -> Client:
    """A Client of the org. Raises SignInRefused, OrgUnavailable, or UsageProblem for a key or host that is wrong.

    Costs one or two calls of the org's API allowance, and shows in its Login History.
    """
    with ExitStack() as on_failure:
        session = make_session(wire)
        on_failure.callback(session.close)
        way = _way(credentials, session, wire)
        renew = None if isinstance(credentials, AccessToken) else way
        client = Client(session, way(), wire=wire, renew=renew)
        client.negotiate()
        client.start_budget()
        on_failure.pop_all()
    return client


def _way(credentials: Credentials, session: OneHopSession, wire: Wire) -> Callable[[], Grant]:
    match credentials:
        case AccessToken():
            return partial(Grant, credentials.token, wire.hosts.address(credentials.instance_url))
        case JwtBearer():
            return partial(jwt_bearer.sign_in, credentials, session, wire)
        case ClientCredentials():
            return partial(client_credentials.sign_in, credentials, session, wire)
        case SfCli():
            return partial(sf_cli.sign_in, credentials, wire)
        case LegacyPassword():
            return partial(legacy_password.sign_in, credentials, session, wire)
