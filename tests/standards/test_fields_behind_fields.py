"""A formula may ask for a field without naming it: whether it does is unknown, never "nothing asks for it"."""

from __future__ import annotations

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.matches import Matches
from sf_audit.checks.some_filled import SomeFilled
from sf_audit.model.enforcement import Enforced
from tests.standards.scene import Scene, industry_filled, judged, matrix

EMPTY = 'ISPICKVAL(Industry, "")'


def with_fields(**formulas: str) -> Scene:
    """An org that has these formula fields of Account, beside its other fields."""
    scene = Scene()
    for name, formula in formulas.items():
        scene.org.described(f"Account.{name}", type="boolean", nillable=True, calculated=True, formula=formula)
    return scene


@pytest.mark.parametrize(
    "formulas",
    [
        {"Needs__c": EMPTY},
        {"Needs__c": "Bare__c && TRUE", "Bare__c": "ISBLANK(TEXT(industry))"},
        {"Needs__c": "Bare__c", "Bare__c": "Needs__c || " + EMPTY},
    ],
)
def test_a_formula_field_that_rests_on_it_may_ask_for_it(formulas: dict[str, str]) -> None:
    scene = with_fields(**formulas)
    scene.validation("Whole", "AND(NEEDS__C, ISNEW())")

    line = judged(scene)

    assert (line.verdict, line.because) == (
        Enforced.UNKNOWN,
        "validation rule Whole: names NEEDS__C, through which it may ask for Industry",
    )


@pytest.mark.parametrize("formula", ["ISBLANK(Fax)", "Parent.Industry__c", "Industry_Old__c", "Needs__c"])
def test_a_formula_field_that_does_not_rest_on_it_asks_for_something_else(formula: str) -> None:
    scene = with_fields(Needs__c=formula, Other__c=EMPTY)
    scene.validation("Whole", "Needs__c")

    assert judged(scene).verdict is Enforced.DECLARED_ONLY


def test_a_formula_field_beside_the_field_may_ask_for_it() -> None:
    scene = with_fields(Needs__c=EMPTY)
    scene.validation("Whole", f"OR(NOT({EMPTY}), Needs__c)")

    assert judged(scene).verdict is Enforced.UNKNOWN


def test_of_several_fields_each_may_be_asked_for_through_a_formula_field() -> None:
    scene = with_fields(Reachable__c="NOT(ISBLANK(Fax) && ISBLANK(Phone))")
    scene.validation("Whole", "NOT(Reachable__c)")

    assert judged(scene, SomeFilled(object="Account", fields=("Phone", "Fax"), at_least=1)).verdict is Enforced.UNKNOWN


def test_the_form_of_a_field_may_be_asked_for_through_a_formula_field() -> None:
    scene = with_fields(Wrong_Phone__c='NOT(REGEX(Phone, "[0-9]+"))')
    scene.validation("Whole", "AND(NOT(ISBLANK(Phone)), Wrong_Phone__c)")

    assert judged(scene, Matches(object="Account", field="Phone", pattern="^[+]")).verdict is Enforced.UNKNOWN


def test_what_stops_everybody_does_so_whatever_formula_fields_do() -> None:
    scene = with_fields(Needs__c=EMPTY)
    scene.validation("Whole", "Needs__c")
    scene.validation("Industry_Needed", EMPTY)

    assert judged(scene).verdict is Enforced.ENFORCED


@pytest.mark.parametrize(
    ("name", "kind", "verdict"),
    [
        ("Score__c", "boolean", Enforced.UNKNOWN),
        ("Score__c", "string", Enforced.UNKNOWN),
        ("pack__Score__c", "double", Enforced.UNKNOWN),
        ("Score__c", "double", Enforced.DECLARED_ONLY),
        ("Latest__c", "date", Enforced.DECLARED_ONLY),
    ],
)
def test_a_formula_that_is_not_shown_may_rest_on_anything_and_a_roll_up_on_other_records(
    name: str, kind: str, verdict: Enforced
) -> None:
    scene = Scene()
    scene.org.described(f"Account.{name}", type=kind, nillable=True, calculated=True)
    scene.validation("Whole", f"ISBLANK({name})")

    assert judged(scene).verdict is verdict


def test_a_field_that_the_auditor_does_not_see_may_be_a_formula_field() -> None:
    scene = Scene()
    scene.validation("Whole", "AND(ISNEW(), Hidden__c, Parent.Other__c, $User.IsActive)")

    line = judged(scene)

    assert (line.verdict, line.because, line.unlocked_by) == (
        Enforced.UNKNOWN,
        "validation rule Whole: names Hidden__c, which is not visible to the auditor user",
        "Read on Account.Hidden__c",
    )


def test_a_rule_that_is_switched_off_asks_for_nothing_through_a_formula_field() -> None:
    scene = with_fields(Needs__c=EMPTY)
    scene.validation("Whole", "AND(Needs__c, Hidden__c)", active=False)

    assert judged(scene).verdict is Enforced.DECLARED_ONLY


