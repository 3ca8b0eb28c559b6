"""From credentials to a Client: sign in, settle on an API version, read the API budget."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sf_audit.connector.client import Client
from sf_audit.connector.signin.credentials import AccessToken, Credentials
from sf_audit.connector.tokens import Grant
from sf_audit.connector.transport import OneHopSession, Wire, make_session


def sign_in(credentials: Credentials, wire: Wire) -> Client:
    """A Client of the org. Raises SignInRefused, OrgUnavailable, or UsageProblem for a key or host that is wrong."""
    session = make_session(wire)
    grant = _way(credentials, session, wire)
    renew = None if isinstance(credentials, AccessToken) else grant
    client = Client(session, grant(), wire=wire, renew=renew)
    client.negotiate()
    client.start_budget()
    return client


def _way(credentials: Credentials, session: OneHopSession, wire: Wire) -> Callable[[], Grant]:
    if isinstance(credentials, AccessToken):
        return partial(Grant, credentials.token, wire.hosts.address(credentials.instance_url))
    raise NotImplementedError
