"""One hand-written Review that shows everything a page can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sf_audit.model.changes import ScoreCause, ScoreChange, ScorePart
from sf_audit.model.example import Example, FieldValue, Twin
from sf_audit.model.gaming import Gaming, Indication, Sign, TeamCount
from sf_audit.model.lifecycle import Age, BurnDown, Cohort, Lifecycle, Survivors
from sf_audit.model.origins import By, OriginGroup, Origins, OriginTable
from sf_audit.model.review import (
    Action,
    ApiUse,
    Change,
    Coverage,
    OrgIdentity,
    Outcome,
    Point,
    Review,
    ReviewStatus,
    Score,
    Status,
)
from sf_audit.model.standing import CleanRecords, OpenPipeline, PipelineMoney, Standing
from sf_audit.model.tally import Tally
from sf_audit.model.weakened import Weakened, Weakening
from tests.report.october_limits import OCTOBER_LIMITS
from tests.report.october_outcomes import OCTOBER_OUTCOMES
from tests.report.october_registers import OCTOBER_REGISTERS

_ORG = OrgIdentity(
    id="00D5g00000A1b2cEAB",
    name="Nordwind Logistik",
    is_sandbox=False,
    instance_url="https://nordwind.my.salesforce.com",
    time_zone="Europe/Berlin",
    edition="Enterprise Edition",
)

#: Nine months before: one partial, one failed.
_SERIES = tuple(
    replace(
        Point(period, datetime(2026, number, 2, 5, tzinfo=UTC), ReviewStatus(status), score, checked, 12, findings),
        formula=formula,
        published=published,
    )
    for number, (period, status, score, checked, findings, formula, published) in enumerate(
        [
            ("2026-01", "complete", 52, 8, 912, 1, None),
            ("2026-02", "complete", 55, 8, 840, 1, None),
            ("2026-03", "complete", 51, 9, 798, 2, 61),
            ("2026-04", "partial", 64, 5, 311, 2, 74),
            ("2026-05", "complete", 53, 9, 690, 2, 63),
            ("2026-06", "complete", 58, 9, 602, 2, 66),
            ("2026-07", "failed", None, 0, 0, 2, None),
            ("2026-08", "complete", 68, 9, 540, 2, None),
            ("2026-09", "complete", 73, 9, 455, 2, None),
        ],
        start=2,
    )
)

_WEAKENED = (
    Weakened(
        Weakening.WAIVER,
        "access/leavers-have-no-access",
        "People who left cannot sign in",
        "",
        1,
        "Hands over until the end of the year",
        "IT",
        date(2026, 12, 31),
        60,
        date(2026, 11, 1),
    ),
    Weakened(
        Weakening.AT_LEAST,
        "quality/contact-email-filled",
        "Contacts can be reached by email",
        "at least 95% instead of 98%",
        0,
        "The old shop did not ask for addresses",
        "Sales Ops",
        date(2027, 12, 31),
        424,
    ),
)

_ORIGINS = Origins(
    30,
    (
        OriginTable(
            By.ROLE,
            (
                OriginGroup("Field Sales North", 1_204, 9_632, 2_311, "00E5g000001Xyz1EAC"),
                OriginGroup("", 88, 412, 40),
                OriginGroup("Inside Sales", 640, 5_120, 12, "00E5g000001Xyz2EAC"),
            ),
            left_out=3,
        ),
        OriginTable(By.MANAGER, (OriginGroup("", 1_204, 9_632, 2_311, "0055g00000A1b0cAAA"),)),
        OriginTable(By.DEPARTMENT, missing="User.Department was not read."),
        OriginTable(By.REGION, (OriginGroup("Germany", 1_500, 12_000, 2_100), OriginGroup("France", 300, 2_100, 0))),
        OriginTable(By.RECORD_TYPE, (OriginGroup("Account: Customer", 900, 900, 1, "0125g000001Xyz1AAC"),)),
        OriginTable(By.SOURCE, missing="No rule reads the source of the records that it judges."),
        OriginTable(By.ENTRY, (OriginGroup("import", 300, 2_400, 510), OriginGroup("human", 1_440, 11_520, 1_800))),
    ),
    ("Records that a queue owns are in no table of people.",),
)

_GAMING = Gaming(
    30,
    (
        Indication(
            Sign.PLACEHOLDERS,
            "Account",
            "Name",
            "the field holds a placeholder, such as N/A, in place of a value (quality/account-name-real)",
            (
                TeamCount("00E5g000001Xyz1EAC", "Field Sales North", 1_204, 12),
                TeamCount("", "", 88, 3),
            ),
            left_out=1,
            rule="quality/account-name-real",
        ),
        Indication(
            Sign.MONTH_END,
            "Opportunity",
            "",
            "records were last edited from 2026-10-29 to 2026-10-30",
            (TeamCount("00E5g000001Xyz2EAC", "Inside Sales", 640, 310),),
        ),
    ),
    ("Who last edited them was not read of Case.",),
)

_LIFECYCLE = Lifecycle(
    returned=12,
    cohorts=(
        Cohort(
            "2026-06", 602, 560, (Survivors("2026-07", 590), Survivors("2026-08", 401, 96), Survivors("2026-09", 380))
        ),
        Cohort("2026-08", 74, 0, (Survivors("2026-09", 31), Survivors("2026-10", 9))),
        Cohort("2026-09", 48, 0, (Survivors("2026-10", 17),)),
        Cohort("2026-10", 56, 0, ()),
    ),
    burn_down=BurnDown(date(2026, 2, 2), 912, 371, 14, date(2027, 1, 31), 232),
    age=Age(5_665, 62, 273),
)


_SCORE_CHANGE = ScoreChange(
    "2026-09",
    2,
    73,
    69,
    (
        ScorePart(ScoreCause.RULES_ADDED, -2, 3),
        ScorePart(ScoreCause.FIXED, 2, 4),
        ScorePart(ScoreCause.NEW, -4, 2),
    ),
)

_STANDING = Standing(
    4,
    9,
    1,
    (
        CleanRecords("Account", 1_204, 1_204, 2),
        CleanRecords("Contact", None, None, 0, 1, 0, "Contact.Email is not visible", "read on Contact.Email"),
        CleanRecords("Opportunity", 468, 413, 5, 1, 32),
    ),
    OpenPipeline(
        (PipelineMoney("EUR", 4_100_000.5, 3_210_000.0), PipelineMoney("USD", 80_000.0, 80_000.0)),
        260,
        without_amount=14,
        not_judged=1,
        rules=5,
        unchecked=1,
    ),
)


_PILLARS = {"data_quality": 91, "access_policy": 58, "system_performance": 84, "adoption": None}
_FINISHED = datetime(2026, 11, 2, 5, 14, tzinfo=UTC)


def october() -> Review:
    """October 2026 of a made-up company: complete, watched, with one critical rule broken."""
    return Review(
        org=_ORG,
        period="2026-10",
        started=_FINISHED - timedelta(minutes=14),
        finished=_FINISHED,
        status=ReviewStatus.COMPLETE,
        score=Score(69, dict(_PILLARS), capped=True, formula=2),
        coverage=Coverage(checked=9, total=12),
        api=ApiUse(calls=412, limit=125_000),
        snapshot="9f2b6c0e5d1a4738b6f0c9d2e1a3547f8091a2b3c4d5e6f708192a3b4c5d6e7f",
        rules_sha256="1c3e5a7092b4d6f8e0a1c3b5d7f9e2a4c6b8d0f1a3c5e7092b4d6f8a0c2e4b6d",
        outcomes=OCTOBER_OUTCOMES,
        findings=Tally(open=5_453, within_tolerance=212, waived=1),
        changes=(
            Change("access/modify-all-data", "Only administrators may modify all data", 1, 0, 2, 0),
            Change("quality/contact-email-filled", "Contacts can be reached by email", 34, 120, 265, 0, returned=12),
            Change("quality/opportunity-close-date-current", "Open opportunities close in the future", 9, 3, 32, 0),
            Change("adoption/active-users-log-in", "People who have a licence use it", 0, 0, 0, 14),
        ),
        series=_SERIES,
        actions=_actions(OCTOBER_OUTCOMES),
        weakened=_WEAKENED,
        score_change=_SCORE_CHANGE,
        standing=_STANDING,
        banners=("Three rules are new since the September review; the trend compares different standards.",),
        unread=("ConnectedApplication: the auditor user lacks “Customize Application”.",),
        auditor="sf-audit@nordwind.example",
        origins=_ORIGINS,
        gaming=_GAMING,
        registers=OCTOBER_REGISTERS,
        lifecycle=_LIFECYCLE,
        limits=OCTOBER_LIMITS,
        tool_version="0.1.0",
        examples=_examples(),
    )


def _actions(outcomes: Sequence[Outcome]) -> tuple[Action, ...]:
    return tuple(
        Action(
            outcome.rule,
            outcome.heading,
            outcome.severity,
            outcome.owner,
            outcome.partner,
            due,
            outcome.broken,
            outcome.fix,
            *gained,
        )
        for outcome, due, gained in zip(
            [outcome for outcome in outcomes if outcome.status is Status.BROKEN],
            [date(2026, 10, 30), date(2026, 11, 9), date(2026, 11, 16), date(2026, 12, 1), None, date(2027, 1, 4)],
            [(5.5, 0.0), (0.0, 4.0), (0.0, 2.6), (0.0, 1.1), (0.3, 0.0), (0.0, 0.0)],
            strict=True,
        )
    )


def _examples() -> dict[str, tuple[Example, ...]]:
    october, november = date(2026, 10, 30), date(2026, 11, 9)
    sets = "PermissionSet 0PS5g000001Xyz1GAC"
    one_set, profile, groups = (
        f"holds ModifyAllData through {path}" for path in ("1 permission set", "its profile", "2 permission set groups")
    )
    return {
        "access/modify-all-data": (
            _example("User", "0055g00000A1b0cAAA", one_set, "Ines Albrecht", october, sets),
            _example("User", "0055g00000A1b1cAAA", profile, "Legacy ETL", october, "Profile 00e5g000001Xyz1AAC"),
            _example("User", "0055g00000A1b2cAAA", groups, "Søren Bæk", november),
        ),
        "access/leavers-have-no-access": (
            _example("User", "0055g00000B1b0cAAA", "left on 2026-09-30, still active", "Jo Mertens", november),
            replace(
                _example("User", "0055g00000B1b1cAAA", "left on 2026-08-31, still active", "R. Novák", None),
                waived_until=date(2026, 12, 31),
            ),
        ),
        "quality/opportunity-close-date-current": _late_opportunities(november),
        "quality/contact-email-filled": tuple(
            _example("Contact", f"0035g00000D{number:04d}AAC", "Email is empty", f"Contact {number}", november, "Email")
            for number in range(30)
        ),
    }


def _late_opportunities(due: date) -> tuple[Example, ...]:
    return tuple(
        replace(
            _example(
                "Opportunity",
                f"0065g00000C{number:04d}AAC",
                f"CloseDate is {20 + number} days ago",
                f"Renewal {2025 + number % 2} no. {number}",
                due,
                "CloseDate",
            ),
            record_owner="Mara Lindqvist",
            values=(FieldValue("CloseDate", f"2025-10-{12 - number:02d}"),),
            twin=Twin("0065g00000C9999AAC", "Renewal 2024", number - 1) if number else None,
            at_stake=f"EUR {12_000 + 700 * number:,}",
        )
        for number in range(12)
    )


def _example(of: str, record_id: str, because: str, label: str, due: date | None, part: str = "") -> Example:
    return Example(of, record_id, part, because, label, "", date(2026, 8, 2), due, None)
