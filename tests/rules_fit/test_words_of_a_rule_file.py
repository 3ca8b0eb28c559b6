"""What can be known of a value without an org is told when the file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.rules.load import load_rule

FILE = """
title: Own
why: Because.
fix: Somebody does.
severity: low
owner: it
check:
  filled:
    object: Account
    field: Industry
    when:
      {when}
"""


def problem(folder: Path, text: str) -> str:
    file = folder / "x.yaml"
    file.write_text(text.lstrip(), encoding="utf-8")
    with pytest.raises(UsageProblem) as caught:
        load_rule(file, "own/quality/x")
    return str(caught.value).removeprefix(str(folder) + "/")


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("BillingPostalCode: 01234", "a number loses its leading zero: write it in quotes, '01234'"),
        ("BillingPostalCode: [10115, 01067]", "a number loses its leading zero: write it in quotes, '01067'"),
        ("BillingPostalCode: {not: 01234}", "a number loses its leading zero: write it in quotes, '01234'"),
        ("BillingPostalCode: 0x1F", "YAML reads this as the number 31: write it in quotes, or as a plain number"),
        ("CreatedDate: {at_least: 31.12.2025}", "“31.12.2025” is no date here: write 2025-12-31"),
        ("CloseDate: 31.12.2025", "“31.12.2025” is no date here: write 2025-12-31"),
        ("CloseDate: 12/31/2025", "“12/31/2025” is no date here: write 2025-12-31"),
        ("CloseDate: 02/03/2025", "write 2025-03-02 or 2025-02-03, whichever is meant"),
        ("CreatedDate: LAST_N_DAYS:90", "“LAST_N_DAYS:90” belongs to SOQL: write {newer_than: 90 days}"),
        ("CreatedDate: {at_least: N_DAYS_AGO:30}", "“N_DAYS_AGO:30” belongs to SOQL: write {newer_than: 30 days}"),
        ("CreatedDate: LAST_N_DAYS:1", "“LAST_N_DAYS:1” belongs to SOQL: write {newer_than: 1 day}"),
        ("CreatedDate: THIS_YEAR", "“THIS_YEAR” belongs to SOQL: write {in: this year}, or a date"),
        ("CreatedDate: LAST_WEEK", "“LAST_WEEK” belongs to SOQL: write newer_than or older_than"),
        ("CreatedDate: NEXT_N_DAYS:7", "“NEXT_N_DAYS:7” belongs to SOQL: write {in: next 7 days}"),
        ("AnnualRevenue: {at_least: '1,000,000'}", "“1,000,000” has a thousands separator: write 1000000"),
        ("AnnualRevenue: {at_least: 1.000.000}", "“1.000.000” has a thousands separator: write 1000000"),
        ("AnnualRevenue: {at_most: 1'000}", "“1'000” has a thousands separator: write 1000"),
        ("AnnualRevenue: {at_least: '1.000,50'}", "“1.000,50” has a thousands separator: write 1000.50"),
        ("AnnualRevenue: {at_least: '1,5'}", "“1,5” has a decimal comma: write 1.5"),
        ("AnnualRevenue: {at_least: 10.000}", "YAML reads this as 10, and many people as 10000: write 10 or 10000"),
        ("AnnualRevenue: 1.000", "YAML reads this as 1, and many people as 1000: write 1 or 1000"),
        ("AnnualRevenue: {at_least: 100, at_most: 10}", "no value is at_least 100 and at_most 10 at once: change"),
        (
            "CloseDate: {at_least: 2026-02-01, at_most: 2026-01-31}",
            "no value is at_least 2026-02-01 and at_most",
        ),
        ("CloseDate: {older_than: 30 days, newer_than: 5 days}", "no value is older_than 30 and newer_than 5 at once"),
        ("AnnualRevenue: {at_least: many}", "“many” is neither a number nor a date: write 1000 or 2026-01-31"),
    ],
)
def test_a_value_that_would_mean_nothing_is_an_error_with_the_right_form(tmp_path: Path, when: str, says: str) -> None:
    found = problem(tmp_path, FILE.format(when=when))

    assert found.startswith(f"x.yaml:11: check.filled.when.{when.partition(':')[0]}: ")
    assert says in found


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("phone: {object: Account, field: Phone, region: UK}", "there is no region “UK”: did you mean GB?"),
        ("phone: {object: Account, field: Phone, region: Germany}", "there is no region “Germany”: did you mean DE?"),
        ("phone: {object: Account, field: Phone, region: XX}", "there is no region “XX”: write a code of two letters"),
        ("between: {object: Account, field: A__c, at_least: '1.000'}", "write a number without quotes and without"),
        (
            "between: {object: Account, field: A__c, at_least: '1.000,50'}",
            "“1.000,50” has a thousands separator: write 1000.50",
        ),
        ("between: {object: Account, field: A__c, at_least: '1,000'}", "“1,000” has a thousands separator: write 1000"),
        (
            "between: {object: Account, field: A__c, at_least: '1,000.5'}",
            "“1,000.5” has a thousands separator: write 1000.5",
        ),
        (
            "between: {object: Account, field: A__c, at_least: '-1 000 000,25'}",
            "has a thousands separator: write -1000000.25",
        ),
        ("between: {object: Account, field: A__c, at_least: '1,00,000'}", "has a thousands separator: write 100000"),
        ("between: {object: Account, field: A__c, at_least: 1’000}", "has a thousands separator: write 1000"),
        ("between: {object: Account, field: A__c, at_least: '0,5'}", "“0,5” has a decimal comma: write 0.5"),
        (
            "between: {object: Account, field: A__c, at_least: 1.000}",
            "YAML reads this as 1, and many people as 1000: write 1 or 1000",
        ),
        ("between: {object: Account, field: A__c, at_least: '1000 EUR'}", "write it without quotes and without"),
        ("held_by_few: {permission: ManageUsers, at_most: '1,000'}", "“1,000” has a thousands separator: write 1000"),
        ("held_by_few: {permission: ManageUsers, at_most: 1.000}", "YAML reads this as 1, and many people as 1000"),
        ("on_profile: {granting: ManageUsers, at_most: '1.000,5'}", "has a thousands separator: write 1000.5"),
        ("used: {objects: [Account], from_records: '1.000.000'}", "has a thousands separator: write 1000000"),
        (
            "fresh: {object: Account, field: LastActivityDate, within: '1,000 days'}",
            "“1,000 days” has a thousands separator: write 1000 days",
        ),
        ("limit_below: {share: '99,5%', limits: [DailyApiRequests]}", "“99,5%” has a decimal comma: write 99.5%"),
        (
            "between: {object: Account, field: A__c, at_least: 100, at_most: 10}",
            "no value is at_least 100 and at_most 10",
        ),
        ("one_of: {object: Account, field: A__c, values: [01234]}", "write text; a number or a date goes in quotes"),
    ],
)
def test_settings_of_verbs_are_told_in_the_same_way(tmp_path: Path, settings: str, says: str) -> None:
    head = FILE.partition("check:")[0]

    found = problem(tmp_path, f"{head}check:\n  {settings}\n")

    assert says in found


@pytest.mark.parametrize("number", ["1.0", "1.00", "1.5", "1.234", "1000.000", "0.000", "1_000", "1000.50", "-3"])
def test_a_number_that_everybody_reads_alike_is_taken(tmp_path: Path, number: str) -> None:
    head = FILE.partition("check:")[0]
    file = tmp_path / "x.yaml"
    file.write_text(f"{head}check:\n  between: {{object: Account, field: A__c, at_least: {number}}}\n".lstrip())

    rule = load_rule(file, "own/quality/x")

    assert rule.check.at_least == float(number)  # type: ignore[union-attr]


def test_a_region_may_be_written_in_small_letters(tmp_path: Path) -> None:
    head = FILE.partition("check:")[0]
    file = tmp_path / "x.yaml"
    file.write_text(f"{head}check:\n  phone: {{object: Account, field: Phone, region: gb}}\n".lstrip())

    rule = load_rule(file, "own/quality/x")

    assert rule.check.region == "GB"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "when",
    [
        "AnnualRevenue: {at_least: 10, at_most: 10}",
        "CloseDate: {at_least: 2026-01-31, at_most: 2026-01-31}",
        "CreatedDate: {at_least: 2026-01-31T09:00:00, at_most: 2026-01-31}",
        "CloseDate: {older_than: 5 days, newer_than: 30 days}",
    ],
)
def test_bounds_that_leave_a_value_between_them_are_taken(tmp_path: Path, when: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(FILE.format(when=when).lstrip())

    assert len(load_rule(file, "own/quality/x").check.when) == 2  # type: ignore[union-attr]
