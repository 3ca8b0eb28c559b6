"""What people type, and what is said where the snapshot does not have the name."""

from __future__ import annotations

import pytest

from sf_audit.access import Access, Held, Kind, Right
from sf_audit.access.answers.question import asked, person
from sf_audit.access.answers.who import who
from sf_audit.errors import NotAnswered, UsageProblem
from tests.access.access_graphs import Org, snapshot_of


def org() -> Org:
    org = Org()
    desk = org.profile("Staff", "ManageUsers")
    org.on_setup(desk, "ApexClass", "01p_invoices")
    org.add("ApexClass", Id="01p_invoices", Name="Invoices")
    org.user("ann@acme.test", "Staff")
    return org


@pytest.mark.parametrize(
    "text",
    ["AssignPermissionSets", "assignpermissionsets", "PermissionsAssignPermissionSets", "system:AssignPermissionSets"],
)
def test_a_permission_whose_column_is_hidden_exists_and_is_not_checked(text: str) -> None:
    with snapshot_of(org()) as snapshot:
        access = Access.of(snapshot)
        found = who(access, asked(access, text))

    assert (found.asked, found.complete, found.holders) == ("AssignPermissionSets", False, ())
    assert found.doubt == (
        "PermissionSet has no column PermissionsAssignPermissionSets in this org, "
        "or it is not visible to the auditor user"
    )
    assert found.unlocked_by == "View Setup and Configuration; then run again with --refresh"


def test_a_permission_that_nobody_documents_is_a_slip_of_the_keyboard() -> None:
    with snapshot_of(org()) as snapshot, pytest.raises(UsageProblem) as refused:
        asked(Access.of(snapshot), "ManageUserz")

    assert refused.value.hint == "Did you mean “ManageUsers”?"


def test_a_class_whose_names_were_not_read_may_exist() -> None:
    some = org()
    some.without.add("ApexClass")

    with snapshot_of(some) as snapshot:
        access = Access.of(snapshot)

        assert asked(access, "apex:01p_invoices") == Held(Kind.APEX_CLASS, "01p_invoices", Right.USE)
        with pytest.raises(NotAnswered) as refused:
            asked(access, "apex:Invoices")

    assert str(refused.value).startswith("whether there is an apex class “Invoices” is not known: ")
    assert refused.value.hint


def test_a_class_that_is_not_among_the_names_that_were_read_is_a_usage_problem() -> None:
    with snapshot_of(org()) as snapshot, pytest.raises(UsageProblem) as refused:
        asked(Access.of(snapshot), "apex:Invoicez")

    assert refused.value.hint == "Did you mean “Invoices”?"


def test_an_object_may_exist_where_object_permissions_were_not_read() -> None:
    some = org()
    some.without.add("ObjectPermissions")

    with snapshot_of(some) as snapshot:
        access = Access.of(snapshot)

        assert asked(access, "Invoice__c") == Held(Kind.OBJECT, "Invoice__c", Right.READ)
        with pytest.raises(UsageProblem) as refused:
            asked(access, "ManageUserz")

    assert str(refused.value) == "there is no system permission and no object “ManageUserz” in what was read"


def test_a_user_is_found_by_user_name_and_by_both_forms_of_the_id() -> None:
    some = org()
    some.rows["User"][0]["Id"] = "005000000000001AAA"

    with snapshot_of(some) as snapshot:
        access = Access.of(snapshot)

        for text in ("ann@acme.test", "ANN@ACME.TEST", "005000000000001AAA", "005000000000001"):
            assert person(access, text).id == "005000000000001AAA"


def test_a_user_who_is_not_there_is_a_usage_problem_with_the_nearest_name() -> None:
    with snapshot_of(org()) as snapshot:
        access = Access.of(snapshot)
        with pytest.raises(UsageProblem) as near:
            person(access, "ann@acme.tes")
        with pytest.raises(UsageProblem) as far:
            person(access, "zzz")

    assert near.value.hint == "Did you mean “ann@acme.test”?"
    assert far.value.hint == "Name a username or an id, as Setup > Users shows them."


def test_objects_whose_grants_all_data_would_hide_say_what_to_grant() -> None:
    with snapshot_of(org()) as snapshot:
        del snapshot.tables["PermissionSet"].columns["PermissionsModifyAllData"]  # type: ignore[attr-defined]
        access = Access.of(snapshot)
        found = who(access, Held(Kind.OBJECT, "Account", Right.EDIT))

    assert found.unlocked_by == "View Setup and Configuration; then run again with --refresh"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "Account:fly",
            "there is no right “fly” on a target of kind object",
            "Its rights are read, create, edit, delete, view_all, modify_all, view_all_fields.",
        ),
        ("system:ManageUsers:edit", "there is no right “edit” on a target of kind system", "Its rights are use."),
        (
            "Zzz",
            "there is no system permission and no object “Zzz” in what was read",
            "Name a system permission (ModifyAllData), Account, Account:edit, Account.Industry, Account.Industry:edit, "
            "or apex:Name, page:Name, app:Name, credential:Name, custom:Name.",
        ),
    ],
)
def test_a_question_that_means_nothing_says_what_would(text: str, message: str, hint: str) -> None:
    with snapshot_of(org()) as snapshot, pytest.raises(UsageProblem) as refused:
        asked(Access.of(snapshot), text)

    assert (str(refused.value), refused.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("text", "write"),
    [
        ("Modify all  data", "ModifyAllData"),
        ("system:Manage Users", "ManageUsers"),
        ("service plan", "Service_Plan__c"),
        ("Service Plan:edit", "Service_Plan__c"),
        ("app:Sales Console", "app:acme__Console"),
        ("page:The invoice", "page:InvoicePage"),
        ("credential:Billing system", "credential:Billing"),
        ("custom:May refund", "custom:Refund"),
        ("Account.Annual Revenue", "Account.AnnualRevenue"),
        ("Account.annual revenue:edit", "Account.AnnualRevenue"),
    ],
)
def test_a_label_is_told_from_a_name_that_is_not_there(text: str, write: str) -> None:
    some = org()
    some.add("AppMenuItem", ApplicationId="02uapp", Name="Console", NamespacePrefix="acme", Label="Sales Console")
    some.add("EntityDefinition", QualifiedApiName="Service_Plan__c", Label="Service Plan")
    some.add("ApexPage", Id="066page", Name="InvoicePage", MasterLabel="The Invoice")
    some.add("NamedCredential", Id="0XAcred", DeveloperName="Billing", MasterLabel="Billing System")
    some.add("CustomPermission", Id="0CPmay", DeveloperName="Refund", MasterLabel="May Refund")
    some.add("describe_fields", object="Account", field="AnnualRevenue", label="Annual Revenue", permissionable=True)

    with snapshot_of(some) as snapshot, pytest.raises(UsageProblem) as refused:
        asked(Access.of(snapshot), text)

    assert str(refused.value).endswith(" is a label")
    assert refused.value.hint == f"Write the API name: {write}"


@pytest.mark.parametrize(
    ("redact", "hint"), [(False, "Write the username: ann@acme.test"), (True, "Write the id: 005_ann@acme.test")]
)
def test_what_people_are_called_is_told_from_a_username(redact: bool, hint: str) -> None:
    some = org()
    some.rows["User"][0]["Name"] = "Ann Lee"

    with snapshot_of(some) as snapshot, pytest.raises(UsageProblem) as refused:
        person(Access.of(snapshot), "ann lee", redact=redact)

    assert (str(refused.value), refused.value.hint) == (
        "“ann lee” is what people are called, not a username",
        hint,
    )
