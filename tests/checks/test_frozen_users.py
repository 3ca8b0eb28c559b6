"""One policy for frozen users: no live holders, never passed over in silence, and live where nobody knows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from sf_audit.checks.guests_may_not import GuestsMayNot
from sf_audit.checks.held_by_few import HeldByFew
from sf_audit.checks.held_only_through import HeldOnlyThrough
from sf_audit.checks.on_profile import OnProfile
from sf_audit.checks.signed_in_lately import SignedInLately
from sf_audit.model.review import Reason, Unread, Verdict
from tests.checks.access_rows import Row, access, assigned, user
from tests.checks.looking import look, verdict

TAKEN = datetime.fromisoformat("2026-03-16T09:00")
LONG_AGO = TAKEN - timedelta(days=400)
NAMES = ("ada", "cold", "eve")
UNKNOWN = "count as able to sign in: whether they are frozen was not readable (Manage Users)"
AGAIN = "1 frozen user would hold it again when unfrozen"


def logins(**frozen: bool) -> dict[str, tuple[Row, ...]]:
    return {"UserLogin": tuple({"UserId": name, "IsFrozen": cold} for name, cold in frozen.items())}


ONE_FROZEN = logins(ada=False, cold=True, eve=False)


def administrators() -> dict[str, tuple[Row, ...]]:
    return {
        "User": tuple({**user(name), "ProfileId": "00eadmin", "Username": f"{name}@acme.test"} for name in NAMES),
        "Profile": ({"Id": "00eadmin", "Name": "System Administrator"},),
        "PermissionSet": (
            {"Id": "0PSadmin", "ProfileId": "00eadmin", "IsOwnedByProfile": True, "PermissionsModifyAllData": True},
        ),
    }


def holders(**more: Any) -> dict[str, tuple[Row, ...]]:
    given = [assigned(name, "0PSfixes") for name in NAMES]
    return access(*given, users=tuple(user(name) for name in NAMES), **more)


def sleepers() -> dict[str, tuple[Row, ...]]:
    last = {"LastLoginDate": LONG_AGO, "CreatedDate": LONG_AGO}
    return {"User": tuple({**user(name), **last} for name in NAMES)}


@pytest.mark.parametrize("check", [HeldOnlyThrough("ModifyAllData"), HeldByFew("ModifyAllData", 0)])
def test_who_holds_a_permission_and_is_frozen_is_noted_and_not_blamed(check: Any) -> None:
    seen, broken = look(check, holders(**ONE_FROZEN))

    assert broken == ["ada", "eve"]
    assert isinstance(seen, Verdict)
    assert seen.notes == (AGAIN,)


@pytest.mark.parametrize("check", [HeldOnlyThrough("ModifyAllData"), HeldByFew("ModifyAllData", 0)])
def test_holders_of_whom_it_is_not_known_whether_they_are_frozen_are_blamed_and_noted(check: Any) -> None:
    seen, broken = look(check, holders(), hidden=["UserLogin"])

    assert broken == ["ada", "cold", "eve"]
    assert isinstance(seen, Verdict)
    assert seen.notes == (f"3 users {UNKNOWN}",)


def test_a_frozen_administrator_is_no_administrator_until_unfrozen() -> None:
    org = administrators() | ONE_FROZEN

    assert look(OnProfile("ModifyAllData", 2), org)[1] == []
    assert look(OnProfile("ModifyAllData", 1), org)[1] == ["ada", "eve"]
    assert verdict(OnProfile("ModifyAllData", 2), org).notes == (AGAIN,)


def test_administrators_count_where_it_is_not_known_whether_they_are_frozen() -> None:
    seen = verdict(OnProfile("ModifyAllData", 2), administrators() | logins(ada=False))

    assert seen.broken == 3
    assert isinstance(seen, Verdict)
    assert seen.notes == (f"2 users {UNKNOWN}",)


def test_frozen_sleepers_are_left_out_and_noted() -> None:
    seen = verdict(SignedInLately(90), sleepers() | ONE_FROZEN)

    assert seen.broken == 2
    assert isinstance(seen, Verdict)
    assert seen.notes == ("1 frozen user was left out, and would count again when unfrozen",)


@pytest.mark.parametrize("hidden", [["UserLogin"], ["UserLogin.IsFrozen"]])
def test_sleepers_of_whom_it_is_not_known_whether_they_are_frozen_count_and_are_noted(hidden: list[str]) -> None:
    seen = verdict(SignedInLately(90), sleepers() | ONE_FROZEN, hidden=hidden)

    assert seen.broken == 3
    assert isinstance(seen, Verdict)
    assert seen.notes == ("3 of them may be frozen already: whether they are was not readable (Manage Users)",)


def test_nothing_is_said_of_freezing_where_nobody_is_late() -> None:
    awake = {"User": ({**user("ada"), "LastLoginDate": TAKEN, "CreatedDate": LONG_AGO},)}

    assert verdict(SignedInLately(90), awake).notes == ()


def test_a_frozen_guest_is_as_open_as_any_other() -> None:
    guest = user("gus", UserType="Guest")
    row = {"Id": "110a", "ParentId": "0PSfixes", "SobjectType": "Case", "PermissionsRead": True}
    org = access(assigned("gus", "0PSfixes"), users=(guest,), **logins(gus=True))

    assert look(GuestsMayNot(("Read",)), org | {"ObjectPermissions": (row,)})[1] == ["gus"]


@pytest.mark.parametrize("reason", [Reason.OBJECT_NOT_READABLE, Reason.INCOMPLETE, Reason.BUDGET_SPENT])
def test_whatever_hid_who_is_frozen_users_count_and_are_noted(reason: Reason) -> None:
    lost = {"UserLogin": {"unread": Unread(reason, "UserLogin was not read to the end")}}
    checks = ((HeldOnlyThrough("ModifyAllData"), holders()), (OnProfile("ModifyAllData", 2), administrators()))

    for check, rows in checks:
        seen = verdict(check, rows | ONE_FROZEN, lost)

        assert (seen.broken, seen.notes) == (3, (f"3 users {UNKNOWN}",))
    assert verdict(SignedInLately(90), sleepers() | ONE_FROZEN, lost).broken == 3
