"""What is kept once is not in two objects, such as a person who is a lead and a contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.org_scope import in_this_org
from sf_audit.rulebook.rules.other_records import insist_on_parents
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import TEXTS, Fits
from sf_audit.rulebook.settings.org_names import ChoosesRecords, FieldName, NamesField, ObjectName, When
from sf_audit.snapshot.needs import ALL_ROWS, Need, reading
from sf_audit.snapshot.tables import Snapshot


@check("not_elsewhere")
@dataclass(frozen=True, kw_only=True)
class NotElsewhere(OfField):
    """Where filled, no record of the object `other` has the same in the field `other_field`.

    Texts are compared as `unique` compares them, with `case_sensitive` by every character. Only records of the other
    object that keep `where` count, which is written as `when`, on fields of that object. The records of `object` are
    the breaches: a lead whose e-mail address a contact has, where the lead was not converted
    (`when: {IsConverted: false}`). Records of the other object that sharing hides could have the same, so without them
    no record keeps it.
    """

    fits: ClassVar[Fits] = TEXTS

    other: ObjectName
    other_field: Annotated[FieldName, NamesField(of="other", fits=TEXTS)]
    where: Annotated[When, ChoosesRecords(of="other")] = ALL_ROWS
    case_sensitive: bool = False

    def __post_init__(self) -> None:
        if self.other.lower() == self.object.lower():
            raise ValueError(f"other is {self.object} too: for records of one object write the verb unique")

    def needs(self) -> Sequence[Need]:
        """The field of the records in scope, and that of the others."""
        return [*super().needs(), *reading(self.other, ("Id", self.other_field), self.where)]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        insist_on_parents(snapshot, self.where)
        where = in_this_org(self.where, self.other, snapshot)
        ask = asks.NotElsewhere(self.field, self.other, self.other_field, where, folded=not self.case_sensitive)
        return ask, f"a record of {self.other} has the same in {self.other_field}"
