"""The ask of the verb `no_duplicate`: each record is the only one of its person or company."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pyarrow as pa

from sf_audit.duplicates import forms
from sf_audit.duplicates.because import duplicates
from sf_audit.duplicates.certainty import Certainty
from sf_audit.duplicates.finder import Found, find
from sf_audit.duplicates.merge_rows import merge_rows
from sf_audit.duplicates.proposals import conversions, proposals
from sf_audit.duplicates.subjects import ACCOUNT, CONTACT, LEAD, Subject
from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.records import Records
from sf_audit.model.merge import MergeProposal
from sf_audit.snapshot.needs import ALL_ROWS, Filter, Need, need, reading
from sf_audit.snapshot.sql import quote_identifier

_COMPANY_NAME = need(ACCOUNT, "Id Name")
_NAME_OF_EMPLOYER = f'(SELECT a."Name" FROM {quote_identifier(ACCOUNT)} a WHERE a."Id" = formed.employer)'


@dataclass(frozen=True, slots=True)
class NoDuplicate(AskInSql):
    """No other record in scope is the same, to this `certainty`; all of a group break it.

    With `other`, no record of that object which keeps all clauses of `where` is the same. Records that have no name and
    nothing else to be compared by are not judged. `inactive` are the ids of users who are known to have left.
    """

    subject: Subject
    certainty: Certainty
    other: Subject | None = None
    where: Filter = ALL_ROWS
    inactive: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[str, ...]:
        """The id alone: what was compared is about persons, and is shown nowhere."""
        return ("Id",)

    @property
    def other_tables(self) -> tuple[Need, ...]:
        if self.other is None:
            return ()
        named = (_COMPANY_NAME,) if self.subject.company_of or self.other.company_of else ()
        return *reading(self.other.object, self.other.required, self.where), *named

    def twin_table(self, key: str) -> str:
        return f"duplicates by {key}"

    def columns(self, key: str, records: Records, scope: Filter) -> dict[str, str]:
        """Null where a record has nothing to be compared by."""
        prepared = AskInSql.columns(self, key, records, scope)
        unjudged = quote_identifier(_unjudged(key))
        compared = f'"Id" NOT IN (SELECT value FROM {unjudged})'
        return {column: f"CASE WHEN {compared} THEN {holds} END" for column, holds in prepared.items()}

    def merge_table(self, key: str) -> str:
        return f"merges by {key}"

    def prepares(self, scope: Filter) -> tuple[Hashable, ...]:
        return tuple((subject.object, filter_) for subject, filter_ in self._sides(scope))

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        shown = self.subject.seen_in(records.kinds)
        if self.other is not None:
            shown = shown.by_company_name()
        found = find(records.connection, self.subject.model, self._selects(records, scope), self.certainty)
        listed = list(duplicates(found, shown, self.other.object if self.other else ""))
        records.register_texts(_unjudged(key), found.unjudged)
        table = {
            "id": pa.array([record.id for record in listed], pa.string()),
            "other": pa.array([record.other for record in listed], pa.string()),
            "more": pa.array([record.more for record in listed], pa.int64()),
            "because": pa.array([record.because for record in listed], pa.string()),
        }
        name = records.register(self.twin_table(key), pa.table(table))
        records.register(self.merge_table(key), merge_rows(self._proposals(records, found), self._goes, self._stays))
        return f'"Id" NOT IN (SELECT id FROM {name})'

    def _sides(self, scope: Filter) -> tuple[tuple[Subject, Filter], ...]:
        """Whose records are compared with each other: those of one subject, or those of one with those of another."""
        return ((self.subject, scope), *(((self.other, self.where),) if self.other else ()))

    def _proposals(self, records: Records, found: Found) -> Iterator[MergeProposal]:
        if self.other is None:
            return proposals(records, self.subject, found, self.inactive)
        lead_side = int(self.other.object == LEAD)
        return conversions(records.of(LEAD) if lead_side else records, found, lead_side)

    @property
    def _goes(self) -> str:
        """The object of the records that are merged or converted."""
        return LEAD if self.other else self.subject.object

    @property
    def _stays(self) -> str:
        """The object of the records that stay: leads become contacts, never the other way round."""
        return CONTACT if self.other else self.subject.object

    @contextmanager
    def _selects(self, records: Records, scope: Filter) -> Iterator[list[str]]:
        """The SELECT of each side, for as long as the block lasts."""
        with ExitStack() as kept:
            yield [
                kept.enter_context(self._side(number, subject, records, filter_))
                for number, (subject, filter_) in enumerate(self._sides(scope))
            ]

    @contextmanager
    def _side(self, number: int, subject: Subject, records: Records, scope: Filter) -> Iterator[str]:
        """The SELECT of one side, for as long as the block lasts: its records are brought to normal forms once a run.

        Contacts that are compared with leads are so by the name of their company, because leads have no other.
        """
        own = records if number == 0 else records.of(subject.object)
        by_name = self.other is not None and subject.company_of
        select = forms.select(subject, own, scope)
        with own.kept.table(own.connection, (subject.object, scope), select) as table:
            yield forms.side(table, number, _NAME_OF_EMPLOYER if by_name else "")


def _unjudged(key: str) -> str:
    return f"not judged by {key}"
