"""One hand-written Review that shows everything a page can show, and the same with hostile texts everywhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sf_audit.findings import (
    Action,
    ApiUse,
    Change,
    Coverage,
    Example,
    OrgIdentity,
    Outcome,
    Pillar,
    Point,
    Reason,
    Review,
    Score,
    Severity,
    Status,
)


@pytest.fixture
def review() -> Review:
    """October 2026 of a made-up company: complete, watched, with one critical rule broken."""
    return october()


@pytest.fixture
def hostile_review() -> Callable[[str], Review]:
    """October 2026 with one text in every place that an org, a rule file or a register can fill."""
    return lambda text: spoiled(october(), text)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare with tests/golden/NAME; `GOLDEN=write` rewrites it."""
    folder = Path(__file__).parents[1] / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if os.environ.get("GOLDEN") == "write":
            folder.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.read_bytes().decode() == text, f"{path.name} differs: look at it, then `make golden`"

    return compare


def spoiled(review: Review, text: str) -> Review:
    """The same review, in which every text that is not ours is this one."""
    outcomes = tuple(
        replace(
            outcome,
            title=text,
            owner=text,
            partner=text,
            why=text,
            fix=text,
            detail=text,
            unlocked_by=text if outcome.unlocked_by else "",
            meets=(text,) if outcome.meets else (),
            queries=(text,) if outcome.queries else (),
            notes=(text,) if outcome.notes else (),
            at_stake=text if outcome.at_stake else None,
        )
        for outcome in review.outcomes
    )
    examples = {
        rule: tuple(
            replace(row, because=text, label=text, record_owner=text, part=text if row.part else "") for row in rows
        )
        for rule, rows in review.examples.items()
    }
    return replace(
        review,
        org=replace(review.org, name=text, edition=text, time_zone=text, id=text),
        outcomes=outcomes,
        examples=examples,
        changes=tuple(replace(change, title=text) for change in review.changes),
        actions=tuple(replace(action, title=text, owner=text, partner=text, fix=text) for action in review.actions),
        banners=tuple(text for _ in review.banners),
        unread=tuple(text for _ in review.unread),
        auditor=text,
        tool_version=text,
        snapshot=text,
        rules_sha256=text,
    )


def october() -> Review:
    """See the fixture `review`."""
    outcomes = _outcomes()
    return Review(
        org=OrgIdentity(
            id="00D5g00000A1b2cEAB",
            name="Nordwind Logistik",
            is_sandbox=False,
            instance_url="https://nordwind.my.salesforce.com",
            time_zone="Europe/Berlin",
            edition="Enterprise Edition",
        ),
        period="2026-10",
        started=datetime(2026, 11, 2, 5, 0, tzinfo=UTC),
        finished=datetime(2026, 11, 2, 5, 14, tzinfo=UTC),
        status="complete",
        score=Score(
            overall=69,
            pillars={"data_quality": 91, "access_policy": 58, "system_performance": 84, "adoption": None},
            capped=True,
        ),
        coverage=Coverage(checked=9, total=12),
        api=ApiUse(calls=412, limit=125_000),
        snapshot="9f2b6c0e5d1a4738b6f0c9d2e1a3547f8091a2b3c4d5e6f708192a3b4c5d6e7f",
        rules_sha256="1c3e5a7092b4d6f8e0a1c3b5d7f9e2a4c6b8d0f1a3c5e7092b4d6f8a0c2e4b6d",
        outcomes=outcomes,
        changes=(
            Change("access/modify-all-data", "Only administrators may modify all data", 1, 0, 2, 0),
            Change("quality/contact-email-filled", "Contacts can be reached by email", 34, 120, 277, 0),
            Change("quality/opportunity-close-date-current", "Open opportunities close in the future", 9, 3, 32, 0),
            Change("adoption/active-users-log-in", "People who have a licence use it", 0, 0, 0, 14),
        ),
        series=tuple(
            Point(period, datetime(2026, number, 2, 5, tzinfo=UTC), status, score, checked, 12, findings)
            for number, (period, status, score, checked, findings) in enumerate(
                [
                    ("2026-01", "complete", 52, 8, 912),
                    ("2026-02", "complete", 55, 8, 840),
                    ("2026-03", "complete", 61, 9, 798),
                    ("2026-04", "partial", 74, 5, 311),
                    ("2026-05", "complete", 63, 9, 690),
                    ("2026-06", "complete", 66, 9, 602),
                    ("2026-07", "failed", None, 0, 0),
                    ("2026-08", "complete", 68, 9, 540),
                    ("2026-09", "complete", 73, 9, 455),
                ],
                start=2,
            )
        ),
        actions=tuple(
            Action(
                outcome.rule,
                outcome.title,
                outcome.severity,
                outcome.owner,
                outcome.partner,
                due,
                outcome.broken - outcome.waived,
                outcome.fix,
            )
            for outcome, due in zip(
                [outcome for outcome in outcomes if outcome.status is Status.BROKEN],
                [date(2026, 10, 30), date(2026, 11, 9), date(2026, 11, 16), date(2026, 12, 1), None, date(2027, 1, 4)],
                strict=True,
            )
        ),
        banners=("Three rules are new since the September review; the trend compares different standards.",),
        unread=("ConnectedApplication: the auditor user lacks “Customize Application”.",),
        auditor="sf-audit@nordwind.example",
        tool_version="0.1.0",
        examples=_examples(),
    )


