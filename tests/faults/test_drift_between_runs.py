"""An org that is not what it was last month: each verdict speaks of today, and nothing is called fixed in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sf_audit.demo.schema import Field, PicklistValue
from sf_audit.model.review import Review, Status
from sf_audit.review.run import judged
from sf_audit.rulebook.workspace.config import MassDeletion
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.manifest import sealed
from tests.faults.changing import (
    add_field,
    change_field,
    change_object,
    moved,
    remove_field,
    reviewed,
    said,
    sql,
    standards_of,
)
from tests.faults.orgs import ACCOUNTS, CONTACTS, identifier, small_org
from tests.faults.plan import ALWAYS, Fault, changed_json
from tests.faults.trial import Bench, Trial, stored

pytestmark = pytest.mark.faults

Serve = Callable[..., Bench]

KIND = Field(
    "Kind__c", "picklist", "Kind", length=40, custom=True, picklist=(PicklistValue("A", "Alpha"), PicklistValue("B"))
)
SIZE = Field("Size__c", "double", "Size", precision=18, scale=2, custom=True, calculated=True)
RULES = {
    "name": "not_like: {object: Account, field: Name, pattern: '(?i)^test'}",
    "since": "filled: {object: Account, field: Since__c}",
    "staff": "between: {object: Account, field: NumberOfEmployees, at_least: 1}",
    "kind": "active_picklist_value: {object: Account, field: Kind__c}",
    "size": "between: {object: Account, field: Size__c, at_least: 0}",
    "mail": "filled: {object: Contact, field: Email}",
}
AS_BEFORE = {name: Status.BROKEN if name == "mail" else Status.KEPT for name in RULES}
UNMAILED = len(range(0, CONTACTS, 11))


@pytest.fixture(scope="module")
def rules() -> Standards:
    return standards_of(RULES)


@pytest.fixture
def org(serve: Serve) -> Bench:
    """The org with a picklist and a formula."""
    held = small_org()
    add_field(held, "Account", KIND, "VARCHAR", "'A'")
    add_field(held, "Account", SIZE, "DECIMAL(18,2)", '"NumberOfEmployees" * 2')
    return serve(held)


def reason(review: Review, rule: str) -> str:
    (outcome,) = [outcome for outcome in review.outcomes if outcome.rule.endswith(f"/{rule}")]
    return outcome.detail


def become_text(org: Bench, name: str, field: str) -> None:
    change_field(org, name, field, lambda one: replace(one, type="string", length=40))
    with sql(org) as run:
        run(f'ALTER TABLE "{name}" ALTER "{field}" TYPE VARCHAR')


#: What happens to the schema, and the verdicts that change by it.
SCHEMA: dict[str, tuple[Callable[[Bench], object], dict[str, Status]]] = {
    "a field is removed": (
        lambda org: remove_field(org, "Account", "Since__c"),
        {"since": Status.NOT_CHECKED},
    ),
    "a field is renamed": (
        lambda org: change_field(org, "Account", "Since__c", lambda one: replace(one, name="Began__c")),
        {"since": Status.NOT_CHECKED},
    ),
    "a field is added": (
        lambda org: change_object(
            org, "Account", lambda one: replace(one, fields=(*one.fields, Field("New__c", "string", custom=True)))
        ),
        {},
    ),
    "a number becomes text": (
        lambda org: become_text(org, "Account", "NumberOfEmployees"),
        {"staff": Status.NOT_CHECKED},
    ),
    "a text becomes longer": (
        lambda org: change_field(org, "Account", "Name", lambda one: replace(one, type="textarea", length=32768)),
        {},
    ),
    "a value is retired": (
        lambda org: change_field(
            org,
            "Account",
            "Kind__c",
            lambda one: replace(one, picklist=(PicklistValue("A", active=False), KIND.picklist[1])),
        ),
        {"kind": Status.BROKEN},
    ),
}


@pytest.mark.faults("D1", "I2")
@pytest.mark.parametrize("what", SCHEMA)
def test_a_schema_that_changed_changes_the_verdicts_that_depend_on_it_alone(
    org: Bench, rules: Standards, what: str
) -> None:
    change, other = SCHEMA[what]
    _, before = reviewed(org, rules)

    change(org)
    _, after = reviewed(org, rules)

    assert said(before) == AS_BEFORE
    assert said(after) == AS_BEFORE | other
    assert moved(after, "mail") == (0, 0, UNMAILED, 0)
    assert all(reason(after, rule) for rule, status in other.items() if status is Status.NOT_CHECKED)


@pytest.mark.faults("D2", "D6")
def test_labels_may_change_and_the_values_behind_them_count(org: Bench, rules: Standards) -> None:
    _, before = reviewed(org, rules)

    change_object(org, "Account", lambda one: replace(one, label="Kunde", label_plural="Kunden"))
    change_field(
        org,
        "Account",
        "Kind__c",
        lambda one: replace(one, label="Art", picklist=(PicklistValue("A", "B"), PicklistValue("B", "A"))),
    )
    trial, after = reviewed(org, rules)

    assert said(after) == said(before) == AS_BEFORE
    assert trial.complete


@pytest.mark.faults("D3")
def test_an_object_that_a_package_took_over_is_missed_not_mistaken(org: Bench, rules: Standards) -> None:
    reviewed(org, rules)

    for one in (org.org, org.server.org):
        objects: Any = one.objects
        objects["acme__Contact"] = replace(objects.pop("Contact"), name="acme__Contact")
    _, after = reviewed(org, rules)

    assert said(after) == AS_BEFORE | {"mail": Status.NOT_CHECKED}
    assert "Contact" in reason(after, "mail")
    assert moved(after, "mail") == (0, 0, 0, UNMAILED)


@pytest.mark.faults("D4")
def test_a_formula_that_changed_by_itself_is_read_again(org: Bench, rules: Standards) -> None:
    reviewed(org, rules)

    with sql(org) as run:
        run('UPDATE "Account" SET "Size__c" = -1')
    trial, after = reviewed(org, rules)

    assert trial.complete
    assert said(after) == AS_BEFORE | {"size": Status.BROKEN}
    assert moved(after, "size") == (ACCOUNTS, 0, 0, 0)


@pytest.mark.faults("D5")
def test_merged_and_undeleted_records_close_and_open_their_findings(org: Bench, rules: Standards) -> None:
    merged = f"\"Id\" = '{identifier('003', 0)}'"
    reviewed(org, rules)

    with sql(org) as run:
        run(f'CREATE TABLE bin AS SELECT * FROM "Contact" WHERE {merged}')
        run(f'DELETE FROM "Contact" WHERE {merged}')
        _, without = reviewed(org, rules)
        run('INSERT INTO "Contact" SELECT * FROM bin')
        _, again = reviewed(org, rules)

    assert moved(without, "mail") == (0, 1, UNMAILED - 1, 0)
    assert moved(again, "mail") == (0, 0, UNMAILED - 1, 0)
    assert [change.returned for change in again.changes if change.rule.endswith("/mail")] == [1]


@pytest.mark.faults("D9")
def test_a_refreshed_sandbox_has_a_history_of_its_own(serve: Serve) -> None:
    first = serve()
    reviewed(first)
    refreshed = serve(replace_id(small_org(), "00Dd00000000002EAA"))

    trial, review = reviewed(refreshed, workspace=first.workspace)

    assert trial.folder is not None
    manifest = sealed(trial.folder)
    assert (manifest.sequence, manifest.previous) == (1, None)
    assert (review.changes, len(review.series)) == ((), 1)
    assert len(stored(first, first.workspace)) == 1


def replace_id(org: Any, id: str) -> Any:
    org.rows.execute('UPDATE "Organization" SET "Id" = $id', {"id": id})
    return replace(org, organization_id=id)


def deleted(standards: Standards, day: datetime) -> Standards:
    said = MassDeletion("Contact", day.date(), "no consent", "Head of Sales Ops")
    return replace(standards, config=replace(standards.config, mass_deletions=(said,)))


def judged_again(trial: Trial, standards: Standards, org: Bench) -> Review:
    """The same snapshot, offline."""
    assert trial.folder is not None
    with judged(trial.folder, standards, org.workspace) as found:
        return found.review


@pytest.mark.faults("A10")
def test_an_object_that_lost_many_records_is_in_doubt_until_somebody_explains_it(org: Bench, rules: Standards) -> None:
    reviewed(org, rules)

    with sql(org) as run:
        run('DELETE FROM "Contact" WHERE rowid >= 20')
        kept = run('SELECT count(*), count(*) FILTER ("Email" IS NULL) FROM "Contact"').fetchone()  # type: ignore[attr-defined]
        _, doubted = reviewed(org, rules)
        trial, next_month = reviewed(org, rules)
        again = judged_again(trial, deleted(rules, datetime.now(UTC)), org)
        _, explained = reviewed(org, deleted(rules, datetime.now(UTC)))
        run('DELETE FROM "Account"')
        _, gone = reviewed(org, deleted(rules, datetime.now(UTC)))

    rows, broken = kept
    assert CONTACTS - rows > 100
    for review in (doubted, next_month):
        assert said(review) == AS_BEFORE
        assert moved(review, "mail") == (0, 0, broken, UNMAILED - broken)
        assert any(f"Contact has {rows} rows, and had {CONTACTS}" in banner for banner in review.banners)
    assert moved(explained, "mail") == (0, UNMAILED - broken, broken, 0)
    assert said(again) == AS_BEFORE
    assert any("approved by Head of Sales Ops" in banner for banner in again.banners)
    assert not any("Contact" in banner for banner in explained.banners)
    assert said(gone) == {name: Status.BROKEN if name == "mail" else Status.NOT_CHECKED for name in RULES}
    assert gone.status == "partial"


@pytest.mark.faults("A10")
def test_an_auditor_who_sees_less_and_is_told_otherwise_closes_nothing(org: Bench, rules: Standards) -> None:
    """The org says that this user sees all data, and shows a fifth of it."""
    reviewed(org, rules)
    says_all = Fault("A10", "says all", r"query\?q=SELECT Permissions", changed_json(lambda said: said), ALWAYS)

    with sql(org) as run:
        run('DELETE FROM "Account" WHERE rowid >= 46')
        trial = org.run(says_all, judging=True, standards=rules).insist()

    assert trial.code == 3
    assert trial.review is not None
    assert Status.KEPT not in {status for rule, status in trial.outcomes.items() if "mail" not in rule}
    assert all(
        "mass_deletions" in outcome.unlocked_by for outcome in trial.review.outcomes if outcome.reason == "fewer_rows"
    )


@pytest.mark.faults("A10")
def test_a_deletion_before_the_last_snapshot_explains_nothing(org: Bench, rules: Standards) -> None:
    early = deleted(rules, datetime.now(UTC) - timedelta(days=3))
    reviewed(org, early)

    with sql(org) as run:
        run('DELETE FROM "Contact"')
        _, review = reviewed(org, early)

    assert said(review)["mail"] is Status.NOT_CHECKED
