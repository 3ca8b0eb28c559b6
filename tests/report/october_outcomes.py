"""The rules of the made-up review, judged: every status, every severity, three owners."""

from __future__ import annotations

from datetime import date

from sf_audit.model.review import NewRecords, Outcome, Pillar, Reason, Severity, Status


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


#: Six broken, three kept, three not checked, one not applicable.
OCTOBER_OUTCOMES: tuple[Outcome, ...] = (
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
        headline="3 people who are not administrators may modify all data",
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
        headline="1 person who left can still sign in",
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
        headline="41 open opportunities have a close date in the past",
        at_least=0.98,
        verb="not_past",
        object="Opportunity",
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
        headline="5,311 contacts have no email address",
        at_least=0.95,
        new=NewRecords(date(2026, 9, 2), 1_308, 20),
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
        Reason.OBJECT_NOT_READABLE,
        detail="Idea is not in this run's describe.",
        unlocked_by="Object permissions: read on Idea",
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