def _outcomes() -> tuple[Outcome, ...]:
    return (
        _broken(
            "access/modify-all-data",
            "Only administrators may modify all data",
            Pillar.ACCESS_POLICY,
            Severity.CRITICAL,
            owner="it",
            partner="sales-ops",
            why="Who may modify all data can change or delete every record, past every sharing rule.",
            fix="Remove the permission set from the user, or the permission from the set: Setup, Permission Sets.",
            checked=412,
            broken=3,
            meets=("ISO 27001 A.8.2", "SOC 2 CC6.3"),
            queries=(
                "SELECT Id, Name, PermissionsModifyAllData FROM PermissionSet WHERE PermissionsModifyAllData = true",
                "SELECT AssigneeId, PermissionSetId FROM PermissionSetAssignment",
            ),
            notes=("Two integration users hold it through the managed package “Sync”.",),
        ),
        _broken(
            "access/leavers-have-no-access",
            "People who left cannot sign in",
            Pillar.ACCESS_POLICY,
            Severity.HIGH,
            owner="it",
            partner="people-team",
            why="An account nobody uses is an account nobody watches.",
            fix="Freeze the user today, then deactivate it and pass its records on.",
            checked=412,
            broken=1,
            waived=1,
        ),
        _broken(
            "quality/opportunity-close-date-current",
            "Open opportunities close in the future",
            Pillar.DATA_QUALITY,
            Severity.HIGH,
            owner="sales-ops",
            partner="it",
            why="A forecast with closing dates in the past is a forecast nobody believes.",
            fix="The record owner closes the opportunity or sets a date that was agreed with the customer.",
            checked=1_204,
            broken=41,
            at_least=0.98,
            at_stake="EUR 1,284,000 of open pipeline",
        ),
        _broken(
            "quality/contact-email-filled",
            "Contacts can be reached by email",
            Pillar.DATA_QUALITY,
            Severity.MEDIUM,
            owner="sales-ops",
            partner="",
            why="Renewal notices and consent requests go out by email only.",
            fix="The account owner asks for the address, or marks the contact as left.",
            checked=48_210,
            broken=5_311,
            at_least=0.95,
        ),
        _broken(
            "metadata/fields-described",
            "Custom fields say what they are for",
            Pillar.SYSTEM_PERFORMANCE,
            Severity.LOW,
            owner="it",
            partner="sales-ops",
            why="A field that nobody can explain gets filled by guesswork.",
            fix="Write a description and help text in Object Manager.",
            checked=318,
            broken=96,
            at_least=0.9,
        ),
        _broken(
            "performance/api-use-below-limit",
            "Integrations leave a quarter of the API limit free",
            Pillar.SYSTEM_PERFORMANCE,
            Severity.LOW,
            owner="integration-team",
            partner="it",
            why="When the limit is reached, orders stop coming in.",
            fix="Ask the owner of the integration to fetch changes in bulk.",
            checked=1,
            broken=1,
        ),
        _kept("quality/account-owner-active", "Every account has an active owner", Pillar.DATA_QUALITY, 18_220, 0),
        _kept("quality/phone-readable", "Phone numbers can be dialled", Pillar.DATA_QUALITY, 30_551, 212, 0.98),
        _kept("security/session-timeout", "Sessions end after two hours", Pillar.ACCESS_POLICY, 1, 0),
        _unseen(
            "adoption/active-users-log-in",
            "People who have a licence use it",
            Pillar.ADOPTION,
            Reason.FIELD_NOT_VISIBLE,
            detail="User.LastLoginDate is not in this run's describe.",
            unlocked_by="Field-level security: read on User.LastLoginDate",
        ),
        _unseen(
            "adoption/feedback-answered",
            "Feedback is answered within ten days",
            Pillar.ADOPTION,
            Reason.NOT_DECLARED,
            detail="registers/feedback.yaml has no entries.",
            unlocked_by="A list of feedback channels in registers/feedback.yaml",
        ),
        _unseen(
            "access/apps-approved",
            "Connected apps are approved",
            Pillar.ACCESS_POLICY,
            Reason.ROWS_HIDDEN,
            detail="ConnectedApplication returned 4 rows; the record count says 31.",
            unlocked_by="Permission: View All Data",
        ),
        Outcome(
            rule="quality/territory-assigned",
            title="Accounts belong to a territory",
            pillar=Pillar.DATA_QUALITY,
            status=Status.NOT_APPLICABLE,
            severity=Severity.LOW,
            owner="sales-ops",
            partner="it",
            why="Territories decide who is paid.",
            fix="Run the assignment rules.",
            detail="Territory management is off in this org.",
        ),
    )


