"""Permissions, limits, and the classes, profiles and sets that a rule approves, in the words of an org."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sf_audit.model.review import Unread
from sf_audit.nearness import nearest
from sf_audit.rulebook.fitting.misfit import Cost, Problem, Where, mistake
from sf_audit.salesforce.components import COMPONENTS
from sf_audit.salesforce.profiles import ADMINISTRATOR
from sf_audit.snapshot.dictionary import Dictionary, OrgField, did_you_mean_name, limit_not_reported
from sf_audit.snapshot.ids import eighteen


def permission(written: str, where: Where, dictionary: Dictionary) -> tuple[str, tuple[Problem, ...]]:
    """The system permission as the org spells it, and what is wrong with it."""
    found = dictionary.field("PermissionSet", f"Permissions{written}")
    if isinstance(found, OrgField):
        return found.name.removeprefix("Permissions"), ()
    known = [field.name for field in dictionary.fields("PermissionSet").values()]
    granted = [name.removeprefix("Permissions") for name in known if name.startswith("Permissions")]
    if not nearest(written, granted):
        return written, (Problem(where, found),)
    says = f"there is no system permission {written} in this org{did_you_mean_name(written, granted)}"
    return written, (mistake(where, says),)


def limit(name: str, where: Where, dictionary: Dictionary) -> tuple[str, tuple[Problem, ...]]:
    """The limit as the org spells it, and what is wrong with it; nothing where its limits are not known."""
    known = dictionary.limits()
    found = next((limit for limit in known if limit.lower() == name.lower()), "")
    if found or not known:
        return found or name, ()
    if not nearest(name, known):
        return name, (Problem(where, limit_not_reported(name)),)
    return name, (mistake(where, f"the org reports no limit {name}{did_you_mean_name(name, known)}"),)


def unknown_components(written: Sequence[str], where: Where, table: str, dictionary: Dictionary) -> Iterator[Problem]:
    """The approved names that nothing in the org has. System Administrator has another name in other languages."""
    asked = {number: name for number, name in enumerate(written) if name.strip().casefold() != ADMINISTRATOR.casefold()}
    known = dictionary.components(table, frozenset(asked.values())) if asked else frozenset()
    if isinstance(known, Unread):
        # Where the object is hidden as a whole, the check cannot look at it either, and that is told of its needs.
        if not isinstance(dictionary.object(table), Unread):
            yield Problem(where, known, Cost.APPROVAL)
        return
    here = {name.casefold() for name in known}
    called = COMPONENTS[table].called
    for number, name in asked.items():
        if here and here.isdisjoint({name.strip().casefold(), _as_id(name)}):
            says = f"there is no {called} “{name}” in this org{did_you_mean_name(name, known)}"
            yield mistake((*where, number), says, Cost.APPROVAL)


def _as_id(written: str) -> str:
    try:
        return eighteen(written.strip()).casefold()
    except ValueError:
        return ""
