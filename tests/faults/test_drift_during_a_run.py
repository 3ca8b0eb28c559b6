"""An org that people work in while it is read: what was read was there, and what was taken away is missed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sf_audit.model.review import Status
from tests.faults.changing import remove_field, said, sql
from tests.faults.orgs import CONTACTS, OPTIONAL, identifier
from tests.faults.plan import COUNT, DESCRIBE, FIRST_BATCH, LATER_PAGE, NEXT_BATCH, PAGES, Fault, error
from tests.faults.trial import Bench

pytestmark = pytest.mark.faults

Serve = Callable[..., Bench]


def when(part: str, number: int, act: Callable[[], object]) -> Callable[[str], None]:
    """Act at the n-th request with this in its address, before the org answers it."""
    seen: list[str] = []

    def watch(line: str) -> None:
        if part in line:
            seen.append(line)
            if len(seen) == number:
                act()

    return watch


def added(org: Bench, count: int) -> None:
    with sql(org) as run:
        for number in range(count):
            id = identifier("003", CONTACTS + number)
            run(f'INSERT INTO "Contact" SELECT * REPLACE (\'{id}\' AS "Id") FROM "Contact" WHERE rowid = {number}')


def removed(org: Bench, count: int) -> None:
    with sql(org) as run:
        run(f'DELETE FROM "Contact" WHERE rowid < {count}')


@pytest.mark.faults("B14")
@pytest.mark.parametrize("where", ["COUNT() FROM Contact", "SELECT Id,AccountId"])
@pytest.mark.parametrize("change", [added, removed], ids=["rows come", "rows go"])
def test_rows_that_come_and_go_before_the_first_batch(
    serve: Serve, change: Callable[[Bench, int], None], where: str
) -> None:
    org = serve()

    trial = org.run(workers=1, judging=True, watch=when(where, 1, lambda: change(org, 7))).insist()

    counts = (trial.tables["Contact"].count_before, trial.tables["Contact"].count_after)
    assert trial.complete
    assert len(set(counts)) == (1 if where.startswith("COUNT") else 2)


@pytest.mark.faults("B14")
@pytest.mark.parametrize("change", [added, removed], ids=["rows come", "rows go"])
def test_rows_that_come_and_go_after_they_were_read_are_recorded(
    serve: Serve, change: Callable[[Bench, int], None]
) -> None:
    org = serve()

    trial = org.run(workers=1, judging=True, watch=when("COUNT() FROM Contact", 2, lambda: change(org, 7)))

    rows, counted = trial.tables["Contact"].rows, trial.tables["Contact"].count_after
    assert (rows, counted) == (CONTACTS, CONTACTS + (7 if change is added else -7))
    assert trial.tables["Contact"].unread is None
    assert "the org counted" in " ".join(trial.tables["Contact"].notes)


@pytest.mark.faults("B14")
@pytest.mark.parametrize("number", [1, 2])
def test_a_row_that_changes_between_two_batches_is_read_as_it_was_or_as_it_is(serve: Serve, number: int) -> None:
    org = serve()
    id = identifier("003", CONTACTS - 1)

    def rename() -> None:
        with sql(org) as run:
            run(f'UPDATE "Contact" SET "LastName" = \'Another\' WHERE "Id" = \'{id}\'')

    trial = org.run(workers=1, watch=when("/query/", number, rename))

    assert trial.unread == {}
    assert trial.tables["Contact"].rows == CONTACTS
    assert all("LastName" in one or id in one for one in trial.untrue)
    assert len(trial.untrue) <= 1


@pytest.mark.faults("I15", "D1")
@pytest.mark.parametrize("field", ["Contact.Email", "Account.Since__c"])
def test_a_field_that_is_deleted_after_it_was_described_is_the_only_loss(serve: Serve, field: str) -> None:
    org = serve()
    name, _, column = field.partition(".")

    trial = org.run(judging=True, watch=when(f"COUNT() FROM {name}", 1, lambda: remove_field(org, name, column)))

    trial.insist()
    unchecked = {rule for rule, status in trial.outcomes.items() if status is Status.NOT_CHECKED}
    assert set(trial.tables[name].unseen) - OPTIONAL == {column}
    assert trial.unread == {}
    assert unchecked == {"own/quality/contact-mail" if name == "Contact" else "own/quality/account-since"}
    assert trial.code == 3


REVOKED = {
    "an object": ("COUNT() FROM Contact", 1, "Contact"),
    "an object in the middle": ("/query/", 1, "Contact"),
    "an object read in bulk": ("/results", 2, "Account"),
}


@pytest.mark.faults("A7")
@pytest.mark.parametrize("what", REVOKED)
def test_a_permission_that_is_revoked_meanwhile_costs_its_rules(serve: Serve, what: str) -> None:
    part, number, name = REVOKED[what]
    org = serve()

    def revoke() -> None:
        org.org.hidden_objects.add(name)

    trial = org.run(workers=1, judging=True, watch=when(part, number, revoke)).insist()

    assert trial.complete or trial.unread.keys() == {name}
    assert trial.code == (0 if trial.complete else 3)


@pytest.mark.faults("A7", "A13")
@pytest.mark.parametrize("where", [DESCRIBE, COUNT, FIRST_BATCH, NEXT_BATCH, PAGES, LATER_PAGE])
@pytest.mark.parametrize("code", ["INSUFFICIENT_ACCESS", "API_DISABLED_FOR_ORG"])
def test_an_org_that_says_no_from_some_moment_on_leaves_nothing_kept_unseen(
    bench: Bench, where: str, code: str
) -> None:
    fault = Fault("A13", code, where, error(code, 403), hits=range(2, 10_000))

    trial = bench.run(fault, workers=1, judging=True).insist()

    assert trial.code in {3, 5} or trial.complete
    assert trial.review is None or set(said(trial.review).values()) <= {Status.KEPT, Status.BROKEN, Status.NOT_CHECKED}
