"""Which org a document speaks of, and what reading it cost the org."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrgIdentity:
    """Which org a document speaks of. `id` has 18 characters."""

    id: str
    name: str
    is_sandbox: bool
    instance_url: str
    time_zone: str = "UTC"
    edition: str = ""


@dataclass(frozen=True, slots=True)
class ApiUse:
    """API calls of this run, and the org's limit for 24 hours (0 when the org did not say)."""

    calls: int
    limit: int
