"""What an org enforces on the objects of the standards without any standard that speaks of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sf_audit.formulas.cases import FieldKind
from sf_audit.formulas.stopping import Verdict, what_stops_empty
from sf_audit.model.enforcement import Enforced, Evidence, Mechanism, StandardEnforcement
from sf_audit.model.review import NotReadable
from sf_audit.standards.field_facts import FieldFacts
from sf_audit.standards.setup_facts import SetupFacts, ValidationRule

_STOPS = frozenset({Verdict.ALWAYS, Verdict.SOMETIMES})


def undocumented(facts: SetupFacts, owner: str, spoken_of: Collection[str]) -> Iterator[StandardEnforcement]:
    """Active validation rules of an object about fields of which no standard speaks; `spoken_of` are those of which
    one does. Raises NotReadable where the validation rules were not read.
    """
    known = {name.lower() for name in spoken_of}
    fields = facts.fields(owner)
    for rule in facts.validation_rules(owner):
        about = _about(rule, fields)
        if rule.active and about and known.isdisjoint(field.name.lower() for field in about):
            yield _line(owner, rule, about)


def not_known(facts: SetupFacts, owner: str) -> str:
    """Why it is not known what else an object's validation rules enforce; empty where it is."""
    try:
        facts.fields(owner)
        facts.validation_rules(owner)
    except NotReadable as problem:
        return f"What else is enforced on {owner} is not known: {problem.unread.detail}"
    return ""


def _about(rule: ValidationRule, fields: Collection[FieldFacts]) -> list[FieldFacts]:
    """The fields that the rule wants filled, else the one beside which it shows its error, else all that it names."""
    formula = rule.formula or ""
    named = [field for field in fields if field.is_named_in(formula)]
    wanted = [field for field in named if _wants(formula, field)]
    beside = [field for field in fields if field.name == rule.error_field]
    return wanted or beside or named


def _wants(formula: str, field: FieldFacts) -> bool:
    return what_stops_empty(formula, field.name, FieldKind.of(field.type)).verdict in _STOPS


def _line(owner: str, rule: ValidationRule, about: Collection[FieldFacts]) -> StandardEnforcement:
    names = tuple(field.name for field in about)
    formula = rule.formula or ""
    wanted = [field.name for field in about if _wants(formula, field)]
    asks = f"{', '.join(wanted)} filled" if wanted else f"something of {', '.join(names)}"
    says = "is active, and no standard speaks of what it asks for"
    return StandardEnforcement(
        rule="",
        title=f"validation rule {rule.name}",
        object=owner,
        fields=names,
        asks=f"{asks}, of records of {owner}",
        verdict=Enforced.UNDOCUMENTED,
        because=f"validation rule {rule.name} {says}",
        evidence=(Evidence(Mechanism.VALIDATION_RULE, rule.name, says),),
        since=rule.changed.date() if rule.changed else None,
    )
