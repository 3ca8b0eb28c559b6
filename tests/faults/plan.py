"""What goes wrong, and where: the faults that a trial puts between the auditor and the org.

A fault says which request it meets (the n-th that fits a pattern over `METHOD path?query`) and what happens to the
answer. It knows nothing of what the auditor should make of it: that is the checker's business (`truth`).
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Framing(StrEnum):
    """How the body travels, and so how its end is known."""

    LENGTH = "with Content-Length"
    CHUNKED = "chunked"
    UNENDED = "chunked, and never ended"
    CLOSE = "until the connection closes"


class Ending(StrEnum):
    """What becomes of the connection afterwards."""

    KEPT = "kept"
    CLOSED = "closed"
    RESET = "reset"
    HANGS = "nothing ever comes"
    DRIPS = "a byte now and then"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it is sent. `body` is plain; `zipped` packs it; `cut` bytes of what travels are sent at most.

    `mangled` changes the bytes as they travel, after packing; `piece` sends them in pieces of so many bytes.
    """

    status: int
    headers: dict[str, str]
    body: bytes
    zipped: bool = False
    framing: Framing = Framing.LENGTH
    ending: Ending = Ending.KEPT
    cut: int | None = None
    piece: int = 0
    mangled: Callable[[bytes], bytes] | None = None

    def said(self) -> Any:
        """The JSON that it holds."""
        return json.loads(self.body)


Change = Callable[[Reply], Reply]

ALWAYS = range(1, 1_000_000)


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong. `hits` are those of the fitting requests that it meets, from 1.

    Without `forwards` the org never sees the request. `id` is that of the class in the catalogue of faults.
    """

    id: str
    name: str
    where: str
    change: Change
    hits: Sequence[int] = (1,)
    forwards: bool = True

    def __str__(self) -> str:
        return f"{self.id} {self.name}"

    def always(self) -> Fault:
        """The same, at every fitting request."""
        return replace(self, hits=ALWAYS, name=f"{self.name}, always")

    def at(self, *hits: int) -> Fault:
        """The same, at other requests."""
        return replace(self, hits=hits, name=f"{self.name}, hit {'+'.join(map(str, hits))}")

    def on(self, where: str, called: str) -> Fault:
        """The same, somewhere else."""
        return replace(self, where=where, name=f"{self.name} at {called}")


@dataclass
class Plan:
    """The faults of one trial, and what was asked meanwhile. Shared by the threads of a proxy.

    A reader that asks for more than `most` is in a circle: its connections are reset.
    """

    faults: Sequence[Fault] = ()
    asked: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    watch: Callable[[str], None] | None = None
    most: int = 1500
    _met: dict[int, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def meet(self, line: str) -> tuple[Fault, ...]:
        """The faults that strike this request."""
        with self._lock:
            self.asked.append(line)
            found = tuple(self._struck(line))
        if self.watch is not None:
            self.watch(line)
        return found

    def count(self, pattern: str) -> int:
        """How many requests fitted the pattern."""
        with self._lock:
            return sum(re.search(pattern, one) is not None for one in self.asked)

    @property
    def tries_tokens(self) -> bool:
        """Whether signing in itself was struck."""
        return any(fault.where == TOKEN for fault in self.faults)

    def _struck(self, line: str) -> Iterator[Fault]:
        for number, fault in enumerate(self.faults):
            if not re.search(fault.where, line):
                continue
            self._met[number] = self._met.get(number, 0) + 1
            if self._met[number] in fault.hits:
                self.struck.append(fault.id)
                yield fault


TOKEN = r"^POST /services/oauth2/token"
DESCRIBE = r"/sobjects/\w+/describe"
COUNT = r"^GET .*/query\?q=SELECT COUNT\(\)"
FIRST_BATCH = r"^GET .*/query\?q=SELECT Id,.* FROM Contact"
NEXT_BATCH = r"^GET /services/data/v[\d.]+/query/\w"
CREATE = r"^POST .*/jobs/query"
POLL = r"^GET .*/jobs/query/\w+\?"
PAGES = r"^GET .*/jobs/query/\w+/results"
LATER_PAGE = rf"{PAGES}.*locator="
DATA = r" /services/data/v\d"
LIMITS = r"^GET .*/limits\?$"


def answered(body: object, status: int = 200, **headers: str) -> Change:
    """Another answer in place of the org's."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = {"Content-Type": "text/html" if text.startswith(b"<") else "application/json"}
    return lambda reply: Reply(status, kind | headers, text)


def error(code: str, status: int = 400, message: str = "no", **headers: str) -> Change:
    """The org says no with this code."""
    return answered([{"errorCode": code, "message": message}], status, **headers)


def headed(**headers: str | None) -> Change:
    """Other headers; None takes one away. `_` stands for `-`."""

    def change(reply: Reply) -> Reply:
        new = {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {name: value for name, value in reply.headers.items() if name not in new}
        return replace(reply, headers=kept | {name: value for name, value in new.items() if value is not None})

    return change


def body(change: Callable[[bytes], bytes]) -> Change:
    """Another body, well packed and framed."""
    return lambda reply: replace(reply, body=change(reply.body))


def changed_json(change: Callable[[Any], Any]) -> Change:
    """Another JSON value."""
    return lambda reply: replace(reply, body=json.dumps(change(reply.said())).encode())


def updated(**values: object) -> Change:
    """The same JSON object with other members."""
    return changed_json(lambda said: said | values)
