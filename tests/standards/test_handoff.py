"""What IT is handed: formulas that say what the standard says, files that are whole, and nothing that is not proved."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.matches import Matches
from sf_audit.checks.some_filled import SomeFilled
from sf_audit.formulas.parsing import parse
from sf_audit.model.enforcement import Enforced
from sf_audit.model.handoff import Handoff, LeftOut
from sf_audit.model.review import NotReadable, Reason, Unread, Verdict
from sf_audit.report.handoff import files
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.settings.when import when
from sf_audit.standards import enforcement
from sf_audit.standards.handoff.plan import handoff
from tests.standards.scene import Scene, industry_filled, rule, snapshot

BYPASS = "NOT($Permission.Skip)"
NAMESPACE = "{http://soap.sforce.com/2006/04/metadata}"


def handed(scene: Scene, *checks: AnyCheck) -> Handoff:
    """What is handed over for rules with these checks, each with two records that break it."""
    rules = [rule(check, f"own/quality/industry-{number}") for number, check in enumerate(checks)]
    with snapshot(scene) as found:
        matrix = enforcement(found, rules, dict.fromkeys((each.id for each in rules), Verdict(10, 2)), whole=False)
        return handoff(found, rules, matrix, bypass="Skip", api_version="62.0")


#: What a rule says of which records it means → the same in a formula.
SCOPES: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, ""),
    ({"StageName": "Won"}, 'ISPICKVAL(StageName, "Won"), '),
    ({"StageName": ["Lost", "Won"]}, 'OR(ISPICKVAL(StageName, "Lost"), ISPICKVAL(StageName, "Won")), '),
    ({"StageName": {"not": ["Won"]}}, 'NOT(ISPICKVAL(StageName, "Won")), '),
    ({"Active__c": True}, "Active__c, "),
    ({"Active__c": False}, "NOT(Active__c), "),
    ({"Share__c": {"at_least": 75}}, "Share__c >= 0.75, "),
    ({"Share__c": 75}, "Share__c = 0.75, "),
    ({"Size__c": {"at_most": 9}}, "AND(NOT(ISBLANK(Size__c)), Size__c <= 9), "),
    ({"Phone": {"is": "filled"}}, "NOT(ISBLANK(Phone)), "),
    ({"StageName": {"is": "empty"}}, 'ISPICKVAL(StageName, ""), '),
    ({"Fax": 'O"Neill'}, 'Fax = "O\\"Neill", '),
    ({"RecordType.DeveloperName": "Dealer"}, 'RecordType.DeveloperName = "Dealer", '),
    ({"any": [{"Active__c": True}, {"Fax": "1", "Phone": "2"}]}, 'OR(Active__c, AND(Fax = "1", Phone = "2")), '),
)


def test_the_scope_of_a_standard_is_in_its_formula() -> None:
    scene = Scene()
    for name, kind in (("Active__c", "boolean"), ("Share__c", "percent"), ("Size__c", "double")):
        scene.org.described(f"Account.{name}", type=kind, nillable=True)
    checks = [industry_filled(when=when(scope, {"object": "Account"})) for scope, _ in SCOPES]

    formulas = [written.formula for written in handed(scene, *checks).validation_rules]

    assert formulas == [f'AND({condition}ISPICKVAL(Industry, ""), {BYPASS})' for _, condition in SCOPES]
    assert all(map(parse, formulas))


#: Checks that no formula says, and why.
NOT_SAID: tuple[tuple[AnyCheck, str], ...] = (
    (Filled(object="Account", field="Notes__c"), "Notes__c is a long text, which formulas do not read"),
    (Filled(object="Account", field="Phone", placeholders=False), "a formula stops an empty field, and no placeholder"),
    (
        Matches(object="Account", field="Phone", pattern="^[+]"),
        "what it asks for is more than a field that has to be filled",
    ),
    (
        industry_filled(when=when({"Born__c": {"older_than": "30 days"}})),
        "which records it means depends on Born__c in a way that formulas do not say as it does",
    ),
    (
        industry_filled(when=when({"Fax": "\x1b[2J"})),
        "a value that it names has characters that no file of metadata can hold",
    ),
    (
        industry_filled(when=when({"Parent.Industry": "Retail"}, {"object": "Account"})),
        "it means records by a field of their parent",
    ),
)


def test_what_a_formula_does_not_say_is_not_written() -> None:
    scene = Scene()
    scene.org.described("Account.Notes__c", type="textarea", nillable=True, length="32000")
    scene.org.described("Account.Born__c", type="date", nillable=True)
    scene.org.on_field("0PS_XSales", "Account.Notes__c", edit=True)

    found = handed(scene, *(check for check, _ in NOT_SAID))

    assert found.validation_rules == ()
    assert [(left.why, left.verdict) for left in found.left_out] == [(why, None) for _, why in NOT_SAID]


def test_one_of_several_fields_is_asked_for_by_one_rule() -> None:
    checks = [SomeFilled(object="Account", fields=("Phone", "Fax"), at_least=number) for number in (1, 2)]

    some, each = handed(Scene(), *checks).validation_rules

    assert (some.formula, some.error_field) == (f"AND(ISBLANK(Phone), ISBLANK(Fax), {BYPASS})", "")
    assert each.formula == f"AND(OR(ISBLANK(Phone), ISBLANK(Fax)), {BYPASS})"


def test_what_is_enforced_already_is_left_out_with_its_verdict() -> None:
    (left_out,) = handed(Scene(), Filled(object="Account", field="Name")).left_out

    assert left_out == LeftOut(
        "own/quality/industry-0",
        "required field Account.Name stops every save that breaks it; 2 records that break it are older",
        Enforced.LATER,
    )


def test_no_name_is_there_twice() -> None:
    scene = Scene()
    scene.validation("INDUSTRY_0", "ISBLANK(Phone)", active=False)

    names = [written.name for written in handed(scene, industry_filled(), industry_filled()).validation_rules]

    assert names == ["Industry_0_2", "Industry_1"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("an-account-names-the-industry-it-works-in", "An_Account_Names_The_Industry_It_Works_I"),
        ("accounts-name-the-one-industry-they-have-now", "Accounts_Name_The_One_Industry_They_Have"),
    ],
)
def test_a_name_that_is_too_long_is_cut_and_ends_in_no_underscore(words: str, name: str) -> None:
    named = rule(industry_filled(), f"own/quality/{words}")
    with snapshot(Scene()) as found:
        matrix = enforcement(found, [named], {named.id: Verdict(10, 2)}, whole=False)
        (written,) = handoff(found, [named], matrix, bypass="Skip", api_version="62.0").validation_rules

    assert written.name == name


def test_a_bypass_that_nobody_can_look_for_is_not_known() -> None:
    scene = Scene()
    scene.refused["CustomPermission"] = Unread(Reason.OBJECT_NOT_READABLE, "it is closed")

    with pytest.raises(NotReadable):
        handed(scene, industry_filled())


def test_the_files_are_a_project_with_the_way_back() -> None:
    found = files(handed(Scene(), industry_filled()))

    assert sorted(found) == [
        "change-request.md",
        "force-app/main/default/customPermissions/Skip.customPermission-meta.xml",
        "force-app/main/default/objects/Account/validationRules/Industry_0.validationRule-meta.xml",
        "manifest/package.xml",
        "rollback/destructiveChanges.xml",
        "rollback/package.xml",
        "sfdx-project.json",
    ]
    deployed, deleted = (
        [each.text for each in ET.fromstring(found[name]).iter(f"{NAMESPACE}members")]
        for name in ("manifest/package.xml", "rollback/destructiveChanges.xml")
    )
    assert deployed == deleted == ["Skip", "Account.Industry_0"]


def test_a_custom_permission_of_the_org_is_neither_brought_nor_taken_away() -> None:
    scene = Scene()
    scene.add("CustomPermission", Id="0CP_skip", DeveloperName="Skip")

    found = files(handed(scene, industry_filled()))

    assert not [name for name in found if "customPermissions" in name]
    assert "Skip" not in found["manifest/package.xml"] + found["rollback/destructiveChanges.xml"]
    assert "is in the org already and is not deployed" in found["change-request.md"]


def test_the_page_says_how_many_records_would_be_stopped_and_whom_that_affects() -> None:
    page = files(handed(Scene(), industry_filled()))["change-request.md"]

    assert "| Account.Industry\\_0 | 2 | 10 | 4: no role (2), North (1), South (1) |" in page


def test_the_change_request_has_the_text_for_each_description_and_how_to_put_it_there() -> None:
    page = files(handed(Scene(), industry_filled(), Filled(object="Account", field="Tier__c")))["change-request.md"]

    assert "sf project retrieve start --metadata CustomField:Account.Tier__c --target-org SANDBOX" in page
    assert "CustomField:Account.Industry" not in page
    assert "`Account.Industry`\n\n```text\nData standard own/quality/industry-0: A standard. because\n```" in page
    assert "`Account.Tier__c`\n\n```text\nData standard own/quality/industry-1: A standard. because\n```" in page


def test_no_file_of_a_field_is_written() -> None:
    written = files(handed(Scene(), industry_filled(), Filled(object="Account", field="Tier__c")))

    assert not [path for path in written if "/fields/" in path]


def test_two_standards_of_a_field_are_two_lines_of_one_text() -> None:
    page = files(handed(Scene(), industry_filled(), industry_filled(placeholders=False)))["change-request.md"]

    assert page.count("`Account.Industry`\n") == 1
