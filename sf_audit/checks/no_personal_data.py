"""Free text is no place for numbers of cards, bank accounts and identity papers: nobody looks for them there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, WithJsonSchema

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.expectations.texts.personal_data import CARD, IBAN, KINDS
from sf_audit.rulebook.files.yaml_file import did_you_mean
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import FREE_TEXTS, Fits
from sf_audit.rulebook.settings.settings import AtLeastOne
from sf_audit.snapshot.tables import Snapshot


def _kind(value: object) -> str:
    if not isinstance(value, str) or value not in KINDS:
        hint = f" {did_you_mean(value, list(KINDS))}" if isinstance(value, str) else ""
        raise ValueError(f"“{value}” is none of {', '.join(KINDS)}.{hint}")
    return value


_Kind = Annotated[str, BeforeValidator(_kind), WithJsonSchema({"enum": list(KINDS)})]


@check("no_personal_data")
@dataclass(frozen=True, kw_only=True)
class NoPersonalData(OfField):
    """Where filled, the text holds none of the `kinds` of numbers that say who somebody is or how they pay.

    `card` is the number of a payment card: the beginning and length of one that pays in shops, the check digit of
    ISO/IEC 7812-1, written at once, in fours or as on the card, with spaces, hyphens or periods. `iban` has the length
    and form of its country and the right check digits. `us_ssn` has no check digit and counts only with its hyphens or
    spaces. The other kinds are national ids, each with its birth date, check digits and form. A number that is part of
    a longer number or word, or begins with a +, is none. The text is never shown with a finding, also where the rule
    says `show_value: true`, nor is the name of the record where the field is its name.
    """

    fits: ClassVar[Fits] = FREE_TEXTS
    never_shown: ClassVar[bool] = True

    kinds: Annotated[tuple[_Kind, ...], AtLeastOne] = (CARD, IBAN)

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        ask = asks.NoPersonalData(self.field, tuple(dict.fromkeys(self.kinds)))
        return ask, f"{self.field} holds a number of the kinds {', '.join(sorted(set(self.kinds)))}"
