"""Each verdict, from the setup of an org that gives it."""

from __future__ import annotations

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.some_filled import SomeFilled
from sf_audit.model.enforcement import Bypass, Enforced, Mechanism
from sf_audit.rulebook.settings.when import when
from tests.standards.scene import BROKEN, KEPT, Scene, industry_filled, judged

EMPTY = 'ISPICKVAL(Industry, "")'


def test_nothing_that_asks_for_it_makes_it_declared_only() -> None:
    line = judged(Scene())

    assert line.verdict is Enforced.DECLARED_ONLY
    assert line.asks == "Industry filled, of all records of Account"
    assert [(each.mechanism, each.says) for each in line.evidence] == [
        (Mechanism.ACCESS, "can be edited by all of 2 people who own records of Account")
    ]


@pytest.mark.parametrize(("seen", "verdict"), [(KEPT, Enforced.ENFORCED), (BROKEN, Enforced.LATER)])
def test_a_field_that_is_required_by_itself_enforces(seen: object, verdict: Enforced) -> None:
    line = judged(Scene(), Filled(object="Account", field="Name"), seen)  # type: ignore[arg-type]

    assert line.verdict is verdict
    assert line.evidence[0].mechanism is Mechanism.REQUIRED_FIELD


def test_a_validation_rule_without_ways_past_enforces() -> None:
    scene = Scene()
    scene.validation("Industry_Needed", EMPTY)

    line = judged(scene)

    assert line.verdict is Enforced.ENFORCED
    assert line.because == "validation rule Industry_Needed stops every save that breaks it"
    assert (str(line.since), line.bypasses) == ("2026-11-01", ())


def test_records_that_may_be_older_are_not_said_to_be() -> None:
    scene = Scene()
    scene.validation("Industry_Needed", EMPTY)

    line = judged(scene, seen=BROKEN)

    assert line.verdict is Enforced.UNKNOWN
    assert line.because == (
        "whether the records that break it are older than validation rule Industry_Needed is not known"
    )


def test_a_rule_that_is_switched_off_enforces_nothing() -> None:
    scene = Scene()
    scene.validation("Industry_Needed", EMPTY, active=False)

    line = judged(scene)

    assert line.verdict is Enforced.DECLARED_ONLY
    assert line.evidence[0].says == "names the field and is switched off"


def test_a_rule_about_another_field_enforces_nothing() -> None:
    scene = Scene()
    scene.validation("Phone_Needed", "ISBLANK(Phone)")

    assert judged(scene).verdict is Enforced.DECLARED_ONLY


def test_holders_of_a_custom_permission_get_past() -> None:
    scene = Scene()
    scene.add("CustomPermission", Id="0CP_skip", DeveloperName="Skip")
    loader = scene.org.permission_set("Loading")
    scene.org.on_setup(loader, "CustomPermission", "0CP_skip")
    scene.org.assign("005_bob", loader)
    scene.validation("Industry_Needed", f"AND({EMPTY}, NOT($Permission.Skip))")

    line = judged(scene)

    assert line.verdict is Enforced.BYPASSED
    assert line.bypasses == (Bypass("custom permission Skip", 1, ("permission set Loading",)),)


def test_a_custom_permission_that_nobody_holds_is_no_way_past() -> None:
    scene = Scene()
    scene.add("CustomPermission", Id="0CP_skip", DeveloperName="Skip")
    scene.validation("Industry_Needed", f"AND({EMPTY}, NOT($Permission.Skip))")

    assert judged(scene).verdict is Enforced.ENFORCED


@pytest.mark.parametrize(
    ("condition", "bypass"),
    [
        ('$Profile.Name <> "Robots"', Bypass("profile Robots", 1)),
        ('$Profile.Name = "Robots"', Bypass("any profile but Robots", 3)),
        ('$UserRole.Name <> "North"', Bypass("role North", 1)),
    ],
)
def test_people_of_a_profile_or_role_get_past(condition: str, bypass: Bypass) -> None:
    scene = Scene()
    scene.validation("Industry_Needed", f"AND({EMPTY}, {condition})")

    line = judged(scene)

    assert (line.verdict, line.bypasses) == (Enforced.BYPASSED, (bypass,))


def test_whom_conditions_on_the_record_leave_out_get_past() -> None:
    scene = Scene()
    scene.validation("Industry_Needed", f'AND({EMPTY}, ISPICKVAL(StageName, "Won"))')

    line = judged(scene)

    assert line.verdict is Enforced.BYPASSED
    assert line.bypasses == (Bypass("records that its conditions leave out: StageName", None),)


def test_conditions_that_the_standard_has_too_leave_nobody_out() -> None:
    scene = Scene()
    scene.validation("Industry_When_Won", f'AND({EMPTY}, ISPICKVAL(StageName, "Won"))')

    line = judged(scene, industry_filled(when=when({"StageName": "Won"})))

    assert line.verdict is Enforced.ENFORCED


def test_a_standard_for_several_values_needs_each_of_them_stopped() -> None:
    scene = Scene()
    scene.validation("Industry_When_Won", f'AND({EMPTY}, ISPICKVAL(StageName, "Won"))')

    assert judged(scene, industry_filled(when=when({"StageName": ["Won", "Lost"]}))).verdict is Enforced.BYPASSED


def test_conditions_that_cannot_be_compared_are_not_decided() -> None:
    scene = Scene()
    scene.validation("Industry_When_Won", f'AND({EMPTY}, ISPICKVAL(StageName, "Won"))')

    line = judged(scene, industry_filled(when=when({"IsWon__c": True})))

    assert line.verdict is Enforced.UNKNOWN
    assert line.because == (
        "validation rule Industry_When_Won: depends on StageName; whether that holds for all records of the standard "
        "is not decided"
    )


