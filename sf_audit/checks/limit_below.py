"""A limit of the org that is nearly used up stops work when it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.findings import Breach, NotReadable, Reason, Unread, Verdict
from sf_audit.rulebook.check import check
from sf_audit.rulebook.settings import ApiName, Share
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.tables import Snapshot


@check("limit_below")
@dataclass(frozen=True)
class LimitBelow:
    """Less than this share of each named limit is used (“Limits” in the “REST API Developer Guide”).

    A named limit that the org does not report makes the rule not checked: editions and permissions differ.
    """

    verb: ClassVar[str]
    share: Share
    limits: tuple[ApiName, ...]

    def needs(self) -> Sequence[Need]:
        return [Need("org_limits", frozenset(("name", "maximum", "remaining")), source=Source.LIMITS)]

    def examine(self, snapshot: Snapshot) -> Verdict:
        found = {
            name: (maximum, remaining)
            for name, maximum, remaining in snapshot.rows('SELECT "name", "maximum", "remaining" FROM "org_limits"')
        }
        breaches = tuple(breach for name in self.limits if (breach := self._breach(name, *found.get(name, (0, 0)))))
        missing = [name for name in self.limits if name not in found]
        if missing and not breaches:
            raise NotReadable(
                Unread(
                    Reason.FIELD_NOT_VISIBLE,
                    f"the org did not report the limit {missing[0]}",
                    "View Setup and Configuration; storage limits need Manage Users",
                )
            )
        notes = (f"not reported by the org: {', '.join(missing)}",) if missing else ()
        return Verdict(len(self.limits) - len(missing), len(breaches), breaches, notes=notes)

    def _breach(self, name: str, maximum: int, remaining: int) -> Breach | None:
        used = 1 - remaining / maximum if maximum else 0.0
        if used < self.share:
            return None
        return Breach("Limit", name, f"{used:.0%} used: {maximum - remaining} of {maximum}", label=name)
