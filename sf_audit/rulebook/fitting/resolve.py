"""A rule as this org spells it, and what of it does not fit: before it is planned, and again before it is judged.

Every name is looked up without regard to case, every value takes the form in which records hold it, and what cannot
be in the org is said as such. Planning and judging see only what comes out of here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sf_audit.expectations.attempt import attempt
from sf_audit.model.review import Unread
from sf_audit.rulebook.fitting.misfit import AbsentValue, Cost, NamedRecord, Problem, Where, mistake, not_found
from sf_audit.rulebook.fitting.resolve_metadata import limit, permission, unknown_components
from sf_audit.rulebook.fitting.resolve_pairs import PairsInOrg
from sf_audit.rulebook.fitting.resolve_scope import parent_fields, resolved_filter, without_absences
from sf_audit.rulebook.fitting.resolve_source import first_shown
from sf_audit.rulebook.fitting.resolve_values import resolved_length, resolved_values
from sf_audit.rulebook.fitting.unmet_needs import Told, unmet_needs
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.histories import OfHistory
from sf_audit.rulebook.rules.needs import blamed_on
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.settings_of import meanings, verbs_for
from sf_audit.rulebook.settings.field_kinds import (
    COMPOUND,
    LOOKUPS,
    NUMBERS,
    Fits,
    are_comparable,
)
from sf_audit.rulebook.settings.org_names import (
    ChoosesRecords,
    CountsCharacters,
    HoldsValues,
    Meaning,
    NamesComponents,
    NamesField,
    NamesLimit,
    NamesObject,
    NamesPermission,
)
from sf_audit.rulebook.settings.pairs import NamesPairs, Pair, as_written
from sf_audit.snapshot.dictionary import Dictionary, OrgField
from sf_audit.snapshot.needs import ALL_ROWS, Rows

#: Objects first: fields are looked up on them, and values by the types of fields.
_ORDER = (
    *(NamesObject, NamesPermission, NamesLimit, NamesField, NamesPairs),
    *(HoldsValues, CountsCharacters, ChoosesRecords),
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A rule with every name and value that could be resolved; what could not is as its file has it.

    `unusable` are clauses that mean nothing to the org: they cannot be part of a query. `failed` says that the check
    itself failed over the names of the org. `named` are records that are named by their ids.
    """

    rule: Rule
    problems: tuple[Problem, ...] = ()
    absent: tuple[AbsentValue, ...] = ()
    unusable: Rows = ALL_ROWS
    failed: Unread | None = None
    named: tuple[NamedRecord, ...] = ()


def resolve(rule: Rule, dictionary: Dictionary) -> Resolved:
    """The rule in the words of an org. A rule that is resolved already comes out as it went in."""
    resolving = _Resolving(rule, dictionary)
    known = attempt("saying what its settings mean", lambda: meanings(type(rule.check)))
    if isinstance(known, Unread):
        return Resolved(rule, failed=blamed_on(rule, known))
    for kind in _ORDER:
        for name, meaning in known.items():
            if isinstance(meaning, kind):
                resolving.setting(name, meaning)
    resolving.choose_source()
    resolving.approvals(known)
    at_stake = resolving.at_stake()
    check = attempt("taking over the names of the org", resolving.check)
    if isinstance(check, Unread):
        return Resolved(rule, failed=blamed_on(rule, check))
    resolved = replace(rule, check=check, at_stake=at_stake)
    unmet = unmet_needs(resolved, dictionary, resolving.told)
    problems = (*resolving.problems, *unmet)
    return Resolved(resolved, problems, tuple(resolving.absent), resolving.unusable, named=tuple(resolving.named))


