"""How an org behind an injector is read. Holds nothing that runs, so that it can be sent to another process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sf_audit.connector.api.identity import identify
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.collect.collect import NullProgress, Settings
from sf_audit.connector.http.budget import Budget
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.stream import TransferLimits
from sf_audit.connector.http.transport import Wire
from sf_audit.connector.signin.credentials import ClientCredentials, Credentials, JwtBearer
from sf_audit.connector.signin.signin import sign_in
from sf_audit.review.run import gather, translate_errors
from sf_audit.rulebook.workspace.standards import Standards


class Clock:
    """Time that passes when somebody sleeps. `slept` is all of it, in seconds."""

    def __init__(self) -> None:
        self.slept = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> float:
        return self.slept

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept += seconds


@dataclass(frozen=True)
class Reach:
    """Where an org is, who signs in, and in how small pages it is read, so that there are some."""

    url: str
    ca_file: Path
    key_file: Path
    username: str
    rows_per_page: int
    bulk_from: int

    @property
    def by_secret(self) -> ClientCredentials:
        """How most trials sign in: reading a private key takes a tenth of a second, as long as reading the org."""
        return ClientCredentials(self.url, "consumer-key", "consumer-secret")

    @property
    def by_key(self) -> JwtBearer:
        """How trials of signing in do it."""
        return JwtBearer(self.url, "consumer-key", self.username, self.key_file, "login")

    @contextmanager
    def signed_in(
        self, clock: Clock, pace: Clock, credentials: Credentials | None = None, **wire: Any
    ) -> Iterator[Client]:
        """A client of the org."""
        with (
            translate_errors(),
            sign_in(
                self.by_secret if credentials is None else credentials, replace(self._wire(clock, pace), **wire)
            ) as client,
        ):
            yield client

    def gathered(self, client: Client, workspace: Path, standards: Standards, clock: Clock, workers: int = 3) -> Path:
        """A snapshot."""
        with translate_errors():
            org = identify(client, client.instance_url)
        patience = PollPolicy(rows_per_page=self.rows_per_page, sleep=clock.sleep, clock=clock)
        settings = Settings(workers=workers, bulk_from=self.bulk_from, patience=patience)
        return gather(client, org, standards, workspace, NullProgress(), settings)

    def _wire(self, clock: Clock, pace: Clock) -> Wire:
        """How it speaks: without waiting for anything but the machine."""
        return Wire(
            hosts=Hosts.trusting(self.url.removeprefix("https://")),
            ca_bundle=self.ca_file,
            budget=Budget(),
            timeouts=(10.0, 20.0),
            pace=TransferLimits(clock=pace),
            sleep=clock.sleep,
        )


@dataclass(frozen=True)
class Gathers:
    """The work of a child: sign in, and gather with one worker, so that the n-th call is always the same."""

    reach: Reach
    standards: Standards

    def __call__(self, folder: Path) -> None:
        clock = Clock()
        with self.reach.signed_in(clock, Clock()) as client:
            self.reach.gathered(client, folder, self.standards, clock, workers=1)
