"""Two values of a picklist that mean the same split every report in two."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.model.review import Breach, NotReadable, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.own_fields import OwnFields, not_visible
from sf_audit.rulebook.settings.org_names import JudgedObject
from sf_audit.snapshot.needs import Need, Source
from sf_audit.snapshot.tables import Snapshot

_VALUES = "describe_picklist_values"

#: Fields of State and Country Picklists, where two countries have states of one code ("State and Country/Territory
#: Picklists"), and fields of managed packages, whose values nobody here chooses.
_OF_OTHERS = r"\w+(State|Country)Code|\w+__\w+__(c|pc)|\w+__pc"

#: One letter less is no plural below this length: News and New are two words.
_SHORTEST = 6


@check("picklist_values_distinct")
@dataclass(frozen=True)
class PicklistValuesDistinct:
    """No picklist of these objects offers two active values that differ only in how they are written.

    That is in case, spaces, punctuation and invisible characters, in “&” for “and”, or in a plural at the end, as
    “Trade Show” and “tradeshows”. Signs that tell numbers, grades and languages apart count: “1-10” and “110”, “<1 M”
    and “>1 M”, “A”, “A+” and “A-”, “C” and “C#” are distinct.

    The values are those that records hold (API names). Those of country and state fields and of managed packages are
    left out. Custom fields that the auditor user may not read could offer such values, so with one of them the rule is
    not checked unless another one breaks it.
    """

    verb: ClassVar[str]
    objects: tuple[JudgedObject, ...]

    def needs(self) -> Sequence[Need]:
        columns = frozenset(("object", "field", "value", "active"))
        values = Need(_VALUES, columns, source=Source.DESCRIBE, of=self._own_fields.of, some_will_do=True)
        return [values, self._own_fields.descriptions(), self._own_fields.definitions()]

    def examine(self, snapshot: Snapshot) -> Verdict:
        offered: defaultdict[str, list[str]] = defaultdict(list)
        for field, value in self._active(snapshot):
            offered[field].append(value)
        breaches = tuple(
            Breach("FieldDefinition", field, _because(pairs), label=field)
            for field, values in offered.items()
            if (pairs := tuple(_written_twice(values)))
        )
        unread = not_visible(self._own_fields.hidden(snapshot))
        if unread and not breaches:
            raise NotReadable(unread)
        proof = "the objects were described whole: no picklist"
        return Verdict(len(offered), len(breaches), breaches, proof=proof, unread=unread)

    def _active(self, snapshot: Snapshot) -> list[tuple[str, str]]:
        return snapshot.rows(
            f"""SELECT "object" || '.' || "field", "value" FROM "{_VALUES}"
            WHERE CAST("active" AS BOOLEAN) AND "object" IN (SELECT unnest(?::VARCHAR[]))
              AND NOT regexp_full_match("field", '{_OF_OTHERS}') ORDER BY 1, 2""",
            [list(self.objects)],
        )

    @property
    def _own_fields(self) -> OwnFields:
        return OwnFields(self.objects)


def _written_twice(values: Iterable[str]) -> Iterator[tuple[str, str]]:
    first: dict[str, str] = {}
    for value in values:
        form = normal_form(value)
        if form in first:
            yield first[form], value
        first.setdefault(form, value)


def _because(pairs: Iterable[tuple[str, str]]) -> str:
    return "offers " + ", ".join(f"“{one}” and “{other}”" for one, other in pairs)


def normal_form(value: str) -> str:
    """What two values have in common that differ only in how they are written."""
    folded = unicodedata.normalize("NFKC", value).casefold().replace("&", " and ")
    # Between digits a sign tells numbers apart, and after a word a plus or a sharp tells grades and languages apart.
    kept = re.sub(r"(?<=\d)[^\w\s]+(?=\d)", "\N{MIDDLE DOT}", folded)
    form = "".join(re.findall(r"[^\W_]+(?:[+#%]+|-(?!\w))?|\N{MIDDLE DOT}|[<>+#%]+", kept))
    return form[:-1] if len(form) >= _SHORTEST and form.endswith("s") else form or folded
