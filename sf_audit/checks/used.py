"""A custom field that no record fills costs every reader of every page and every report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sf_audit.model.counts import count
from sf_audit.model.review import Breach, NotReadable, Reason, Unread, Verdict
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.settings.org_names import JudgedObject
from sf_audit.rulebook.settings.settings import Count, Share, as_written
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Need, Source
from sf_audit.snapshot.tables import Snapshot

#: API names hold "__" only between their parts: package, name, suffix.
_NOT_OURS = r"\w+__\w+__(c|pc)|\w+__\w+__(Latitude|Longitude)__s|\w+__pc|\w+__Longitude__s"

_NEVER = "the org can neither count nor filter them (long texts, for example)"


@check("used")
@dataclass(frozen=True)
class Used:
    """Every custom field of these objects is filled in at least one record.

    Objects with fewer records than `from_records` are left out: their fields may be new. So are fields of managed
    packages, which nobody here can delete, and the fields of contacts as person accounts show them again. Formulas and
    roll-up summaries are left out too, because nobody fills them. A location is one field, whatever its parts. Fields
    that the org cannot count, long texts for example, are only noted.

    With `at_least`, as `2%`, the field is filled in at least that share of the records; fields that are empty in all of
    them are then left out, because they are a standard of their own.
    """

    verb: ClassVar[str]
    objects: tuple[JudgedObject, ...]
    custom_objects: bool = True
    from_records: Count = 50
    at_least: Share | None = None

    def needs(self) -> Sequence[Need]:
        every = (*self.objects, *((CUSTOM_OBJECTS,) if self.custom_objects else ()))
        columns = frozenset(("object", "field", "filled", "total"))
        return [Need("fill_counts", columns, source=Source.COUNTS, of=frozenset(every), some_will_do=True)]

    def examine(self, snapshot: Snapshot) -> Verdict:
        if snapshot.tables["fill_counts"].rows_hidden:
            says = "only records that are shared with the auditor user were counted; others may have the field filled"
            raise NotReadable(Unread(Reason.ROWS_HIDDEN, says, "View All Data"))
        rows = snapshot.rows(
            f"""SELECT "object" || '.' || regexp_replace("field", '__Latitude__s$', '__c'), "filled", "total"
            FROM "fill_counts" WHERE CAST("total" AS BIGINT) >= ? AND NOT regexp_full_match("field", '{_NOT_OURS}')
              AND ("object" IN (SELECT unnest(?::VARCHAR[])) OR (? AND ends_with("object", '__c'))) ORDER BY 1""",
            [self.from_records, list(self.objects), self.custom_objects],
        )
        judged = [(field, int(filled), int(total)) for field, filled, total in rows if self.at_least is None or filled]
        breaches = tuple(
            Breach("CustomField", field, because, label=field)
            for field, filled, total in judged
            if (because := self._wrong(filled, total))
        )
        unread, notes = self._not_counted(snapshot)
        if unread and not breaches:
            raise NotReadable(unread)
        proof = "; ".join(("no custom field that the org can count, on an object with enough records", *notes))
        return Verdict(len(judged), len(breaches), breaches, proof=proof, notes=notes, unread=unread)

    def _wrong(self, filled: int, total: int) -> str:
        """What is wrong with a field that so many of all records have; empty where nothing is."""
        if self.at_least is None:
            return "" if filled else _empty(total)
        enough = filled >= as_written(self.at_least) * total
        return "" if enough else f"is filled in {filled:,} of {count(total, 'record')}"

    def _not_counted(self, snapshot: Snapshot) -> tuple[Unread | None, tuple[str, ...]]:
        """Fields that the org refused to count, and a note on those that no org can count (long texts)."""
        uncovered = dict(snapshot.tables["fill_counts"].uncovered)
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
