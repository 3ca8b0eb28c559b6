"""What the checks of placeholders share: the words that a rule adds to the lists, and the fields of people's names."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations import asks
from sf_audit.rulebook.rules.records import OfField
from sf_audit.salesforce.name_fields import names_a_person


@dataclass(frozen=True, kw_only=True)
class WithPlaceholderLists(OfField):
    """A check of one field that knows placeholders, with the words of a rule beside its own."""

    words: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def no_placeholder(self) -> asks.NoPlaceholder:
        """That the field is no placeholder; words that people are called by are none in the name of a person."""
        of_person = names_a_person(self.object, self.field)
        return asks.NoPlaceholder(self.field, self.words, self.generic, self.names, of_person=of_person)
