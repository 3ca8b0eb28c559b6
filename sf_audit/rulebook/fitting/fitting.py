"""The standards of a workspace in the words of one org, and what of them does not fit it.

Done before anything is planned, with the org's own descriptions, and again before a snapshot is judged, with the
descriptions that are stored in it: a review, a report of it and a judgement months later use the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sf_audit.model.review import Reason, Unread, Verdict
from sf_audit.rulebook.fitting.descriptions import description_needs
from sf_audit.rulebook.fitting.exemption_needs import spelled_exemptions, with_exemption
from sf_audit.rulebook.fitting.misfit import AbsentValue, Cost, Problem, mistakes
from sf_audit.rulebook.fitting.named_records import needs_of_named, unknown_records
from sf_audit.rulebook.fitting.not_in_org import not_in_org
from sf_audit.rulebook.fitting.people_needs import people_needs
from sf_audit.rulebook.fitting.resolve import Resolved, resolve
from sf_audit.rulebook.fitting.unmet_scope import names_a_text
from sf_audit.rulebook.rules.needs import Needs, needs_of
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.dictionary import MEND_THE_RULE, Dictionary, OrgField, naming_field
from sf_audit.snapshot.needs import Clause, Need, Source
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from sf_audit.snapshot.tables import Snapshot

#: So many problems of one rule are named in its outcome.
_NAMED = 3

_COPY = (
    "none of these values is in this org: copy the rule into rules/ of the workspace with the org's own values, and "
    "switch this one off in sf-audit.yaml"
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Standards with names and values as the org has them, and by rule id how that went."""

    standards: Standards
    resolved: Mapping[str, Resolved]
    dictionary: Dictionary

    def misfits(self) -> Iterator[str]:
        """A line for each mistake of a rule, with its file and line."""
        for found in self.resolved.values():
            if not_in_org(found):
                continue
            yield from (problem.line(found.rule) for problem in found.problems if problem.is_mistake)
            for problem in value_problems(found.rule, found.absent):
                yield f"{problem.line(found.rule)} (unless a record has it)"

    def objects_not_there(self) -> frozenset[str]:
        """The objects that misfits name as not there."""
        problems = (problem for resolved in self.resolved.values() for problem in resolved.problems)
        return frozenset(problem.object for problem in problems if problem.is_mistake)

    def notes(self) -> dict[str, tuple[str, ...]]:
        """By rule that is judged all the same, what of it is lost, with file and line."""
        found = self.resolved.items()
        return {
            name: tuple(problem.line(resolved.rule) for problem in lost)
            for name, resolved in found
            if (lost := [problem for problem in resolved.problems if problem.cost in {Cost.AMOUNT, Cost.APPROVAL}])
        }

    def needs(self, today: date) -> tuple[Need, ...]:
        """All that the running rules will look at, in queries that the org can answer; of whole standards, people too.

        A text that no record has is a mistake of the rule. That can only be seen where the records without it are read.
        """
        running = self.standards.running(today)
        exemptions = self.standards.config.exemptions
        wanted = [with_exemption(need, exemptions) for rule in running for need in self._sendable(rule)]
        missing = [
            problem.object
            for resolved_rule in self.resolved.values()
            for problem in resolved_rule.problems
            if problem.object
        ]
        named = [record for rule in running for record in self.resolved[rule.id].named]
        people = people_needs(running, self.standards.people, wanted) if self.standards.whole else ()
        return (*wanted, *needs_of_named(named), *description_needs(running, missing), *people)

    def _sendable(self, rule: Rule) -> Iterator[Need]:
        found = self.resolved[rule.id]
        needs = needs_of(rule)
        for number, need in enumerate(() if isinstance(needs, Unread) else self._with_names(rule, needs)):
            if not need.rows or (number and not _is_of_records(rule, need)):
                yield need
                continue
            looked_for = frozenset(clause for clause in need.rows if self._names_a_text(need.table, clause))
            columns = need.columns | {clause.field for clause in looked_for | (need.rows & found.unusable)}
            rows = need.rows - looked_for - found.unusable
            yield replace(need, rows=rows, columns=columns, optional=need.optional - columns)

    def _with_names(self, rule: Rule, needs: Needs) -> Needs:
        """The needs, with the field by which the org calls the records that a rule judges.

        An amount that cannot be read is asked for like any other column, so that the snapshot keeps why it was not.
        """
        if not isinstance(rule.check, OfRecords):
            return needs
        judged, *others = needs
        shown = naming_field(self.dictionary.fields(judged.table))
        more = frozenset({shown} - {""}) - judged.columns
        lost = any(problem.cost is Cost.AMOUNT for problem in self.resolved[rule.id].problems)
        amount = frozenset({rule.at_stake}) if lost and not self._has(judged.table, rule.at_stake) else frozenset()
        named = replace(judged, columns=judged.columns | amount, optional=(judged.optional | more) - amount)
        return (named, *others)

    def _has(self, table: str, name: str) -> bool:
        return isinstance(self.dictionary.field(table, name), OrgField)

    def _names_a_text(self, table: str, clause: Clause) -> bool:
        field = self.dictionary.field(table, clause.field)
        return isinstance(field, OrgField) and names_a_text(clause, field)


