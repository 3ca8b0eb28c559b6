"""Layouts, flows, picklists, duplicate rules and access: what each makes of a verdict."""

from __future__ import annotations

import pytest

from sf_audit.checks.active_picklist_value import ActivePicklistValue
from sf_audit.checks.filled import Filled
from sf_audit.checks.matches import Matches
from sf_audit.checks.one_of import OneOf
from sf_audit.checks.unique import Unique
from sf_audit.model.enforcement import Bypass, Enforced, Mechanism
from sf_audit.standards import obliging
from tests.standards.scene import Scene, industry_filled, judged, matrix, rule

EMPTY = 'ISPICKVAL(Industry, "")'
PAST_API = Bypass("the API, imports and integrations", 2, ("profile Admins", "profile Robots"))


def test_a_layout_holds_on_pages_alone() -> None:
    scene = Scene()
    scene.layout("Account Layout", "Sales", "Admins", "Robots", Industry="Required")

    line = judged(scene)

    assert (line.verdict, line.bypasses) == (Enforced.BYPASSED, (PAST_API,))


def test_people_with_another_layout_get_past_too() -> None:
    scene = Scene()
    scene.layout("Account Layout", "Admins", "Robots", Industry="Required")
    scene.layout("Short Layout", "Sales", Industry="Edit")

    line = judged(scene)

    assert line.verdict is Enforced.BYPASSED
    assert line.bypasses == (Bypass("profile Sales: page layout Short Layout", 2), PAST_API)
    assert [(each.name, each.says) for each in line.evidence if each.mechanism is Mechanism.LAYOUT] == [
        ("Account Layout", "requires it on the page of profiles Admins, Robots (2 users)"),
        ("Short Layout", "does not require it on the page of profile Sales (2 users)"),
    ]


def test_a_layout_that_nobody_has_requires_nothing() -> None:
    scene = Scene()
    scene.layout("Account Layout", "Nobodys", Industry="Required")

    assert judged(scene).verdict is Enforced.DECLARED_ONLY


def test_part_of_an_address_is_on_a_layout_as_the_address() -> None:
    scene = Scene()
    scene.layout("Account Layout", "Sales", BillingAddress="Required")

    assert judged(scene, Filled(object="Account", field="BillingCity")).verdict is Enforced.BYPASSED


def test_a_lightning_page_may_require_what_a_layout_does_not() -> None:
    scene = Scene()
    scene.page("Account_Page", Industry="required", Phone="none")

    line = judged(scene)

    assert (line.verdict, line.because) == (Enforced.POSSIBLY, "may be enforced by Lightning page Account_Page")
    assert judged(scene, Filled(object="Account", field="Phone")).verdict is Enforced.DECLARED_ONLY


def test_a_lightning_page_with_fields_of_its_own_leads_past_the_layouts() -> None:
    scene = Scene()
    scene.layout("Account Layout", "Sales", "Admins", "Robots", Industry="Required")
    scene.page("Account_Page", Industry="none")

    assert judged(scene).bypasses == (
        Bypass("Lightning page Account_Page, which has fields of its own", None),
        PAST_API,
    )


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({}, Enforced.POSSIBLY),
        ({"trigger": "RecordAfterSave"}, Enforced.POSSIBLY),
        ({"trigger": "Scheduled"}, Enforced.DECLARED_ONLY),
        ({"owner": "Lead"}, Enforced.DECLARED_ONLY),
        ({"IsActive": False}, Enforced.DECLARED_ONLY),
    ],
)
def test_a_flow_that_runs_when_a_record_is_saved_may_enforce(row: dict[str, object], verdict: Enforced) -> None:
    scene = Scene()
    scene.flow("Fill_Industry", **row)  # type: ignore[arg-type]

    assert judged(scene).verdict is verdict


@pytest.mark.parametrize(
    ("words", "calls", "verdict", "says"),
    [
        ("Record Industry Assign", False, Enforced.POSSIBLY, ", and names the field"),
        ("Record Phone Assign", False, Enforced.DECLARED_ONLY, ", and does not name the field"),
        ("Record Phone Assign", True, Enforced.POSSIBLY, "; not all that it does was read"),
    ],
)
def test_a_flow_that_does_not_name_the_field_leaves_it_alone(
    words: str, calls: bool, verdict: Enforced, says: str
) -> None:
    scene = Scene()
    scene.read_flow("Assigning", words, calls=calls)

    line = judged(scene)

    assert (line.verdict, line.evidence[0].says) == (verdict, f"runs when a record of Account is saved{says}")


@pytest.mark.parametrize("word", ["BillingAddress", "BillingCityCode"])
def test_a_flow_may_touch_a_part_of_an_address_by_another_name(word: str) -> None:
    scene = Scene()
    scene.read_flow("Assigning", word)

    assert judged(scene, Filled(object="Account", field="BillingCity")).verdict is Enforced.POSSIBLY


@pytest.mark.parametrize(("label", "verdict"), [("Konto", Enforced.POSSIBLY), ("Lead", Enforced.DECLARED_ONLY)])
def test_a_flow_is_about_the_object_of_its_label_where_the_org_says_no_more(label: str, verdict: Enforced) -> None:
    scene = Scene()
    scene.add("EntityDefinition", QualifiedApiName="Account", Label="Konto")
    scene.add("EntityDefinition", QualifiedApiName="Lead", Label="Lead")
    scene.flow("Fill_Industry", owner=None, TriggerObjectOrEventLabel=label)

    assert judged(scene).verdict is verdict


def test_a_trigger_is_told_and_proves_nothing() -> None:
    scene = Scene()
    scene.add("ApexTrigger", Name="AccountTrigger", Status="Active", TableEnumOrId="Account")

    line = judged(scene)

    assert line.verdict is Enforced.DECLARED_ONLY
    assert (line.evidence[0].mechanism, line.evidence[0].name) == (Mechanism.TRIGGER, "AccountTrigger")


