"""Fields of two objects that must hold the same, in the words of an org: each of its own record or of a parent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sf_audit.model.review import Unread
from sf_audit.rulebook.fitting.misfit import Problem, Where, mistake
from sf_audit.rulebook.fitting.resolve_scope import lookup_of_parent, table_of
from sf_audit.rulebook.settings.field_kinds import COMPOUND, can_be_same
from sf_audit.rulebook.settings.pairs import Pair, as_written
from sf_audit.snapshot.dictionary import Dictionary, OrgField
from sf_audit.snapshot.needs import Column, ParentField


@dataclass
class PairsInOrg:
    """Pairs of columns of two objects as an org has them.

    `problems` have the object and field they are about; `unknown` are objects that no lookup leads to.
    """

    owners: tuple[str, str]
    dictionary: Dictionary
    problems: list[tuple[Problem, str, str]] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)

    def resolved(self, pair: Pair, where: Where) -> Pair:
        """The pair, with names as the org spells them."""
        first, found = self._column(pair[0], where, self.owners[0])
        other, beside = self._column(pair[1], where, self.owners[1])
        if found and beside and not can_be_same(found.type, beside.type):
            names = [f"{owner}.{as_written(column)}" for owner, column in zip(self.owners, (first, other), strict=True)]
            says = (
                f"{names[0]} is of type {found.type}, and never the same as {names[1]}, which is of type {beside.type}"
            )
            self._add(mistake(where, says), self.owners[0], as_written(first))
        return first, other

    def _column(self, column: Column, where: Where, owner: str) -> tuple[Column, OrgField | None]:
        if isinstance(column, ParentField):
            return self._of_parent(column, where, owner)
        found = self._field(owner, column, where)
        return (found.name if found else column), found

    def _of_parent(self, column: ParentField, where: Where, owner: str) -> tuple[Column, OrgField | None]:
        lookup = lookup_of_parent(column.written, where, owner, self.dictionary)
        if isinstance(lookup, Problem):
            self._add(lookup, owner, column.lookup)
            self.unknown.add(column.table)
            return column, None
        table = table_of(lookup, column.table)
        if not table:
            says = f"{owner}.{lookup.name} refers to records of {', '.join(lookup.references)}, and not of one object"
            self._add(mistake(where, says), owner, lookup.name)
            return column, None
        found = self._field(table, column.field, where)
        named = replace(column, lookup=lookup.name, table=table, field=found.name if found else column.field)
        return named, found

    def _field(self, owner: str, name: str, where: Where) -> OrgField | None:
        found = self.dictionary.field(owner, name)
        if isinstance(found, Unread):
            self._add(Problem(where, found), owner, name)
            return None
        if found.type in COMPOUND:
            says = f"{owner}.{found.name} is of type {found.type}, made of parts: name one of its parts"
            self._add(mistake(where, says), owner, found.name)
            return None
        return found

    def _add(self, problem: Problem, owner: str, name: str) -> None:
        self.problems.append((problem, owner, name))
