"""What stands beside the score: standards kept, clean records, and the pipeline money on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.matches import Matches
from sf_audit.model.review import Reason, Severity, Unread
from sf_audit.model.standing import CleanRecords, OpenPipeline, PipelineMoney, Standing
from sf_audit.review.judge import judge
from sf_audit.review.standing import standing
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.snapshot.needs import Clause, Comparison, Filter, merge, need
from tests.review.months import Workspace, breaking, rule
from tests.review.weakening_scenes import waived

MONDAY, MARCH = date(2026, 3, 16), date(2026, 3, 15)
OPEN: Filter = frozenset({Clause("IsClosed", Comparison.IN, (False,))})
WON: Filter = frozenset({Clause("IsClosed", Comparison.IN, (True,))})
HIGH, MEDIUM = Severity.HIGH, Severity.MEDIUM


def judging(check: AnyCheck, name: str = "quality/a", **more: Any) -> Rule:
    return replace(rule(breaking(), name, **{"severity": HIGH, **more}), check=check)


def stands(
    *rules: Rule,
    hidden: tuple[str, ...] = (),
    hidden_rows: tuple[str, ...] = (),
    doubted: Mapping[str, Unread] | None = None,
    off: Collection[str] = (),
    **org: Any,
) -> Standing:
    """Where an org with these records stands."""
    needs = [
        need("Opportunity", "Id IsClosed Amount") if "Opportunity" in org else need("Account", "Id"),
        *(each for one in rules for each in one.check.needs()),
    ]
    example = OrgExample(org=org, today=MONDAY, hidden=hidden, hidden_rows=hidden_rows)
    with example_snapshot(example, merge(needs)) as snapshot:
        seen = examine([one for one in rules if one.id not in off], snapshot, doubted or {})
        return standing(judge(rules, seen, {}, {}, snapshot), seen, rules, snapshot, doubted or {})


def deals(*rows: tuple[bool, float | None, str | None, str | None], **more: Any) -> list[dict[str, Any]]:
    """Opportunities: closed, amount, name and next step."""
    return [
        {"Id": f"006{place:012}AAA", "IsClosed": closed, "Amount": amount, "Name": name, "NextStep": step, **more}
        for place, (closed, amount, name, step) in enumerate(rows)
    ]


NAME = judging(Filled(object="Opportunity", field="Name", when=OPEN), "quality/name")
STEP = judging(Filled(object="Opportunity", field="NextStep", when=OPEN), "quality/step", severity=Severity.CRITICAL)
WON_NAME = judging(Filled(object="Opportunity", field="Name", when=WON), "quality/won")
DEALS = deals(
    (False, 100.0, "a", "call"),
    (False, 40.25, None, None),  # breaks two rules, and is one record
    (False, None, "c", "call"),
    (False, 10.0, "d", None),
    (True, 7_000.0, "e", None),  # looked at by the rule about closed ones alone
    (True, 9_000.0, None, None),
)


def test_a_record_counts_once_where_a_grave_rule_looked_at_it_and_is_clean_where_it_breaks_none() -> None:
    found = stands(NAME, STEP, WON_NAME, Opportunity=DEALS)

    assert found.records == (CleanRecords("Opportunity", 6, 3, rules=3),)
    assert found.records[0].share == 0.5
    assert found.pipeline == OpenPipeline((PipelineMoney("", 150.25, 100.0),), 4, without_amount=1, rules=3)
    assert (found.kept, found.evaluated, found.excepted) == (0, 3, 0)


def test_records_that_no_grave_rule_looks_at_are_in_neither_number() -> None:
    of_some = judging(Matches(object="Opportunity", field="NextStep", pattern="^c", when=OPEN), "quality/call")
    mild = judging(Filled(object="Opportunity", field="Name"), "quality/mild", severity=MEDIUM)

    found = stands(of_some, mild, Opportunity=DEALS)

    assert found.records == (CleanRecords("Opportunity", 2, 2, rules=1, others=4),)
    assert found.pipeline == OpenPipeline(
        (PipelineMoney("", 100.0, 100.0),), 2, without_amount=1, not_judged=2, rules=1
    )


def test_a_rule_that_was_made_milder_here_is_as_grave_as_its_file() -> None:
    milder = replace(NAME, severity=Severity.LOW, filed_severity=HIGH)
    stricter = replace(NAME, severity=HIGH, filed_severity=Severity.LOW)

    assert stands(milder, Opportunity=DEALS).records == (CleanRecords("Opportunity", 4, 3, rules=1, others=2),)
    assert stands(stricter, Opportunity=DEALS).records == (CleanRecords("Opportunity", 4, 3, rules=1, others=2),)


def test_amounts_of_several_currencies_are_summed_apart() -> None:
    rows = [
        *deals((False, 100.0, "a", "x"), (False, 50.0, None, "x"), CurrencyIsoCode="JPY"),
        *({**row, "Id": f"{row['Id'][:-1]}B"} for row in deals((False, 8.5, "b", "x"), CurrencyIsoCode="EUR")),
    ]

    found = stands(NAME, Opportunity=rows).pipeline

    assert found.money == (PipelineMoney("EUR", 8.5, 8.5), PipelineMoney("JPY", 150.0, 100.0))


def test_amounts_of_currencies_that_were_not_read_are_not_summed() -> None:
    described = [{"object": "Opportunity", "field": "CurrencyIsoCode", "type": "picklist"}]

    found = stands(NAME, Opportunity=DEALS, describe_fields=described)

    assert found.records == (CleanRecords("Opportunity", 4, 3, rules=1, others=2),)
    assert found.pipeline.money == ()
    assert found.pipeline.missing == (
        "Opportunity.CurrencyIsoCode was not read, and amounts of several currencies do not add up"
    )


def test_amounts_below_zero_make_no_share() -> None:
    found = stands(NAME, Opportunity=deals((False, 100.0, "a", "x"), (False, -150.0, None, "x"))).pipeline

    assert found.money == (PipelineMoney("", -50.0, 100.0),)
    assert found.money[0].share is None


def test_what_the_auditor_does_not_see_is_not_known_and_never_nothing_or_all() -> None:
    no_amount = stands(NAME, hidden=("Opportunity.Amount",), Opportunity=DEALS)
    no_records = stands(NAME, hidden=("Opportunity",), Opportunity=DEALS)
    some = stands(NAME, hidden_rows=("Opportunity",), Opportunity=DEALS)

    assert no_amount.records == (CleanRecords("Opportunity", 4, 3, rules=1, others=2),)
    assert (no_amount.pipeline.missing, no_amount.pipeline.unlocked_by) == (
        "Opportunity.Amount is not visible to the auditor user",
        "Read on Opportunity.Amount",
    )
    for found in (no_records, some):
        assert [(each.records, each.clean, each.share) for each in found.records] == [(None, None, None)]
        assert found.records[0].missing
        assert found.pipeline.money == ()
    assert no_records.records[0].unlocked_by == no_records.pipeline.unlocked_by == "Read on Opportunity"
    assert some.pipeline.missing == "only those rows of Opportunity that are shared with the auditor user were read"


def test_far_fewer_rows_than_before_make_no_share() -> None:
    doubt = {"Opportunity": Unread(Reason.FEWER_ROWS, "Opportunity has far fewer rows", "Say when they were deleted")}

    found = stands(NAME, doubted=doubt, Opportunity=DEALS)

    assert (found.records[0].records, found.records[0].missing) == (None, "Opportunity has far fewer rows")
    assert found.pipeline.missing == "Opportunity has far fewer rows"


def test_a_rule_that_was_not_checked_is_said_beside_the_share_of_the_others() -> None:
    found = stands(NAME, STEP, hidden=("Opportunity.NextStep",), Opportunity=DEALS)

    assert found.records == (CleanRecords("Opportunity", 4, 3, rules=1, unchecked=1, others=2),)
    assert found.pipeline == OpenPipeline(
        (PipelineMoney("", 150.25, 110.0),), 4, without_amount=1, rules=1, unchecked=1
    )


def test_a_rule_that_is_switched_off_counts_as_not_checked() -> None:
    found = stands(NAME, STEP, off=("quality/step",), Opportunity=DEALS)

    assert found.records == (CleanRecords("Opportunity", 4, 3, rules=1, unchecked=1, others=2),)
    all_off = stands(NAME, off=("quality/name",), Opportunity=DEALS).records
    assert [(each.records, each.missing) for each in all_off] == [(None, "quality/name is switched off")]


@pytest.mark.parametrize(
    ("rules", "org", "missing"),
    [
        ((), {}, "no rule reads Opportunity"),
        ((), {"Opportunity": DEALS}, "no rule of severity high or critical looks at opportunities"),
        ((WON_NAME,), {"Opportunity": DEALS}, "no rule of severity high or critical looks at open ones"),
        ((WON_NAME,), {"Opportunity": DEALS[4:]}, "no opportunity is open"),
        ((NAME,), {"Opportunity": [{**row, "Amount": "ten"} for row in DEALS]}, "Opportunity.Amount holds no numbers"),
    ],
)
def test_why_the_pipeline_is_not_known(rules: tuple[Rule, ...], org: dict[str, Any], missing: str) -> None:
    found = stands(*rules, **org).pipeline

    assert (found.money, found.missing) == ((), missing)


def test_an_object_without_records_is_not_listed() -> None:
    assert stands(judging(Filled(object="Account", field="Name")), Account=[]).records == ()


def test_rules_about_other_things_than_records_say_nothing_of_records() -> None:
    assert stands(rule(breaking("001A"), severity=HIGH)).records == ()


def test_what_is_waived_or_lets_pass_by_an_override_is_neither_kept_nor_clean(workspace: Workspace) -> None:
    org = {"Account": [{"Id": "001A", "Name": "x"}, {"Id": "001B", "Name": None}, {"Id": "001C", "Name": None}]}
    rules = judging(Filled(object="Account", field="Name")), rule(breaking(), "quality/b")

    plain = workspace.review(MARCH, *rules, org=org).standing
    all_waived = workspace.review(MARCH, *rules, org=org, waivers=[waived(written=MARCH)]).standing

    assert plain is not None
    assert all_waived is not None
    assert (plain.kept, plain.evaluated, plain.excepted) == (1, 2, 0)
    assert (all_waived.kept, all_waived.evaluated, all_waived.excepted) == (1, 2, 1)
    assert plain.records == all_waived.records == (CleanRecords("Account", 3, 1, rules=1),)


def test_the_rows_of_all_open_opportunities_have_to_be_read() -> None:
    example = OrgExample(org={"Opportunity": tuple(DEALS)}, today=MONDAY)
    with example_snapshot(example, NAME.check.needs()) as snapshot:
        table = snapshot.tables["Opportunity"]
        sure = frozenset({Clause("Probability", Comparison.AT_LEAST, (75,))})
        snapshot.tables = {"Opportunity": replace(table, row_filter=sure)}
        seen = examine([NAME], snapshot)
        found = standing(judge([NAME], seen, {}, {}, snapshot), seen, [NAME], snapshot, {})

    assert found.pipeline.missing == "no rule reads all open opportunities"
