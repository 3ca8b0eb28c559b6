"""Signing in by OAuth: `/services/oauth2/token` and what belongs to it.

"OAuth Authorization Flows" in Salesforce Help. Responses have no `expires_in`; only refusals say
more than yes.
"""

from __future__ import annotations

import base64
import binascii
import time

import jwt
from starlette.responses import Response

from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.identity import identity_url
from sf_audit.demo.server.refusals import OAuthRefusal
from sf_audit.demo.server.settings import ConnectedApp

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LOGIN_HOSTS = ("https://login.salesforce.com", "https://test.salesforce.com")
_LONGEST_ASSERTION_S = 300 + 60
_MILLISECONDS = 100_000_000_000


def token(call: Call) -> Response:
    """`POST /services/oauth2/token`."""
    grants = {
        "password": _password,
        "client_credentials": _client_credentials,
        "refresh_token": _refresh_token,
        JWT_BEARER: _jwt_bearer,
    }
    form = call.form()
    grant = grants.get(form.get("grant_type", ""))
    if grant is None:
        raise OAuthRefusal("unsupported_grant_type", "grant type not supported")
    grant(call, form)
    return _granted(call)


def revoke(call: Call) -> Response:
    """`POST` or `GET /services/oauth2/revoke`: ends one session."""
    named = call.query.get("token") or call.form().get("token", "")
    if not call.state.sessions.revoke(named):
        raise OAuthRefusal("invalid_token", "invalid token")
    return Response(status_code=200)


def introspect(call: Call) -> Response:
    """`POST /services/oauth2/introspect`: whether a token is still good, told to the app that owns it."""
    form = call.form()
    app = _app(call, form)
    left = call.state.sessions.seconds_left(form.get("token", ""))
    if not left:
        return JsonResponse({"active": False})
    now = int(time.time())
    return JsonResponse(
        {
            "active": True,
            "scope": "api id",
            "client_id": app.consumer_key,
            "username": call.org.username,
            "sub": identity_url(call),
            "token_type": "access_token",
            "exp": now + int(left),
            "iat": now,
            "nbf": now,
        }
    )


def _granted(call: Call) -> Response:
    return JsonResponse(
        {
            "access_token": call.state.sessions.open(),
            "signature": base64.b64encode(b"a signature of the demo org's ").decode(),
            "scope": "api id",
            "instance_url": call.base_url,
            "id": identity_url(call),
            "token_type": "Bearer",
            "issued_at": str(int(time.time() * 1000)),
        }
    )


def _password(call: Call, form: dict[str, str]) -> None:
    _app(call, form)
    for user in call.settings.users:
        if form.get("username") == user.username and form.get("password") in {
            user.password,
            user.password + user.security_token,
        }:
            return
    raise OAuthRefusal("invalid_grant", "authentication failure")


def _client_credentials(call: Call, form: dict[str, str]) -> None:
    _app(call, form)


def _refresh_token(call: Call, form: dict[str, str]) -> None:
    if form.get("refresh_token") not in call.settings.refresh_tokens:
        raise OAuthRefusal("invalid_grant", "expired access/refresh token")


def _app(call: Call, form: dict[str, str]) -> ConnectedApp:
    key, secret = _basic(call) or (form.get("client_id", ""), form.get("client_secret", ""))
    app = _known_app(call, key)
    if app.consumer_secret != secret:
        raise OAuthRefusal("invalid_client", "Invalid client credentials")
    return app


def _known_app(call: Call, key: str) -> ConnectedApp:
    app = next((app for app in call.settings.apps if app.consumer_key == key), None)
    if app is None:
        raise OAuthRefusal("invalid_client_id", "client identifier invalid")
    if not app.installed:
        raise OAuthRefusal("invalid_client", "app must be installed into org")
    return app


def _basic(call: Call) -> tuple[str, str] | None:
    scheme, _, encoded = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        key, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise OAuthRefusal("invalid_client", "Invalid client credentials") from error
    return key, secret


def _jwt_bearer(call: Call, form: dict[str, str]) -> None:
    assertion = form.get("assertion", "")
    app = _known_app(call, _issuer(assertion))
    try:
        claims = jwt.decode(
            assertion,
            app.public_key,
            algorithms=["RS256"],
            options={"verify_aud": False, "require": ["iss", "sub", "aud", "exp"]},
        )
    except (jwt.PyJWTError, ValueError) as error:
        raise OAuthRefusal("invalid_grant", "invalid assertion") from error
    if not _is_audience(call, claims["aud"]):
        raise OAuthRefusal("invalid_grant", "audience is invalid")
    if _ends(claims["exp"]) > time.time() + _LONGEST_ASSERTION_S:
        raise OAuthRefusal("invalid_grant", "invalid assertion")
    if not app.approved or claims["sub"] != call.org.username:
        raise OAuthRefusal("invalid_grant", "user hasn't approved this consumer")


def _ends(written: object) -> float:
    """When an assertion ends, in seconds; the Salesforce CLI writes milliseconds, which the platform takes."""
    end = float(str(written))
    return end / 1000 if end > _MILLISECONDS else end


def _issuer(assertion: str) -> str:
    try:
        return str(jwt.decode(assertion, options={"verify_signature": False}).get("iss", ""))
    except jwt.PyJWTError as error:
        raise OAuthRefusal("invalid_grant", "invalid assertion") from error


def _is_audience(call: Call, audience: object) -> bool:
    named = str(audience).rstrip("/").removesuffix("/services/oauth2/token")
    mine = named.startswith("https://") and named.endswith(".my.salesforce.com")
    return named in (*_LOGIN_HOSTS, call.base_url) or mine
