"""Bands, months, amounts, tolerance, banners and rules that are off, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sf_audit.model.review import Change, NewRecords, Review, ReviewStatus, Status
from sf_audit.report import words
from sf_audit.report.banners import banners
from sf_audit.report.decisions import decisions
from sf_audit.report.first_page import changed_words
from sf_audit.report.html import html
from sf_audit.report.markdown import markdown
from sf_audit.report.terminal import terminal
from sf_audit.report.view import view
from sf_audit.report.weekly import weekly


@pytest.mark.parametrize(
    ("score", "band"), [(100, "Good"), (90, "Good"), (89, "Watch"), (70, "Watch"), (69, "Act"), (0, "Act")]
)
def test_bands(score: int, band: str) -> None:
    assert words.band(score) == band


@pytest.mark.parametrize(
    ("share", "shown"), [(1.0, "100%"), (0.99999, "99.9%"), (0.95, "95%"), (0.965, "96.5%"), (0.0, "0%"), (0.29, "29%")]
)
def test_only_all_of_them_are_a_hundred_percent(share: float, shown: str) -> None:
    assert words.percent(share) == shown


@pytest.mark.parametrize(
    ("period", "shown"), [("2026-10", "October 2026"), ("2026-13", "2026-13"), ("2026-W40", "2026-W40"), ("", "")]
)
def test_month(period: str, shown: str) -> None:
    assert words.month(period) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("sales-ops", "Sales Ops"),
        ("Sales  Ops", "Sales Ops"),
        ("it", "IT"),
        ("data-team", "Data team"),
        ("Ana Ruiz", "Ana Ruiz"),
        ("", "Nobody yet"),
    ],
)
def test_party(name: str, shown: str) -> None:
    assert words.party(name) == shown


@pytest.mark.parametrize(
    ("checked", "broken", "shown"),
    [
        (53, 1, "52 of 53 records created since 30 Oct 2026 keep it"),
        (1, 1, "0 of 1 record created since 30 Oct 2026 keeps it"),
        (0, 0, ""),
    ],
)
def test_new_records(review: Review, checked: int, broken: int, shown: str) -> None:
    outcome = replace(review.outcomes[0], new=NewRecords(date(2026, 10, 30), checked, broken))

    assert words.new_words(outcome) == shown


@pytest.mark.parametrize(
    ("stake", "shown"),
    [("1234567.50", "1,234,568"), ("-12", "-12"), ("EUR 12,000", "EUR 12,000"), ("", ""), ("nan", "nan")],
)
def test_amount(stake: str, shown: str) -> None:
    assert words.amount(stake) == shown


def test_findings_of_rules_that_nobody_evaluated_before_are_not_called_new(review: Review) -> None:
    told = review.changes[0]
    left = replace(review, changes=(told,), first=False)

    changed = view(left).changed

    assert changed is not None
    assert (changed.first_looked_at, changed.within_tolerance) == (5_450, 212)
    assert changed.first_looked_at > 0
    assert f" · {changed.first_looked_at:,} first looked at" in changed_words(view(left).changed)


def test_findings_within_tolerance_are_counted_apart(review: Review) -> None:
    shown = view(review)

    assert shown.findings == "5,453 findings of broken rules, 212 within tolerance, 1 waived"
    assert sum(party.findings for party in shown.parties) == 5_453
    assert (shown.series[-1].open_findings, shown.series[-1].within_tolerance) == (5_453, 212)


def test_what_is_within_tolerance_is_neither_new_nor_still_open(review: Review) -> None:
    kept = next(outcome.rule for outcome in review.outcomes if outcome.status is Status.KEPT and outcome.broken)
    changes = (*review.changes, Change(kept, "t", new=7, fixed=5, still_open=9, not_evaluated=0))
    before = view(review).changed

    changed = view(replace(review, changes=changes)).changed

    assert before is not None
    assert changed == replace(before, fixed=before.fixed + 5)
    assert kept in view(review).tolerant


def test_five_banners_are_shown_and_the_rest_is_folded(review: Review) -> None:
    said = tuple(f"waivers.yaml: the waiver of rule {number} fits no finding." for number in range(8))
    full = replace(review, status=ReviewStatus.PARTIAL, banners=said)

    shown = view(full)

    assert shown.banners == (
        "This review is partial: 3 rules were not checked. See Not checked for what would change that.",
        "The score is capped at 69 while a critical rule is broken. Begin with the critical ones.",
        "Weakened: 1 finding is waived; 1 exception takes something off the standards; 1 of these for longer than 180 "
        "days.",
        *said[:2],
    )
    assert shown.more_banners == (
        *said[2:],
        "Records are hidden from the auditor user: 1 rule was not judged. See Not checked for what to grant.",
    )
    assert "\n  and 7 more on the page\n" in terminal(full, width=100, color=False)
    assert "\n> and 7 more in review.html" in markdown(full)
    assert all(banner in html(full).replace("&#39;", "'") for banner in banners(full))


def test_banners_stand_below_the_score(review: Review) -> None:
    page = html(review)

    assert page.index('class="card score"') < page.index('class="banners"') < page.index('class="pillars"')


def test_a_rule_that_is_off_says_by_whom_until_when_and_why(review: Review) -> None:
    off = next(outcome for outcome in review.outcomes if outcome.status is Status.NOT_CHECKED)
    why = "switched off: The dictionary is kept elsewhere (approved by Head of Sales Ops)"
    told = replace(off, reason="switched_off", detail=why, unlocked_by="", accepted_until=date(2027, 3, 31))
    shown = replace(review, outcomes=(told,))

    sentence = f"{why}, until 31 Mar 2027"
    assert [group.unlocked_by for group in view(shown).blind] == [sentence]
    for text in (terminal(shown, width=120, color=False), html(shown)):
        assert sentence in " ".join(text.split())
    assert "after 31 Mar 2027" in html(shown)
    assert "blind spot" not in html(shown)


@pytest.mark.parametrize("reason", ["switched_off", "object_not_readable"])
def test_nobody_is_asked_to_grant_what_people_chose_not_to_see(review: Review, reason: str) -> None:
    unseen = next(outcome for outcome in review.outcomes if outcome.unlocked_by)
    left = replace(unseen, reason=reason, detail="", accepted_until=date(2027, 3, 31))
    shown = replace(review, outcomes=(left, *(each for each in review.outcomes if not each.unlocked_by)))

    assert "give the auditor user" in "".join(decision.what for decision in decisions(view(review)))
    assert "give the auditor user" not in "".join(decision.what for decision in decisions(view(shown)))
    assert "What blocks the view" in {part.heading for part in weekly(review).parts}
    assert "What blocks the view" not in {part.heading for part in weekly(shown).parts}


def test_a_rule_that_saw_a_part_is_no_proof_that_all_was_checked(review: Review) -> None:
    broken = next(outcome for outcome in review.outcomes if outcome.status is Status.BROKEN)

    assert view(replace(review, outcomes=(broken,))).all_checked == "Every rule that applies was checked."
    assert view(replace(review, outcomes=(replace(broken, reason="rows_hidden"), broken))).all_checked == (
        "Every rule that applies was checked, but 1 of them saw only a part of the records."
    )


@pytest.mark.parametrize(
    ("stake", "told"),
    [
        ("1234567.50", "1,234,568 in the org's currency"),
        ("EUR 1234567.50", "EUR 1,234,568"),
        ("EUR 12,000.40, JPY 4.00", "EUR 12,000, JPY 4"),
        ("", ""),
        ("<b>", "<b>"),
        ("EUR 1, <b>", "EUR 1, <b>"),
    ],
)
def test_money_has_its_currency(stake: str, told: str) -> None:
    assert words.money(stake) == told
