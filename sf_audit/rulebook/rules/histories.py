"""What checks share that ask how a record was before: from which of the org's histories, and what that cannot say."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sf_audit.expectations.asks.history import HistoryAsk
from sf_audit.expectations.records import Records
from sf_audit.expectations.standard import Standard
from sf_audit.model.counts import count
from sf_audit.model.review import Reason, Unread
from sf_audit.rulebook.rules.other_records import insist_on_every_row
from sf_audit.rulebook.rules.records import OfField
from sf_audit.salesforce.histories import History, field_history
from sf_audit.snapshot.needs import ALL_ROWS, Clause, Comparison, Need, Rows
from sf_audit.snapshot.tables import Snapshot

#: When a row was written, and which came first of those of one second.
ROW = frozenset({"Id", "CreatedDate"})


@dataclass(frozen=True, slots=True)
class HistorySource:
    """Where a history can be read: columns of some rows of a table. `lookup` is empty for the record itself."""

    name: str
    table: str
    columns: frozenset[str]
    lookup: str = ""
    rows: Rows = ALL_ROWS
    optional: frozenset[str] = frozenset()

    @classmethod
    def of_rows(
        cls, history: History, columns: frozenset[str], optional: frozenset[str] = frozenset()
    ) -> HistorySource:
        """A table with a row for each moment."""
        wanted = columns | ROW | {history.lookup}
        return cls(history.table, history.table, wanted, history.lookup, optional=optional)

    @classmethod
    def of_changes(cls, name: str, field: str, columns: frozenset[str] = frozenset()) -> HistorySource:
        """The changes of one tracked field of an object."""
        history = field_history(name)
        rows = frozenset({Clause("Field", Comparison.IN, (field,))})
        return replace(cls.of_rows(history, columns | {"Field"}), rows=rows)


@dataclass(frozen=True, kw_only=True)
class OfHistory(OfField):
    """A check of one field by its past. Records of which the history does not say it are not judged."""

    source: str = ""

    def __post_init__(self) -> None:
        names = [source.name for source in self.sources]
        if not self._possible:
            raise ValueError(f"source: “{self.source}” does not say it; write {' or '.join(names)}, or leave it out")

    @property
    @abstractmethod
    def sources(self) -> tuple[HistorySource, ...]:
        """Where the history can be read; the first that the org shows is taken."""

    @property
    @abstractmethod
    def unknown(self) -> str:
        """What is not known of a record that the history does not cover, after “of N records”."""

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.field, "CreatedDate")

    def needs(self) -> Sequence[Need]:
        """The judged records, and the history; as long as no org was asked, each that there may be."""
        judged, *others = super().needs()
        possible = self._possible
        own = frozenset(column for source in possible if not source.lookup for column in source.columns)
        if self.source:
            judged = replace(judged, columns=judged.columns | own)
        else:
            judged = replace(judged, optional=judged.optional | own)
        histories = [
            Need(source.table, source.columns, source.rows, source.optional, required=bool(self.source))
            for source in possible
            if source.lookup
        ]
        return [judged, *others, *histories]

    def standard(self, snapshot: Snapshot) -> Standard:
        """The ask, with what its history is and for how many records that says nothing."""
        standard = super().standard(snapshot)
        source = self.chosen(snapshot)
        unknown = self._not_covered(snapshot, standard)
        says = f"{source.name} does not say of {count(unknown, 'record')} {self.unknown}"
        unread = Unread(Reason.INCOMPLETE, says) if unknown else None
        return replace(standard, notes=(f"as {source.name} has it",), unread=unread)

    def chosen(self, snapshot: Snapshot) -> HistorySource:
        """The history that is read here. Raises NotReadable where there is none, or sharing hides a part of it."""
        sources = self._possible
        source = next((source for source in sources if snapshot.has(source.table, *source.columns)), None)
        if source is None:
            wanted = next((source for source in sources if source.lookup), sources[0])
            snapshot.require([Need(wanted.table, wanted.columns, wanted.rows)])
            source = wanted
        if source.lookup:
            insist_on_every_row(snapshot, source.table)
        return source

    @property
    def _possible(self) -> list[HistorySource]:
        """Those that the rule names, in any case as all names; every one where it names none."""
        return [source for source in self.sources if self.source.lower() in {"", source.name.lower()}]

    def _not_covered(self, snapshot: Snapshot, standard: Standard) -> int:
        """Of how many records in scope the history does not say what is asked."""
        if not isinstance(standard.ask, HistoryAsk):
            return 0
        records = Records.at(snapshot, self.object)
        unknown = standard.ask.not_covered("history", records)
        meant = records.clauses.all(standard.scope)
        ((number,),) = snapshot.rows(f"SELECT count(*) FROM {records.joined} WHERE {meant} AND {unknown}")
        return int(number)
