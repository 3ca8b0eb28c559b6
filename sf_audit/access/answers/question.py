"""From what people type to a right and a user: `ModifyAllData`, `Account:edit`, `Account.Tax__c`, `apex:Invoices`.

Letters may be upper or lower case. A name that is not in the snapshot is a usage problem with the nearest name, unless
what holds the names was not read: then nobody can say whether it exists, and the question is not answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sf_audit.access.answers.labels import Labels
from sf_audit.access.effective.effective import Access
from sf_audit.access.rights import RIGHTS, Held, Kind, Right
from sf_audit.errors import NotAnswered, UsageProblem
from sf_audit.model.access import Person
from sf_audit.nearness import nearest
from sf_audit.salesforce.permissions import LABELS
from sf_audit.snapshot.ids import eighteen

PREFIXES: Mapping[str, Kind] = {
    "system": Kind.SYSTEM,
    "object": Kind.OBJECT,
    "field": Kind.FIELD,
    "apex": Kind.APEX_CLASS,
    "page": Kind.APEX_PAGE,
    "app": Kind.APP,
    "credential": Kind.NAMED_CREDENTIAL,
    "custom": Kind.CUSTOM_PERMISSION,
}

#: Permissions that every org has a say about, whether its columns were read or not.
_DOCUMENTED = frozenset(LABELS)

#: So many people of one name are told.
_NAMESAKES = 5

_FORMS = (
    "Name a system permission (ModifyAllData), Account, Account:edit, Account.Industry, Account.Industry:edit, or "
    "apex:Name, page:Name, app:Name, credential:Name, custom:Name."
)


def asked(access: Access, text: str) -> Held:
    """The right that is meant; UsageProblem with the nearest name where there is no such thing."""
    prefix, colon, rest = text.strip().partition(":")
    if colon and prefix.lower() in PREFIXES:
        return _of_kind(access, PREFIXES[prefix.lower()], rest)
    if "." in prefix:
        return _of_kind(access, Kind.FIELD, text.strip())
    system = _found(prefix.removeprefix("Permissions"), _system_names(access))
    if system is not None and not colon:
        return Held(Kind.SYSTEM, system, Right.USE)
    if colon or _found(prefix, access.granted.names(Kind.OBJECT)) is not None:
        return _of_kind(access, Kind.OBJECT, text.strip())
    return _neither(access, prefix)


def object_names(access: Access, texts: Iterable[str]) -> tuple[str, ...]:
    """The objects with these names; UsageProblem with the nearest name for one that is not there."""
    return tuple(_of_kind(access, Kind.OBJECT, text).target for text in texts)


def person(access: Access, text: str, *, redact: bool = False) -> Person:
    """The user with this username or id; UsageProblem with the nearest username where there is none.

    With `redact` the user is called by the id, and no username is told.
    """
    snapshot = access.snapshot
    shown = '"Username"' if snapshot.has("User", "Username") else '"Id"'
    kind = '"UserType"' if snapshot.has("User", "UserType") else "''"
    rows = snapshot.rows(
        f"""SELECT "Id", coalesce({shown}, "Id"), coalesce({kind}, ''), CAST("IsActive" AS BOOLEAN) FROM "User"
            WHERE "Id" = ? OR lower({shown}) = lower(?) ORDER BY "IsActive" DESC, 1""",
        [_user_id(text), text],
    )
    if not rows:
        _refuse_full_name(access, text, redact=redact)
        raise UsageProblem(
            f"there is no user “{text}” in this org",
            hint=_near(
                text,
                [] if redact else _usernames(access, shown),
                "Name a username or an id, as Setup > Users shows them.",
            ),
        )
    user_id, name, user_type, active = rows[0]
    rows = snapshot.rows('SELECT frozen, frozen_known FROM "access".person WHERE user_id = ?', [user_id])
    frozen, known = rows[0] if rows else (False, False)
    return Person(user_id, user_id if redact else name, user_type, bool(active), frozen, known)


def _refuse_full_name(access: Access, text: str, *, redact: bool) -> None:
    """UsageProblem with the usernames of whoever is called so; ids with `redact`."""
    key = '"Username"' if access.snapshot.has("User", "Username") and not redact else '"Id"'
    if access.snapshot.has("User", "Name"):
        rows = access.snapshot.rows(
            f'SELECT coalesce({key}, "Id") FROM "User" WHERE lower("Name") = lower(?) ORDER BY 1', [text.strip()]
        )
        if rows:
            known_by = "id" if redact else "username"
            raise UsageProblem(
                f"“{text}” is what people are called, not a username",
                hint=f"Write the {known_by}: {' or '.join(row[0] for row in rows[:_NAMESAKES])}",
            )


def _usernames(access: Access, shown: str) -> list[str]:
    return [row[0] for row in access.snapshot.rows(f'SELECT {shown} FROM "User" WHERE {shown} IS NOT NULL ORDER BY 1')]


def _user_id(text: str) -> str:
    try:
        return eighteen(text)
    except ValueError:
        return text


def _of_kind(access: Access, kind: Kind, text: str) -> Held:
    name, right = _split(kind, text)
    labels = Labels(access.snapshot)
    ids = labels.ids(kind)
    known = [*(_system_names(access) if kind is Kind.SYSTEM else access.granted.names(kind)), *ids]
    found = _found(name, known)
    if found is not None:
        return Held(kind, ids.get(found, found), right)
    _refuse_label(kind, name, labels)
    if kind in access.unread or _may_exist(access, Held(kind, name, right), known):
        return Held(kind, name, right)
    unread = labels.unread(kind)
    if unread is not None:
        raise NotAnswered(
            f"whether there is an {str(kind).replace('_', ' ')} “{name}” is not known: {unread.detail}",
            hint=unread.unlocked_by,
        )
    raise UsageProblem(
        f"there is no {str(kind).replace('_', ' ')} “{name}” in what was read", hint=_near(name, known, _FORMS)
    )


def _system_names(access: Access) -> list[str]:
    """Also of permissions whose column the auditor was not shown: those that were asked for, and those that count."""
    unseen = access.snapshot.tables["PermissionSet"].unseen
    hidden = [column.removeprefix("Permissions") for column in unseen if column.startswith("Permissions")]
    return [*access.granted.names(Kind.SYSTEM), *hidden, *sorted(_DOCUMENTED)]


def _may_exist(access: Access, held: Held, known: Iterable[str]) -> bool:
    """Whether the snapshot cannot know all names, and none that it knows is nearly this one."""
    if held.kind is not Kind.FIELD:
        return False
    owner, _, own = held.target.partition(".")
    exact = _found(owner, access.granted.names(Kind.OBJECT))
    if exact is None or not own:
        return False
    if access.granted.fields.object_unread(exact) is not None:
        return True
    mine = [name for name in known if name.partition(".")[0] == exact]
    return not nearest(held.target, mine)


def _split(kind: Kind, text: str) -> tuple[str, Right]:
    rights = RIGHTS[kind]
    name, colon, right = text.rpartition(":")
    if not colon:
        return text, rights[0]
    chosen = right.strip().lower().replace("-", "_")
    if chosen not in set(rights):
        raise UsageProblem(
            f"there is no right “{right}” on a target of kind {kind}", hint=f"Its rights are {', '.join(rights)}."
        )
    return name, Right(chosen)


def _found(name: str, known: Iterable[str]) -> str | None:
    alike = [other for other in known if other.casefold() == name.casefold()]
    return name if name in alike else alike[0] if alike else None


def _refuse_label(kind: Kind, name: str, labels: Labels) -> None:
    """UsageProblem with what to write in place of a label."""
    if meant := labels.shown_as(kind, name):
        prefix = next((f"{word}:" for word, other in PREFIXES.items() if other is kind), "")
        plain = {Kind.SYSTEM, Kind.OBJECT, Kind.FIELD}
        written = meant if kind in plain else f"{prefix}{meant}"
        raise UsageProblem(f"“{name}” is a label", hint=f"Write the API name: {written}")


def _neither(access: Access, name: str) -> Held:
    labels = Labels(access.snapshot)
    for kind in (Kind.SYSTEM, Kind.OBJECT):
        _refuse_label(kind, name, labels)
    known = [*access.granted.names(Kind.SYSTEM), *access.granted.names(Kind.OBJECT)]
    if Kind.OBJECT in access.unread and not nearest(name, known):
        return Held(Kind.OBJECT, name, Right.READ)
    raise UsageProblem(
        f"there is no system permission and no object “{name}” in what was read", hint=_near(name, known, _FORMS)
    )


def _near(name: str, known: Iterable[str], otherwise: str) -> str:
    near = nearest(name, known)
    return f"Did you mean “{near}”?" if near else otherwise
