"""Values that are not what they seem, fields that hold no value, and objects with very many fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.demo.schema import Field, OrgData
from sf_audit.model.review import Status
from sf_audit.rulebook.workspace.standards import Standards
from tests.faults.changing import add_field, said, standards_of
from tests.faults.orgs import small_org
from tests.faults.plan import ALWAYS, FIRST_BATCH, NEXT_BATCH, Change, Fault, answered, changed_json, error
from tests.faults.trial import Bench

pytestmark = pytest.mark.faults

Serve = Callable[..., Bench]

SECRET = Field("Secret__c", "encryptedstring", "Secret", length=175, custom=True)
ABOUT_SECRETS = {
    "account-secret": "filled: {object: Account, field: Secret__c}",
    "contact-secret": "matches: {object: Contact, field: Secret__c, pattern: '[*]+'}",
    "contact-name": "filled: {object: Contact, field: LastName}",
}


def with_secrets(*, decrypts: bool) -> OrgData:
    org = small_org()
    for name in ("Account", "Contact"):
        add_field(org, name, SECRET, "VARCHAR", "'*****'")
    if decrypts:
        permission = Field("PermissionsViewEncryptedData", "boolean")
        add_field(org, "UserPermissionAccess", permission, "BOOLEAN", "true")
    return org


@pytest.mark.faults("A11")
def test_masked_text_is_no_text(serve: Serve) -> None:
    rules = standards_of(ABOUT_SECRETS)

    trial = serve(with_secrets(decrypts=False)).run(standards=rules, judging=True).insist()

    assert trial.review is not None
    assert said(trial.review) == {
        "account-secret": Status.NOT_CHECKED,
        "contact-secret": Status.NOT_CHECKED,
        "contact-name": Status.KEPT,
    }
    unlocked_by = {outcome.unlocked_by for outcome in trial.review.outcomes if outcome.status is Status.NOT_CHECKED}
    assert unlocked_by == {"View Encrypted Data"}
    assert trial.code == 3


@pytest.mark.faults("A11")
def test_whoever_may_see_encrypted_text_judges_it(serve: Serve) -> None:
    trial = serve(with_secrets(decrypts=True)).run(standards=standards_of(ABOUT_SECRETS), judging=True).insist()

    assert set(trial.outcomes.values()) == {Status.KEPT}
    assert trial.code == 0


@pytest.mark.faults("A11")
@pytest.mark.parametrize("code", ["INSUFFICIENT_ACCESS", "INVALID_FIELD"])
def test_not_knowing_whether_text_is_masked_counts_as_masked(serve: Serve, code: str) -> None:
    refused = Fault("A11", code, r"SELECT PermissionsViewEncryptedData FROM", error(code), ALWAYS)

    trial = serve(with_secrets(decrypts=True)).run(refused, standards=standards_of(ABOUT_SECRETS), judging=True)

    assert trial.insist().outcomes["own/quality/account-secret"] is Status.NOT_CHECKED


def long_texts(length: int) -> OrgData:
    org = small_org()
    for name, column in (("Account", "Description"), ("Contact", "Notes__c")):
        org.rows.execute(f'UPDATE "{name}" SET "{column}" = repeat(\'ä"\n\', {length // 3}) WHERE rowid = 5')
    return org


@pytest.mark.faults("D7")
@pytest.mark.parametrize("length", [131_072, 131_073, 400_000])
def test_texts_longer_than_a_reader_of_csv_takes_are_whole(serve: Serve, length: int) -> None:
    trial = serve(long_texts(length)).run().insist()

    assert trial.complete


SHAPES = {
    "Place__c": ("location", "VARCHAR", "NULL"),
    "Address__c": ("address", "VARCHAR", "NULL"),
    "Scan__c": ("base64", "VARCHAR", "'YWJj'"),
    "Related__c": ("reference", "VARCHAR", '"AccountId"'),
    "Total__c": ("double", "DECIMAL(18,2)", "1.5"),
}


@pytest.mark.faults("D8")
def test_what_is_no_value_is_said_and_what_is_one_is_read(serve: Serve) -> None:
    org = small_org()
    for name, (kind, stored, value) in SHAPES.items():
        references = ("Account", "Opportunity") if kind == "reference" else ()
        add_field(org, "Contact", Field(name, kind, custom=True, references=references, scale=2), stored, value)
    rules = standards_of({name.lower()[:-3]: f"filled: {{object: Contact, field: {name}}}" for name in SHAPES})

    trial = serve(org).run(standards=rules, judging=True).insist()

    assert trial.unread == {}
    assert trial.review is not None
    unseen = {name for name, (kind, _, _) in SHAPES.items() if kind in {"location", "address", "base64"}}
    assert unseen <= set(trial.tables["Contact"].unseen)
    assert {rule for rule, status in said(trial.review).items() if status is Status.NOT_CHECKED} >= {
        name.lower()[:-3] for name in unseen
    }
    assert trial.unread == {}


def shortened(field: str) -> Change:
    """Ids without their last three characters, as formulas and other people's lists have them."""
    return changed_json(
        lambda said: said | {"records": [one | {field: (one[field] or "")[:15]} for one in said["records"]]}
    )


