"""What a check looks at without its rule naming it, such as the owner of records, and the org does not have.

The needs of a check say all that it looks at, so they are what is held against the org: a verb that is added tomorrow
needs no line here.
"""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.review import Unread
from sf_audit.rulebook.fitting.misfit import Problem, mistake
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.snapshot.dictionary import Dictionary


class Told:
    """Objects and fields that a rule names and that were told to be wrong: nothing more is said of those."""

    def __init__(self) -> None:
        self._names: set[tuple[str, str]] = set()

    def of_object(self, name: str) -> None:
        """Note that a problem of an object was told."""
        self._names.add((name.lower(), ""))

    def of_field(self, owner: str, name: str) -> None:
        """Note that a problem of a field was told."""
        self._names.add((owner.lower(), name.lower()))

    def has(self, owner: str, column: str) -> bool:
        """Whether a problem of the column, or of its object, was told."""
        return not self._names.isdisjoint({(owner.lower(), ""), (owner.lower(), column.lower())})


def unmet_needs(rule: Rule, dictionary: Dictionary, told: Told) -> Iterator[Problem]:
    """The problems of what the check looks at, apart from those that were told of what the file names."""
    verb = rule.check.verb
    needs = needs_of(rule)
    if isinstance(needs, Unread):
        yield Problem(("check", verb), needs)
        return
    found: dict[tuple[str, str], Unread] = {}
    for need in needs:
        if not need.said_if_unread:
            found |= {(need.table, column): unread for column, unread in dictionary.lacking(need).items()}
    for (table, column), unread in found.items():
        if not told.has(table, column):
            yield _problem(verb, table, column, Problem(("check", verb), unread))


def _problem(verb: str, table: str, column: str, problem: Problem) -> Problem:
    """The problem in the words of somebody who wrote the verb, and not the name."""
    if not problem.is_mistake:
        return problem
    looks_at, lacking = (f"{table}.{column}", f"field {column} on {table}") if column else (table, f"object {table}")
    return mistake(problem.where, f"{verb} looks at {looks_at}, and there is no {lacking} in this org")