class _Resolving:
    """One rule on its way; `changed` are the settings of its check that the org spells otherwise.

    `told` are the objects and fields of which a problem was told already.
    """

    def __init__(self, rule: Rule, dictionary: Dictionary) -> None:
        self.rule = rule
        self.changed: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.absent: list[AbsentValue] = []
        self.named: list[NamedRecord] = []
        self.unusable: Rows = ALL_ROWS
        self.told = Told()
        self._dictionary = dictionary
        self._known: set[str] = set()

    def check(self) -> AnyCheck:
        """The check with the settings that the org spells otherwise."""
        return replace(self.rule.check, **self.changed) if self.changed else self.rule.check  # type: ignore[type-var]

    def setting(self, name: str, meaning: object) -> None:
        """Look one setting up and keep how the org spells it."""
        where: Where = ("check", self.rule.check.verb, name)
        written = getattr(self.rule.check, name)
        match meaning:
            case NamesObject():
                found = self._objects(written, where, meaning)
            case NamesField():
                found = self._each(written, where, lambda field_name, at: self._field(field_name, at, meaning))
            case NamesPermission():
                found = self._permission(written, where)
            case NamesLimit():
                found = self._each(written, where, self._limit)
            case NamesPairs():
                found = self._pairs(written, where, meaning)
            case HoldsValues() | ChoosesRecords() | CountsCharacters():
                found = self._values(written, where, meaning)
            case _:
                return
        if found != written:
            self.changed[name] = found

    def choose_source(self) -> None:
        """Take the first history that the org shows, for a check that asks how records were and names none."""
        check = attempt("taking over the names of the org", self.check)
        if isinstance(check, OfHistory) and not check.source and check.object in self._known:
            self.changed["source"] = first_shown(check, self._dictionary)

    def approvals(self, known: Mapping[str, Meaning]) -> None:
        """Look up the classes, profiles and sets that a rule approves. Shipped rules approve names of many orgs."""
        approving = {name: meaning for name, meaning in known.items() if isinstance(meaning, NamesComponents)}
        for name, meaning in approving.items() if self.rule.is_own else ():
            written, where = getattr(self.rule.check, name), ("check", self.rule.check.verb, name)
            self.problems += unknown_components(written, where, meaning.table, self._dictionary)

    def at_stake(self) -> str:
        """The amount field; one that is hidden or wrong leaves the rule as it is, and no amount is shown."""
        owner, where = self._setting("object"), ("at_stake",)
        if self.rule.at_stake and not owner:
            says = f"{self.rule.check.verb} judges no records of an object, so there is no {self.rule.at_stake} to sum"
            self.problems.append(mistake(where, says, Cost.AMOUNT))
        if not self.rule.at_stake or owner not in self._known:
            return self.rule.at_stake
        before = len(self.problems)
        found = self._field(self.rule.at_stake, where, NamesField(fits=NUMBERS))
        self.problems[before:] = [replace(problem, cost=Cost.AMOUNT) for problem in self.problems[before:]]
        return found if len(self.problems) == before else self.rule.at_stake

    def _each(self, written: Any, where: Where, look: Callable[[str, Where], str]) -> Any:
        """One name, or each of a list."""
        if written is None or isinstance(written, str):
            return look(written, where) if written else written
        before = len(self.problems)
        found = tuple(dict.fromkeys(look(name, (*where, number)) for number, name in enumerate(written)))
        # Of several names the others are there.
        self.problems[before:] = [replace(problem, absent="") for problem in self.problems[before:]]
        return found

    def _objects(self, written: Any, where: Where, meaning: NamesObject) -> Any:
        """One object, or a list: those of a shipped rule are of many orgs, and it loses nothing by what one lacks."""
        if not (isinstance(written, str) or self.rule.is_own):
            return written
        before = len(self.problems)
        look = self._dictionary.defined if meaning.only_named else self._dictionary.object
        found = self._each(written, where, lambda name, at: self._object(name, at, look))
        if isinstance(found, str):
            self._known |= {found} if len(self.problems) == before else set()
            return found
        cost = Cost.OBJECT if meaning.others_do else Cost.RULE
        self.problems[before:] = [replace(problem, cost=cost) for problem in self.problems[before:]]
        return found

    def _object(self, name: str, where: Where, look: Callable[[str], str | Unread]) -> str:
        found = look(name)
        if isinstance(found, Unread):
            self.problems.append(not_found(where, found, name, object=name))
            self.told.of_object(name)
            return name
        return found

    def _field(self, name: str, where: Where, meaning: NamesField) -> str:
        owner = self._setting(meaning.of)
        if owner not in self._known:
            return name
        if meaning.optional and name.lower() not in self._dictionary.fields(owner):
            return name
        found = self._dictionary.field(owner, name)
        if isinstance(found, Unread):
            self._problem(not_found(where, found, f"{owner}.{name}"), owner, name)
            return name
        if wrong := self._unlike(owner, found, where, meaning):
            self._problem(mistake(where, wrong), owner, found.name)
        return found.name

    def _problem(self, problem: Problem, owner: str, field: str) -> None:
        self.problems.append(problem)
        self.told.of_field(owner, field)

    def _unlike(self, owner: str, found: OrgField, where: Where, meaning: NamesField) -> str:
        """Why the setting cannot mean this field; empty where it can."""
        fits: Fits | None = meaning.fits or getattr(self.rule.check, "judges", None)
        if fits is not None and found.type and found.type not in fits:
            return self._unfit(owner, found, fits, of_amount=where == ("at_stake",))
        if unlike := self._compared_with(found, meaning):
            return f"{owner}.{found.name} is of type {found.type}, and cannot be compared with {unlike}"
        target = self._setting(meaning.refers_to) or meaning.refers_to
        # An object that is not in the org is told as such, and no lookup is to blame for it.
        wanted = target in self._known or target == meaning.refers_to
        if target and wanted and found.references and target not in found.references:
            return f"{owner}.{found.name} is a lookup to {', '.join(found.references)}, not to {target}"
        return ""

    def _pairs(self, written: tuple[Pair, ...], where: Where, meaning: NamesPairs) -> tuple[Pair, ...]:
        owners = self._setting(meaning.of), self._setting(meaning.beside)
        if not self._known.issuperset(owners):
            return written
        found = PairsInOrg(owners, self._dictionary)
        pairs = tuple(found.resolved(pair, (*where, as_written(pair[0]))) for pair in written)
        for problem, owner, name in found.problems:
            self._problem(problem, owner, name)
        for table in found.unknown:
            self.told.of_object(table)
        return pairs

    def _compared_with(self, field: OrgField, meaning: NamesField) -> str:
        """The other field and its type, where no value of one is before or after one of the other."""
        owner = self._setting(meaning.of)
        other = self._dictionary.fields(owner).get(self._setting(meaning.compared_with).lower())
        if other is None or are_comparable(field.type, other.type):
            return ""
        return f"{owner}.{other.name}, which is of type {other.type}"

    def _unfit(self, owner: str, field: OrgField, fits: Fits, *, of_amount: bool) -> str:
        name = f"{owner}.{field.name}"
        if field.type in COMPOUND:
            parts = sorted(part.name for part in self._dictionary.fields(owner).values() if part.compound == field.name)
            return f"{name} is of type {field.type}, made of parts: name one of {', '.join(parts) or 'its parts'}"
        verb = "at_stake" if of_amount else self.rule.check.verb
        use = (
            ""
            if of_amount or fits is LOOKUPS
            else f"; for type {field.type} use {', '.join(verbs_for(field.type)) or 'no verb'}"
        )
        return f"{name} is of type {field.type}, and {verb} is for {fits.called}{use}"

    def _permission(self, written: str, where: Where) -> str:
        found, problems = permission(written, where, self._dictionary)
        if problems:
            self.problems += problems
            self.told.of_field("PermissionSet", f"Permissions{written}")
        return found

    def _limit(self, name: str, where: Where) -> str:
        found, problems = limit(name, where, self._dictionary)
        self.problems += problems
        return found

    def _values(self, written: Any, where: Where, meaning: HoldsValues | ChoosesRecords | CountsCharacters) -> Any:
        owner = self._setting(meaning.of)
        if owner not in self._known or (isinstance(meaning, HoldsValues) and isinstance(written, int)):
            return written
        if isinstance(meaning, ChoosesRecords):
            found = resolved_filter(written, where, owner, self._dictionary)
            found = found if meaning.of == "object" else without_absences(found)
            for problem in found.problems:
                self.told.of_field(owner, str(problem.where[-1]))
                for table, column in parent_fields(found.kept, str(problem.where[-1])):
                    self.told.of_field(table, column)
        else:
            field = self._dictionary.field(owner, self._setting(meaning.field))
            if isinstance(field, Unread):
                return written
            if isinstance(meaning, CountsCharacters):
                found = resolved_length(written, where, owner, field)
            else:
                found = resolved_values(written, where, owner, field, self._dictionary.record_types(owner))
        self.problems += found.problems
        self.absent += found.absent
        self.named += found.named
        self.unusable |= found.unusable
        return found.kept

    def _setting(self, name: str) -> str:
        return str(self.changed.get(name, getattr(self.rule.check, name, "")))
