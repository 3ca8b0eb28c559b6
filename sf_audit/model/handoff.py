"""What IT is asked to deploy so that an org enforces standards: one validation rule each, and the way past them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sf_audit.model.access import About
from sf_audit.model.enforcement import Enforced, Kept


@dataclass(frozen=True, slots=True)
class NewValidationRule:
    """A validation rule that stops what breaks a standard, with why.

    `error_field` is the field beside which the message is shown, empty for the top of the page. `kept` is how many
    records the standard is about and how many of them would be stopped when somebody saves them next. `roles` counts
    those who may save such records, by role, and `fields` are those that have to be filled.
    """

    name: str
    object: str
    formula: str
    message: str
    error_field: str
    rule: str
    title: str
    why: str
    asks: str
    kept: Kept
    roles: Mapping[str, int]
    fields: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """As a manifest calls it."""
        return f"{self.object}.{self.name}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A standard for which nothing is written, and why. One that needs nothing, or is not known to, has its verdict."""

    rule: str
    why: str
    verdict: Enforced | None = None


@dataclass(frozen=True, slots=True)
class Handoff:
    """All of it. Holders of the custom permission `bypass` get past; `bypass_is_new` says that the org has none yet.

    `api_version` is that of the org, as the snapshot was read.
    """

    about: About
    bypass: str
    bypass_is_new: bool
    api_version: str
    validation_rules: tuple[NewValidationRule, ...]
    left_out: tuple[LeftOut, ...] = ()
