"""A validation rule that nobody can explain is switched off by the first person whom it stops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations.filled import or_null
from sf_audit.model.review import Breach, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.tables import Snapshot

_RULES = "ValidationRule"
_OBJECT = "EntityDefinition.QualifiedApiName"


@check("validation_rules_described")
@dataclass(frozen=True)
class ValidationRulesDescribed:
    """Every active validation rule has a description; those of managed packages are left out."""

    verb: ClassVar[str]

    def needs(self) -> Sequence[Need]:
        columns = frozenset(("Id", "Active", "Description", "NamespacePrefix", "ValidationName", _OBJECT))
        return [Need(_RULES, columns, source=Source.TOOLING)]

    def examine(self, snapshot: Snapshot) -> Verdict:
        rows = snapshot.rows(
            f"""SELECT "Id", coalesce("{_OBJECT}", '') || '.' || "ValidationName", {or_null('"Description"')} IS NULL
                FROM "{_RULES}" WHERE "Active" AND coalesce("NamespacePrefix", '') = '' ORDER BY "Id" """
        )
        breaches = tuple(
            Breach(_RULES, key, "is active and has no description", label=name)
            for key, name, is_wrong in rows
            if is_wrong
        )
        return Verdict(len(rows), len(breaches), breaches, proof=f"{_RULES} was read whole: no active rule of this org")
