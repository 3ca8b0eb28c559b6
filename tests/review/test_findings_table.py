"""findings.parquet and labels.parquet: what each column says, and what is open, waived, due and at stake."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sf_audit.checks.filled import Filled
from sf_audit.model.review import Breach, FailingRows, Severity, Status, Unread, Verdict
from sf_audit.review.examples import examples
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.workspace.config import Config
from tests.review.months import FAR, HIDDEN, ORG, Workspace, breaking, outcome, rule, waiver

FRIDAY = date(2026, 3, 13)
MONDAY = date(2026, 3, 16)


def test_a_finding_says_whose_it_is_and_when_it_is_due(workspace: Workspace) -> None:
    breach = Breach("Account", "001A", "is “wrong”", part="Name", record_owner_id="005A", label="Acmé")

    workspace.review(FRIDAY, rule(Verdict(3, 1, (breach,)), severity=Severity.CRITICAL))

    key = hashlib.sha256("\x1f".join((ORG, "quality/a", "Account", "001A", "Name")).encode()).hexdigest()
    assert workspace.findings == [
        {
            "rule": "quality/a",
            "object": "Account",
            "id": "001A",
            "part": "Name",
            "because": "is “wrong”",
            "severity": "critical",
            "owner": "sales_ops",
            "partner": "it",
            "record_owner_id": "005A",
            "first_seen": FRIDAY,
            "in_baseline": True,
            "due": MONDAY,
            "waived_until": None,
            "at_stake": None,
            "key": key,
            "currency": None,
        }
    ]
    assert workspace.labels == [{"object": "Account", "id": "001A", "label": "Acmé", "values": [], "twins": []}]


@pytest.mark.parametrize("name", ["Vertrieb", "<b>'; --", "profile 00e000000000002AAA"])
def test_the_name_of_a_profile_is_a_label_and_on_the_page_alone(workspace: Workspace, name: str) -> None:
    profile, other = "00e000000000001AAA", "00e000000000002AAA"
    because = f"holds X through the profile {profile} and permission set Y"
    profiles = ({"Id": profile, "Name": name}, {"Id": other, "Name": "Elsewhere"})
    judged = rule(Verdict(3, 1, (Breach("User", "005A", because, label="ada"),)))

    workspace.review(MONDAY, judged, org={"Profile": profiles})

    assert [finding["because"] for finding in workspace.findings] == [because]
    assert [(label["object"], label["label"]) for label in workspace.labels or ()] == [
        ("Profile", name),
        ("User", "ada"),
    ]
    (shown,) = examples(workspace.folder / "scratch")["quality/a"]
    assert (shown.because, shown.said) == (because, f"holds X through the profile {name} and permission set Y")


def test_without_labels_a_profile_has_its_id_alone(workspace: Workspace) -> None:
    profile = "00e000000000001AAA"
    judged = rule(Verdict(3, 1, (Breach("User", "005A", f"is on the profile {profile}"),)))

    workspace.review(MONDAY, judged, org={"Profile": ({"Id": profile, "Name": "Vertrieb"},)}, redact=True)

    (shown,) = examples(workspace.folder / "scratch")["quality/a"]
    assert (shown.because, shown.said) == (f"is on the profile {profile}", "")


def test_without_findings_the_files_are_there_and_empty(workspace: Workspace) -> None:
    workspace.review(MONDAY, rule(breaking()), rule(HIDDEN, "quality/b"))

    assert (workspace.findings, workspace.labels) == ([], [])


def test_a_redacted_review_has_no_names(workspace: Workspace) -> None:
    workspace.review(MONDAY, rule(breaking("001A")), redact=True)

    assert workspace.labels is None


def test_a_breach_that_is_said_twice_is_one_finding(workspace: Workspace) -> None:
    review = workspace.review(MONDAY, rule(Verdict(9, 1, breaking("001A", "001A").breaches)))

    assert (len(workspace.findings), outcome(review).broken) == (1, 1)


def test_breaches_that_a_scan_wrote_are_findings_too(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "it's failing.parquet"
    columns = {
        "standard": ["quality/a", "quality/a", "quality/b"],
        "id": ["001B", "001A", "001C"],
        "record_owner_id": [None, "005A", None],
    }
    pq.write_table(pa.table(columns), path)
    scanned = Verdict(5, 2, FailingRows(path, "quality/a", "Account", "isn't right"))

    review = workspace.review(MONDAY, rule(scanned))

    assert [(finding["id"], finding["because"], finding["record_owner_id"]) for finding in workspace.findings] == [
        ("001A", "isn't right", "005A"),
        ("001B", "isn't right", None),
    ]
    assert outcome(review).broken == 2


def test_breaches_that_are_counted_and_not_listed_do_not_vanish(workspace: Workspace) -> None:
    review = workspace.review(MONDAY, rule(Verdict(10, 2, ())), rule(Verdict(0, 1, ()), "quality/b"))

    assert (outcome(review).status, outcome(review).broken) == (Status.BROKEN, 2)
    assert outcome(review, "quality/b").status is Status.BROKEN


@pytest.mark.parametrize(
    ("said", "open_ids"),
    [
        ([waiver()], []),
        ([waiver(id="001A")], ["001B"]),
        ([waiver(id="001A", part="Other")], ["001A", "001B"]),
        ([waiver(part="")], []),
        ([waiver(until=date(2026, 3, 15))], ["001A", "001B"]),
        ([waiver(until=MONDAY)], []),
        ([waiver(id="001Z")], ["001A", "001B"]),
        ([waiver("quality/z")], ["001A", "001B"]),
        ([waiver(until=date(2026, 3, 15)), waiver(id="001B")], ["001A"]),
    ],
)
def test_a_waiver_accepts_what_it_names_until_its_day_is_over(
    workspace: Workspace, said: list[object], open_ids: list[str]
) -> None:
    review = workspace.review(MONDAY, rule(breaking("001A", "001B")), waivers=said)  # type: ignore[arg-type]

    assert [finding["id"] for finding in workspace.findings if finding["waived_until"] is None] == open_ids
    assert outcome(review).broken == len(open_ids)
    assert outcome(review).waived == 2 - len(open_ids)
    assert outcome(review).status is (Status.BROKEN if open_ids else Status.KEPT)


def test_a_waiver_of_a_part_leaves_the_other_parts_open(workspace: Workspace) -> None:
    parts = tuple(Breach("User", "005G", "has Edit", part=one) for one in ("Case", "Lead"))

    review = workspace.review(MONDAY, rule(Verdict(1, 1, parts)), waivers=[waiver(id="005G", part="Case")])

    assert [(finding["part"], finding["waived_until"]) for finding in workspace.findings] == [
        ("Case", FAR),
        ("Lead", None),
    ]
    assert (outcome(review).broken, outcome(review).waived) == (1, 1)


def test_of_several_waivers_the_latest_counts(workspace: Workspace) -> None:
    said = [waiver(until=date(2026, 4, 1)), waiver(id="001A", until=date(2026, 5, 1)), waiver(until=date(2026, 4, 2))]

    workspace.review(MONDAY, rule(breaking("001A", "001B")), waivers=said)

    assert [finding["waived_until"] for finding in workspace.findings] == [date(2026, 5, 1), date(2026, 4, 2)]


def test_a_waiver_may_name_a_record_by_its_15_characters(workspace: Workspace) -> None:
    review = workspace.review(MONDAY, rule(breaking("001D000000abcDEIAY")), waivers=[waiver(id="001D000000abcDE")])

    assert outcome(review).waived == 1


def test_waived_findings_count_neither_against_the_share_nor_at_stake(workspace: Workspace) -> None:
    ids = [f"00{n}" for n in range(10)]
    judged = rule(breaking(*ids[:2]), at_least=0.9)

    assert outcome(workspace.review(MONDAY, judged)).status is Status.BROKEN
    assert outcome(workspace.review(MONDAY, judged, waivers=[waiver(id=ids[0])])).status is Status.KEPT


def test_what_is_at_stake_is_summed_over_open_findings(workspace: Workspace) -> None:
    rows = [
        {"Id": "006A", "NextStep": "", "Amount": 10.5, "Name": "Bikes", "OwnerId": "005A"},
        {"Id": "006B", "NextStep": None, "Amount": 4.0, "Name": "Bells", "OwnerId": "005A"},
        {"Id": "006C", "NextStep": " ", "Amount": None, "Name": "Locks", "OwnerId": None},
        {"Id": "006D", "NextStep": "call", "Amount": 99.0, "Name": "Done", "OwnerId": None},
    ]
    people = [{"Id": "005A", "Username": "ada@acme.test", "IsActive": True}]
    judged = replace(rule(breaking()), check=Filled(object="Opportunity", field="NextStep"), at_stake="Amount")

    review = workspace.review(
        MONDAY, judged, org={"Opportunity": tuple(rows), "User": tuple(people)}, waivers=[waiver(id="006B")]
    )

    assert (outcome(review).broken, outcome(review).waived, outcome(review).at_stake) == (2, 1, "10.50")
    assert [finding["at_stake"] for finding in workspace.findings] == [10.5, 4.0, None]
    assert [label["label"] for label in workspace.labels or ()] == ["Bikes", "Bells", "Locks", "ada@acme.test"]


def test_amounts_of_different_currencies_are_not_added(workspace: Workspace) -> None:
    amounts = (("006A", 1000.5, "EUR"), ("006B", 200.0, "JPY"), ("006C", 1.0, "EUR"), ("006D", 5.0, None))
    rows = tuple({"Id": one, "NextStep": "", "Amount": much, "CurrencyIsoCode": of} for one, much, of in amounts)
    judged = replace(rule(breaking()), check=Filled(object="Opportunity", field="NextStep"), at_stake="Amount")

    review = workspace.review(MONDAY, judged, org={"Opportunity": rows})

    assert outcome(review).at_stake == "5.00, EUR 1,001.50, JPY 200.00"


def test_amounts_whose_currency_was_not_read_are_not_added_either(workspace: Workspace) -> None:
    judged = replace(rule(breaking()), check=Filled(object="Opportunity", field="NextStep"), at_stake="Amount")
    org = {
        "Opportunity": ({"Id": "006A", "NextStep": "", "Amount": 1000.5},),
        "describe_fields": ({"object": "Opportunity", "field": "CurrencyIsoCode", "type": "picklist"},),
    }

    found = outcome(workspace.review(MONDAY, judged, org=org))

    assert (found.broken, found.at_stake) == (1, None)
    assert found.notes == (
        "Opportunity.CurrencyIsoCode was not read, and amounts of several currencies do not add up, "
        "so at_stake in quality/a sums nothing",
    )


def test_the_currency_of_what_is_at_stake_is_asked_for() -> None:
    judged = replace(rule(breaking()), check=Filled(object="Opportunity", field="NextStep"), at_stake="Amount")

    needs = needs_of(judged)
    assert not isinstance(needs, Unread)
    assert {"Amount", "CurrencyIsoCode"} <= needs[0].optional


def test_the_due_date_counts_business_days_from_the_first_sight(workspace: Workspace) -> None:
    workspace.config = Config(holidays=(date(2026, 3, 16),), sla={**Config().sla, Severity.HIGH: 2})

    workspace.review(FRIDAY, rule(breaking("001A"), severity=Severity.HIGH))
    workspace.review(date(2026, 4, 13), rule(breaking("001A", "001B"), severity=Severity.HIGH))

    assert [(finding["first_seen"], finding["due"]) for finding in workspace.findings] == [
        (FRIDAY, date(2026, 3, 18)),
        (date(2026, 4, 13), date(2026, 4, 15)),
    ]


def test_the_to_do_list_is_in_order_of_severity_and_then_of_the_day(workspace: Workspace) -> None:
    workspace.review(date(2026, 2, 2), rule(breaking("001A"), "quality/old", severity=Severity.LOW))

    review = workspace.review(
        MONDAY,
        rule(breaking("001A"), "quality/new", severity=Severity.LOW),
        rule(breaking("001A"), "quality/old", severity=Severity.LOW),
        rule(breaking("001A", "001B"), "quality/bad", severity=Severity.CRITICAL),
        rule(HIDDEN, "quality/blind", severity=Severity.CRITICAL),
    )

    assert [(action.rule, action.findings, action.due) for action in review.actions] == [
        ("quality/bad", 2, date(2026, 3, 17)),
        ("quality/old", 1, date(2026, 4, 27)),
        ("quality/new", 1, date(2026, 6, 8)),
    ]
