"""A record is not alone, such as an opportunity with a contact in a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.model.counts import count
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.other_records import insist_on_every_row
from sf_audit.rulebook.rules.related import OfRelated
from sf_audit.rulebook.settings.bounds import refuse_turned
from sf_audit.rulebook.settings.field_kinds import LOOKUPS
from sf_audit.rulebook.settings.org_names import FieldName, NamesField
from sf_audit.rulebook.settings.settings import Count, OneOrMore
from sf_audit.salesforce.features import PERSON_ACCOUNT
from sf_audit.snapshot.needs import Clause, Comparison, Filter, Need, need
from sf_audit.snapshot.tables import Snapshot

_ACCOUNT = "Account"
_PERSONS: Filter = frozenset({Clause(PERSON_ACCOUNT, Comparison.IN, (True,))})


@check("has_related")
@dataclass(frozen=True, kw_only=True)
class HasRelated(OfRelated):
    """At least one record of the child object names this record in the field `by`; `at_least` asks for more than one.

    Only child records that keep `where` count, which is written as `when`, on fields of the child. Those of
    `matching` hold the same in a field of the child as the record in one of its own (`AccountId: AccountId`), compared
    exactly, and either may be a field of a parent (`Contact.AccountId`); a record in which one of its own is empty is
    left out. `at_most` says that there are not more; where it stands alone, there may be none, so exactly one is
    `at_least: 1` and `at_most: 1`.

    Child records that sharing hides could be the ones, so without them nobody is blamed. `company_by` is the field that
    names the record's account: then records of person accounts, which are their own contact, are left out.
    """

    at_least: OneOrMore | None = None
    at_most: Count | None = None
    company_by: Annotated[FieldName | None, NamesField(fits=LOOKUPS, refers_to=_ACCOUNT)] = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.at_most == 0:
            raise ValueError("at_most is 0: write the verb no_related, without at_most")
        refuse_turned(self.at_least, self.at_most)

    @property
    def _low(self) -> int:
        """So many there are at least: one, unless the rule only says how many are too many."""
        if self.at_least is not None:
            return self.at_least
        return 1 if self.at_most is None else 0

    @property
    def columns(self) -> tuple[str, ...]:
        company = () if self.company_by is None else (self.company_by,)
        return tuple(dict.fromkeys((*super().columns, *company)))

    def needs(self) -> Sequence[Need]:
        accounts = [] if self.company_by is None else [need(_ACCOUNT, "Id", optional=PERSON_ACCOUNT)]
        return [*super().needs(), *accounts]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        insist_on_every_row(snapshot, self.child)
        ask = self.related(snapshot, self._low, self.at_most)
        if self.company_by is None or not snapshot.has(_ACCOUNT, PERSON_ACCOUNT):
            return ask, self._because
        insist_on_every_row(snapshot, _ACCOUNT)
        return asks.Unless(ask, asks.RefersTo(self.company_by, _ACCOUNT, _PERSONS)), self._because

    @property
    def _because(self) -> str:
        if self._low == 1 and self.at_most is None:
            return f"no {self.child} {self.belongs(several=False)}"
        return f"{self._miscounted} of {self.child} {self.belongs(several=self.at_most != 1)}"

    @property
    def _miscounted(self) -> str:
        if self.at_most is None:
            return f"fewer than {count(self._low, 'record')}"
        if not self._low:
            return f"more than {count(self.at_most, 'record')}"
        if self.at_most == self._low:
            return f"not exactly {count(self._low, 'record')}"
        return f"fewer than {self._low:,} or more than {count(self.at_most, 'record')}"
