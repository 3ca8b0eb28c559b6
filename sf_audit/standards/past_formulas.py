"""Who gets past a validation rule: what its formula asks of whoever saves, resolved to people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sf_audit.formulas.bypasses import Bypass as FormulaBypass
from sf_audit.formulas.bypasses import BypassKind, Spares
from sf_audit.model.counts import count
from sf_audit.model.enforcement import Bypass
from sf_audit.standards.named_users import of_record_type_ids, of_record_types, owned_by, with_field
from sf_audit.standards.people import in_words
from sf_audit.standards.subject import Subject

_TRUE = frozenset({"TRUE"})


def ways_past(subject: Subject, bypasses: Iterable[FormulaBypass]) -> Iterator[Bypass]:
    """Each way that is open to anybody, or to some records that the standard means."""
    for bypass in bypasses:
        if not _is_about_other_records(subject, bypass):
            found = _WAYS[bypass.kind](subject, bypass)
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


def _user_field(subject: Subject, bypass: FormulaBypass) -> Bypass:
    others = bypass.spares is Spares.ALL_OTHERS
    found = subject.people.with_user_field(bypass.name, sorted(bypass.values), subject.object, others=others)
    return found or _in_words(bypass, f"who that is is not known: User.{bypass.name} was not read, or not as a text")


def _record_type(subject: Subject, bypass: FormulaBypass) -> Bypass:
    """Who owns such records. To whom a record type is open is not in a snapshot, and nobody is guessed."""
    snapshot, asked = subject.facts.snapshot, bypass.name.lower()
    owned = None
    if bypass.spares is Spares.THESE and asked == "developername":
        owned = of_record_types(snapshot, subject.object, bypass.values)
    elif bypass.spares is Spares.THESE and asked == "id":
        owned = of_record_type_ids(snapshot, subject.object, bypass.values)
    return _in_words(bypass, _owners(owned) if owned else _NOT_OPEN_TO)


def _owner(subject: Subject, bypass: FormulaBypass) -> Bypass:
    """Whose records they are: whoever may edit these gets past, so that no number of people is right."""
    snapshot = subject.facts.snapshot
    path = bypass.name.removeprefix("User.").removeprefix("user.")
    ids: frozenset[str] | None = frozenset(bypass.values)
    if path.lower() != "id":
        ids = with_field(snapshot, path, bypass.values)
    owned = owned_by(snapshot, subject.object, ids) if ids and bypass.spares is Spares.THESE else None
    return _in_words(bypass, _owners(owned) if owned else "whoever may edit such records gets past")


def _owners(owned: tuple[int, int]) -> str:
    records, owners = owned
    if not records:
        return "none of the records that were read is one of these"
    own = count(owners, "person or queue owns", "people or queues own")
    return f"{count(records, 'record')} of those that were read, which {own}; whoever may edit them gets past"


def _setting(_: Subject, bypass: FormulaBypass) -> Bypass:
    return _in_words(bypass, "for whom it is set is not read")


def _test(_: Subject, bypass: FormulaBypass) -> Bypass:
    return _in_words(bypass, "who passes the test is not worked out")


def _in_words(bypass: FormulaBypass, known: str) -> Bypass:
    """What depends on the record, or on what is not in a snapshot; what is known of it, or is not."""
    values = in_words(sorted(bypass.values), others=bypass.spares is Spares.ALL_OTHERS)
    return Bypass(f"{bypass.kind.value} {bypass.name}: {values} ({known})", None)


_NOT_OPEN_TO = "to whom such record types are open is not read"

_WAYS: Mapping[BypassKind, Callable[[Subject, FormulaBypass], Bypass]] = {
    BypassKind.PERMISSION: _permission,
    BypassKind.PROFILE: _profile,
    BypassKind.ROLE: _role,
    BypassKind.USER: _user_field,
    BypassKind.RECORD_TYPE: _record_type,
    BypassKind.OWNER: _owner,
    BypassKind.SETTING: _setting,
    BypassKind.TEST: _test,
}
