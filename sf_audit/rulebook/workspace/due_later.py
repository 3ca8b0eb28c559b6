"""Why findings may be due later than the standards say, and who approved that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AliasChoices, Field

from sf_audit.rulebook.files.yaml_file import strict_keys
from sf_audit.rulebook.settings.settings import Words

#: Days within which the old stock is to be gone.
LONGEST_BURN_DOWN = 730

#: Who approved something; `approver` says the same.
Approver = Annotated[Words, Field(validation_alias=AliasChoices("approved_by", "approver"))]


@strict_keys
@dataclass(frozen=True)
class SlaApproval:
    """Who allowed findings to be due later than they are by default, why, and until when."""

    reason: Words
    approved_by: Approver
    until: date
    asked_by: str = ""


@strict_keys
@dataclass(frozen=True)
class BurnDownPlan:
    """By when the old stock is gone, which the first review of each rule found; who agreed to that, and why.

    Findings of it are due on that day. New ones, those that return and critical ones are due as `sla` says.
    """

    until: date
    reason: Words
    approved_by: Approver
    asked_by: str = ""
