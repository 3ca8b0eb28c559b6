"""Who gets past a validation rule, and under which conditions it applies."""

from __future__ import annotations

import pytest

from sf_audit.formulas.bypasses import Bypass, BypassKind, Spares
from sf_audit.formulas.cases import FieldKind
from sf_audit.formulas.stopping import Stopping, Verdict, what_stops_empty

TEXT = FieldKind.TEXT
THESE, OTHERS = Spares.THESE, Spares.ALL_OTHERS


@pytest.mark.parametrize(
    ("gate", "kind", "name", "values", "spares"),
    [
        ("NOT($Permission.Skip)", BypassKind.PERMISSION, "Skip", {"TRUE"}, THESE),
        ("$Permission.ns__Skip = FALSE", BypassKind.PERMISSION, "ns__Skip", {"TRUE"}, THESE),
        ("$Permission.Checked", BypassKind.PERMISSION, "Checked", {"FALSE"}, THESE),
        ('$Profile.Name <> "Admin"', BypassKind.PROFILE, "Name", {"Admin"}, THESE),
        ('NOT($Profile.Name = "Admin")', BypassKind.PROFILE, "Name", {"Admin"}, THESE),
        ('$Profile.Name = "Sales"', BypassKind.PROFILE, "Name", {"Sales"}, OTHERS),
        ('OR($Profile.Name = "A", $Profile.Name = "B")', BypassKind.PROFILE, "Name", {"A", "B"}, OTHERS),
        ('CASE($Profile.Name, "A", 1, "B", 1, 0) = 0', BypassKind.PROFILE, "Name", {"A", "B"}, THESE),
        ('$Profile.Id != "00e000000000001AAA"', BypassKind.PROFILE, "Id", {"00e000000000001AAA"}, THESE),
        ('$User.ProfileId != "00e000000000001"', BypassKind.PROFILE, "Id", {"00e000000000001"}, THESE),
        (
            'NOT(CONTAINS($Profile.Name, "Admin"))',
            BypassKind.TEST,
            'CONTAINS($Profile.Name, "Admin")',
            {"TRUE"},
            THESE,
        ),
        ("$Profile.Name <> $Label.Admins", BypassKind.TEST, "$Profile.Name = $Label.Admins", {"TRUE"}, THESE),
        ('BEGINS(OwnerId, "005")', BypassKind.OWNER, 'BEGINS(OwnerId, "005")', {"FALSE"}, THESE),
        ('$UserRole.Name <> "CEO"', BypassKind.ROLE, "Name", {"CEO"}, THESE),
        ('$User.Department <> "IT"', BypassKind.USER, "Department", {"IT"}, THESE),
        ("NOT($User.Bypass__c)", BypassKind.USER, "Bypass__c", {"TRUE"}, THESE),
        ('$User.Username <> "a@b.example"', BypassKind.USER, "Username", {"a@b.example"}, THESE),
        ('RecordType.DeveloperName = "X"', BypassKind.RECORD_TYPE, "DeveloperName", {"X"}, OTHERS),
        ('$RecordType.Name <> "X"', BypassKind.RECORD_TYPE, "Name", {"X"}, THESE),
        ('RecordTypeId = "012000000000001"', BypassKind.RECORD_TYPE, "Id", {"012000000000001"}, OTHERS),
        ("$User.Id <> OwnerId", BypassKind.OWNER, "$User.Id = OwnerId", {"TRUE"}, THESE),
        ("$User.Id = OwnerId", BypassKind.OWNER, "$User.Id = OwnerId", {"FALSE"}, THESE),
        ('OwnerId <> "00G000000000001"', BypassKind.OWNER, "Id", {"00G000000000001"}, THESE),
        ('Owner:User.UserType = "Standard"', BypassKind.OWNER, "User.UserType", {"Standard"}, OTHERS),
        ("NOT($Setup.Rules__c.Off__c)", BypassKind.SETTING, "Rules__c.Off__c", {"TRUE"}, THESE),
        ("$CustomMetadata.S__mdt.R.On__c", BypassKind.SETTING, "S__mdt.R.On__c", {"FALSE"}, THESE),
    ],
)
def test_bypasses(gate: str, kind: BypassKind, name: str, values: set[str], spares: Spares) -> None:
    stopping = what_stops_empty(f"AND(ISBLANK(F), {gate})", "F", TEXT)

    assert stopping.verdict is Verdict.ALWAYS
    assert stopping.bypasses == (Bypass(kind, name, frozenset(values), spares, alone=True),)
    assert stopping.conditions == ()


