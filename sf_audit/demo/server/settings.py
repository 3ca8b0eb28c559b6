"""How the demo server behaves where Salesforce orgs differ, or where nobody outside can be sure.

Every behaviour here has a line in `assertions.py` that says whether it was recorded, documented or
guessed, so that a client can be tested with each guess turned the other way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def utc_now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


ALL_VERSIONS = tuple(f"{number}.0" for number in range(31, 69))


@dataclass(frozen=True, slots=True)
class Credential:
    """A user who may sign in with a password; the security token is appended to it, as on the platform."""

    username: str
    password: str
    security_token: str = ""


@dataclass(frozen=True, slots=True)
class ConnectedApp:
    """An app that may sign in; `public_key` (PEM) checks the assertions of the JWT bearer flow."""

    consumer_key: str
    consumer_secret: str = ""
    public_key: str = ""
    approved: bool = True
    installed: bool = True


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Who may sign in and how the server answers; nothing here changes the rows.

    `short_batches` is by how many rows each REST batch falls short of what was asked for;
    `job_polls` after how many GETs a finished bulk job says JobComplete; `token_lifetime` seconds
    from sign-in; `rate_limit_bytes_per_s` slows each response body down; `open_cursors` is how many
    query locators stay valid; `clock` is the org's idea of today, and does not move tokens.
    """

    versions: tuple[str, ...] = ALL_VERSIONS
    users: tuple[Credential, ...] = ()
    apps: tuple[ConnectedApp, ...] = ()
    refresh_tokens: tuple[str, ...] = ()
    soap_login: bool = True
    soap_login_below: float = 65.0
    token_lifetime: float = 7200.0
    batch_size: int = 2000
    smallest_batch: int = 200
    short_batches: int = 0
    open_cursors: int = 10
    longest_url: int = 16_384
    bulk_rows_per_page: int = 50_000
    job_polls: int = 1
    header_on_first_page_only: bool = False
    final_newline: bool = True
    empty_result_has_header: bool = True
    number_of_records_processed: bool = True
    last_locator: str = "null"
    language: str = "en"
    strict_tooling: bool = True
    limit_info: str = "plain"
    flow_names_object: bool = True
    rate_limit_bytes_per_s: int | None = None
    clock: Callable[[], datetime] = utc_now
