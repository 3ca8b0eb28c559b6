"""Words of the tests for traps: a company, what a user may do there, and through what."""

from __future__ import annotations

from sf_audit.access import Access, Answer, Held, Kind, Right, paths
from tests.access.access_graphs import Org, snapshot_of

ACCOUNT = "Account"
READ_ACCOUNT = Held(Kind.OBJECT, ACCOUNT, Right.READ)
EDIT_ACCOUNT = Held(Kind.OBJECT, ACCOUNT, Right.EDIT)
MANAGE_USERS = Held(Kind.SYSTEM, "ManageUsers", Right.USE)


def staff(*system: str) -> Org:
    org = Org()
    org.profile("Staff", *system)
    return org


def answer(org: Org, user: str, held: Held) -> Answer:
    with snapshot_of(org) as snapshot:
        return Access.of(snapshot).answer(user, held)


def told(org: Org, user: str, held: Held) -> list[str]:
    with snapshot_of(org) as snapshot:
        return [str(path) for path in paths(Access.of(snapshot), user, held)]