def test_a_field_that_the_standard_says_is_filled_is_filled() -> None:
    scene = Scene()
    scene.validation("Industry_With_Phone", f"AND({EMPTY}, NOT(ISBLANK(Phone)))")

    line = judged(scene, industry_filled(when=when({"Phone": {"is": "filled"}})))

    assert line.verdict is Enforced.ENFORCED


def test_a_rule_that_stops_new_records_alone_comes_later_than_the_data() -> None:
    scene = Scene()
    scene.validation("Industry_On_New", f"AND(ISNEW(), {EMPTY})")

    line = judged(scene)

    assert line.verdict is Enforced.LATER
    assert "stops only new records" in line.because


def test_new_records_get_past_a_rule_that_stops_changes_alone() -> None:
    scene = Scene()
    scene.validation("Industry_On_Change", f"AND(NOT(ISNEW()), {EMPTY})")

    line = judged(scene)

    assert line.verdict is Enforced.BYPASSED
    assert line.bypasses == (Bypass("new records: it stops only changes", None),)


def test_a_formula_that_cannot_be_read_is_unknown() -> None:
    scene = Scene()
    scene.validation("Industry_Needed", f"AND({EMPTY}, ISBLANK(Phone)")

    line = judged(scene)

    assert line.verdict is Enforced.UNKNOWN
    assert line.because.startswith("validation rule Industry_Needed: Line 1, column ")


def test_one_of_several_fields_is_asked_for_by_a_rule_about_all_of_them() -> None:
    scene = Scene()
    scene.validation("Reachable", "AND(ISBLANK(Phone), ISBLANK(Fax))")
    either = SomeFilled(object="Account", fields=("Phone", "Fax"), at_least=1)

    assert judged(scene, either).verdict is Enforced.ENFORCED
    assert judged(scene, Filled(object="Account", field="Phone")).verdict is Enforced.BYPASSED


def test_each_of_several_fields_has_to_be_asked_for() -> None:
    both = SomeFilled(object="Account", fields=("Phone", "Fax"), at_least=2)
    asked, one_alone = Scene(), Scene()
    asked.validation("Reachable", "OR(ISBLANK(Phone), ISBLANK(Fax))")
    one_alone.validation("Phone_Needed", "ISBLANK(Phone)")

    assert judged(asked, both).verdict is Enforced.ENFORCED
    assert judged(one_alone, both).verdict is Enforced.UNKNOWN


def test_two_of_several_fields_are_not_decided_by_formulas() -> None:
    scene = Scene()
    scene.validation("Reachable", "AND(ISBLANK(Phone), ISBLANK(Fax))")

    both = SomeFilled(object="Account", fields=("Phone", "Fax", "Industry"), at_least=2)

    assert judged(scene, both).verdict is Enforced.UNKNOWN


#: Of records with a value, and a validation rule about them: whether the rule is about the same records.
OF_SOME = (
    ({"Share__c": 75}, "Share__c = 0.75", Enforced.ENFORCED),
    ({"Share__c": 75}, "Share__c = 75", Enforced.DECLARED_ONLY),
    ({"Size__c": 75}, "Size__c = 75", Enforced.ENFORCED),
    ({"Active__c": True}, "Active__c", Enforced.ENFORCED),
    ({"Fax": "7"}, 'Fax = "7"', Enforced.ENFORCED),
    ({"Group__c": "a01000000000001"}, 'Group__c <> "a01000000000002"', Enforced.UNKNOWN),
    ({"Group__c": "a01000000000001AAA"}, 'Group__c = "a01000000000001"', Enforced.UNKNOWN),
    ({"Topics__c": "A"}, 'INCLUDES(Topics__c, "A")', Enforced.UNKNOWN),
    ({"Parent.Share__c": 75}, "Parent.Share__c = 0.75", Enforced.UNKNOWN),
    ({"Parent.Share__c": 75}, "Parent.Share__c = 75", Enforced.UNKNOWN),
    ({"Parent.OwnerId": "005000000000001AAA"}, 'Parent.OwnerId <> "005000000000001"', Enforced.UNKNOWN),
    ({"Parent.Fax": "7"}, 'Parent.Fax = "7"', Enforced.ENFORCED),
    (
        {"RecordType.DeveloperName": "DealerPartner12"},
        'RecordType.DeveloperName = "DealerPartner12"',
        Enforced.ENFORCED,
    ),
)


@pytest.mark.parametrize(("scope", "condition", "verdict"), OF_SOME)
def test_values_are_put_into_a_formula_as_formulas_have_them(
    scope: dict[str, object], condition: str, verdict: Enforced
) -> None:
    scene = Scene()
    kinds = {"Share__c": "percent", "Size__c": "double", "Active__c": "boolean", "Group__c": "reference"}
    for name, kind in {**kinds, "Topics__c": "multipicklist"}.items():
        scene.org.described(f"Account.{name}", type=kind, nillable=True)
    scene.validation("Industry_Of_Some", f"AND({EMPTY}, {condition})")

    assert judged(scene, industry_filled(when=when(scope, {"object": "Account"}))).verdict is verdict


@pytest.mark.parametrize("fields", [("Phone", "Size__c"), ("Size__c", "Phone")])
def test_what_is_not_decided_of_one_of_several_fields_is_not_decided(fields: tuple[str, str]) -> None:
    scene = Scene()
    scene.org.described("Account.Size__c", type="double", nillable=True)
    scene.validation("Some", "OR(NOT(ISBLANK(Phone)), Size__c <= 0)")

    assert judged(scene, SomeFilled(object="Account", fields=fields, at_least=1)).verdict is Enforced.UNKNOWN
