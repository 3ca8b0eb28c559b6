"""A text is as long as it can make sense, and was not cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.model.counts import count
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.bounds import refuse_turned
from sf_audit.rulebook.settings.field_kinds import FREE_TEXTS, Fits
from sf_audit.rulebook.settings.org_names import CountsCharacters
from sf_audit.rulebook.settings.settings import Count
from sf_audit.snapshot.dictionary import MEND_THE_RULE
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.tables import Snapshot

_FIELDS = "describe_fields"


@check("length")
@dataclass(frozen=True, kw_only=True)
class Length(OfField):
    """Where filled, the text has at least and at most so many characters, both included.

    Characters are those of Unicode: an accented letter is one, and so is an emoji. Of rich text its HTML is counted, as
    the org counts it. A bound beyond what the field can hold is a mistake of the rule.

    `truncated: false` says that no text is exactly as long as the field can be: something was cut off there, most
    likely by an import or an integration. How long that is, each org says itself (`length` in describe).
    """

    fits: ClassVar[Fits] = FREE_TEXTS
    demands: ClassVar[Demand | None] = Demand.FORM

    at_least: Annotated[Count | None, CountsCharacters()] = None
    at_most: Annotated[Count | None, CountsCharacters()] = None
    truncated: bool = True

    def __post_init__(self) -> None:
        if self.at_least is None and self.at_most is None and self.truncated:
            raise ValueError("write at_least, at_most or truncated: false")
        if 0 in (self.at_least, self.at_most):
            raise ValueError("write a number of characters from 1; for empty fields use filled")
        refuse_turned(self.at_least, self.at_most)

    def needs(self) -> Sequence[Need]:
        """The judged field of the records in scope, and how long it can be."""
        if self.truncated:
            return super().needs()
        columns = frozenset(("object", "field", "length"))
        return [*super().needs(), Need(_FIELDS, columns, source=Source.DESCRIBE, of=frozenset((self.object,)))]

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        ends = [self.at_most] if self.at_most is not None else []
        if not self.truncated:
            ends.append(self._longest(snapshot) - 1)
        most = min(ends, default=None)
        if most is not None and most < (self.at_least or 0):
            says = (
                f"no text has at least {count(self.at_least or 0, 'character')} and is shorter than {self.field} can be"
            )
            raise NotReadable(Unread(Reason.RULE_DOES_NOT_FIT, says, MEND_THE_RULE))
        ask = asks.LengthBetween(self.field, self.at_least, most)
        return ask, f"{self.field} {' or '.join(self._says())}"

    def _says(self) -> Sequence[str]:
        bounded = self.at_least is not None or self.at_most is not None
        return [
            *(["is longer or shorter than the standard allows"] if bounded else []),
            *([] if self.truncated else ["is as long as the field can be, so probably cut off"]),
        ]

    def _longest(self, snapshot: Snapshot) -> int:
        """How many characters the field can hold. NotReadable where the org does not say it."""
        query = f'SELECT "length" FROM "{_FIELDS}" WHERE "object" = ? AND "field" = ?'
        found = [row[0] for row in snapshot.rows(query, [self.object, self.field]) if row[0]]
        if not found:
            says = f"the org does not say how many characters {self.object}.{self.field} can hold"
            raise NotReadable(Unread(Reason.INCOMPLETE, says, "Collect again"))
        return int(found[0])
