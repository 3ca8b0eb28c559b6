"""Who gets past a validation rule: what its formula asks of whoever saves, resolved to people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sf_audit.formulas.bypasses import Bypass as FormulaBypass
from sf_audit.formulas.bypasses import BypassKind, Spares
from sf_audit.model.enforcement import Bypass
from sf_audit.standards.subject import Subject

_TRUE = frozenset({"TRUE"})


def ways_past(subject: Subject, bypasses: Iterable[FormulaBypass]) -> Iterator[Bypass]:
    """Each way that is open to anybody, or to some records that the standard means."""
    for bypass in bypasses:
        if not _is_about_other_records(subject, bypass):
            found = _WAYS.get(bypass.kind, _in_words)(subject, bypass)
            if found.people != 0:
                yield found


def _is_about_other_records(subject: Subject, bypass: FormulaBypass) -> bool:
    """Whether only records of other record types get past than those that the standard means."""
    named = bypass.kind is BypassKind.RECORD_TYPE and bypass.name.lower() == "developername"
    if not named or bypass.spares is not Spares.THESE:
        return False
    return not any(subject.means_record_type(value) for value in bypass.values)


def _permission(subject: Subject, bypass: FormulaBypass) -> Bypass:
    lets_holders = (bypass.values == _TRUE) is (bypass.spares is Spares.THESE)
    people = subject.people
    return (people.custom_permission if lets_holders else people.without_custom_permission)(bypass.name, subject.object)


def _profile(subject: Subject, bypass: FormulaBypass) -> Bypass:
    others = bypass.spares is Spares.ALL_OTHERS
    return subject.people.profiles(sorted(bypass.values), subject.object, others=others)


def _role(subject: Subject, bypass: FormulaBypass) -> Bypass:
    others = bypass.spares is Spares.ALL_OTHERS
    return subject.people.roles(sorted(bypass.values), subject.object, others=others)


def _in_words(_: Subject, bypass: FormulaBypass) -> Bypass:
    """What depends on the record, or on what is not in a snapshot."""
    some = ", ".join(sorted(bypass.values)) or "no value"
    but = "all but " if bypass.spares is Spares.ALL_OTHERS else ""
    return Bypass(f"{bypass.kind.value} {bypass.name}: {but}{some}", None)


_WAYS: Mapping[BypassKind, Callable[[Subject, FormulaBypass], Bypass]] = {
    BypassKind.PERMISSION: _permission,
    BypassKind.PROFILE: _profile,
    BypassKind.ROLE: _role,
}
