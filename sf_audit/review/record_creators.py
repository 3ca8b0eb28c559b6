"""Who creates records: people, or machines.

A machine is a user of the platform itself, one with the licence of integrations, or one who may only use the API. Who
is none of these for certain is not known: an integration that signs in as a person is told apart by nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from sf_audit.access.assignments.active import unknown_users
from sf_audit.access.assignments.answerable import insist_on_assignments
from sf_audit.access.assignments.platform_owned import platform_owned
from sf_audit.access.assignments.system_permissions import given_to
from sf_audit.model.origins import Entry
from sf_audit.model.review import NotReadable
from sf_audit.salesforce.permissions import API_ONLY
from sf_audit.salesforce.users import GUEST, INTEGRATION_LICENCE
from sf_audit.snapshot.needs import need
from sf_audit.snapshot.tables import Snapshot

_TYPES = need("User", "Id UserType ProfileId")
_LICENCES = (need("Profile", "Id UserLicenseId"), need("UserLicense", "Id Name"))
_API_ONLY = need("PermissionSet", f"Id {API_ONLY}")


@dataclass(frozen=True, slots=True)
class Creators:
    """What a snapshot tells of users. `missing` are sentences about what was not read of them."""

    guests: frozenset[str] = frozenset()
    machines: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()

    @classmethod
    def of(cls, snapshot: Snapshot) -> Creators:
        """The creators of a snapshot. Nobody is taken for a person where something was not read that says otherwise."""
        if missing := tuple(_missing(snapshot)):
            return cls(missing=missing)
        guests = _ids(snapshot, f"""SELECT "Id" FROM "User" WHERE "UserType" = '{GUEST}'""")
        machines = _ids(snapshot, platform_owned(snapshot)) | _ids(snapshot, _LICENSED) | given_to(snapshot, API_ONLY)
        known = _ids(snapshot, """SELECT "Id" FROM "User" WHERE "UserType" IS NOT NULL AND "ProfileId" IS NOT NULL""")
        return cls(guests, machines - guests, known - machines - guests - unknown_users(snapshot).keys())

    def entry(self, creator: str) -> Entry:
        """How this user enters what is typed."""
        if creator in self.guests:
            return Entry.WEB_FORM
        if creator in self.machines:
            return Entry.INTEGRATION
        return Entry.HUMAN if creator in self.people else Entry.NOT_KNOWN


_LICENSED = f"""
    SELECT u."Id" FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId"
    JOIN "UserLicense" l ON l."Id" = p."UserLicenseId" WHERE l."Name" = '{INTEGRATION_LICENCE}'"""


def _missing(snapshot: Snapshot) -> Iterable[str]:
    asked = (
        (partial(snapshot.require, [_TYPES]), "what kind of users there are"),
        (partial(snapshot.require, _LICENCES), "who has the licence of integrations"),
        (partial(snapshot.require, [_API_ONLY]), "who may only use the API"),
        (partial(insist_on_assignments, snapshot), "who may only use the API"),
    )
    known: set[str] = set()
    for insist, unknown in asked:
        try:
            insist()
        except NotReadable as problem:
            if unknown not in known:
                yield f"It is not known {unknown}: {problem.unread.detail}."
            known.add(unknown)


def _ids(snapshot: Snapshot, sql: str) -> frozenset[str]:
    return frozenset(row[0] for row in snapshot.rows(sql))
