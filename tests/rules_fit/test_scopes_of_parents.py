"""Lines of `when:` about parents, owners, record types and periods against a served org."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.cli.demo_town import Ran
from tests.rules_fit.altered_town import STATUSES, AlteredTown, altered_town, workspace
from tests.rules_fit.own_rules import outcomes, review_own

pytestmark = pytest.mark.demo

#: By file: the object, its line of `when:`, and the same records as the org's own SQL counts them.
MEANT: Mapping[str, tuple[str, str, str]] = {
    "customers": (
        "contact",
        "account.type: [customer - DIRECT]",
        """FROM "Contact" c JOIN "Account" a ON a."Id" = c."AccountId" WHERE a."Type" = 'Customer - Direct'""",
    ),
    "strangers": (
        "Contact",
        "Account.Type: {not: Customer - Direct}",
        """FROM "Contact" c LEFT JOIN "Account" a ON a."Id" = c."AccountId"
           WHERE a."Type" IS DISTINCT FROM 'Customer - Direct'""",
    ),
    "owned": (
        "Opportunity",
        "Owner.IsActive: false",
        """FROM "Opportunity" o JOIN "User" u ON u."Id" = o."OwnerId" WHERE u."IsActive" = false""",
    ),
    "queued": ("Lead", "Owner.Type: Queue", """FROM "Lead" WHERE "OwnerId" LIKE '00G%'"""),
    "unqueued": ("Lead", "Owner.Type: User", """FROM "Lead" WHERE "OwnerId" LIKE '005%'"""),
    "either": (
        "Opportunity",
        "any: [{IsWon: true}, {Account.Type: Prospect}]",
        """FROM "Opportunity" o LEFT JOIN "Account" a ON a."Id" = o."AccountId"
           WHERE o."IsWon" OR a."Type" = 'Prospect'""",
    ),
}

MISTAKES: Mapping[str, tuple[str, str, str]] = {
    "no_parent": (
        "Contact",
        "Acount.Type: Prospect",
        "10: check.filled.when.Acount.Type: no lookup of Contact has a parent called Acount; did you mean Account?",
    ),
    "no_field": (
        "Contact",
        "Account.Typ: Prospect",
        "10: check.filled.when.Account.Typ: there is no field Typ on Account in this org; did you mean Type?",
    ),
    "no_value": (
        "Contact",
        "Account.Type: Kunde",
        "10: check.filled.when.Account.Type: Account.Type has no value “Kunde” in this org; its values are",
    ),
    "no_type": (
        "Contact",
        "Account.AnnualRevenue: plenty",
        "10: check.filled.when.Account.AnnualRevenue: Account.AnnualRevenue: “plenty” is no value of type currency",
    ),
    "no_kind": (
        "Lead",
        "Owner.Type: Robot",
        "10: check.filled.when.Owner.Type: Owner.Type is User or Queue: write one of them",
    ),
    "several": (
        "Task",
        "What.Name: Acme",
        "10: check.filled.when.What.Name: Task.WhatId refers to records of ",
    ),
    "no_period": (
        "Account",
        "Name: {in: this month}",
        "10: check.filled.when.Name: Account.Name is of type string, and in is for dates and times",
    ),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlteredTown]:
    with altered_town(tmp_path_factory.mktemp("town"), statuses=STATUSES) as town:
        yield town


@pytest.fixture(scope="module")
def reviewed(served: AlteredTown, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    rules = {
        f"{name}.yaml": ("filled", f"object: {table}\nfield: Id\nwhen: {{{when}}}")
        for name, (table, when, _) in {**MEANT, **MISTAKES}.items()
    }
    folder = workspace(tmp_path_factory.mktemp("workspace"), rules)
    return review_own(served, folder)


@pytest.mark.parametrize("name", MEANT)
def test_a_line_chooses_the_records_that_the_org_itself_would(reviewed: Ran, served: AlteredTown, name: str) -> None:
    outcome = outcomes(reviewed)[name]
    with served.org.rows.cursor() as rows:
        (number,) = rows.execute(f"SELECT count(*) {MEANT[name][2]}").fetchall()[0]

    assert number > 0
    assert (outcome["status"], outcome["checked"]) == ("kept", number), outcome["detail"]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_line_that_does_not_fit_says_where_and_why(reviewed: Ran, name: str) -> None:
    outcome = outcomes(reviewed)[name]

    assert outcome["detail"].startswith(f"rules/quality/{name}.yaml:{MISTAKES[name][2]}")
    assert (outcome["status"], outcome["reason"]) == ("not_checked", "rule_does_not_fit")
