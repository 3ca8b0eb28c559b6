"""What describe says of a field, and by which names formulas and flows may mean it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sf_audit.formulas.cases import FieldKind

#: What a roll-up summary field can be: a count, a sum, the least or most of detail records ("Roll-Up Summary Field").
_ROLLED_UP = frozenset({FieldKind.NUMBER, FieldKind.DATE})


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What the platform itself takes for a value of a field, and what it works the field out from.

    `length` is how many characters a text can have. `relationship` is what a formula writes before a field of the
    record that a lookup names. `formula` is that of a formula field, empty where the org does not show it.
    """

    object: str
    name: str
    type: str
    nillable: bool
    calculated: bool
    compound: str
    unique: bool
    restricted: bool
    length: int = 0
    relationship: str = ""
    formula: str = ""

    @property
    def layout_names(self) -> frozenset[str]:
        """What a page layout may call it: the parts of an address are there as the address."""
        return frozenset({self.name, self.compound} - {""})

    @property
    def twins(self) -> frozenset[str]:
        """Names in lower case of what is filled with it: a country or state and its code, where picklists of them are
        switched on, and the field that it is a part of.
        """
        name = self.name.lower()
        return frozenset({f"{name}code", name.removesuffix("code"), self.compound.lower()} - {"", name})

    def is_named_in(self, formula: str) -> bool:
        """Whether the formula names it, or a field of the record that it leads to.

        In a comment or a text the word may be no field, which is the safe side.
        """
        through = f"|{re.escape(self.relationship)}\\." if self.relationship else ""
        return re.search(rf"(?<![\w.])(?:{re.escape(self.name)}(?!\w){through})", formula, re.IGNORECASE) is not None

    @property
    def may_rest_on_anything(self) -> bool:
        """Whether it is worked out from what the org does not show. A roll-up summary of the org's own has no formula
        and rests on detail records; a package shows the formulas of neither kind.
        """
        packaged = self.name.removesuffix("__c").count("__") > 0
        return self.calculated and not self.formula and (packaged or FieldKind.of(self.type) not in _ROLLED_UP)


def standing_for(field: FieldFacts, fields: Collection[FieldFacts]) -> frozenset[str]:
    """Names in lower case through which a formula may ask for a field of an object without naming it.

    They are filled with it, or they are formula fields that rest on it or on another of these.
    """
    found = [each for each in fields if each.name.lower() in field.twins or each.may_rest_on_anything]
    waiting = [field, *found]
    left = [each for each in fields if each.formula and each not in waiting]
    while waiting:
        asked = waiting.pop()
        resting = [each for each in left if asked.is_named_in(each.formula)]
        left = [each for each in left if each not in resting]
        waiting += resting
        found += resting
    return field.twins.union(each.name.lower() for each in found)
