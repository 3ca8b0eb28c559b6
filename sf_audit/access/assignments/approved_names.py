"""Names that a rule approves and nothing in the org has: they approve nobody, and whoever wrote them means somebody.

Said in the notes of an outcome, and only where every user, profile, set or group was read. Users are told by their
place in the list: notes are shown under `--redact` too, and a user name is a person's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sf_audit.access.assignments.named_users import NamedUsers
from sf_audit.access.assignments.setup_names import GROUP, PERMISSION_SET, PROFILE, SetupKind, meant
from sf_audit.model.counts import count
from sf_audit.salesforce.profiles import ADMINISTRATOR
from sf_audit.snapshot.tables import Snapshot


def users_not_here(snapshot: Snapshot, setting: str, written: Sequence[str]) -> Iterator[str]:
    """A note for the users in the list that are not in the org, active or not."""
    if not written or not snapshot.has_all_rows("User", "Id", "Username"):
        return
    known = _known(snapshot.rows('SELECT "Id", "Username" FROM "User"'))
    missing = [str(number) for number, entry in enumerate(written, 1) if not _named(known, entry)]
    instead = _full_names(snapshot, [written[int(number) - 1] for number in missing])
    if len(missing) == 1:
        yield f"`{setting}` names a user who is not in this org: number {missing[0]} of the list{instead}"
    elif missing:
        numbers = f"{', '.join(missing[:-1])} and {missing[-1]}"
        users = count(len(missing), "user")
        yield f"`{setting}` names {users} who are not in this org: numbers {numbers} of the list{instead}"


def _full_names(snapshot: Snapshot, missing: Sequence[str]) -> str:
    """What to write, where it is what people are called; no name is told."""
    if "Name" not in snapshot.tables["User"].columns:
        return ""
    called = {row[0].strip().casefold() for row in snapshot.rows('SELECT "Name" FROM "User" WHERE "Name" IS NOT NULL')}
    if called.isdisjoint(entry.strip().casefold() for entry in missing):
        return ""
    return "; write user names, not what people are called"


def profiles_not_here(snapshot: Snapshot, setting: str, written: Sequence[str]) -> Iterator[str]:
    """A note for each profile that is not in the org. System Administrator has another name in other languages."""
    if written and snapshot.has_all_rows("Profile", "Id", "Name"):
        known = _known(snapshot.rows('SELECT "Id", "Name" FROM "Profile"'))
        asked = [entry for entry in written if entry.strip().casefold() != ADMINISTRATOR.casefold()]
        yield from (_note(snapshot, setting, entry, PROFILE) for entry in asked if not _named(known, entry))


def permission_sets_not_here(snapshot: Snapshot, setting: str, written: Sequence[str]) -> Iterator[str]:
    """A note for each permission set that is not in the org; a package's is `namespace__Name`."""
    if written and snapshot.has_all_rows("PermissionSet", "Name", "NamespacePrefix"):
        rows = snapshot.rows('SELECT "NamespacePrefix", "Name" FROM "PermissionSet"')
        names = [f"{package}__{name}" if package else name for package, name in rows]
        yield from _not_among(snapshot, names, setting, written, PERMISSION_SET)


def groups_not_here(snapshot: Snapshot, setting: str, written: Sequence[str]) -> Iterator[str]:
    """A note for each permission set group that is not in the org."""
    if written and snapshot.has_all_rows("PermissionSetGroup", "DeveloperName"):
        rows = snapshot.rows('SELECT "DeveloperName" FROM "PermissionSetGroup"')
        yield from _not_among(snapshot, [row[0] for row in rows], setting, written, GROUP)


def _not_among(
    snapshot: Snapshot, names: Collection[str | None], setting: str, written: Sequence[str], kind: SetupKind
) -> Iterator[str]:
    here = {(name or "").casefold() for name in names}
    yield from (_note(snapshot, setting, entry, kind) for entry in written if entry.casefold() not in here)


def _note(snapshot: Snapshot, setting: str, entry: str, kind: SetupKind) -> str:
    instead = meant(snapshot, kind, entry)
    return f"`{setting}` names “{entry}”, which is no {kind.words} of this org and approves nobody{instead}"


def _known(rows: Sequence[tuple[str, str | None]]) -> NamedUsers:
    """All that are there, by id and by name."""
    return NamedUsers(frozenset((name or "").casefold() for _, name in rows), frozenset(key for key, _ in rows))


def _named(known: NamedUsers, entry: str) -> bool:
    asked = NamedUsers.of([entry])
    return not (asked.names.isdisjoint(known.names) and asked.ids.isdisjoint(known.ids))
