"""What guests can hold at all, which code they run, and what outsiders see by default."""

from __future__ import annotations

import pytest

from sf_audit.checks.guests_may_not import GuestsMayNot
from sf_audit.checks.guests_run_no_apex import GuestsRunNoApex
from sf_audit.checks.private_outside import PrivateOutside
from sf_audit.model.review import Reason
from tests.checks.access_rows import DATA_FIXES, SALES, TEAM, Row, access, assigned, user
from tests.checks.looking import look, unread, verdict

GUEST = user("gus", UserType="Guest")


def readable(parent: str, *objects: str) -> tuple[Row, ...]:
    return tuple(
        {"Id": f"110{parent}{name}", "ParentId": parent, "SobjectType": name, "PermissionsRead": True}
        for name in objects
    )


def runs(parent: str, *classes: str) -> tuple[Row, ...]:
    return tuple(
        {"Id": f"0J0{parent}{one}", "ParentId": parent, "SetupEntityId": one, "SetupEntityType": "ApexClass"}
        for one in classes
    )


CLASSES = (
    {"Id": "01pa", "Name": "Invoices", "NamespacePrefix": None},
    {"Id": "01pb", "Name": "Invoices", "NamespacePrefix": "acme"},
    {"Id": "01pc", "Name": "SiteLoginController", "NamespacePrefix": None},
)


@pytest.mark.parametrize("right", ["Edit", "Delete", "ViewAllRecords", "ModifyAllRecords", "read"])
def test_no_rule_asks_what_no_guest_can_hold(right: str) -> None:
    with pytest.raises(ValueError, match="Spring '21"):
        GuestsMayNot((right,))


def test_only_the_objects_that_are_named_are_asked_for() -> None:
    rows = access(users=(GUEST,), ObjectPermissions=readable("0PSsales", "Contact", "Product2"))

    assert [one.part for one in verdict(GuestsMayNot(("Read",), on=("Contact", "Lead")), rows).breaches] == ["Contact"]  # type: ignore[union-attr]
    assert [one.part for one in verdict(GuestsMayNot(("Read",), but_on=("Contact",)), rows).breaches] == ["Product2"]  # type: ignore[union-attr]


def test_what_a_session_must_activate_is_not_held_by_a_guest_and_is_noted() -> None:
    sets = (SALES, {**DATA_FIXES, "HasActivationRequired": True}, TEAM)
    rows = access(
        assigned("gus", "0PSfixes"), users=(GUEST,), sets=sets, ObjectPermissions=readable("0PSfixes", "Contact")
    )

    seen = verdict(GuestsMayNot(("Read",)), rows)

    assert (seen.checked, seen.broken) == (1, 0)
    assert seen.notes == ("not counted, because a session must activate it: permission set Data_Fixes",)


def test_a_class_that_a_guest_may_run_is_a_breach_by_its_full_name() -> None:
    rows = access(
        assigned("gus", "0PSfixes"),
        users=(GUEST, user("ada")),
        SetupEntityAccess=(
            *runs("0PSsales", "01pa", "01pc"),
            *runs("0PSfixes", "01pb", "01pz"),
            *runs("0PSteam", "01pa"),
        ),
        ApexClass=CLASSES,
    )

    seen = verdict(GuestsRunNoApex(("sitelogincontroller",)), rows)

    assert [(one.id, one.part) for one in seen.breaches] == [  # type: ignore[union-attr]
        ("gus", "01pz"),
        ("gus", "Invoices"),
        ("gus", "acme__Invoices"),
    ]
    assert (seen.checked, seen.broken) == (1, 1)


def test_pages_and_people_do_not_count_as_classes_of_guests() -> None:
    page = {"Id": "0J0p", "ParentId": "0PSsales", "SetupEntityId": "066a", "SetupEntityType": "ApexPage"}
    rows = access(
        assigned("ada", "0PSfixes"),
        users=(GUEST, user("ada")),
        SetupEntityAccess=(page, *runs("0PSfixes", "01pa")),
        ApexClass=CLASSES,
    )

    assert look(GuestsRunNoApex(), rows)[1] == []


def test_without_setup_entity_access_nobody_knows_what_guests_run() -> None:
    rows = access(users=(GUEST,), SetupEntityAccess=runs("0PSsales", "01pa"), ApexClass=CLASSES)

    assert unread(GuestsRunNoApex(), rows, hidden=["SetupEntityAccess"]).reason is Reason.OBJECT_NOT_READABLE


MODELS = (
    {"QualifiedApiName": "Account", "ExternalSharingModel": "Read"},
    {"QualifiedApiName": "Case", "ExternalSharingModel": "Private"},
    {"QualifiedApiName": "Contact", "ExternalSharingModel": "ControlledByParent"},
    {"QualifiedApiName": "Bike__c", "ExternalSharingModel": "ReadWrite"},
    {"QualifiedApiName": "Product2", "ExternalSharingModel": "ReadWrite"},
    {"QualifiedApiName": "Lead", "ExternalSharingModel": None},
)
OPEN = PrivateOutside(("Account", "Case", "Contact", "Lead"))


@pytest.mark.parametrize("user_type", ["PowerPartner", "CspLitePortal", "CustomerSuccess", "PowerCustomerSuccess"])
def test_an_open_default_is_a_breach_where_somebody_outside_is_active(user_type: str) -> None:
    rows = {"User": (user("pat", UserType=user_type),), "EntityDefinition": MODELS}

    assert look(OPEN, rows)[1] == ["Account", "Bike__c"]
    assert look(PrivateOutside(("Account",), but=("Bike__c",)), rows)[1] == ["Account"]


@pytest.mark.parametrize(
    "nobody", [user("ada"), user("gus", UserType="Guest"), user("pat", UserType="PowerPartner", IsActive=False)]
)
def test_without_anybody_outside_no_default_is_open(nobody: Row) -> None:
    assert verdict(OPEN, {"User": (nobody,), "EntityDefinition": MODELS}).checked == 0


def test_defaults_that_were_not_read_are_not_kept() -> None:
    rows = {"User": (user("pat", UserType="PowerPartner"),), "EntityDefinition": MODELS}

    hidden = ["EntityDefinition.ExternalSharingModel"]
    assert unread(OPEN, rows, hidden=hidden).reason is Reason.FIELD_NOT_VISIBLE