@pytest.mark.parametrize("name", ["BillingCountryCode", "billingcountrycode"])
def test_a_country_is_filled_with_its_code(name: str) -> None:
    scene = Scene()
    for field in ("BillingCountry", "BillingCountryCode"):
        scene.org.described(f"Account.{field}", type="picklist", nillable=True, compound="BillingAddress")
        scene.org.on_field("0PS_XSales", f"Account.{field}", edit=True)
    scene.validation("Country_Needed", f'ISPICKVAL({name}, "")')

    line = judged(scene, Filled(object="Account", field="BillingCountry"))

    assert line.verdict is Enforced.UNKNOWN
    assert judged(scene, Filled(object="Account", field="Fax")).verdict is Enforced.DECLARED_ONLY


@pytest.mark.parametrize(
    ("formula", "verdict"),
    [
        ("ISBLANK(Parent.Name)", Enforced.ENFORCED),
        ("ISBLANK(ParentId)", Enforced.ENFORCED),
        ("Needs__c", Enforced.UNKNOWN),
        ("ISBLANK(Owner.Parent.Name)", Enforced.DECLARED_ONLY),
    ],
)
def test_a_lookup_is_asked_for_through_a_field_of_the_record_that_it_names(formula: str, verdict: Enforced) -> None:
    scene = with_fields()
    for name, relationship in (("ParentId", "Parent"), ("Group__c", "Group__r")):
        scene.org.described(f"Account.{name}", type="reference", nillable=True, relationship=relationship)
        scene.org.on_field("0PS_XSales", f"Account.{name}", edit=True)
    scene.org.described("Account.Needs__c", type="boolean", calculated=True, formula="ISBLANK(Parent.Name)")
    scene.validation("Parent_Needed", formula)

    assert judged(scene, Filled(object="Account", field="ParentId")).verdict is verdict
    assert judged(scene, Filled(object="Account", field="Group__c")).verdict is Enforced.DECLARED_ONLY


@pytest.mark.parametrize("words", ["Record Needs__c", "Record Parent"])
def test_a_flow_may_ask_for_a_field_without_naming_it(words: str) -> None:
    scene = with_fields(Needs__c="ISBLANK(ParentId)")
    scene.org.described("Account.ParentId", type="reference", nillable=True, relationship="Parent")
    scene.org.on_field("0PS_XSales", "Account.ParentId", edit=True)
    scene.read_flow("Checking", words)

    assert judged(scene, Filled(object="Account", field="ParentId")).verdict is Enforced.POSSIBLY
    assert judged(scene).verdict is Enforced.DECLARED_ONLY


def test_a_rule_about_a_lookup_is_not_one_of_which_no_standard_speaks() -> None:
    scene = Scene()
    scene.org.described("Account.ParentId", type="reference", nillable=True, relationship="Parent")
    scene.validation("Parent_Needed", "ISBLANK(Parent.Name)")

    found = matrix(scene, industry_filled(), whole=True).standards[1:]

    assert [(line.title, line.asks) for line in found] == [
        ("validation rule Parent_Needed", "ParentId filled, of records of Account")
    ]


@pytest.mark.parametrize(
    "validation",
    [
        "AND({empty}, Has__c)",
        "AND({empty}, NOT(Has__c))",
        "IF(Has__c, FALSE, {empty})",
        "AND({empty}, Has__c || ISNEW())",
    ],
)
def test_a_condition_that_rests_on_the_field_may_never_hold_where_it_is_empty(validation: str) -> None:
    scene = with_fields(Has__c=f"NOT({EMPTY})")
    scene.validation("Whole", validation.format(empty=EMPTY))

    line = judged(scene)

    assert (line.verdict, line.because) == (
        Enforced.UNKNOWN,
        "validation rule Whole: depends on Has__c, which rests on Industry",
    )


def test_a_condition_that_cannot_be_seen_may_rest_on_the_field() -> None:
    scene = Scene()
    scene.org.described("Account.Score__c", type="string", nillable=True, calculated=True)
    scene.validation("Whole", f'AND({EMPTY}, Score__c = "A")')

    line = judged(scene)

    assert (line.verdict, line.because) == (
        Enforced.UNKNOWN,
        "validation rule Whole: depends on Score__c, which may rest on Industry",
    )


def test_a_condition_that_rests_on_another_field_leaves_records_out() -> None:
    scene = with_fields(Big__c="NOT(ISBLANK(Fax))")
    scene.validation("Whole", f"AND({EMPTY}, Big__c)")

    assert judged(scene).verdict is Enforced.BYPASSED


def test_conditions_of_several_fields_that_rest_on_one_of_them_are_not_known() -> None:
    scene = with_fields(Has__c="NOT(ISBLANK(Phone))")
    scene.validation("Whole", "AND(ISBLANK(Fax), ISBLANK(Phone), Has__c)")

    assert judged(scene, SomeFilled(object="Account", fields=("Phone", "Fax"), at_least=1)).verdict is Enforced.UNKNOWN
