"""The order of a list, what it has no room for, and which findings are in none."""

from __future__ import annotations

from pathlib import Path

from sf_audit.checks.filled import Filled
from sf_audit.model.review import Severity
from sf_audit.rulebook.rules.headline import Headline
from tests.review.months import HIDDEN, rule, waiver
from tests.worklists.lists import Reviewed, contacts, filled, ids, judged


def opportunities(*stakes: tuple[str, float | None]) -> tuple[dict[str, object], ...]:
    """Opportunities of Ana without a next step: 006A, 006B, and so on, each with its currency and amount."""
    return tuple(
        {
            "Id": f"006{chr(65 + number)}",
            "Name": f"Deal {number}",
            "OwnerId": "005A",
            "NextStep": None,
            "Amount": amount,
            "CurrencyIsoCode": currency,
        }
        for number, (currency, amount) in enumerate(stakes)
    )


def test_the_most_money_comes_first_then_severity_then_how_many_rules_a_record_breaks(tmp_path: Path) -> None:
    next_step = judged(Filled(object="Opportunity", field="NextStep"), "quality/c", at_stake="Amount")
    people = (*contacts("005A", Phone="1"), {"Id": "003Z", "OwnerId": "005A", "Email": None, "Phone": None})
    rules = [filled("quality/a"), filled("quality/b", "Phone", severity=Severity.HIGH), next_step]
    org = {"Contact": people, "Opportunity": opportunities(("EUR", 10.0), ("EUR", None), ("EUR", 900.0), ("EUR", 0.0))}

    (worklist,) = Reviewed(tmp_path, rules, org).of_each().values()

    assert [(fix.rule, [record.id for record in fix.records]) for fix in worklist.fixes] == [
        ("quality/c", ["006C", "006A", "006B", "006D"]),
        ("quality/b", ["003Z"]),
        ("quality/a", ["003Z", "003A"]),
    ]
    assert [record.broken for record in worklist.fixes[2].records] == [2, 1]
    assert worklist.fixes[0].records[0].at_stake == 900.0


def test_amounts_of_several_currencies_are_ranked_each_in_its_own(tmp_path: Path) -> None:
    next_step = judged(Filled(object="Opportunity", field="NextStep"), at_stake="Amount")
    stakes = opportunities(("JPY", 900_000.0), ("JPY", 500_000.0), ("EUR", 8_000.0), ("EUR", 9_000.0))

    (worklist,) = Reviewed(tmp_path, [next_step], {"Opportunity": stakes}).of_each().values()

    assert ids(worklist) == ["006A", "006D", "006B", "006C"]
    assert [record.currency for record in worklist.fixes[0].records] == ["JPY", "EUR", "JPY", "EUR"]


def test_what_is_at_stake_counts_each_open_record_once_and_each_currency_by_itself(tmp_path: Path) -> None:
    rules = [
        judged(Filled(object="Opportunity", field="NextStep"), "quality/a", at_stake="Amount"),
        judged(Filled(object="Opportunity", field="Description"), "quality/b", at_stake="Amount"),
    ]
    stakes = opportunities(("EUR", 10.0), ("EUR", None), ("EUR", 900.5), ("JPY", 70.0), ("EUR", 5_000.0))
    org = {"Opportunity": tuple({**each, "Description": None} for each in stakes)}
    waivers = [waiver("quality/a", id="006E"), waiver("quality/b", id="006E")]

    (worklist,) = Reviewed(tmp_path, rules, org, waivers).of_each().values()

    assert (worklist.findings, worklist.waived) == (8, 2)
    assert worklist.at_stake == (("EUR", 910.5), ("JPY", 70.0))


def test_a_list_has_five_hundred_findings_and_says_how_many_there_are(tmp_path: Path) -> None:
    people = tuple({"Id": f"003{number:03}", "OwnerId": "005A", "Email": None} for number in range(620))

    (worklist,) = Reviewed(tmp_path, [filled()], {"Contact": people}).of_each().values()

    assert (worklist.findings, worklist.shown, worklist.fixes[0].findings) == (620, 500, 620)


def test_waived_findings_come_last_and_are_counted_apart(tmp_path: Path) -> None:
    waivers = [waiver(id="003A"), waiver(id="003C")]

    reviewed = Reviewed(tmp_path, [filled()], {"Contact": contacts("005A", "005A", "005M")}, waivers)

    (worklist,) = reviewed.of_each().values()
    assert ids(worklist) == ["003B", "003A"]
    assert (worklist.findings, worklist.waived, worklist.fixes[0].findings) == (1, 1, 1)


def test_what_is_within_tolerance_is_in_no_list_and_that_is_said(tmp_path: Path) -> None:
    people = ({"Id": "003A", "OwnerId": "005A", "Email": None}, {"Id": "003B", "OwnerId": "005A", "Email": "a@b.de"})

    reviewed = Reviewed(tmp_path, [filled(at_least=0.5)], {"Contact": people})

    assert reviewed.of_each() == {}
    assert reviewed.occasion().notes == ("1 finding of rules that are kept within their tolerance is in no list.",)


def test_a_heading_counts_what_is_in_the_list_and_not_what_is_in_the_org(tmp_path: Path) -> None:
    headline = Headline("1 contact has no e-mail address", "{n} contacts have no e-mail address")
    people = contacts("005A", "005M", "005M", "005M")

    reviewed = Reviewed(tmp_path, [filled(headline=headline)], {"Contact": people}, [waiver(id="003B")])
    lists = reviewed.of_each()

    assert reviewed.review.outcomes[0].heading == "3 contacts have no e-mail address"
    assert lists["005A"].fixes[0].heading == "1 contact has no e-mail address"
    assert lists["005M"].fixes[0].heading == "2 contacts have no e-mail address"


def test_of_a_partial_review_it_is_said_how_much_was_not_checked(tmp_path: Path) -> None:
    reviewed = Reviewed(tmp_path, [filled(), rule(HIDDEN, "quality/x")], {"Contact": contacts("005A")})

    assert reviewed.occasion().missing == (
        "The review is partial: 1 rule could not be checked, or not on all records.",
    )