def _is_of_records(rule: Rule, need: Need) -> bool:
    """Whether the clauses of a need are those that its file says, and no part of what its verb is about."""
    return isinstance(rule.check, OfRecords) and need.source is Source.DATA


def fitted(standards: Standards, dictionary: Dictionary) -> Fitted:
    """The standards as one org spells them, with what was written of its objects in `sf-audit.yaml`."""
    found = {rule.id: resolve(rule, dictionary) for rule in standards.rules}
    deletions = tuple(
        replace(deletion, object=_spelled(deletion.object, dictionary)) for deletion in standards.config.mass_deletions
    )
    exemptions = spelled_exemptions(standards.config.exemptions, dictionary)
    config = replace(standards.config, mass_deletions=deletions, exemptions=exemptions)
    rules = tuple(resolved.rule for resolved in found.values())
    return Fitted(replace(standards, rules=rules, config=config), found, dictionary)


def _spelled(name: str, dictionary: Dictionary) -> str:
    found = dictionary.object(name)
    return found if isinstance(found, str) else name


def fit(rules: Iterable[Rule], snapshot: Snapshot) -> tuple[tuple[Rule, ...], dict[str, Unread | Verdict]]:
    """The rules in the words of a snapshot's org, and by rule id why one of them says nothing of that org.

    That is a mistake of the rule, or the Verdict that the org has nothing that a shipped rule is about.
    """
    dictionary = StoredDictionary(snapshot)
    found = [resolve(rule, dictionary) for rule in rules]
    unfit = {
        resolved.rule.id: why for resolved in found if (why := not_in_org(resolved) or does_not_fit(resolved, snapshot))
    }
    return tuple(resolved.rule for resolved in found), unfit


def problems_of(resolved: Resolved) -> tuple[Problem, ...]:
    """All that can be said of a rule without reading a record, hidden names included.

    A value that no picklist lists may stand on records all the same. Whoever writes a rule wants to know of it now.
    """
    failed = (Problem(("check", resolved.rule.check.verb), resolved.failed),) if resolved.failed else ()
    return (*failed, *resolved.problems, *value_problems(resolved.rule, resolved.absent))


def does_not_fit(resolved: Resolved, snapshot: Snapshot) -> Unread | None:
    """Why a rule says nothing of this org: a mistake in it, or values that neither a picklist nor any record has."""
    if resolved.failed:
        return resolved.failed
    found = mistakes(resolved.problems) or _about_values(resolved, snapshot)
    if not found:
        return None
    named = [problem.line(resolved.rule) for problem in found[:_NAMED]]
    more = [f"and {len(found) - _NAMED} more"] if len(found) > _NAMED else []
    return Unread(Reason.RULE_DOES_NOT_FIT, "; ".join([*named, *more]), MEND_THE_RULE)


def _about_values(resolved: Resolved, snapshot: Snapshot) -> tuple[Problem, ...]:
    """Values that no picklist lists and ids that nobody has, unless a record has them.

    What was deleted in Setup may stay on old records.
    """
    absent_values = (*resolved.absent, *unknown_records(resolved.named, snapshot))
    nowhere = tuple(absent for absent in absent_values if not _some_record_has(absent, snapshot))
    return value_problems(resolved.rule, nowhere)


def value_problems(rule: Rule, nowhere: Sequence[AbsentValue]) -> tuple[Problem, ...]:
    """What values that are nowhere in the org mean for a rule.

    A rule of the workspace names the values of its org, so each of them counts. A shipped rule names the values of
    many orgs; it does not fit only where none of one list is there.
    """
    if rule.is_own:
        return tuple(_problem(absent, absent.detail) for absent in nowhere)
    found: dict[tuple[str | int, ...], list[AbsentValue]] = {}
    for absent in nowhere:
        found.setdefault(absent.setting, []).append(absent)
    return tuple(
        _problem(some[0], f"{'; '.join(absent.detail for absent in some)}; {_COPY}")
        for some in found.values()
        if len(some) == some[0].alternatives
    )


def _problem(absent: AbsentValue, says: str) -> Problem:
    return Problem(absent.where, Unread(Reason.RULE_DOES_NOT_FIT, says, MEND_THE_RULE))


def _some_record_has(absent: AbsentValue, snapshot: Snapshot) -> bool:
    if not snapshot.has(absent.object, absent.field):
        return False
    column = quote_identifier(absent.field)
    chosen = f"list_contains(string_split({column}, ';'), $value)"
    if not absent.exactly:
        chosen = f"list_contains(string_split(lower({column}), ';'), lower($value))"
    sql = f"SELECT 1 FROM {quote_identifier(absent.object)} WHERE {chosen} LIMIT 1"
    return bool(snapshot.connection.execute(sql, {"value": absent.value}).fetchall())
