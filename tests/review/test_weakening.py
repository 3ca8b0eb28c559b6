"""What takes something off the standards is in the review, and raises no score."""

from __future__ import annotations

from datetime import date, timedelta

from sf_audit.model.review import Severity
from sf_audit.model.weakened import Weakened, Weakening
from sf_audit.report.banners import banners
from sf_audit.rulebook.workspace.config import BlindSpot, Config, Override, Waiver
from sf_audit.rulebook.workspace.due_later import BurnDownPlan, SlaApproval
from tests.review.months import HIDDEN, Workspace, breaking, outcome, rule
from tests.review.weakening_scenes import CRITICAL, UNTIL, less, waived

JANUARY, FEBRUARY, MARCH = date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)


def test_a_waiver_of_a_rule_covers_what_was_first_seen_by_the_day_it_was_written(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A", "001B")))

    written_then = workspace.review(MARCH, rule(breaking("001A", "001C")), waivers=[waived(written=JANUARY)])
    before = workspace.review(MARCH, rule(breaking("001A", "001C")), waivers=[waived(written=date(2026, 1, 14))])
    of_one = workspace.review(MARCH, rule(breaking("001A", "001C")), waivers=[waived(id="001C", written=JANUARY)])

    assert [(outcome(one).broken, outcome(one).waived) for one in (written_then, before, of_one)] == [
        (1, 1),
        (2, 0),
        (1, 1),
    ]
    assert before.banners == ("waivers.yaml: the waiver of quality/a fits no finding: mended, or never meant.",)


def test_of_several_waivers_of_a_rule_each_covers_its_own_days(workspace: Workspace) -> None:
    workspace.review(JANUARY, rule(breaking("001A")))
    workspace.review(FEBRUARY, rule(breaking("001A", "001B")))
    of_january = Waiver("quality/a", "r", "Dana", date(2026, 5, 1), written=JANUARY)

    workspace.review(MARCH, rule(breaking("001A", "001B", "001C")), waivers=[waived(written=FEBRUARY), of_january])

    assert [(one["id"], one["waived_until"]) for one in workspace.findings] == [
        ("001A", UNTIL),
        ("001B", UNTIL),
        ("001C", None),
    ]


_FOUR_RULES = [
    rule(breaking("001A", "001B", "001C"), severity=CRITICAL, at_least=0.95),
    rule(HIDDEN, "quality/b"),
    rule(breaking("001A"), "quality/c"),
    rule(breaking(), "quality/d"),
]
_FIVE_WAIVERS = [
    waived(id="001A", written=JANUARY),
    waived(id="001B", written=JANUARY),
    waived(id="001C", written=JANUARY, accepts_risk=True),
    waived(id="001Z"),
    Waiver("quality/a", "r", "Dana", date(2026, 1, 1), id="001A"),
]


def test_a_burn_down_is_in_every_review_until_it_ends(workspace: Workspace) -> None:
    workspace.config = Config(burn_down=BurnDownPlan(MARCH, "old stock", "Dana"))

    now, after = (workspace.review(day, rule(breaking("001A"))) for day in (MARCH, MARCH + timedelta(1)))

    detail = "findings of the first review of each rule are due on the last day, but for critical ones"
    assert now.weakened == (Weakened(Weakening.BURN_DOWN, "", "", detail, 0, "old stock", "Dana", MARCH, 0),)
    assert after.weakened == ()


def test_everything_that_asks_for_less_is_in_the_review(workspace: Workspace) -> None:
    workspace.config = Config(
        overrides={
            "quality/a": less(severity=Severity.LOW, at_least=0.5),
            "quality/c": less(off=True),
            "quality/d": Override(severity=Severity.HIGH, at_least=1.0),
        },
        blind_spots=(BlindSpot("quality/b", "no licence", "Jo", UNTIL), BlindSpot("quality/d", "r", "Jo", UNTIL)),
        sla={**Config().sla, CRITICAL: 3, Severity.HIGH: 1},
        sla_approval=SlaApproval("holidays", "Jo", UNTIL),
    )
    review = workspace.review(MARCH, *_FOUR_RULES, waivers=_FIVE_WAIVERS)

    a, days, written = ("quality/a", "quality/a"), 166, JANUARY
    today_on, later = 107, "critical findings are due after 3 business days instead of 1"

    def of_shop(kind: Weakening, name: str, detail: str) -> Weakened:
        return Weakened(kind, name, name, detail, 0, "old shop", "Dana", UNTIL, today_on)

    assert review.weakened == (
        Weakened(Weakening.DUE_DAYS, "", "", later, 0, "holidays", "Jo", UNTIL, today_on),
        Weakened(Weakening.ACCEPTED_RISK, *a, "", 1, "migration", "Dana", UNTIL, days, written),
        of_shop(Weakening.AT_LEAST, "quality/a", "at least 50% instead of 95%"),
        of_shop(Weakening.SEVERITY, "quality/a", "severity low instead of critical"),
        Weakened(Weakening.WAIVER, *a, "", 2, "migration", "Dana", UNTIL, days, written),
        Weakened(
            Weakening.BLIND_SPOT,
            "quality/b",
            "quality/b",
            "accepted as not checked",
            0,
            "no licence",
            "Jo",
            UNTIL,
            today_on,
        ),
        of_shop(Weakening.SWITCHED_OFF, "quality/c", "switched off"),
    )
    assert "Weakened: 3 findings are waived; 5 exceptions take something off the standards." in banners(review)


def test_what_has_ended_is_no_weakening(workspace: Workspace) -> None:
    ended = date(2026, 3, 14)
    workspace.config = Config(
        overrides={"quality/a": less(ended, severity=Severity.LOW, at_least=0.0)},
        blind_spots=(BlindSpot("quality/b", "r", "Jo", ended),),
        sla={**Config().sla, CRITICAL: 30},
        sla_approval=SlaApproval("holidays", "Jo", ended),
    )

    review = workspace.review(MARCH, rule(breaking("001A"), severity=CRITICAL), rule(HIDDEN, "quality/b"))

    assert review.weakened == ()
    assert (outcome(review).severity, outcome(review).at_least) == (CRITICAL, 1.0)
    assert [finding["due"] for finding in workspace.findings] == [date(2026, 3, 16)]
