"""A duplicate that nobody is warned of is made again tomorrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import NamedObject
from sf_audit.rulebook.settings.settings import AtLeastOne
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot

_RULES = "DuplicateRule"


@check("duplicate_rules_active")
@dataclass(frozen=True)
class DuplicateRulesActive:
    """Each of these objects has an active duplicate rule, one of a managed package too.

    What the rule compares, and whether it warns or blocks, is not looked at (“DuplicateRule” in the “Object
    Reference”): whether it would have caught the duplicates that are there says [the page about
    duplicates](duplicates.md).
    """

    verb: ClassVar[str]
    objects: Annotated[tuple[NamedObject, ...], AtLeastOne]

    def needs(self) -> Sequence[Need]:
        return [need(_RULES, "Id SobjectType IsActive")]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = snapshot.rows(f'SELECT lower("SobjectType"), CAST("IsActive" AS BOOLEAN) FROM "{_RULES}"')
        known, watched = {name for name, _ in rows}, {name for name, is_active in rows if is_active}
        breaches = tuple(
            Breach("CustomObject", name, _because(name.lower() in known), label=name)
            for name in self.objects
            if name.lower() not in watched
        )
        return Verdict(len(self.objects), len(breaches), breaches)


def _because(has_rules: bool) -> str:
    return "none of its duplicate rules is active" if has_rules else "has no duplicate rule"
