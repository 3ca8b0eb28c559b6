"""What a sign-in needs, for each way into an org. No secret shows in a `repr`."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token that somebody else asked for: from the environment, or a browser session."""

    instance_url: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class JwtBearer:
    """A signed assertion of an app for one user; nobody needs to be there.

    `audience` is the My Domain by default: External Client Apps take no other.
    """

    address: str
    client_id: str
    username: str
    key_file: Path
    audience: str = ""


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """The app's own id and secret; the app names the user it runs as. Needs the My Domain."""

    address: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SfCli:
    """The login that the Salesforce CLI keeps under a name."""

    target_org: str


@dataclass(frozen=True, slots=True)
class LegacyPassword:
    """User name, password and security token; ends with SOAP login in Summer '27."""

    address: str
    username: str
    password: str = field(repr=False)
    security_token: str = field(repr=False, default="")


Credentials: TypeAlias = AccessToken | JwtBearer | ClientCredentials | SfCli | LegacyPassword
