"""A duplicate that nobody is warned of is made again tomorrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import JudgedObject
from sf_audit.rulebook.settings.settings import AtLeastOne
from sf_audit.snapshot.needs import Need, Source, need
from sf_audit.snapshot.tables import Snapshot

_RULES, _DESCRIPTIONS = "DuplicateRule", "describe_fields"


@check("duplicate_rules_active")
@dataclass(frozen=True)
class DuplicateRulesActive:
    """Each of these objects has an active duplicate rule, one of a managed package too.

    What the rule compares, and whether it warns or blocks, is not looked at (“DuplicateRule” in the “Object
    Reference”): whether it would have caught the duplicates that are there says [the page about
    duplicates](duplicates.md).
    """

    verb: ClassVar[str]
    objects: Annotated[tuple[JudgedObject, ...], AtLeastOne]

    def needs(self) -> Sequence[Need]:
        columns, of = frozenset(("object", "field")), frozenset(self.objects)
        return [
            need(_RULES, "Id SobjectType IsActive"),
            # Nobody is blamed for an object that this org does not have.
            Need(_DESCRIPTIONS, columns, source=Source.DESCRIBE, of=of, some_will_do=True),
        ]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = snapshot.rows(f'SELECT lower("SobjectType"), CAST("IsActive" AS BOOLEAN) FROM "{_RULES}"')
        known, watched = {name for name, _ in rows}, {name for name, is_active in rows if is_active}
        there = [name for name in self.objects if name in snapshot.tables[_DESCRIPTIONS].covers]
        breaches = tuple(
            Breach("CustomObject", name, _because(name.lower() in known), label=name)
            for name in there
            if name.lower() not in watched
        )
        return Verdict(len(there), len(breaches), breaches)


def _because(has_rules: bool) -> str:
    return "none of its duplicate rules is active" if has_rules else "has no duplicate rule"