@pytest.mark.faults("D10")
@pytest.mark.parametrize("field", ["Id", "AccountId"])
def test_ids_of_fifteen_characters_are_those_of_eighteen(bench: Bench, field: str) -> None:
    faults = [Fault("D10", "short", where, shortened(field), ALWAYS) for where in (FIRST_BATCH, NEXT_BATCH)]

    trial = bench.run(*faults).insist()

    assert trial.recovered


@pytest.mark.faults("D10")
def test_an_id_whose_ending_is_wrong_is_no_id(bench: Bench) -> None:
    wrong = changed_json(
        lambda said: said | {"records": [one | {"AccountId": one["AccountId"][:15] + "555"} for one in said["records"]]}
    )

    trial = bench.run(Fault("D10", "a wrong ending", FIRST_BATCH, wrong, ALWAYS)).insist()

    assert not trial.complete
    assert trial.outcomes["own/quality/contact-account"] is Status.NOT_CHECKED


#: Columns whose names alone are 17,000 characters.
WIDE = [f"A_rather_long_name_as_people_give_{number:04d}__c" for number in range(420)]


def wide_org(*, bulk: bool) -> OrgData:
    org = small_org()
    assert isinstance(org.objects, dict)
    fields = tuple(Field(column, "string", length=40, custom=True) for column in WIDE)
    org.objects["Contact"] = replace(
        org.objects["Contact"], fields=(*org.objects["Contact"].fields, *fields), bulk=bulk
    )
    values = ", ".join(f'\'{number} \' || "LastName" AS "{column}"' for number, column in enumerate(WIDE))
    org.rows.execute(f'CREATE TABLE wide AS SELECT *, {values} FROM "Contact"')
    org.rows.execute('DROP TABLE "Contact"')
    org.rows.execute('ALTER TABLE wide RENAME TO "Contact"')
    return org


@pytest.fixture(scope="module")
def everything(standards: Standards) -> Standards:
    """Asks for every wide column."""
    first = standards.rules[0]
    rules = [
        replace(first, id=f"own/quality/{column}", uid=column, check=Filled(object="Contact", field=column))
        for column in ("LastName", *WIDE)
    ]
    return replace(standards, rules=tuple(rules))


@pytest.mark.faults("I14")
@pytest.mark.parametrize("bulk", [True, False], ids=["by a job", "in parts"])
def test_more_columns_than_an_address_holds_are_read_otherwise(serve: Serve, everything: Standards, bulk: bool) -> None:
    trial = serve(wide_org(bulk=bulk)).run(standards=everything).insist()

    assert trial.complete
    assert len(trial.tables["Contact"].columns) == len(WIDE) + 2
    assert max(map(len, trial.plan.asked)) < 14_000


@pytest.mark.faults("I14")
@pytest.mark.parametrize("bulk", [True, False], ids=["by a job", "in parts"])
@pytest.mark.parametrize("status", [414, 431])
def test_an_address_that_somebody_on_the_way_finds_too_long_is_no_table(
    serve: Serve, everything: Standards, status: int, bulk: bool
) -> None:
    refused = Fault(
        "I14", str(status), r"query\?q=SELECT Id.{5000}", answered(b"<html>too long</html>", status), ALWAYS
    )

    trial = serve(wide_org(bulk=bulk)).run(refused, standards=everything).insist()

    assert trial.complete is bulk
    assert trial.unread.keys() == (set() if bulk else {"Contact"})
