"""Sign in by a signed assertion: nobody is there, and no secret travels ("OAuth 2.0 JWT Bearer Flow")."""

from __future__ import annotations

import logging
from datetime import timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from sf_audit.connector.http.server_clock import MOST_CORRECTED, clock_words, disagreement
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import OneHopSession, Wire
from sf_audit.connector.signin.credentials import JwtBearer
from sf_audit.connector.signin.private_key import read_private_key
from sf_audit.connector.signin.token_endpoint import GrantRefused, ask
from sf_audit.errors import SignInRefused

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_VALID = timedelta(minutes=3)
#: Below this a wrong clock is not what made the org say no.
_NOTICEABLE = timedelta(minutes=1)

_log = logging.getLogger(__name__)


def sign_in(credentials: JwtBearer, session: OneHopSession, wire: Wire) -> Grant:
    """A Grant. An assertion refused by an org whose clock is another is made once more, by that clock.

    By MOST_CORRECTED at most: an answer's date can be anybody's, and an assertion for years ahead would be a key.
    """
    key = read_private_key(credentials.key_file)
    try:
        return _ask(credentials, key, session, wire, timedelta())
    except GrantRefused as refused:
        offset = session.adapter.clock_offset
        if refused.code != "invalid_grant" or abs(offset) < _NOTICEABLE:
            raise
        if abs(offset) > MOST_CORRECTED:
            message, hint = disagreement(offset, wire.now())
            hint = f"{hint} If the clocks agree: {refused.hint}"
            raise SignInRefused(f"the org refused the sign-in, and the clocks differ: {message}", hint=hint) from None
    _log.warning("%s; signing in by the org's clock", clock_words(offset))
    try:
        return _ask(credentials, key, session, wire, offset)
    except GrantRefused as refused:
        refused.hint = f"{clock_words(offset).capitalize()}: set it. {refused.hint}"
        raise


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
