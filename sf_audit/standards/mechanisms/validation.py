"""Validation rules: what the formula of each one of the object does to a record that breaks the standard.

A rule whose formula the org does not show, that cannot be read, or that cannot be decided, makes the verdict unknown,
unless it does not name any of the fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sf_audit.formulas.cases import FieldKind
from sf_audit.formulas.parsing import parse
from sf_audit.formulas.stopping import Stopping, Verdict, what_stops_empty
from sf_audit.formulas.syntax import Call, FormulaError, Literal, Name, Node, names, walk
from sf_audit.model.enforcement import Bypass, Mechanism
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.rulebook.rules.obligation import Demand
from sf_audit.standards.field_facts import FieldFacts, standing_for
from sf_audit.standards.formula_scope import in_scope
from sf_audit.standards.past_formulas import ways_past
from sf_audit.standards.setup_facts import ValidationRule
from sf_audit.standards.stop import Reach, Stop
from sf_audit.standards.subject import Subject

#: A word that can be the name of a field of the record itself.
_WORD = re.compile(r"(?<![\w.$:])[A-Za-z]\w*", re.ASCII)

#: These ask of a field whether it has a value, or another one than before.
_ABOUT_VALUES = frozenset({"ISBLANK", "ISNULL", "ISCHANGED"})

_ABOUT_EMPTY = frozenset({Demand.FILLED, Demand.REALLY_FILLED, Demand.SOME_FILLED})

#: Nothing can be granted against a formula that is not understood.
_LOOK = "Nothing to grant: look at the rule in Setup > Object Manager"


def validation_rules(subject: Subject) -> Iterator[Stop]:
    """A line for each rule that names one of the fields."""
    undecided: list[Unread] = []
    for rule in subject.facts.validation_rules(subject.object):
        found = _stop(subject, rule)
        if isinstance(found, Unread):
            undecided.append(found)
        elif found is not None:
            yield found
    if undecided:
        raise NotReadable(undecided[0])


def _stop(subject: Subject, rule: ValidationRule) -> Stop | Unread | None:
    """What the rule does; None where it is about something else."""
    if rule.formula is None:
        return rule.unread if rule.active else None
    formula = rule.formula
    if not any(field.is_named_in(formula) for field in subject.fields):
        return _asks_otherwise(subject, rule, formula) if rule.active else None
    if not rule.active:
        says = "names the field and is switched off"
        return Stop(Mechanism.VALIDATION_RULE, rule.name, says, Reach.NOTHING)
    if subject.obligation.demand not in _ABOUT_EMPTY:
        return _of_a_form(subject, rule, formula)
    return _of_empty_fields(subject, rule, formula)


def _of_empty_fields(subject: Subject, rule: ValidationRule, formula: str) -> Stop | Unread:
    if subject.needs_each:
        return _of_each(subject, rule, formula)
    if subject.needed > 1:
        return _undecided(rule, f"names one of the fields; whether it asks for {subject.needed} is not decided")
    return _of_several(subject, rule, formula)


def _of_a_form(subject: Subject, rule: ValidationRule, formula: str) -> Stop | Unread | None:
    """What a rule asks of the values of a field is not decided; one that only wants a value asks nothing of them."""
    if all(only_wants_a_value(formula, field.name) for field in subject.fields):
        return _asks_otherwise(subject, rule, formula)
    return _undecided(rule, "names the field; whether it asks for what the standard asks for is not decided")


def only_wants_a_value(formula: str, field: str) -> bool:
    """Whether the formula asks of the field whether it is empty or has changed, and nothing else."""
    try:
        tree = parse(formula)
    except FormulaError:
        return False
    calls = [node for node in walk(tree) if isinstance(node, Call)]
    asking = [call for call in calls if any(_is(argument, field) for argument in call.arguments)]
    return not _is(tree, field) and all(_asks_for_a_value(call) for call in asking)


def _asks_for_a_value(call: Call) -> bool:
    return call.function in _ABOUT_VALUES or (call.function == "ISPICKVAL" and call.arguments[1] == Literal(""))


def _is(node: Node, field: str) -> bool:
    return isinstance(node, Name) and node.text.lower() == field.lower()


def _of_each(subject: Subject, rule: ValidationRule, formula: str) -> Stop | Unread:
    """Of fields of which each has to be filled: what a rule about some of them leaves to others is not put together."""
    answers = [_decided(subject, rule, formula, field, ()) for field in subject.fields]
    if len(set(answers)) == 1:
        return answers[0]
    return _undecided(rule, "names one of the fields; whether others ask for the rest is not decided")


def _of_several(subject: Subject, rule: ValidationRule, formula: str) -> Stop | Unread:
    """Of several fields of which one is enough, asked of each that the formula names while the others are empty."""
    answers = [
        _decided(subject, rule, formula, field, [other for other in subject.fields if other != field])
        for field in subject.fields
        if field.is_named_in(formula)
    ]
    return min(answers, key=_least_of_several)


def _least_of_several(answer: Stop | Unread) -> int:
    """What stops a save does so whatever is said of other fields, and what is not decided may do so."""
    if isinstance(answer, Unread):
        return 1
    return 2 if answer.reach is Reach.NOTHING else 0


def _asks_otherwise(subject: Subject, rule: ValidationRule, formula: str) -> Unread | None:
    """Where the formula may ask for one of the fields without naming it: through a field that stands for it, or one
    that the auditor user does not see. None where it does not.
    """
    fields = subject.facts.fields(subject.object)
    words = {word.lower(): word for word in _WORD.findall(formula)}
    for field in subject.fields:
        for word in sorted(words.keys() & standing_for(field, fields)):
            return _undecided(rule, f"names {words[word]}, through which it may ask for {field.name}")
    named = _own_names(formula)
    hidden = named.keys() - {field.name.lower() for field in fields}
    if not hidden:
        return None
    name = named[min(hidden)]
    says = f"validation rule {rule.name}: names {name}, which is not visible to the auditor user"
    return Unread(Reason.FIELD_NOT_VISIBLE, says, f"Read on {subject.object}.{name}")


def _own_names(formula: str) -> Mapping[str, str]:
    """The fields of the record itself that the formula names, by lower case; none where it cannot be read."""
    try:
        return {name.lower(): name for name in names(parse(formula)) if name.isidentifier()}
    except FormulaError:
        return {}


def _decided(
    subject: Subject, rule: ValidationRule, formula: str, field: FieldFacts, empty: Sequence[FieldFacts]
) -> Stop | Unread:
    """What the rule does about a field that is left empty, and others that are `empty` with it."""
    scope = in_scope(formula, subject.obligation.when, subject.facts.fields(subject.object), empty)
    kind = FieldKind.of(field.type)
    answers = [what_stops_empty(text, field.name, kind) for text in scope.formulas]
    verdicts = [[answer.on_insert, answer.on_clear, answer.on_resave] for answer in answers]
    insert, clear, resave = (_worst(column) for column in zip(*verdicts, strict=True))
    if Verdict.UNKNOWN in (insert, clear, resave):
        return _undecided(rule, next((answer.why for answer in answers if answer.why), "its formula is not decided"))
    conditions = sorted({name for answer in answers for name in answer.conditions})
    if why := _resting_on(subject, (field, *empty), conditions):
        return _undecided(rule, why)
    if Verdict.SOMETIMES in (insert, clear, resave) and not (scope.settled or subject.means_all):
        named = ", ".join(conditions)
        says = f"depends on {named}; whether that holds for all records of the standard is not decided"
        return _undecided(rule, says)
    if insert is clear is resave is Verdict.NEVER:
        lets = Stop(Mechanism.VALIDATION_RULE, rule.name, "names the field and lets it be empty", Reach.NOTHING)
        return _asks_otherwise(subject, rule, formula) or lets
    return _reaching(subject, rule, (insert, clear, resave), conditions, answers)


def _resting_on(subject: Subject, asked: Sequence[FieldFacts], conditions: Sequence[str]) -> str:
    """Which condition is worked out from one of the fields, so that it may hold always or never where that is empty;
    empty where there is none.
    """
    fields = subject.facts.fields(subject.object)
    known = {each.name.lower(): each for each in fields}
    for field in asked:
        standing = standing_for(field, fields)
        for name in conditions:
            if name.lower() in standing:
                found = known.get(name.lower())
                rests = "rests" if found is not None and found.formula else "may rest"
                return f"depends on {name}, which {rests} on {field.name}"
    return ""


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    """What is said of all records together: what is not known of one kind of them is not known."""
    found = set(verdicts)
    if len(found) == 1:
        return found.pop()
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.SOMETIMES


def _reaching(
    subject: Subject,
    rule: ValidationRule,
    verdicts: tuple[Verdict, Verdict, Verdict],
    conditions: Sequence[str],
    answers: Sequence[Stopping],
) -> Stop:
    """What stops some saves at least."""
    insert, clear, resave = verdicts
    past = tuple(dict.fromkeys(ways_past(subject, (bypass for answer in answers for bypass in answer.bypasses))))
    if Verdict.SOMETIMES in verdicts:
        past = (*past, Bypass(f"records that its conditions leave out: {', '.join(conditions) or 'some values'}", None))
    if insert is Verdict.NEVER:
        past = (*past, Bypass("new records: it stops only changes", None))
    if insert is Verdict.ALWAYS and clear is Verdict.NEVER:
        says = "stops only new records without it: the value can be taken away later"
        return Stop(Mechanism.VALIDATION_RULE, rule.name, says, Reach.NEW_RECORDS, past, since=rule.changed)
    old = "" if resave is Verdict.ALWAYS else ", but not old records that have none"
    says = f"stops saves without it{old}"
    if past:
        says = f"{says}, with ways past"
    reach = Reach.NOT_EVERYBODY if past else Reach.EVERYBODY
    return Stop(Mechanism.VALIDATION_RULE, rule.name, says, reach, past, since=rule.changed)


def _undecided(rule: ValidationRule, why: str) -> Unread:
    return Unread(Reason.UNSUPPORTED, f"validation rule {rule.name}: {why.rstrip('.')}", _LOOK)
