"""Spent budgets, hidden fields, objects and rows, and orgs that answer otherwise: never a pass, always a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from sf_audit.demo.server.assertions import ASSERTIONS
from sf_audit.model.review import Status
from tests.faults.orgs import OPTIONAL, RULES, small_org
from tests.faults.plan import (
    ALWAYS,
    FIRST_BATCH,
    Fault,
    changed_json,
    error,
    updated,
)
from tests.faults.trial import Bench

pytestmark = pytest.mark.faults

Serve = Callable[..., Bench]

HIDDEN = {
    "account-name": "Account.Name",
    "account-text": "Account.Description",
    "account-revenue": "Account.AnnualRevenue",
    "account-staff": "Account.NumberOfEmployees",
    "account-since": "Account.Since__c",
    "account-touched": "Account.Touched__c",
    "account-opens": "Account.Opens__c",
    "account-partner": "Account.Partner__c",
    "account-legacy": "Account.Legacy__c",
    "account-owner": "Account.OwnerId",
    "contact-name": "Contact.LastName",
    "contact-mail": "Contact.Email",
    "contact-notes": "Contact.Notes__c",
    "contact-score": "Contact.Score__c",
    "contact-account": "Contact.AccountId",
    "opportunity-amount": "Opportunity.Amount",
    "opportunity-account": "Opportunity.AccountId",
}


@pytest.mark.faults("A8")
@pytest.mark.parametrize("rule", RULES)
def test_a_hidden_field_is_named_and_its_rule_alone_not_checked(bench: Bench, rule: str) -> None:
    bench.org.hidden_fields.add(HIDDEN[rule])

    trial = bench.run(judging=True).insist()

    (unchecked,) = [outcome for outcome in trial.review.outcomes if outcome.status is Status.NOT_CHECKED]  # type: ignore[union-attr]
    assert unchecked.rule == f"own/quality/{rule}"
    assert unchecked.unlocked_by == f"Read on {HIDDEN[rule]}"
    assert trial.code == 3


@pytest.mark.faults("A8")
def test_a_hidden_field_of_a_second_object_is_named(bench: Bench) -> None:
    bench.org.hidden_fields.add("User.IsActive")

    trial = bench.run(judging=True).insist()

    assert trial.outcomes["own/quality/account-owner"] is Status.NOT_CHECKED


@pytest.mark.faults("A7")
@pytest.mark.parametrize("name", ["Account", "Contact", "Opportunity", "User"])
def test_a_hidden_object_leaves_its_rules_unchecked(bench: Bench, name: str) -> None:
    bench.org.hidden_objects.add(name)

    trial = bench.run(judging=True).insist()

    about = {"account-owner"} if name == "User" else {rule for rule, (of, _) in RULES.items() if of == name}
    assert {one.rpartition("/")[2] for one, is_ in trial.outcomes.items() if is_ is Status.NOT_CHECKED} == about
    assert trial.unread.keys() == {name}
    assert trial.code == 3


@pytest.mark.faults("A7")
@pytest.mark.parametrize("code", ["INVALID_TYPE", "INSUFFICIENT_ACCESS", "NOT_FOUND", "INVALID_TYPE_FOR_OPERATION"])
def test_an_object_that_is_refused_when_it_is_read(bench: Bench, code: str) -> None:
    fault = Fault("A7", code, r"(query\?q=SELECT Id.*FROM Contact|COUNT.*Contact)", error(code), ALWAYS)

    trial = bench.run(fault).insist()

    assert set(trial.unread) == {"Contact"}
    assert trial.outcomes["own/quality/contact-name"] is Status.NOT_CHECKED
    assert trial.outcomes["own/quality/account-name"] is Status.KEPT


@pytest.mark.faults("A9")
def test_rows_that_sharing_may_hide_are_never_kept(serve: Serve) -> None:
    bench = serve(small_org(views_all=False))

    trial = bench.run(judging=True).insist()

    assert Status.KEPT not in trial.outcomes.values()
    assert any("lower bounds" in banner for banner in trial.review.banners)  # type: ignore[union-attr]
    assert trial.code == 3


@pytest.mark.faults("A9")
@pytest.mark.parametrize("where", [r"UserPermissionAccess/describe", r"query\?q=SELECT Permissions"])
def test_not_knowing_counts_as_hidden(bench: Bench, where: str) -> None:
    trial = bench.run(Fault("A9", "silent", where, error("INSUFFICIENT_ACCESS", 403), ALWAYS), judging=True).insist()

    kept = Status.KEPT in trial.outcomes.values()
    assert kept == ("describe" in where)


@pytest.mark.faults("A10")
def test_an_auditor_who_lost_view_all_data_closes_nothing(bench: Bench) -> None:
    before = bench.run(judging=True).insist()
    lost = changed_json(
        lambda said: said | {"records": [one | {"PermissionsViewAllData": False} for one in said["records"]]}
    )
    fewer = [
        Fault("A10", "lost", r"query\?q=SELECT Permissions", lost, ALWAYS),
        Fault("A10", "no row", FIRST_BATCH, updated(records=[], totalSize=0, done=True), ALWAYS),
        Fault("A10", "no row", r"COUNT\(\) FROM Contact", updated(totalSize=0), ALWAYS),
    ]

    after = bench.run(*fewer, judging=True)

    assert before.outcomes["own/quality/contact-name"] is Status.KEPT
    assert Status.KEPT not in after.outcomes.values()
    assert after.writes == 0
    assert after.code == 3


SHAPES = {"the owner's name": "Name", "the record owner": "OwnerId"}


@pytest.mark.faults("A12")
@pytest.mark.parametrize("shape", SHAPES)
def test_what_only_some_orgs_have_is_not_missed(bench: Bench, shape: str) -> None:
    bench.org.hidden_fields.update(f"{name}.{SHAPES[shape]}" for name in ("Opportunity", "Contact"))

    trial = bench.run(judging=True).insist()

    assert trial.complete
    assert set(trial.tables["Opportunity"].unseen) <= OPTIONAL


def flips() -> Iterator[tuple[str, object]]:
    for name, one in ASSERTIONS.items():
        if name not in {"soap_login", "token_lifetime"}:
            yield from ((name, other) for other in one.others)


@pytest.mark.faults("B8")
@pytest.mark.parametrize(("name", "value"), list(flips()), ids=str)
def test_no_guess_about_the_platform_matters(serve: Serve, name: str, value: object) -> None:
    bench = serve(**{name: value})

    trial = bench.run(judging=True, most_requests=400).insist()

    assert trial.complete
    assert trial.code == 0


@pytest.mark.faults("I13")
@pytest.mark.parametrize(
    "guesses",
    [
        {"final_newline": False, "header_on_first_page_only": True, "number_of_records_processed": False},
        {"final_newline": False, "last_locator": "", "limit_info": "absent"},
        {"language": "ja", "open_cursors": 1, "short_batches": 3, "job_polls": 3},
    ],
    ids=["bare pages", "no ends", "another country"],
)
def test_several_guesses_wrong_at_once(serve: Serve, guesses: dict[str, object]) -> None:
    trial = serve(**guesses).run(judging=True, most_requests=400).insist()

    assert trial.complete


def test_a_session_of_two_seconds_lasts_for_a_run_of_more(serve: Serve) -> None:
    bench = serve(token_lifetime=0.4)

    trial = bench.run(workers=1)

    assert trial.untrue == []
    assert trial.sign_ins <= 4
    assert trial.complete or trial.code == 4


@pytest.mark.faults("I15")
@pytest.mark.parametrize("hidden", ["Contact.Email", "Contact.Score__c"])
def test_a_refusal_in_another_language_names_the_same_field(serve: Serve, hidden: str) -> None:
    bench = serve(language="ja")
    field = hidden.partition(".")[2]
    seen = Fault("I15", "described all the same", r"Contact/describe", lambda reply: reply)
    described: list[bytes] = []

    def hide_after(line: str) -> None:
        if "COUNT() FROM Contact" in line and not described:
            described.append(b"")
            bench.org.hidden_fields.add(hidden)

    trial = bench.run(replace(seen), watch=hide_after).insist()

    assert set(trial.tables["Contact"].unseen) - OPTIONAL == {field}
    assert trial.unread == {}
