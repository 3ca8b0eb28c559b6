"""Which objects break the rule about records that are shared with guest users."""

from __future__ import annotations

from sf_audit.checks.guests_see_no_records import GuestsSeeNoRecords
from sf_audit.model.review import Breach, Reason, Unread
from tests.checks.access_rows import Row
from tests.checks.looking import look, unread, verdict

HERE, GONE, GROUP = "005000000000001AAA", "005000000000002AAA", "00G000000000001EAA"
USERS = (
    {"Id": HERE, "IsActive": True, "UserType": "Guest"},
    {"Id": GONE, "IsActive": False, "UserType": "Guest"},
)
NOT_COUNTED = Unread(Reason.OBJECT_NOT_READABLE, "the org did not count the shares of Lead", "Read on Lead")
CUSTOMERS = GuestsSeeNoRecords(("Account", "Lead"))


def share(name: str, shares: int | None, cause: str | None = "GuestRule", recipient: str | None = HERE) -> Row:
    return {"object": name, "recipient": recipient, "row_cause": cause, "shares": shares}


def org(*shares: Row, users: tuple[Row, ...] = USERS) -> dict[str, tuple[Row, ...]]:
    return {"User": users, "guest_shares": shares}


def test_an_object_is_one_breach_with_every_cause_of_its_shares() -> None:
    shares = [share("Account", 3, "Owner"), share("Account", 1200), share("Account", 40, recipient=GROUP)]

    seen = verdict(CUSTOMERS, org(*shares, share("Lead", 0, None, None)))

    says = "1,243 shares of its records with guest users: 1,240 by GuestRule, 3 by Owner"
    assert seen.breaches == (Breach("CustomObject", "Account", says, label="Account"),)
    assert (seen.checked, seen.broken, seen.notes) == (2, 1, ())


def test_a_guest_that_is_not_active_sees_nothing() -> None:
    seen = verdict(CUSTOMERS, org(share("Account", 7, recipient=GONE), share("Lead", 0, None, None)))

    assert (seen.checked, seen.broken) == (2, 0)


def test_only_objects_that_are_asked_about_and_not_approved_count() -> None:
    shares = [share(name, 5) for name in ("Account", "Lead", "Product2", "Branch__c", "Event__c")]

    assert look(CUSTOMERS, org(*shares))[1] == ["Account", "Branch__c", "Event__c", "Lead"]
    assert look(GuestsSeeNoRecords(("Account", "Lead"), but=("lead", "BRANCH__c")), org(*shares))[1] == [
        "Account",
        "Event__c",
    ]
    assert look(GuestsSeeNoRecords(("Account",), custom_objects=False), org(*shares))[1] == ["Account"]


def test_an_object_without_shares_of_its_own_proves_nothing_and_is_named() -> None:
    without = share("Lead", None, None, None)

    one_left = verdict(CUSTOMERS, org(share("Account", 0, None, None), without))
    none_left = verdict(CUSTOMERS, org(without))

    assert (one_left.checked, one_left.notes) == (1, ("1 object without shares of their own: Lead",))
    assert none_left.checked == 0
    assert none_left.proof == "the org keeps no shares of any of these objects: their records go with those of others"


def test_what_was_not_counted_is_never_a_pass() -> None:
    facts = {"guest_shares": {"uncovered": {"Lead": NOT_COUNTED}, "covers": frozenset({"Account"})}}

    assert unread(CUSTOMERS, org(share("Account", 0, None, None)), facts) == NOT_COUNTED
    seen = verdict(CUSTOMERS, org(share("Account", 1)), facts)
    assert (seen.broken, seen.unread) == (1, NOT_COUNTED)


def test_shares_that_were_seen_count_although_other_records_may_be_hidden() -> None:
    hidden = {"Account": {"rows_hidden": True}}
    rows = {**org(share("Account", 1), share("Lead", 0, None, None)), "Account": ({"Id": "001"},)}

    seen = verdict(CUSTOMERS, rows, hidden)

    assert (seen.broken, seen.unread and seen.unread.reason) == (1, Reason.ROWS_HIDDEN)


def test_without_an_active_guest_there_is_nobody_to_share_with() -> None:
    seen = verdict(CUSTOMERS, org(users=USERS[1:]))

    assert (seen.checked, seen.proof) == (0, "User was read whole: no active guest user")


def test_a_guest_who_came_after_the_counting_leaves_the_rule_open() -> None:
    assert unread(CUSTOMERS, org()).reason is Reason.INCOMPLETE
