"""A record is not alone, such as an opportunity with a contact in a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.settings.field_kinds import LOOKUPS
from sf_audit.rulebook.settings.org_names import FieldName, NamesField, ObjectName
from sf_audit.salesforce.features import PERSON_ACCOUNT
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.snapshot.needs import Clause, Comparison, Filter, Need, need
from sf_audit.snapshot.tables import Snapshot

_ACCOUNT = "Account"
_PERSONS: Filter = frozenset({Clause(PERSON_ACCOUNT, Comparison.IN, (True,))})


@check("has_related")
@dataclass(frozen=True, kw_only=True)
class HasRelated(OfRecords):
    """At least one record of the child object names this record in the field `by`.

    Child records that sharing hides could be the ones, so without them nobody is blamed. `company_by` is the field that
    names the record's account: then records of person accounts, which are their own contact, are left out.
    """

    child: ObjectName
    by: Annotated[FieldName, NamesField(of="child", fits=LOOKUPS, refers_to="object")]
    company_by: Annotated[FieldName | None, NamesField(fits=LOOKUPS, refers_to=_ACCOUNT)] = None

    @property
    def columns(self) -> tuple[str, ...]:
        return ("Id",) if self.company_by is None else ("Id", self.company_by)

    def needs(self) -> Sequence[Need]:
        accounts = [] if self.company_by is None else [need(_ACCOUNT, "Id", optional=PERSON_ACCOUNT)]
        return [*super().needs(), need(self.child, f"Id {self.by}"), *accounts]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        _insist_on_every_row(snapshot, self.child)
        ask = asks.RefersTo("Id", self.child, key=self.by)
        because = f"no {self.child} names it in {self.by}"
        if self.company_by is None or not snapshot.has(_ACCOUNT, PERSON_ACCOUNT):
            return ask, because
        _insist_on_every_row(snapshot, _ACCOUNT)
        return asks.Unless(ask, asks.RefersTo(self.company_by, _ACCOUNT, _PERSONS)), because


def _insist_on_every_row(snapshot: Snapshot, table: str) -> None:
    if snapshot.tables[table].rows_hidden:
        says = f"only those rows of {table} that are shared with the auditor user were read"
        raise NotReadable(Unread(Reason.ROWS_HIDDEN, says, shows_every_record(table)))