def _broken(rule: str, title: str, pillar: Pillar, severity: Severity, **rest: object) -> Outcome:
    return Outcome(rule, title, pillar, Status.BROKEN, severity, **rest)  # type: ignore[arg-type]


def _kept(rule: str, title: str, pillar: Pillar, checked: int, broken: int, at_least: float = 1.0) -> Outcome:
    return Outcome(
        rule,
        title,
        pillar,
        Status.KEPT,
        Severity.MEDIUM,
        owner="sales-ops",
        partner="it",
        why="What people rely on must hold.",
        fix="See the records.",
        checked=checked,
        broken=broken,
        at_least=at_least,
    )


def _unseen(rule: str, title: str, pillar: Pillar, reason: Reason, *, detail: str, unlocked_by: str) -> Outcome:
    return Outcome(
        rule,
        title,
        pillar,
        Status.NOT_CHECKED,
        Severity.HIGH,
        owner="sales-ops",
        partner="it",
        why="What nobody uses costs money all the same.",
        fix="Talk to the people before the licence.",
        reason=reason,
        detail=detail,
        unlocked_by=unlocked_by,
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
        "quality/opportunity-close-date-current": tuple(
            replace(
                _example(
                    "Opportunity",
                    f"0065g00000C{number:04d}AAC",
                    f"CloseDate is {20 + number} days ago",
                    f"Renewal {2025 + number % 2} no. {number}",
                    november,
                    "CloseDate",
                ),
                record_owner="Mara Lindqvist",
                at_stake=f"EUR {12_000 + 700 * number:,}",
            )
            for number in range(12)
        ),
        "quality/contact-email-filled": tuple(
            _example("Contact", f"0035g00000D{number:04d}AAC", "Email is empty", f"Contact {number}", november, "Email")
            for number in range(30)
        ),
    }


def _example(of: str, record_id: str, because: str, label: str, due: date | None, part: str = "") -> Example:
    return Example(of, record_id, part, because, label, "", date(2026, 8, 2), due, None)
