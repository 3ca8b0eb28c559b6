"""What a daily sample of an org holds: its limits, and a few counts. No name, no field value, no token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sf_audit.model.review import Unread


class Question(StrEnum):
    """What a sample asks an org."""

    LIMITS = "limits"
    STORAGE = "storage_limits"
    FAILED_JOBS = "failed_apex_jobs"
    TOKENS = "oauth_tokens"
    GRANTS = "permission_set_assignments"


@dataclass(frozen=True, slots=True)
class LimitReading:
    """How much of a limit there is, and what is left of it, in the unit of that limit ("Limits", REST API guide)."""

    name: str
    maximum: int
    remaining: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there are. Two equal fingerprints (SHA-256) mean the same set; empty where there is none.

    `note` says what the number does not show, and `at_least` that there may be more: the org counts no further.
    """

    question: Question
    number: int
    fingerprint: str = ""
    note: str = ""
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class NotRead:
    """A question that the org did not answer, and why: never a zero."""

    question: Question
    unread: Unread


@dataclass(frozen=True, slots=True)
class Sample:
    """An org at one moment. Every Question is answered in it, or in `not_read`."""

    org_id: str
    taken: datetime
    limits: tuple[LimitReading, ...] = ()
    counts: tuple[Counted, ...] = ()
    not_read: tuple[NotRead, ...] = ()
