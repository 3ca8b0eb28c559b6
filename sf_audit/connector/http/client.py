"""The org, as the rest of sf-audit speaks to it: paths in, values out, errors sorted.

The one door to simple_salesforce, which holds the session, the instance and the paths of the org. Its query
iterator, its Bulk 2.0 and its object helpers stay unused: they take a cut page for a whole one and sign in
without end when a token is refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Self
from xml.sax.saxutils import escape

from simple_salesforce.api import Salesforce  # noqa: TID251 - the one door
from simple_salesforce.exceptions import SalesforceAuthenticationFailed  # noqa: TID251 - the one door
from simple_salesforce.login import SalesforceLogin  # noqa: TID251 - the one door

from sf_audit.connector.http.allowlist import Blocked
from sf_audit.connector.http.answer_sizes import largest
from sf_audit.connector.http.api_errors import NOT_JSON, ApiError, Kind, classify
from sf_audit.connector.http.budget import Budget
from sf_audit.connector.http.halt import Cancellable
from sf_audit.connector.http.json_body import read_json
from sf_audit.connector.http.limit_refusals import LimitRefusals
from sf_audit.connector.http.retries import Retries
from sf_audit.connector.http.stream import Stream
from sf_audit.connector.http.tokens import Grant, TokenKeeper
from sf_audit.connector.http.transport import OneHopSession, Wire, unreachable
from sf_audit.errors import OrgUnavailable, SignInRefused
from sf_audit.salesforce.versions import NEWEST, OLDEST

_LARGEST_ERROR = 1 << 20

_ABSOLUTE = ("/services/data/", "/services/oauth2/userinfo")


class Client:
    """A signed-in org. Safe to share between threads.

    `org_id` and `user_id` are what the sign-in said, empty where it says nothing.
    """

    def __init__(
        self,
        session: OneHopSession,
        grant: Grant,
        *,
        wire: Wire,
        renew: Callable[[], Grant] | None = None,
        version: str = f"{OLDEST}.0",
    ) -> None:
        self.instance_url = wire.hosts.address(grant.instance_url)
        self.org_id = grant.org_id
        self.user_id = grant.user_id
        self.version = version
        self.budget: Budget = wire.budget
        self.retries = Retries(sleep=wire.pause)
        self._session = session
        self._wire = wire
        self._keeper = TokenKeeper(grant, renew)
        self._limits = LimitRefusals(wire.budget)
        self._write_down: Callable[[str], None] = lambda job: None
        self._org = self._at(version, grant.token)
        session.adapter.gate.instance = self.instance_url

    @property
    def calls(self) -> int:
        """API calls made so far, those that brought nothing included."""
        return self.budget.calls

    @property
    def clock_offset(self) -> timedelta:
        """The server's clock minus ours, as of the last answer."""
        return self._session.adapter.clock_offset

    def get(self, path: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Any:
        """The value at a path: `limits`, `query`, or an absolute path that an answer named (`nextRecordsUrl`).

        Decimals come as Decimal. Repeats what may be answered a moment later. Raises ApiError, and SignInRefused
        when the org takes no token of ours any more.
        """
        return self.retries.run(lambda: self._value("GET", path, params=params, headers=headers))

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The answer to a query job or a composite call. A job is made once: a lost answer is not asked for again.

        Where the org is too busy to make one, none was made.
        """
        if path.strip("/").endswith("composite"):
            return self.retries.run(lambda: self._value("POST", path, body=body))
        made = self.retries.run(lambda: self._value("POST", path, body=body), only=Kind.CONCURRENCY_LIMIT)
        if isinstance(made, dict) and isinstance(made.get("id"), str):
            self.own_job(made["id"])
        return made

    def patch(self, path: str, body: Mapping[str, Any]) -> Any:
        """Abort a query job of our own."""
        return self.retries.run(lambda: self._value("PATCH", path, body=body))

    def delete(self, path: str) -> None:
        """Delete a query job of our own. A job that is gone already is what was wanted."""
        try:
            self.retries.run(lambda: self._value("DELETE", path))
        except ApiError as refusal:
            if refusal.status != 404 or refusal.code == NOT_JSON:
                raise

    @contextmanager
    def stream(
        self, path: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Iterator[Stream]:
        """The answer while it arrives, undecoded. One attempt: what to read again, only the reader knows."""
        answer = self._open("GET", path, params=params, headers=headers)
        try:
            yield answer
        finally:
            answer.close()

    def close(self) -> None:
        """Close the connections. The session of the org stays as it is: the CLI or a colleague may use it."""
        self._session.close()

    def halt(self) -> None:
        """Cut all connections, and let no call leave any more: the run ends now, whatever the org does."""
        self._wire.halt.now()

    def watch(self, waiting: Cancellable) -> None:
        """Let `halt` end this wait too."""
        self._wire.halt.watch(waiting)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def own_job(self, job: str) -> None:
        """Remember a query job as ours, to be aborted or deleted later; for one of an interrupted run."""
        self._session.adapter.gate.own_jobs.add(job)
        self._write_down(job)

    def write_jobs_down(self, write_down: Callable[[str], None]) -> None:
        """From now on this hears the id of each query job of ours, at once."""
        self._write_down = write_down

    def now(self) -> datetime:
        """The time of this machine, in UTC."""
        return self._wire.now()

    def versions(self) -> list[str]:
        """The API versions that the org offers, as it spells them."""
        offered = self.get("/services/data/")
        if not isinstance(offered, list):
            raise ApiError(Kind.INVALID_RESPONSE, "NO_VERSIONS", status=200)
        return [
            entry["version"] for entry in offered if isinstance(entry, dict) and isinstance(entry.get("version"), str)
        ]

    def negotiate(self) -> None:
        """Settle on the newest version that both sides know. Raises OrgUnavailable when there is none."""
        both = [version for version in self.versions() if OLDEST <= _major(version) <= NEWEST]
        if not both:
            raise OrgUnavailable(
                f"the org offers no API version from {OLDEST}.0 to {NEWEST}.0",
                hint="Update sf-audit; if it is new, look at the org's release.",
            )
        self.version = max(both, key=_major)
        self._org = self._at(self.version, self._keeper.token)

    def start_budget(self) -> None:
        """Read what is left of the org's API calls. A user who may not see it is guarded by the headers alone."""
        try:
            self.budget.start(self.get("limits"))
        except ApiError as refusal:
            if not refusal.denies_access:
                raise

    def _value(self, method: str, path: str, **parts: Any) -> Any:
        answer = self._open(method, path, **parts)
        try:
            body = answer.read(largest(path))
        finally:
            answer.close()
        return None if answer.status == 204 else read_json(body)

    def _open(self, method: str, path: str, **parts: Any) -> Stream:
        """An answer of 2xx. A refused token is renewed once; a second refusal is the org's last word.

        A token that cannot be renewed is sent a second time: one lost session check must not cost a run.
        """
        refused = self._keeper.token
        for _ in range(1 if self._keeper.renewable else 2):
            try:
                return self._once(method, path, refused, **parts)
            except ApiError as refusal:
                if refusal.kind is not Kind.SESSION:
                    raise
        self._keeper.renew(refused)
        try:
            return self._once(method, path, self._keeper.token, **parts)
        except ApiError as refusal:
            if refusal.kind is not Kind.SESSION:
                raise
            code = refusal.code
        raise SignInRefused(
            f"the org gave an access token and then refused it: {code}",
            hint="Look at the app's policies: IP relaxation, permitted users, session policies.",
        )

    def _once(
        self,
        method: str,
        path: str,
        token: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Stream:
        sent = {**(headers or {}), "Authorization": f"Bearer {token}"}
        if body is not None:
            sent["Content-Type"] = "application/json; charset=UTF-8"
        try:
            answer = self._session.request(
                method,
                self._url(path),
                params=params,
                headers=sent,
                data=None if body is None else json.dumps(body).encode("ascii"),
                stream=True,
                allow_redirects=False,
            )
        except OSError as problem:
            failed = unreachable(problem)
        else:
            return self._accepted(Stream(answer, self._wire.pace), path)
        raise failed

    def _accepted(self, answer: Stream, path: str) -> Stream:
        if 200 <= answer.status < 300 and "html" not in answer.content_type.lower():
            self._limits.answered()
            return answer
        try:
            body = answer.read(_LARGEST_ERROR)
        finally:
            answer.close()
        wait = answer.headers.get("Retry-After")
        raise self._limits.meaning(classify(answer.status, answer.content_type, body, retry_after=wait), path)

    def _url(self, path: str) -> str:
        if not path.startswith("/"):
            return f"{self._org.base_url}{path}"
        if not path.startswith(_ABSOLUTE):
            raise Blocked("an absolute path outside the data of the org")
        return f"{self.instance_url}{path}"

    def _at(self, version: str, token: str) -> Salesforce:
        return Salesforce(session_id=token, instance_url=self.instance_url, version=version, session=self._session)


def soap_login(
    session: OneHopSession, address: str, *, version: str, username: str, password: str, security_token: str
) -> tuple[str, str, str]:
    """The session id and host that SOAP login brings, or its fault code as the third."""
    try:
        token, host = SalesforceLogin(
            session=session,
            scratch_url=address,
            sf_version=version,
            username=username,
            password=password,
            # It goes into the envelope as it stands, unlike the password.
            security_token=escape(security_token),
        )
    except SalesforceAuthenticationFailed as refused:
        return "", "", _fault(refused.code)
    except OSError as problem:
        failed = unreachable(problem)
    else:
        return token, host, ""
    raise failed


def _fault(code: object) -> str:
    """A fault is an API name, or the HTTP status of an answer that was not SOAP."""
    return code if isinstance(code, str) and code.replace("_", "").isalnum() else f"HTTP_{code}"


def _major(version: str) -> int:
    whole = version.partition(".")[0]
    return int(whole) if whole.isascii() and whole.isdigit() else 0
