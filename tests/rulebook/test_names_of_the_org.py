# ruff: noqa: E501 - a table of settings and what is said of them

"""A label, or an object with a field, in place of an API name: the error says the form that this setting takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.workspace.config import load_config

FILE = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\n"
FILLED = "check:\n  filled:\n    object: Account\n    field: Industry\n"


def refused(folder: Path, text: str) -> str:
    path = folder / "x.yaml"
    path.write_text(FILE + text, encoding="utf-8")
    with pytest.raises(UsageProblem) as caught:
        load_rule(path, "own/quality/x")
    return str(caught.value).removeprefix(f"{path}:")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("Modify All Data", "“Modify All Data” is a label: write the API name, ModifyAllData"),
        ("modify all  data", "write the API name, ModifyAllData"),
        ("Modify All", "did you mean ModifyAllData?"),
        ("API Enabled", "write the API name, ApiEnabled"),
        ("Use Any API Client", "write the API name of a permission, for example ModifyAllData (the column of PermissionSet without “Permissions”)"),
        ("Approve Uninstalled Connected Apps", "write the API name, CanApproveUninstalledApps"),
        ("View Setup & Configuration", "did you mean ViewSetup?"),
        ("PermissionsModifyAllData", "write it without the word Permissions: ModifyAllData"),
        ("permissionsviewsetup", "write it without the word Permissions: ViewSetup"),
        ("PermissionSet.PermissionsViewSetup", "write it without the word Permissions: ViewSetup"),
        ("PermissionSet.ViewSetup", "“PermissionSet.ViewSetup” holds more than the name: write the API name, ViewSetup"),
        ("[ModifyAllData, ViewAllData]", "write the API name of a permission, for example ModifyAllData"),
        ("7", "write the API name of a permission, for example ModifyAllData"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("verb", "setting", "more"),
    [("held_by_few", "permission", "at_most: 3"), ("on_profile", "granting", "at_most: 3")],
)
def test_a_permission_is_told_by_its_api_name(
    tmp_path: Path, verb: str, setting: str, more: str, written: str, says: str
) -> None:
    found = refused(tmp_path, f"check:\n  {verb}:\n    {setting}: {written}\n    {more}\n")

    assert found.startswith(f"8: check.{verb}.{setting}: ")
    assert says in found


@pytest.mark.parametrize(
    ("check", "place", "says"),
    [
        ("filled: {object: Account, field: Account.Industry}", "filled.field", "“Account.Industry” names its object too: write `object: Account` and `field: Industry`"),
        ("filled: {field: account.Industry, object: Account}", "filled.field", "write `object: Account` and `field: Industry`"),
        ("filled: {object: Account, field: Owner.Name}", "filled.field", "“Owner.Name” is no field of Account itself, and a rule names no fields of related records: write its lookup, OwnerId, or a formula field of Account that shows Name; `refers_to` asks it of the record that OwnerId names, with `where: {Name: …}`; a rule about those records has `object: User` and `field: Name`"),
        ("filled: {object: Contact, field: Region__r.Name}", "filled.field", "write its lookup, Region__c, or a formula field of Contact that shows Name"),
        ("filled: {object: Contact, field: Account.Name}", "filled.field", "write its lookup, AccountId, or a formula field of Contact that shows Name; `refers_to` asks it of the record that AccountId names, with `where: {Name: …}`; a rule about those records has `object: Account` and `field: Name`"),
        ("filled: {object: Account, field: Owner.Profile.Name}", "filled.field", "a rule names no fields of related records"),
        ("filled: {object: Account, field: Billing City}", "filled.field", "“Billing City” is a label: write the API name, for example BillingCity or Billing_City__c"),
        ("filled: {object: Account, field: Größe (m²)}", "filled.field", "write the API name of a field, for example Industry or Loss_Reason__c: “Größe (m²)” is none"),
        ("filled: {object: Account, field: [Name, Phone]}", "filled.field", "write the API name of a field, for example Industry or Loss_Reason__c"),
        ("unique: {object: Account, fields: [Name, Account.Phone]}", "unique.fields.1", "write `object: Account` and `fields: [Phone]`"),
        ("has_related: {object: Account, child: Contact, by: Contact.AccountId}", "has_related.by", "write `child: Contact` and `by: AccountId`"),
        ("has_related: {object: Account, child: Contact.AccountId, by: AccountId}", "has_related.child", "“Contact.AccountId” names a field too: write `child: Contact`"),
        ("filled: {object: Account.Industry, field: Industry}", "filled.object", "“Account.Industry” names a field too: write `object: Account` and `field: Industry`"),
        ("filled: {object: Invoice Line, field: Name}", "filled.object", "“Invoice Line” is a label: write the API name, for example InvoiceLine or Invoice_Line__c"),
        ("filled: {object: 7, field: Name}", "filled.object", "write the API name of an object, for example Account or Invoice__c"),
        ("used: {objects: [Account.Industry], custom_objects: false, from_records: 1}", "used.objects.0", "“Account.Industry” names a field too: write Account alone"),
        ("private_outside: {objects: [Price Book]}", "private_outside.objects.0", "“Price Book” is a label: write the API name, for example PriceBook or Price_Book__c"),
        ("limit_below: {share: 80%, limits: [Daily API Requests]}", "limit_below.limits.0", "“Daily API Requests” is a label: write the API name, for example DailyApiRequests"),
        ("filled: {object: Account, field: Name, when: {Account.Type: Prospect}}", "filled.when.Account.Type", "“Account.Type” names its object too: write `object: Account`, and under `when:` the field alone, Type"),
        ("filled: {object: Account, field: Name, when: {Owner.Profile.Name: Sales}}", "filled.when.Owner.Profile.Name", "“Owner.Profile.Name” goes over two lookups: a line of `when:` goes over one"),
        ("filled: {object: Account, field: Name, when: {Billing City: Berlin}}", "filled.when.Billing City", "“Billing City” is a label: write the API name, for example BillingCity or Billing_City__c"),
    ],
)  # fmt: skip
def test_an_object_and_a_field_are_told_apart(tmp_path: Path, check: str, place: str, says: str) -> None:
    found = refused(tmp_path, f"check:\n  {check}\n")

    assert found.startswith(f"7: check.{place}: "), found
    assert says in found


def test_the_amount_at_stake_is_a_field_of_the_object_of_the_check(tmp_path: Path) -> None:
    assert refused(tmp_path, FILLED + "at_stake: Account.AnnualRevenue\n") == (
        "10: at_stake: “Account.AnnualRevenue” names its object too: write the field alone, AnnualRevenue"
    )


@pytest.mark.parametrize(("list_name", "day"), [("mass_deletions", "on"), ("record_count_gaps", "until")])
def test_the_configuration_names_objects(tmp_path: Path, list_name: str, day: str) -> None:
    entry = f"{{object: Lead.Name, reason: r, approved_by: it, {day}: 2026-12-31}}"
    (tmp_path / "sf-audit.yaml").write_text(f"{list_name}:\n- {entry}\n")

    with pytest.raises(UsageProblem, match=r"object: “Lead\.Name” names a field too: write Lead alone$"):
        load_config(tmp_path)
