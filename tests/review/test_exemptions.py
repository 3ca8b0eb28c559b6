"""Records that a field of the org exempts until a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.errors import UsageProblem
from sf_audit.model.review import Review, Status
from sf_audit.model.weakened import Weakened, Weakening
from sf_audit.rulebook.fitting.fitting import fitted
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.rule import OrgExample
from sf_audit.rulebook.workspace.config import Config, Exemption
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.needs import need
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from tests.review.months import Workspace, breaking, rule

MONDAY = date(2026, 3, 16)
FIELD = "Exempt_Until__c"
EXEMPT = Config(exemptions={"Account": Exemption(FIELD, "Merger", "cfo")})
INDUSTRY = replace(rule(breaking()), check=Filled(object="Account", field="Industry"))
PHONE = replace(rule(breaking(), "quality/b"), check=Filled(object="Account", field="Phone"))


def accounts(*days: Any, **more: Any) -> tuple[dict[str, Any], ...]:
    """Accounts without an industry: 001A, 001B, and so on, each exempt until its day."""
    return tuple(
        {"Id": f"001{chr(65 + number)}", "Industry": None, "Phone": None, FIELD: day, **more}
        for number, day in enumerate(days)
    )


def reviewed(folder: Path, *days: Any, config: Config = EXEMPT) -> tuple[Review, dict[str, Any]]:
    """The review, and until when which finding of the first rule is waived."""
    workspace = Workspace(folder, config)
    review = workspace.review(MONDAY, INDUSTRY, PHONE, org={"Account": accounts(*days)})
    return review, {row["id"]: row["waived_until"] for row in workspace.findings if row["rule"] == "quality/a"}


def test_findings_are_waived_until_the_day_that_the_field_holds(tmp_path: Path) -> None:
    days = (date(2026, 3, 15), MONDAY, date(2026, 9, 12), date(2026, 9, 13), None)

    review, waived = reviewed(tmp_path, *days)

    assert waived == {"001A": None, "001B": MONDAY, "001C": date(2026, 9, 12), "001D": None, "001E": None}
    assert [(outcome.broken, outcome.waived, outcome.status) for outcome in review.outcomes] == [
        (3, 2, Status.BROKEN),
        (3, 2, Status.BROKEN),
    ]


def test_each_rule_says_on_the_first_page_what_is_exempt_why_and_who_approved(tmp_path: Path) -> None:
    review, _ = reviewed(tmp_path, MONDAY, date(2026, 9, 12))

    line = Weakened(
        Weakening.EXEMPTION,
        "quality/a",
        "quality/a",
        "Account.Exempt_Until__c",
        2,
        "Merger",
        "cfo",
        date(2026, 9, 12),
        180,
    )
    assert review.weakened == (line, replace(line, rule="quality/b", title="quality/b"))


def test_a_day_that_lies_too_far_ahead_exempts_nothing_and_that_is_said(tmp_path: Path) -> None:
    review, waived = reviewed(tmp_path, date(2026, 9, 13), date(2099, 1, 1))

    assert set(waived.values()) == {None}
    assert (
        "2 records of Account have a day in Exempt_Until__c that is later than 2026-09-12: exemptions hold for at most "
        "180 days, so they exempt nothing."
    ) in review.banners


def test_a_moment_is_a_day_in_the_org(tmp_path: Path) -> None:
    _, waived = reviewed(tmp_path, datetime(2026, 3, 16, 23, 30), datetime(2026, 3, 15, 23, 30))  # noqa: DTZ001

    assert waived == {"001A": MONDAY, "001B": None}


@pytest.mark.parametrize(
    ("config", "says"),
    [
        (
            Config(exemptions={"Account": Exemption("Wrong__c", "Merger", "cfo")}),
            "the exemptions of Account hold for nothing: Account.Wrong__c is no date, or was not read.",
        ),
        (
            Config(exemptions={"Account": Exemption("Industry", "Merger", "cfo")}),
            "the exemptions of Account hold for nothing: Account.Industry is no date, or was not read.",
        ),
        (
            Config(exemptions={"Acount": Exemption(FIELD, "Merger", "cfo")}),
            "the exemptions of Acount hold for nothing: no rule that ran looks at Acount.",
        ),
    ],
)
def test_what_cannot_exempt_anything_is_said(tmp_path: Path, config: Config, says: str) -> None:
    review, waived = reviewed(tmp_path, MONDAY, config=config)

    assert waived == {"001A": None}
    assert f"sf-audit.yaml: {says}" in review.banners


def test_the_field_is_read_with_the_records_as_the_org_spells_it() -> None:
    config = Config(exemptions={"account": Exemption("exempt_until__C", "Merger", "cfo")})
    standards = Standards((INDUSTRY,), config, (), "rules", whole=False)
    described = [
        {"object": "Account", "field": field, "type": kind}
        for field, kind in {"Id": "id", "Industry": "picklist", FIELD: "date"}.items()
    ]
    org: dict[str, Any] = {"Account": accounts(MONDAY), "describe_fields": tuple(described)}

    with example_snapshot(OrgExample(org=org, today=MONDAY), [need("Account", f"Id Industry {FIELD}")]) as snapshot:
        found = fitted(standards, StoredDictionary(snapshot)).needs(MONDAY)

    assert FIELD in next(each for each in found if each.table == "Account").columns


def test_an_exemption_needs_an_approver_who_is_declared(tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text(
        f"exemptions:\n  Account: {{until: {FIELD}, reason: Merger, approved_by: nobody}}", encoding="utf-8"
    )

    with pytest.raises(UsageProblem) as problem:
        Standards.of(tmp_path)

    assert ":2: exemptions.Account.approved_by: “nobody” is nobody who is declared" in str(problem.value)
