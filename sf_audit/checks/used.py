"""A custom field that no record fills costs every reader of every page and every report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.model.counts import count
from sf_audit.model.review import Breach, NotReadable, Reason, Unread, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.own_fields import COUNTED_SHARED_ONLY, OwnFields, not_visible
from sf_audit.rulebook.settings.org_names import JudgedObject
from sf_audit.rulebook.settings.settings import Count, Share, as_written
from sf_audit.salesforce.custom_fields import LATITUDE, OF_THE_LOCATION
from sf_audit.snapshot.needs import FILL_COUNTS, RECENT_DAYS, RECENT_FILL_COUNTS, Need, Source
from sf_audit.snapshot.tables import Snapshot

#: API names hold "__" only between their parts: package, name, suffix.
_NOT_OURS = r"\w+__\w+__(c|pc)|\w+__\w+__(Latitude|Longitude)__s|\w+__pc|\w+__Longitude__s"

_LATELY = f" of the last {RECENT_DAYS} days"

_NEVER = "the org can neither count nor filter them (long texts, for example)"


@check("used")
@dataclass(frozen=True)
class Used:
    """Every custom field of these objects is filled in at least one record.

    Objects with fewer records than `from_records` are left out: their fields may be new. So are fields of managed
    packages, which nobody here can delete, and the fields of contacts as person accounts show them again. Formulas and
    roll-up summaries are left out too, because nobody fills them. A location is one field, whatever its parts. Fields
    that the org cannot count, long texts for example, are only noted. With a field that the auditor user may not read
    the rule is not checked, unless another one breaks it: nobody counts those.

    With `at_least`, as `2%`, the field is filled in at least that share of the records; fields that are empty in all of
    them are then left out, because they are a standard of their own. So they are with `lately: true`, which says that
    the field is filled in at least one record that was created in the last 365 days, of which there have to be
    `from_records` too.
    """

    verb: ClassVar[str]
    objects: tuple[JudgedObject, ...]
    custom_objects: bool = True
    from_records: Count = 50
    at_least: Share | None = None
    lately: bool = False

    def __post_init__(self) -> None:
        if self.lately and self.at_least is not None:
            raise ValueError("at_least is of all records, and lately of the new ones: make two rules of it")

    def needs(self) -> Sequence[Need]:
        columns, fields = frozenset(("object", "field", "filled", "total")), self._fields
        counts = (Need(table, columns, source=Source.COUNTS, of=fields.of, some_will_do=True) for table in self._tables)
        return [*counts, fields.definitions(), fields.descriptions()]

    @property
    def _tables(self) -> tuple[str, ...]:
        """What is judged stands first."""
        return (RECENT_FILL_COUNTS, FILL_COUNTS) if self.lately else (FILL_COUNTS,)

    def examine(self, snapshot: Snapshot) -> Verdict:
        if any(snapshot.tables[table].rows_hidden for table in self._tables):
            raise NotReadable(COUNTED_SHARED_ONLY)
        judged = [
            (field, filled, total)
            for field, filled, total, ever in self._counted(snapshot)
            if ever or not (self.lately or self.at_least is not None)
        ]
        breaches = tuple(
            Breach("CustomField", field, because, label=field)
            for field, filled, total in judged
            if (because := self._wrong(filled, total))
        )
        unread, notes = self._not_counted(snapshot)
        unread = unread or not_visible(self._hidden(snapshot))
        if unread and not breaches:
            raise NotReadable(unread)
        proof = "; ".join(("no custom field that the org can count, on an object with enough records", *notes))
        return Verdict(len(judged), len(breaches), breaches, proof=proof, notes=notes, unread=unread)

    def _counted(self, snapshot: Snapshot) -> list[tuple[str, int, int, bool]]:
        """Of each field: how many records have it, of how many, and whether any record has it at all."""
        return snapshot.rows(
            f"""SELECT judged."object" || '.' || regexp_replace(judged."field", '{LATITUDE}', '{OF_THE_LOCATION}'),
                CAST(judged."filled" AS BIGINT), CAST(judged."total" AS BIGINT), CAST(every."filled" AS BIGINT) > 0
            FROM "{self._tables[0]}" AS judged JOIN "{FILL_COUNTS}" AS every USING ("object", "field")
            WHERE CAST(judged."total" AS BIGINT) >= ? AND NOT regexp_full_match(judged."field", '{_NOT_OURS}')
              AND (judged."object" IN (SELECT unnest(?::VARCHAR[])) OR (? AND ends_with(judged."object", '__c')))
            ORDER BY 1""",
            [self.from_records, list(self.objects), self.custom_objects],
        )

    def _hidden(self, snapshot: Snapshot) -> list[str]:
        """Fields that the auditor user does not see, of objects that are not known to have too few records."""
        totals = snapshot.rows(f'''SELECT "object", max(CAST("total" AS BIGINT)) FROM "{self._tables[0]}" GROUP BY 1''')
        few = {name for name, total in totals if total < self.from_records}
        counted = snapshot.tables[self._tables[0]].covers - few
        return [field for field in self._fields.hidden(snapshot) if field.partition(".")[0] in counted]

    @property
    def _fields(self) -> OwnFields:
        return OwnFields(self.objects, self.custom_objects)

    def _wrong(self, filled: int, total: int) -> str:
        """What is wrong with a field that so many of all records have; empty where nothing is."""
        if self.at_least is None:
            return "" if filled else f"{_empty(total)}{_LATELY if self.lately else ''}"
        enough = filled >= as_written(self.at_least) * total
        return "" if enough else f"is filled in {filled:,} of {count(total, 'record')}"

    def _not_counted(self, snapshot: Snapshot) -> tuple[Unread | None, tuple[str, ...]]:
        """Fields that the org refused to count, and a note on those that no org can count (long texts)."""
        uncovered = {
            name: why for table in self._tables for name, why in dict(snapshot.tables[table].uncovered).items()
        }
        fields = {name: unread for name, unread in uncovered.items() if self._covers(name)}
        never = sum(field.reason is Reason.UNSUPPORTED for field in fields.values())
        refused = (field for field in fields.values() if field.reason is not Reason.UNSUPPORTED)
        uncounted = count(never, "custom field was", "custom fields were")
        notes = (f"{uncounted} not looked at: {_NEVER}",) if never else ()
        return next(refused, None), notes

    def _covers(self, field: str) -> bool:
        """Whether “Object.Field” is a field of one of the objects; a name without a dot is none."""
        name, dot, _ = field.partition(".")
        return bool(dot) and (name in self.objects or (self.custom_objects and name.endswith("__c")))


def _empty(records: int) -> str:
    return "is empty in the only record" if records == 1 else f"is empty in all {records} records"
