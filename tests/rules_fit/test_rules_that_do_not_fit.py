# ruff: noqa: E501 - tables of rules and what is said of them

"""Own rules against a served org: what they mean is what their author wrote, or the review says why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.cli.demo_town import Ran, run
from tests.rules_fit.altered_town import STATUSES, AlteredTown, altered_town, workspace
from tests.rules_fit.own_rules import outcomes, review_own

pytestmark = pytest.mark.demo

ACCOUNT = "object: Account\nfield: Industry\nwhen: {{{}}}"

#: By file: the verb and its settings, and what is said of the rule: its part with the line, and why.
MISTAKES: Mapping[str, tuple[str, str, str]] = {
    "field.yaml": ("filled", "object: Account\nfield: Indstry", "9: check.filled.field: there is no field Indstry on Account in this org; did you mean Industry?"),
    "object.yaml": ("filled", "object: Acount\nfield: Industry", "8: check.filled.object: there is no object Acount in this org; did you mean Account?"),
    "child.yaml": ("has_related", "object: Account\nchild: Contcat\nby: AccountId", "9: check.has_related.child: there is no object Contcat in this org; did you mean Contact?"),
    "by.yaml": ("has_related", "object: Account\nchild: Contact\nby: Email", "10: check.has_related.by: Contact.Email is of type email, and has_related is for lookups"),
    "where.yaml": ("has_related", "object: Account\nchild: Contact\nby: AccountId\nwhere: {Emial: {is: filled}}", "11: check.has_related.where.Emial: there is no field Emial on Contact in this org; did you mean Email?"),
    "where_value.yaml": ("no_related", "object: Account\nchild: Opportunity\nby: AccountId\nwhere: {IsClosed: yes}", "11: check.no_related.where.IsClosed: Opportunity.IsClosed: “yes” is no value of a checkbox: write true or false"),
    "to.yaml": ("refers_to", "object: Opportunity\nfield: AccountId\nto: Contact", "9: check.refers_to.field: Opportunity.AccountId is a lookup to Account, not to Contact"),
    "to_text.yaml": ("refers_to", "object: Opportunity\nfield: Name\nto: Account", "9: check.refers_to.field: Opportunity.Name is of type string, and refers_to is for lookups"),
    "to_state.yaml": ("refers_to", "object: Opportunity\nfield: AccountId\nto: Account\nwhere: {Typ: Prospect}", "11: check.refers_to.where.Typ: there is no field Typ on Account in this org; did you mean Type?"),
    "circle.yaml": ("no_cycle", "object: Contact\nfield: AccountId", "9: check.no_cycle.field: Contact.AccountId is a lookup to Account, not to Contact"),
    "other_field.yaml": ("not_elsewhere", "object: Lead\nfield: Email\nother: Contact\nother_field: Emial", "11: check.not_elsewhere.other_field: there is no field Emial on Contact in this org; did you mean Email?"),
    "twice_where.yaml": ("no_duplicate", "object: Lead\nother: Contact\nwhere: {Emial: filled}", "10: check.no_duplicate.where.Emial: there is no field Emial on Contact in this org; did you mean Email?"),
    "other_type.yaml": ("not_elsewhere", "object: Lead\nfield: Email\nother: Account\nother_field: AnnualRevenue", "11: check.not_elsewhere.other_field: Account.AnnualRevenue is of type currency, and not_elsewhere is for texts and picklists"),
    "matching.yaml": ("has_related", "object: Account\nchild: Contact\nmatching: {Email: AnnualRevenue}", "10: check.has_related.matching.Email: Contact.Email is of type email, and never the same as Account.AnnualRevenue, which is of type currency"),
    "matching_parent.yaml": ("has_related", "object: Account\nchild: Opportunity\nby: AccountId\nmatching: {Acount.Name: Name}", "11: check.has_related.matching.Acount.Name: no lookup of Opportunity has a parent called Acount; did you mean Account?"),
    "matching_its_field.yaml": ("has_related", "object: Account\nchild: Opportunity\nby: AccountId\nmatching: {Owner.Nmae: Name}", "11: check.has_related.matching.Owner.Nmae: there is no field Nmae on User in this org; did you mean Name?"),
    "matching_field.yaml": ("no_related", "object: Account\nchild: Contact\nmatching: {Email: Emial}", "10: check.no_related.matching.Email: there is no field Emial on Account in this org"),
    "clause.yaml": ("filled", ACCOUNT.format("Typ: Prospect"), "10: check.filled.when.Typ: there is no field Typ on Account in this org; did you mean Type?"),
    "pattern.yaml": ("matches", "object: Opportunity\nfield: CloseDate\npattern: x", "9: check.matches.field: Opportunity.CloseDate is of type date, and matches is for texts and picklists"),
    "email.yaml": ("email", "object: Account\nfield: AnnualRevenue", "9: check.email.field: Account.AnnualRevenue is of type currency, and email is for texts"),
    "phone.yaml": ("phone", "object: Account\nfield: Type", "9: check.phone.field: Account.Type is of type picklist, and phone is for texts"),
    "fresh.yaml": ("fresh", "object: Account\nfield: Name\nwithin: 90 days", "9: check.fresh.field: Account.Name is of type string, and fresh is for dates and times"),
    "between.yaml": ("between", "object: Account\nfield: Name\nat_least: 1", "9: check.between.field: Account.Name is of type string, and between is for numbers"),
    "order.yaml": ("in_order", "object: Opportunity\nfirst: Amount\nthen: CloseDate", "10: check.in_order.then: Opportunity.CloseDate is of type date, and cannot be compared with Opportunity.Amount, which is of type currency"),
    "days_of_numbers.yaml": ("in_order", "object: Opportunity\nfirst: Amount\nthen: ExpectedRevenue\nwithin: 9 days", "9: check.in_order.first: Opportunity.Amount is of type currency, and in_order is for dates and times where it counts days (at_least, within)"),
    "stage.yaml": ("stage_age", "object: opportunity\nfield: stagename\nat_most: {Prospectin: 9 days}", "10: check.stage_age.at_most.Prospectin: Opportunity.StageName has no value “Prospectin” in this org; did you mean “Prospecting”?"),
    "no_stage.yaml": ("stage_age", "object: Opportunity\nfield: CloseDate\nat_most: 9 days", "9: check.stage_age.field: Opportunity.CloseDate is of type date, and stage_age is for picklists and texts of one value"),
    "sum.yaml": ("adds_up", "object: Opportunity\nfield: Amount\nchild: OpportunityLineItem\nby: OpportunityId\nsum_of: Id", "12: check.adds_up.sum_of: OpportunityLineItem.Id is of type id, and adds_up is for numbers"),
    "sum_of_what.yaml": ("adds_up", "object: Account\nfield: AnnualRevenue\nchild: Opportunity\nby: AccountId\nsum_of: Amuont", "12: check.adds_up.sum_of: there is no field Amuont on Opportunity in this org; did you mean Amount?"),
    "checkbox.yaml": ("unique", "object: Opportunity\nfields: [IsClosed]", "9: check.unique.fields.0: Opportunity.IsClosed is of type boolean, and unique is for fields that tell records apart"),
    "address.yaml": ("filled", "object: Account\nfield: BillingAddress", "9: check.filled.field: Account.BillingAddress is of type address, made of parts: name one of BillingCity"),
    "no_picklist.yaml": ("active_picklist_value", "object: Account\nfield: Name", "9: check.active_picklist_value.field: Account.Name is of type string, and active_picklist_value is for picklists"),
    "yes.yaml": ("filled", ACCOUNT.format("IsDeleted: yes"), "10: check.filled.when.IsDeleted: Account.IsDeleted: “yes” is no value of a checkbox: write true or false"),
    "true.yaml": ("filled", ACCOUNT.format("BillingCountry: true"), "10: check.filled.when.BillingCountry: Account.BillingCountry: the field holds text, and true without quotes is a yes or no: write 'true'"),
    "float.yaml": ("filled", ACCOUNT.format("BillingPostalCode: 1e5"), "10: check.filled.when.BillingPostalCode: Account.BillingPostalCode: the field holds text, and YAML reads a number here: write the value in quotes"),
    "number.yaml": ("filled", ACCOUNT.format("AnnualRevenue: '1,000'"), "10: check.filled.when.AnnualRevenue: Account.AnnualRevenue: “1,000” is no value of type currency: write a number without separators, for example 1000"),
    "moment.yaml": ("filled", ACCOUNT.format("CreatedDate: 2026-01-01"), "10: check.filled.when.CreatedDate: Account.CreatedDate: a date and time is never exactly “2026-01-01”: write at_least and at_most with days"),
    "age.yaml": ("filled", ACCOUNT.format("Name: {older_than: 3 days}"), "10: check.filled.when.Name: Account.Name is of type string, and older_than is for dates and times"),
    "id.yaml": ("filled", ACCOUNT.format("OwnerId: Ana Lindqvist"), "10: check.filled.when.OwnerId: Account.OwnerId: “Ana Lindqvist” is no record id"),
    "other_id.yaml": ("filled", ACCOUNT.format("OwnerId: '001000000000001'"), "10: check.filled.when.OwnerId: Account.OwnerId: “001000000000001AAA” begins with 001 (Account), and the field refers to User (005): write the id of such a record"),
    "not_other_id.yaml": ("filled", "object: Lead\nfield: Company\nwhen: {OwnerId: {not: '003000000000001AAA'}}", "10: check.filled.when.OwnerId: Lead.OwnerId: “003000000000001AAA” begins with 003 (Contact), and the field refers to Group (00G) or User (005)"),
    "other_ids.yaml": ("none_of", "object: Account\nfield: OwnerId\nvalues: ['005000000000001', '001000000000001']", "10: check.none_of.values.1: Account.OwnerId: “001000000000001AAA” begins with 001 (Account), and the field refers to User (005)"),
    "unknown_id.yaml": ("filled", "object: Contact\nfield: Email\nwhen: {AccountId: a0X000000000001}", "10: check.filled.when.AccountId: Contact.AccountId: “a0X000000000001EAA” begins with a0X, and the field refers to Account (001)"),
    "own_id.yaml": ("filled", ACCOUNT.format("Id: '003000000000001'"), "10: check.filled.when.Id: Account.Id: “003000000000001AAA” begins with 003 (Contact), and ids of this object with 001"),
    "record_type.yaml": ("filled", ACCOUNT.format("RecordTypeId: '012000000000007'"), "10: check.filled.when.RecordTypeId: Account.RecordTypeId: “012000000000007” is the id of no record type of this object"),
    "record_type_label.yaml": ("filled", ACCOUNT.format("RecordTypeId: fleet customer"), "10: check.filled.when.RecordTypeId: Account.RecordTypeId: “fleet customer” is the label of a record type: write its id, 0125e0000027oiVAAQ"),
    "record_type_name.yaml": ("filled", ACCOUNT.format("RecordTypeId: Fleet_Customer"), "10: check.filled.when.RecordTypeId: Account.RecordTypeId: “Fleet_Customer” is the name of a record type: write its id, 0125e0000027oiVAAQ"),
    "value.yaml": ("one_of", "object: Account\nfield: Industry\nvalues: [Retail, Retial]", "10: check.one_of.values.1: Account.Industry has no value “Retial” in this org; did you mean “Retail”?"),
    "case.yaml": ("none_of", "object: Account\nfield: Industry\nvalues: [retail]", "10: check.none_of.values.0: Account.Industry has no value “retail” in this org; did you mean “Retail”?"),
    "choice.yaml": ("none_of", "object: Account\nfield: Channels__c\nvalues: [Telex]", "10: check.none_of.values.0: Account.Channels__c has no value “Telex” in this org; its values are “Email”, “Fax”, “Phone”"),
    "when_value.yaml": ("filled", ACCOUNT.format("Type: Kunde"), "10: check.filled.when.Type: Account.Type has no value “Kunde” in this org; its values are “Prospect”"),
    "not_value.yaml": ("filled", ACCOUNT.format("Type: {not: Kunde}"), "10: check.filled.when.Type: Account.Type has no value “Kunde” in this org; its values are “Prospect”"),
    "text.yaml": ("filled", ACCOUNT.format("BillingCountry: Nowhereland"), "10: check.filled.when.BillingCountry: none of 1038 Account records has “Nowhereland” in BillingCountry, so nothing was looked at"),
    "permission.yaml": ("held_by_few", "permission: ModifyAllDta\nat_most: 9", "8: check.held_by_few.permission: there is no system permission ModifyAllDta in this org; did you mean ModifyAllData?"),
    "limit.yaml": ("limit_below", "share: 80%\nlimits: [DailyApiRequest]", "9: check.limit_below.limits.0: the org reports no limit DailyApiRequest; did you mean DailyApiRequests?"),
}  # fmt: skip

#: By file: the verb, its settings, and the outcome: status, looked at, broken.
MEANT: Mapping[str, tuple[str, str, tuple[str, int, int]]] = {
    "names.yaml": ("filled", "object: ACCOUNT\nfield: phone", ("kept", 1038, 0)),
    "id15.yaml": ("none_of", "object: account\nfield: ownerid\nvalues: ['{owner}']", ("broken", 1038, 38)),
    "when15.yaml": ("filled", "object: Account\nfield: Name\nwhen: {{OWNERID: '{owner}'}}", ("kept", 38, 0)),
    "choices.yaml": ("none_of", "object: Account\nfield: Channels__c\nvalues: [Fax]", ("broken", 1038, 149)),
    "only.yaml": ("one_of", "object: Account\nfield: channels__c\nvalues: [Email]", ("broken", 1038, 149)),
    "active.yaml": ("active_picklist_value", "object: Account\nfield: Channels__c", ("kept", 1038, 0)),
    "chosen.yaml": ("filled", "object: Account\nfield: Name\nwhen: {{Channels__c: fax}}", ("kept", 149, 0)),
    "unchosen.yaml": ("filled", "object: Account\nfield: Name\nwhen: {{Channels__c: {{not: Fax}}}}", ("kept", 889, 0)),
    "rich.yaml": ("filled", "object: Account\nfield: Notes__c", ("broken", 1038, 149)),
    "rich_when.yaml": ("filled", "object: Account\nfield: Name\nwhen: {{Notes__c: {{is: empty}}}}", ("kept", 149, 0)),
    "formula.yaml": ("used", "objects: [account]\ncustom_objects: false\nfrom_records: 1", ("kept", 7, 0)),
    "permissions.yaml": ("held_by_few", "permission: modifyalldata\nat_most: 100", ("kept", 55, 0)),
    "limits.yaml": ("limit_below", "share: 99%\nlimits: [dailyapirequests]", ("kept", 1, 0)),
    "nothing.yaml": (
        "filled",
        "object: Account\nfield: Name\nwhen: {{CreatedDate: {{older_than: 9000 days}}}}",
        ("not_applicable", 0, 0),
    ),
    "number_text.yaml": ("filled", "object: Account\nfield: Name\nwhen: {{AnnualRevenue: '0'}}", ("not_applicable", 0, 0)),
}  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlteredTown]:
    with altered_town(tmp_path_factory.mktemp("town"), statuses=STATUSES) as town:
        town.change("""UPDATE "Account" SET "Channels__c" = 'Email;Fax' WHERE rowid % 7 = 0""")
        town.change("""UPDATE "Account" SET "Notes__c" = '<p><br></p>&nbsp;' WHERE rowid % 7 = 0""")
        yield town


@pytest.fixture(scope="module")
def owner(served: AlteredTown) -> str:
    """Fifteen characters of the one who owns 38 accounts."""
    with served.org.rows.cursor() as rows:
        (user,) = rows.execute('SELECT "OwnerId" FROM "Account" ORDER BY 1 LIMIT 1').fetchall()[0]
        rows.execute(
            'UPDATE "Account" SET "OwnerId" = (SELECT max("OwnerId") FROM "Account") WHERE "OwnerId" = ?', [user]
        )
        rows.execute('UPDATE "Account" SET "OwnerId" = ? WHERE rowid < 38', [user])
    return str(user)[:15]


@pytest.fixture(scope="module")
def folder(served: AlteredTown, owner: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    meant = {name: (verb, text.format(owner=owner)) for name, (verb, text, _) in MEANT.items()}
    mistaken = {name: (verb, text) for name, (verb, text, _) in MISTAKES.items()}
    return workspace(tmp_path_factory.mktemp("workspace"), {**meant, **mistaken})


@pytest.fixture(scope="module")
def reviewed(served: AlteredTown, folder: Path) -> Ran:
    chosen = ("--rule", "own", "--rule", "adoption/lead-touched")
    return run("review", *served.trust, "--workspace", str(folder), *chosen, env=served.variables)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_rule_that_does_not_fit_costs_itself_and_says_where_and_why(reviewed: Ran, name: str) -> None:
    outcome = outcomes(reviewed)[name.removesuffix(".yaml")]

    assert (outcome["status"], outcome["reason"]) == ("not_checked", "rule_does_not_fit")
    assert outcome["detail"].startswith(f"rules/quality/{name}:{MISTAKES[name][2]}")
    assert outcome["unlocked_by"].startswith("No permission: the rule has to be changed")


@pytest.mark.parametrize("name", MEANT)
def test_a_rule_means_what_its_author_wrote(reviewed: Ran, name: str) -> None:
    outcome = outcomes(reviewed)[name.removesuffix(".yaml")]

    assert (outcome["status"], outcome["checked"], outcome["broken"]) == MEANT[name][2], outcome["detail"]


def test_a_status_list_of_another_org_is_no_proof(reviewed: Ran) -> None:
    outcome = outcomes(reviewed)["adoption/lead-touched"]

    assert (outcome["status"], outcome["reason"]) == ("not_checked", "rule_does_not_fit")
    assert "Lead.Status has no value “New” in this org; did you mean “Neu”?" in outcome["detail"]
    assert "copy the rule into rules/ of the workspace with the org's own values" in outcome["detail"]


def test_the_review_is_partial_and_begins_with_the_mistakes(reviewed: Ran) -> None:
    assert reviewed.code == 3
    assert "rules/quality/field.yaml:9: check.filled.field: there is no field Indstry on Account" in reviewed.err
    assert "Traceback" not in reviewed.err


def test_what_does_not_fit_is_said_once_for_each_rule(reviewed: Ran) -> None:
    lines = reviewed.err.splitlines()

    assert [line for line in lines if "no object Acount" in line] == [
        "rules/quality/object.yaml:8: check.filled.object: there is no object Acount in this org; did you mean Account?"
    ]
    assert sum("no object Contcat" in line for line in lines) == 1
    assert len(lines) == len(set(lines))


def test_an_object_that_is_hidden_is_still_said_while_it_is_read(tmp_path: Path) -> None:
    with altered_town(tmp_path / "town", closed=["Contact"]) as town:
        folder = workspace(tmp_path / "w", {"hidden.yaml": ("filled", "object: Contact\nfield: Email")})

        ran = review_own(town, folder)

    assert sum("Contact" in line and "not visible" in line for line in ran.err.splitlines()) == 1, ran.err


def test_the_stored_snapshot_is_judged_with_the_same_names(served: AlteredTown, folder: Path, reviewed: Ran) -> None:
    stored = max((folder / "snapshots").glob("*/0*"))

    again = run("review", "--workspace", str(folder), "--snapshot", str(stored), "--rule", "own", env={})

    first, second = outcomes(reviewed), outcomes(again)
    facts = ("status", "reason", "detail", "checked", "broken")
    assert {name: [one[fact] for fact in facts] for name, one in second.items()} == {
        name: [one[fact] for fact in facts] for name, one in first.items() if name != "adoption/lead-touched"
    }


def test_rules_check_says_the_same_without_reading_a_record(served: AlteredTown, folder: Path) -> None:
    before = len(served.asked)

    ran = run("rules", "check", *served.trust, "--workspace", str(folder), env=served.variables)

    assert ran.code == 2
    for name, (_, _, says) in MISTAKES.items():
        if name != "text.yaml":  # only records know whether there is such a text
            assert f"rules/quality/{name}:{says}" in ran.out
    assert not [name for name in MEANT if f"rules/quality/{name}:" in ran.out]
    queries = [path.partition("q=")[2] for path in served.asked[before:] if "q=" in path]
    assert not [soql for soql in queries if "FROM Account" in soql or "FROM Contact" in soql or "FROM Lead" in soql]
