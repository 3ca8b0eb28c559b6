"""What people declared, as a review tells it: which requests and decisions wait for whom, and since when.

Days are those of the org's time zone, and business days those of the workspace's calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class DeclaredRegister:
    """One register as it was frozen into the snapshot. `refused` says what was wrong; then it has no entries."""

    name: str
    file: str
    entries: int
    refused: tuple[str, ...] = ()


class Running(StrEnum):
    """What a clock does on the day of the review."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Clock:
    """Business days that one side has for something. It is paused while the other side has to act.

    `used` are those that it has run, `due` the day on which its time is up while it runs.
    """

    name: str
    allowed: int
    used: int
    running: Running
    due: date | None = None

    @property
    def breached(self) -> bool:
        """Whether it took longer than it may."""
        return self.used > self.allowed

    @property
    def left(self) -> int:
        """Business days that are left; below zero where there were too few."""
        return self.allowed - self.used


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request that is not over, or that lacks what it should have. `waits_for` is whose turn it is.

    `bounced` counts how often it came back with concerns, `lacks` names what should have been written by now.
    """

    id: str
    title: str
    kind: str
    state: str
    since: date
    asked_by: str
    waits_for: str
    clocks: tuple[Clock, ...] = ()
    bounced: int = 0
    lacks: tuple[str, ...] = ()


class Carried(StrEnum):
    """What became of a decision."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    NOT_THERE = "not_there"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MadeDecision:
    """A decision, and whether what was decided is in the org. `because` says what the answer rests on.

    `is_due` says that its day is past, or that somebody said it was done.
    """

    id: str
    decision: str
    decided_on: date
    decided_by: tuple[str, ...]
    owner: str
    follow_up: str
    due: date | None
    carried: Carried
    because: str = ""
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class Escalation:
    """A text that somebody may send: nothing is sent by itself."""

    request: str
    to: tuple[str, ...]
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Routed:
    """What is broken of the rules that an activity answers for, and who gets to know it in which way.

    The responsible get the list, who is accountable approves waivers and bulk fixes, the consulted get the `digest`,
    and the informed one line. `findings` are open ones, `due` is the first of their days.
    """

    activity: str
    responsible: tuple[str, ...]
    accountable: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]
    rules: tuple[str, ...]
    findings: int
    waived: int
    due: date | None
    digest: str


@dataclass(frozen=True, slots=True)
class Registers:
    """What was declared when the snapshot was read. `notes` are about what is old or missing.

    `calendar` says in words which days count as business days.
    """

    declared: tuple[DeclaredRegister, ...]
    calendar: str
    requests: tuple[OpenRequest, ...] = ()
    decisions: tuple[MadeDecision, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    routed: tuple[Routed, ...] = ()
    notes: tuple[str, ...] = ()
