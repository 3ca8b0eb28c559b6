"""Which standards are handed to IT, and as which validation rules."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from sf_audit.access.answers.labels import about
from sf_audit.model.enforcement import Enforced, Enforcement, Kept, StandardEnforcement
from sf_audit.model.handoff import Handoff, LeftOut, NewValidationRule
from sf_audit.model.review import NotReadable
from sf_audit.rulebook.fitting.fitting import fit
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.snapshot.tables import Snapshot
from sf_audit.standards.handoff.error_formula import NotSaid, error_formula
from sf_audit.standards.people import People
from sf_audit.standards.setup_facts import SetupFacts
from sf_audit.standards.subject import Subject

#: Nothing that was seen stops what breaks these.
_HANDED_OVER = frozenset({Enforced.DECLARED_ONLY, Enforced.POSSIBLY})

#: Characters of a validation rule's name, and of its message ("ValidationRule" in the "Metadata API Developer Guide").
_NAME, _MESSAGE = 40, 255


def handoff(
    snapshot: Snapshot, rules: Sequence[Rule], matrix: Enforcement, *, bypass: str, api_version: str
) -> Handoff:
    """Validation rules for the standards of a matrix that are declared only, or possibly enforced.

    NotReadable where nobody can say whether the org has the custom permission `bypass` already.
    """
    resolved, _ = fit(rules, snapshot)
    writing = _Writing(snapshot, {rule.id: rule for rule in resolved}, bypass)
    found = [writing.of(line) for line in matrix.standards if line.rule]
    return Handoff(
        about=about(snapshot),
        bypass=bypass,
        bypass_is_new=not writing.people.knows_custom_permission(bypass),
        api_version=api_version,
        validation_rules=tuple(change for change in found if isinstance(change, NewValidationRule)),
        left_out=tuple(change for change in found if isinstance(change, LeftOut)),
    )


class _Writing:
    """The validation rules of one handoff: no two of an object have the same name."""

    def __init__(self, snapshot: Snapshot, rules: Mapping[str, Rule], bypass: str) -> None:
        self.facts = SetupFacts(snapshot)
        self.people = People(snapshot)
        self._rules = rules
        self._bypass = bypass
        self._names: dict[str, set[str]] = {}

    def of(self, line: StandardEnforcement) -> NewValidationRule | LeftOut:
        """The validation rule of a standard, or why there is none."""
        if line.verdict not in _HANDED_OVER or line.kept is None:
            return LeftOut(line.rule, line.because, line.verdict)
        try:
            return self._written(line, self._rules[line.rule], line.kept)
        except NotSaid as problem:
            return LeftOut(line.rule, str(problem))
        except NotReadable as problem:
            return LeftOut(line.rule, problem.unread.detail)

    def _written(self, line: StandardEnforcement, rule: Rule, kept: Kept) -> NewValidationRule:
        """Raises NotSaid and NotReadable."""
        subject = Subject.of(rule, self.facts, self.people)
        formula, roles = error_formula(subject, self._bypass), self.people.changing_by_role(subject.object)
        fields = [field.name for field in subject.fields]
        return NewValidationRule(
            name=self._name(subject.object, rule.id),
            object=subject.object,
            formula=formula,
            message=_shortened(rule.title),
            error_field=fields[0] if len(fields) == 1 else "",
            rule=rule.id,
            title=rule.title,
            why=rule.why,
            asks=line.asks,
            kept=kept,
            roles=roles,
            fields=tuple(fields),
        )

    def _name(self, owner: str, rule: str) -> str:
        """`Account_Industry_Filled` for quality/account-industry-filled; with a number where the org has it already."""
        taken = self._names.setdefault(owner, {known.name.lower() for known in self.facts.validation_rules(owner)})
        words = re.findall(r"[A-Za-z0-9]+", rule.rpartition("/")[2])
        name = next(each for each in _numbered("_".join(word.capitalize() for word in words)) if _is_free(each, taken))
        taken.add(name.lower())
        return name


def _numbered(name: str) -> Iterator[str]:
    start = name if name[:1].isalpha() else f"Standard_{name}"
    yield start[:_NAME].rstrip("_")
    for number in range(2, 10_000):
        yield f"{start[: _NAME - len(f'_{number}')].rstrip('_')}_{number}"


def _is_free(name: str, taken: Collection[str]) -> bool:
    return name.lower() not in taken


def _shortened(text: str) -> str:
    """At most as long as a message can be, cut between words."""
    plain = " ".join(text.split())
    if len(plain) <= _MESSAGE:
        return plain
    return f"{plain[: _MESSAGE - 1].rpartition(' ')[0]}…"
