"""One standard, as its file says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sf_audit.model.review import Pillar, Reason, Severity, Status
from sf_audit.model.score import poor_by_default
from sf_audit.model.standing import GRAVE
from sf_audit.rulebook.files.yaml_file import Written
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.headline import Headline
from sf_audit.rulebook.settings.settings import ObjectAlone, Part, as_written

#: The ids of rules of a workspace begin so.
OWN = "own"

#: The folder of a rule says to which part of the review it belongs.
PILLARS: Mapping[str, Pillar] = {
    "quality": Pillar.DATA_QUALITY,
    "access": Pillar.ACCESS_POLICY,
    "security": Pillar.ACCESS_POLICY,
    "governance": Pillar.ACCESS_POLICY,
    "performance": Pillar.SYSTEM_PERFORMANCE,
    "metadata": Pillar.SYSTEM_PERFORMANCE,
    "adoption": Pillar.ADOPTION,
}


#: The rows of an example org, by table.
Tables = Mapping[str, tuple[Mapping[str, Any], ...]]


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a rule says of an example org: the ids that break it, or why it cannot say.

    `hidden` are fields (`Account.Industry`) and objects (`Account`) that the auditor user cannot see. Of the objects
    in `hidden_rows`, sharing hides records, and those in the org are the rest.
    """

    breaks: tuple[str, ...] = ()
    status: Status | None = None
    reason: Reason | None = None
    hidden: tuple[Part, ...] = ()
    hidden_rows: tuple[ObjectAlone, ...] = ()
    today: date = date(2026, 3, 16)

    @property
    def expected(self) -> Status:
        """What the rule must say of this org."""
        return self.status or (Status.BROKEN if self.breaks else Status.KEPT)


@dataclass(frozen=True, kw_only=True)
class OrgExample(Expected):
    """A tiny org, and what the rule says of it: written in full, or `like` a named one, `but` for some rows."""

    org: Tables
    like: str = ""
    but: Tables = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One standard: what must hold, why, who fixes it, and how it is checked.

    `uid` is the first id the rule ever had, so that the history of its findings survives a rename. `text` is what it
    asks, as `sf_audit.rulebook.rules.rule_text` writes it; `file` is its path in the product (`rules/…`) or in the
    workspace. `filed_severity` and `filed_at_least` are those of the file, where a workspace has an override. `poor` is
    the share at which it has no points, where its file says so: see `poor_of`.
    """

    id: str
    uid: str
    title: str
    why: str
    fix: str
    severity: Severity
    owner: str
    partner: str
    pillar: Pillar
    check: AnyCheck
    examples: Sequence[OrgExample] = ()
    at_least: float = 1.0
    at_stake: str = ""
    meets: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    headline: Headline | None = None
    show_value: bool = True
    text: str = ""
    file: str = ""
    filed_severity: Severity | None = None
    filed_at_least: float | None = None
    poor: float | None = None
    written: Written | None = field(default=None, compare=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Every id that the rule has or had, today's first."""
        return (self.id, *self.was)

    @property
    def scored_severity(self) -> Severity:
        """The severity that counts: that of the file, where an override is milder."""
        order = list(Severity)
        return min(self.severity, self.filed_severity or self.severity, key=order.index)

    @property
    def is_grave(self) -> bool:
        """Whether a record that breaks it is not clean: see `sf_audit.model.standing`."""
        return self.scored_severity in GRAVE

    @property
    def is_own(self) -> bool:
        """Whether it is a rule of the workspace, and not one that ships."""
        return self.id.startswith(f"{OWN}/")

    def place(self, where: Sequence[str | int]) -> str:
        """Where in which file a part of the rule stands: `rules/quality/x.yaml:9: check.filled.field`."""
        part = ".".join(str(step) for step in where)
        if self.written is None:
            return f"{self.file or self.id}: {part}"
        shipped = "" if self.is_own else " (shipped)"
        return f"{self.file}:{self.written.line(where)}{shipped}: {part}"


def poor_of(rule: Rule) -> float:
    """The share of subjects at which the rule has no points: as its file says, or so far below what counts."""
    at_least = max(rule.at_least, rule.filed_at_least or 0)
    return poor_by_default(at_least) if rule.poor is None else rule.poor


def keeps(at_least: float, checked: int, broken: int) -> bool:
    """Whether enough of the subjects keep the rule. Counted in whole subjects: no share rounds up to 100 %."""
    return checked - broken >= as_written(at_least) * checked if at_least < 1 else broken == 0
