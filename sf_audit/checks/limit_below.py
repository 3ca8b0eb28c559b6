"""A limit of the org that is nearly used up stops work when it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.model.review import Breach, NotReadable, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import LimitName
from sf_audit.rulebook.settings.settings import AtLeastOne, Share, as_written
from sf_audit.snapshot.dictionary import limit_not_reported
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.tables import Snapshot


@check("limit_below")
@dataclass(frozen=True)
class LimitBelow:
    """Less than this share of each named limit is used (“Limits” in the “REST API Developer Guide”).

    A named limit that the org does not report makes the rule not checked: editions and permissions differ.
    A limit of zero belongs to a feature that the org does not have, and is left out.
    """

    verb: ClassVar[str]
    share: Share
    limits: Annotated[tuple[LimitName, ...], AtLeastOne]

    def needs(self) -> Sequence[Need]:
        columns = frozenset(("name", "maximum", "remaining"))
        return [Need("org_limits", columns, source=Source.LIMITS, of=frozenset(self.limits))]

    def examine(self, snapshot: Snapshot) -> Verdict:
        found = {
            name: (maximum, remaining)
            for name, maximum, remaining in snapshot.rows('SELECT "name", "maximum", "remaining" FROM "org_limits"')
        }
        missing = [name for name in self.limits if None in found.get(name, (None,))]
        limited = {name: found[name] for name in self.limits if name not in missing and found[name][0] > 0}
        breaches = tuple(breach for name, limit in limited.items() if (breach := self._breach(name, *limit)))
        unread = limit_not_reported(missing[0]) if missing else None
        if unread and not breaches:
            raise NotReadable(unread)
        notes = (f"not reported by the org: {', '.join(missing)}",) if missing else ()
        proof = f"the org reports a limit of zero for {', '.join(self.limits)}"
        return Verdict(len(limited), len(breaches), breaches, proof=proof, notes=notes, unread=unread)

    def _breach(self, name: str, maximum: int, remaining: int) -> Breach | None:
        used = maximum - remaining
        if used < as_written(self.share) * maximum:
            return None
        return Breach("Limit", name, f"{used / maximum:.0%} used: {used} of {maximum}", label=name)
