"""Sign in by a signed assertion: nobody is there, and no secret travels ("OAuth 2.0 JWT Bearer Flow")."""

from __future__ import annotations

import logging
from datetime import timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import OneHopSession, Wire
from sf_audit.connector.signin.credentials import JwtBearer
from sf_audit.connector.signin.private_key import read_private_key
from sf_audit.connector.signin.token_endpoint import GrantRefused, ask

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_VALID = timedelta(minutes=3)
#: Below this a wrong clock is not what made the org say no.
_NOTICEABLE = timedelta(minutes=1)

_log = logging.getLogger(__name__)


def sign_in(credentials: JwtBearer, session: OneHopSession, wire: Wire) -> Grant:
    """A Grant. An assertion refused by an org whose clock is another is made once more, by that clock."""
    key = read_private_key(credentials.key_file)
    try:
        return _ask(credentials, key, session, wire, timedelta())
    except GrantRefused as refused:
        offset = session.adapter.clock_offset
        if refused.code != "invalid_grant" or abs(offset) < _NOTICEABLE:
            raise
    _log.warning("%s; signing in by the org's clock", clock_words(offset))
    try:
        return _ask(credentials, key, session, wire, offset)
    except GrantRefused as refused:
        refused.hint = f"{clock_words(offset).capitalize()}: set it. {refused.hint}"
        raise


def clock_words(offset: timedelta) -> str:
    """What is wrong with this machine's clock, in words. `offset` is the org's clock minus ours."""
    minutes = round(abs(offset).total_seconds() / 60)
    return f"your clock is {minutes} min {'behind' if offset > timedelta() else 'ahead'}"


def _ask(credentials: JwtBearer, key: RSAPrivateKey, session: OneHopSession, wire: Wire, offset: timedelta) -> Grant:
    address = wire.hosts.address(credentials.address)
    claims = {
        "iss": credentials.client_id,
        "sub": credentials.username,
        "aud": wire.hosts.address(credentials.audience) if credentials.audience else address,
        "exp": int((wire.now() + offset + _VALID).timestamp()),
    }
    form = {"grant_type": _GRANT, "assertion": jwt.encode(claims, key, algorithm="RS256")}
    return ask(address, form, session, wire)