def test_a_field_that_none_of_the_owners_can_edit_is_impossible() -> None:
    scene = Scene()
    for row in scene.org.rows["FieldPermissions"]:
        row["PermissionsEdit"] = row["PermissionsEdit"] and row["Field"] != "Account.Industry"
    scene.validation("Industry_Needed", EMPTY)

    line = judged(scene)

    assert line.verdict is Enforced.IMPOSSIBLE
    assert line.because == "nobody of the 2 people who own records of Account can edit Account.Industry"
    assert line.evidence[-1].says == "2 of 2 people who own records of Account cannot edit it: North (1), South (1)"


def test_a_field_that_one_of_the_owners_can_edit_is_possible() -> None:
    scene = Scene()
    scene.add("Account", OwnerId="005_ida")
    for row in scene.org.rows["FieldPermissions"]:
        row["PermissionsEdit"] = row["ParentId"] == "0PS_XRobots"

    line = judged(scene)

    assert line.verdict is Enforced.DECLARED_ONLY
    assert line.evidence[-1].says.startswith("2 of 3 people who own records of Account cannot edit it")


def test_nobody_is_locked_out_of_what_object_permissions_do_not_decide_about() -> None:
    scene = Scene()
    scene.org.rows["ObjectPermissions"].clear()
    scene.org.rows["FieldPermissions"].clear()

    line = judged(scene)

    assert line.verdict is Enforced.DECLARED_ONLY
    assert not [each for each in line.evidence if each.mechanism is Mechanism.ACCESS]


def test_what_describes_the_org_obliges_nobody() -> None:
    about_setup = rule(Filled(object="PermissionSet", field="Description"))
    about_people = rule(Filled(object="User", field="Department"), "own/people")

    assert obliging([about_setup, about_people]) == (about_people,)


def test_administrators_who_own_records_do_not_make_it_possible() -> None:
    scene = Scene()
    scene.add("Account", OwnerId="005_root")
    scene.org.on_field("0PS_XAdmins", "Account.Industry", edit=True)
    for row in scene.org.rows["FieldPermissions"]:
        row["PermissionsEdit"] = row["ParentId"] == "0PS_XAdmins"

    assert judged(scene).verdict is Enforced.IMPOSSIBLE


def test_a_restricted_picklist_takes_no_other_value() -> None:
    scene = Scene()
    for value in ("Gold", "Silver"):
        scene.add("describe_picklist_values", object="Account", field="Tier__c", value=value, active=True)
    tiers = ActivePicklistValue(object="Account", field="Tier__c")

    whole = judged(scene, tiers)
    assert whole.verdict is Enforced.ENFORCED
    assert [(seen.mechanism, seen.name, seen.says) for seen in whole.evidence[:1]] == [
        (
            Mechanism.PICKLIST,
            "Account.Tier__c",
            "is a restricted picklist: it takes none but its active values, by page or by API",
        )
    ]
    assert judged(scene, OneOf(object="Account", field="Tier__c", values=("Gold", "Silver"))).verdict is (
        Enforced.ENFORCED
    )
    line = judged(scene, OneOf(object="Account", field="Tier__c", values=("Gold",)))
    assert line.verdict is Enforced.DECLARED_ONLY
    assert line.evidence[0].says == "offers values that the standard does not name: Silver"


def test_any_value_comes_by_api_into_a_picklist_that_is_not_restricted() -> None:
    line = judged(Scene(), ActivePicklistValue(object="Account", field="Industry"))

    assert (line.verdict, line.bypasses) == (Enforced.BYPASSED, (PAST_API,))


def test_a_unique_field_takes_each_value_once() -> None:
    assert judged(Scene(), Unique(object="Account", fields=("Erp__c",))).verdict is Enforced.ENFORCED
    assert judged(Scene(), Unique(object="Account", fields=("Phone",))).verdict is Enforced.DECLARED_ONLY


def test_a_duplicate_rule_may_block_or_warn() -> None:
    scene = Scene()
    scene.add("DuplicateRule", DeveloperName="Same_Phone", IsActive=True, SobjectType="Account")
    scene.add("DuplicateRule", DeveloperName="Off", IsActive=False, SobjectType="Account")

    line = judged(scene, Unique(object="Account", fields=("Phone",)))

    assert (line.verdict, line.because) == (Enforced.POSSIBLY, "may be enforced by duplicate rule Same_Phone")


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        ("ISBLANK(Phone)", Enforced.DECLARED_ONLY),
        ('NOT(REGEX(Phone, "[0-9]+"))', Enforced.UNKNOWN),
        ("LEN(Phone) < 5", Enforced.UNKNOWN),
        ("ISBLANK(Fax)", Enforced.DECLARED_ONLY),
    ],
)
def test_what_form_a_formula_asks_for_is_not_decided(formula: str, verdict: Enforced) -> None:
    scene = Scene()
    scene.validation("Phones", formula)

    assert judged(scene, Matches(object="Account", field="Phone", pattern="^[+]")).verdict is verdict


def test_what_no_standard_speaks_of_is_told() -> None:
    scene = Scene()
    scene.validation("Phone_Needed", "ISBLANK(Phone)")
    scene.validation("Industry_Needed", EMPTY)
    scene.validation("Fax_Off", "ISBLANK(Fax)", active=False)

    found = matrix(scene, industry_filled(), whole=True)

    assert [(line.title, line.verdict, line.asks) for line in found.standards[1:]] == [
        ("validation rule Phone_Needed", Enforced.UNDOCUMENTED, "Phone filled, of records of Account")
    ]
    assert len(matrix(scene, industry_filled()).standards) == 1