def test_a_record_without_a_record_type_gets_past_a_test_of_its_name() -> None:
    gate = 'NOT(BEGINS(RecordType.DeveloperName, "Partner"))'

    stopping = what_stops_empty(f"AND(ISBLANK(F), {gate})", "F", TEXT)

    assert [(bypass.kind, bypass.name, bypass.values, bypass.alone) for bypass in stopping.bypasses] == [
        (BypassKind.RECORD_TYPE, "DeveloperName", frozenset({""}), True),
        (BypassKind.RECORD_TYPE, 'BEGINS(RecordType.DeveloperName, "Partner")', frozenset({"TRUE"}), True),
    ]


def test_bypasses_that_count_only_together() -> None:
    stopping = what_stops_empty("AND(ISBLANK(F), NOT(AND($Permission.A, $Permission.B)))", "F", TEXT)

    assert [(bypass.name, bypass.alone) for bypass in stopping.bypasses] == [("A", False), ("B", False)]


def test_one_value_gets_past_by_itself_and_another_only_together() -> None:
    gate = 'OR($Profile.Name = "Admin", AND($Profile.Name = "Sales", $Permission.Lead))'

    stopping = what_stops_empty(f"AND(ISBLANK(F), NOT({gate}))", "F", TEXT)

    assert [(bypass.name, bypass.values, bypass.alone) for bypass in stopping.bypasses] == [
        ("Name", frozenset({"Admin"}), True),
        ("Name", frozenset({"Sales"}), False),
        ("Lead", frozenset({"TRUE"}), False),
    ]


def test_either_of_two_bypasses_is_enough() -> None:
    stopping = what_stops_empty('IF(OR($Permission.A, $Profile.Name = "Admin"), FALSE, ISBLANK(F))', "F", TEXT)

    assert [(bypass.name, bypass.values, bypass.alone) for bypass in stopping.bypasses] == [
        ("A", frozenset({"TRUE"}), True),
        ("Name", frozenset({"Admin"}), True),
    ]


def test_a_bypass_that_changes_nothing_is_none() -> None:
    stopping = what_stops_empty("OR(ISBLANK(F), AND(ISBLANK(F), $Permission.A))", "F", TEXT)

    assert stopping == Stopping(Verdict.ALWAYS, Verdict.ALWAYS, Verdict.ALWAYS)


@pytest.mark.parametrize(
    ("formula", "conditions"),
    [
        ('AND(ISBLANK(F), ISPICKVAL(StageName, "Won"), Amount > 5)', ("StageName", "Amount")),
        ("AND(ISBLANK(F), Account.Type = 'Customer')", ("Account.Type",)),
        ("AND(ISBLANK(F), StartDate__c < EndDate__c)", ("StartDate__c", "EndDate__c")),
        ("AND(ISBLANK(F), ISCHANGED(OwnerId))", ("OwnerId",)),
        ("AND(ISBLANK(F), WEEKDAY(TODAY()) = 1)", ("WEEKDAY(TODAY())",)),
        ("AND(ISBLANK(F), $User.Department = Department__c)", ("Department__c", "$User.Department")),
        ("AND(ISBLANK(F), OR(A__c, NOT(A__c)), B__c)", ("B__c",)),
    ],
)
def test_conditions(formula: str, conditions: tuple[str, ...]) -> None:
    stopping = what_stops_empty(formula, "F", TEXT)

    assert stopping.verdict is Verdict.SOMETIMES
    assert set(stopping.conditions) == set(conditions)
