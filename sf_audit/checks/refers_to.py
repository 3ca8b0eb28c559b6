"""A lookup names a record that exists, and that is in the state which the standard asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.org_scope import in_this_org
from sf_audit.rulebook.rules.other_records import condition_on, insist_on_every_row, insist_on_parents
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import LOOKUPS, Fits
from sf_audit.rulebook.settings.org_names import ChoosesRecords, FieldName, NamesField, ObjectName, When
from sf_audit.salesforce.key_prefixes import STANDARD
from sf_audit.snapshot.dictionary import OrgField
from sf_audit.snapshot.needs import ALL_ROWS, Need, reading
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from sf_audit.snapshot.tables import Snapshot

_ID = "Id"


@check("refers_to")
@dataclass(frozen=True, kw_only=True)
class RefersTo(OfField):
    """Where filled, the lookup names a record of the object `to` that exists.

    With `where`, which is written as `when`, on fields of that object, the record that it names keeps these conditions.
    Then an id of no record is left out: that it exists is a standard of its own. Of a lookup that can name records of
    several objects, such as `WhatId` and `OwnerId`, only ids of the object are judged, known by what they begin with.
    Records that sharing hides may exist and may be in any state, so nobody is blamed for naming one.
    """

    fits: ClassVar[Fits] = LOOKUPS

    field: Annotated[FieldName, NamesField(refers_to="to")]
    to: ObjectName
    where: Annotated[When, ChoosesRecords(of="to")] = ALL_ROWS

    def needs(self) -> Sequence[Need]:
        """The lookups of the records in scope, and every record that they can name."""
        named, *parents = reading(self.to, (_ID,), self.where)
        looked_at = frozenset(clause.field for clause in named.rows)
        return [*super().needs(), replace(named, columns=named.columns | looked_at, rows=ALL_ROWS), *parents]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        ask = asks.NamesRecord(self.field, self.to, prefix=self._prefix(snapshot))
        if self.where:
            says = f"{self.field} names a record of {self.to} that does not meet the {condition_on(self.where)}"
            insist_on_parents(snapshot, self.where)
            return replace(ask, where=in_this_org(self.where, self.to, snapshot)), says
        insist_on_every_row(snapshot, self.to)
        return ask, f"{self.field} names no record of {self.to}"

    def _prefix(self, snapshot: Snapshot) -> str:
        """What ids of the object begin with, where the lookup can name records of others too."""
        dictionary = StoredDictionary(snapshot)
        lookup, own = dictionary.field(self.object, self.field), dictionary.field(self.to, _ID)
        if isinstance(lookup, OrgField) and len(lookup.references) == 1:
            return ""
        described = [field.ids_of for field in (own, lookup) if isinstance(field, OrgField)]
        known = {target.object: target.key_prefix for targets in described for target in targets}
        prefix = known.get(self.to) or STANDARD.get(self.to, "")
        if not prefix and isinstance(lookup, OrgField) and lookup.references:
            says = f"which of the ids in {self.object}.{self.field} are of {self.to} is not known"
            raise NotReadable(Unread(Reason.UNSUPPORTED, says, f"Read on {self.to}"))
        return prefix
