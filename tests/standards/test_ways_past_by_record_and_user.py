"""Ways past by a field of the user, the owner or the record type: resolved to people, as far as a snapshot can tell."""

from __future__ import annotations

import pytest

from sf_audit.model.enforcement import Bypass, Enforced
from sf_audit.model.review import Reason, Unread
from sf_audit.rulebook.settings.when import when
from tests.standards.scene import Scene, industry_filled, judged

EMPTY = 'ISPICKVAL(Industry, "")'


def past(condition: str, scene: Scene | None = None) -> tuple[Bypass, ...]:
    """The ways past a rule that stops an empty industry only where the condition holds."""
    scene = scene or Scene()
    scene.validation("Industry_Needed", f"AND({EMPTY}, {condition})")
    return judged(scene).bypasses


@pytest.mark.parametrize(
    ("condition", "through", "people"),
    [
        ('$User.Username <> "ida"', "Username: ida", 1),
        ('$User.Username = "ida"', "Username: all but ida", 3),
        ('AND($User.Username <> "ann", $User.Username <> "bob")', "Username: ann or bob", 2),
        ('$User.Id <> "005_ida"', "Id: 005_ida", 1),
        ('$User.UserType <> "Standard"', "UserType: Standard", 4),
    ],
)
def test_a_field_of_the_user_is_resolved_to_people_who_may_change_the_object(
    condition: str, through: str, people: int
) -> None:
    assert past(condition) == (Bypass(f"field of the user {through}", people),)


def test_a_name_of_any_length_is_compared_whole() -> None:
    scene = Scene()
    scene.org.user("ida.of.the.nightly.load", "Robots")

    found = past('$User.Username <> "ida.of.the.nightly.load"', scene)
    assert found == (Bypass("field of the user Username: ida.of.the.nightly.load", 1),)


def test_a_value_that_nobody_has_is_no_way_past() -> None:
    scene = Scene()
    scene.validation("Industry_Needed", f'AND({EMPTY}, $User.Username <> "nobody")')

    assert judged(scene).verdict is Enforced.ENFORCED


def test_who_may_not_change_the_object_gets_past_nothing() -> None:
    scene = Scene()
    scene.org.profile("Readers")
    scene.org.user("rea", "Readers")

    assert past('$User.Username <> "rea"', scene) == ()


def test_a_field_of_users_that_was_not_read_is_said() -> None:
    says = "who that is is not known: User.Department was not read, or not as a text"

    assert past('$User.Department <> "Ops"') == (Bypass(f"field of the user Department: Ops ({says})", None),)


def test_records_of_an_owner_are_counted() -> None:
    scene = Scene()
    scene.add("Account", OwnerId="005_ann", Industry="Bikes")

    says = "2 records of those that were read, which 1 person or queue owns; whoever may edit them gets past"
    assert past('OwnerId <> "005_ann"', scene) == (Bypass(f"owner Id: 005_ann ({says})", None),)


def test_owners_by_a_field_are_people() -> None:
    says = "1 record of those that were read, which 1 person or queue owns; whoever may edit them gets past"

    assert past('Owner.Username <> "bob"') == (Bypass(f"owner Username: bob ({says})", None),)


def test_all_but_an_owner_are_in_words() -> None:
    says = "whoever may edit such records gets past"

    assert past('OwnerId = "005_ann"') == (Bypass(f"owner Id: all but 005_ann ({says})", None),)


def of_types() -> Scene:
    """An account of a dealer, owned by Ann, and two without a record type."""
    scene = Scene()
    scene.add("describe_record_types", object="Account", id="012_dealer", name="Dealer")
    scene.add("Account", OwnerId="005_ann", RecordTypeId="012_dealer")
    return scene


@pytest.mark.parametrize(
    ("condition", "through"),
    [
        ('RecordType.DeveloperName <> "Dealer"', "DeveloperName: Dealer"),
        ('RecordTypeId <> "012_dealer"', "Id: 012_dealer"),
    ],
)
def test_records_of_a_record_type_are_counted_with_their_owners(condition: str, through: str) -> None:
    says = "1 record of those that were read, which 1 person or queue owns; whoever may edit them gets past"

    assert past(condition, of_types()) == (Bypass(f"record type {through} ({says})", None),)


@pytest.mark.parametrize(("spared", "is_open"), [("Dealer", True), ("Fleet", False)])
def test_only_a_record_type_that_the_standard_means_is_a_way_past(spared: str, *, is_open: bool) -> None:
    scene = of_types()
    scene.add("describe_record_types", object="Account", id="012_fleet", name="Fleet")
    scene.validation("Industry_Needed", f'AND({EMPTY}, RecordType.DeveloperName <> "{spared}")')
    sellers = industry_filled(when=when({"RecordType.DeveloperName": ["Dealer", "Shop"]}, {"object": "Account"}))

    assert bool(judged(scene, sellers).bypasses) is is_open


def test_a_record_type_without_records_says_so() -> None:
    scene = Scene()
    scene.add("describe_record_types", object="Account", id="012_fleet", name="Fleet")

    says = "none of the records that were read is one of these"
    found = past('RecordType.DeveloperName <> "Fleet"', scene)
    assert found == (Bypass(f"record type DeveloperName: Fleet ({says})", None),)


def test_what_a_setting_or_a_test_lets_past_is_said_not_to_be_known() -> None:
    assert past("NOT($Setup.Off__c.Rules__c)") == (
        Bypass("setting Off__c.Rules__c: TRUE (for whom it is set is not read)", None),
    )
    (tested,) = past('NOT(CONTAINS($Profile.Name, "Rob"))')
    assert (tested.people, tested.through.endswith("(who passes the test is not worked out)")) == (None, True)


def test_users_who_are_hidden_leave_it_unknown() -> None:
    scene = Scene()
    scene.refused["User"] = Unread(Reason.OBJECT_NOT_READABLE, "User was not readable", "View All Users")
    scene.validation("Industry_Needed", f'AND({EMPTY}, $User.Username <> "ida")')

    assert judged(scene).verdict is Enforced.UNKNOWN
