"""Pages about access that people may meet: the usual one, and those that strain it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sf_audit.model.access import About, Lost, Opened, Person, Records, Remedy, Way, Why
from sf_audit.report.access.page import access_page

ABOUT = About("00D5g000004XyzAEAS", "Nordwind Logistik", datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
ANN = Person("0055g00000A1b0cAAA", "mara.lindqvist@nordwind.example", "Standard")
LONG = "Regional_Sales_Operations_Temporary_Elevated_Access_For_The_Migration_Of_Twenty_Twenty_Six_" * 2
HOSTILE = "=cmd|' /C calc'!A0\x1b]0;x\x07<script>alert(1)</script>{{7*7}}\u202egpj.exe&quot;]]>"


def way(kind: str, name: str, grant: str = "edit on Account", **more: object) -> Way:
    words = {"profile": "profile", "set": "permission set", "group": "permission set group"}[kind]
    said = f"{words} {name}"
    said += ", only in a session that activates it" if more.get("conditional") else ""
    said += f"; {more['closed']}" if "closed" in more else ""
    return Way(kind, f"0PS_{name[:9]}", name, grant, said, **more)  # type: ignore[arg-type]


def usual() -> Why:
    """Open, activated and closed ways, records and two remedies."""
    return Why(
        about=ABOUT,
        person=ANN,
        asked="edit on Account",
        answer="yes",
        ways=(
            way("profile", "Sales Manager"),
            way("group", "Dealer_Desk", members=("Dealer_Accounts", "Dealer_Prices")),
            way("set", "Emergency_Elevation", "ModifyAllData", implied=True, conditional=True),
            way("set", "Data_Migration_2024", "ModifyAllData", closed="expired on 2026-11-21"),
            way("group", "Service_Leads", members=("Bulk_Corrections",), closed="muted in group Service_Leads"),
        ),
        remedies=(
            Remedy(("take edit on Account away from profile Sales Manager",), (Lost("object", "Lead", "edit"),), 12),
            Remedy(("end the assignment of permission set group Dealer_Desk to this user",), (), 0),
        ),
        notes=("the user is frozen and cannot sign in now",),
        records=Records(
            "Account",
            "own and shared",
            "at most own records, those of roles below, and what rules, teams and people share: Account is Private",
            "Private",
            (
                Opened("Account", "DACH", "criteria", "edit", True, "up to Edit: records by BillingCountry"),
                Opened("Account", "EMEA", "territory", "read", False, "perhaps up to Read: records by territory"),
            ),
            ("sharing rules of Case, which may open Account too: not in the metadata",),
        ),
    )


def many() -> Why:
    """More ways than a picture holds."""
    ways = (way("set", f"Set_{number:03}", "read on Account") for number in range(60))
    closed = (way("set", f"Old_{number:03}", closed=f"expired on 2026-01-{number + 1:02}") for number in range(12))
    steps = tuple(f"end the assignment of permission set Set_{number:03} to this user" for number in range(60))
    return Why(
        ABOUT, ANN, "read on Account", "yes", ways=(*ways, *closed), remedies=(Remedy(steps, (), 0, smallest=False),)
    )


def long_names() -> Why:
    """Names as long as Salesforce lets them be, without a space to break at."""
    person = Person(ANN.id, f"{LONG[:70]}@{LONG[:70]}.example")
    lost = tuple(Lost("field", f"Account.{LONG[:60]}__c", "edit") for _ in range(3))
    return Why(
        About(ABOUT.org_id, LONG, ABOUT.taken),
        person,
        f"edit on Account.{LONG}",
        "yes",
        ways=(
            way("set", LONG, f"edit on Account.{LONG}"),
            way("group", LONG, members=(LONG, LONG), closed=f"muted in group {LONG}"),
        ),
        remedies=(Remedy((f"take edit on Account.{LONG} away from permission set {LONG}",), lost, 3),),
        records=Records("Account", "all", f"all records: view all on {LONG} is held, which overrides sharing"),
    )


def right_to_left() -> Why:
    """Arabic, Hebrew, Persian and wide letters."""
    return Why(
        About(ABOUT.org_id, "شركة الشمال للتجارة", ABOUT.taken),
        Person(ANN.id, "ليلى منصور"),
        "עריכה של חשבון",
        "conditional",
        ways=(
            way("profile", "مدير المبيعات الإقليمي", "עריכה של חשבון"),
            way("set", "گروه دسترسی موقت (2026)", "עריכה של חשבון", conditional=True),
            way("set", "営業部門の一時的な権限セットについて", "עריכה של חשבון", closed="انتهت في 2026"),
        ),
        notes=("ملاحظة: مجمد",),
    )


def unchecked() -> Why:
    """No answer."""
    return Why(
        ABOUT,
        ANN,
        "ViewAllData",
        "not_checked",
        because="permission set group Wave_Two is not up to date (Outdated)",
        unlocked_by="Recalculate the group in Setup, then run again",
        ways=(way("group", "Wave_Two", "ViewAllData", closed="the group is not up to date (Outdated)"),),
    )


def refused() -> Why:
    """No, and nothing to show for it."""
    return Why(ABOUT, ANN, "ModifyAllData", "no", because="nothing that is assigned to this user gives it")


def hostile() -> Why:
    """Every text tries to be something else."""
    return Why(
        About(ABOUT.org_id, HOSTILE, ABOUT.taken),
        Person(ANN.id, HOSTILE),
        HOSTILE,
        "yes",
        ways=(way("set", HOSTILE, HOSTILE), way("group", HOSTILE, HOSTILE, members=(HOSTILE,), closed=HOSTILE)),
        remedies=(Remedy((HOSTILE,), (Lost("app", HOSTILE, "use"),), 3),),
        notes=(HOSTILE,),
        records=Records("Account", "all", HOSTILE),
    )


ANSWERS: Mapping[str, Why] = {
    made.__name__: made() for made in (usual, many, long_names, right_to_left, unchecked, refused, hostile)
}
PAGES: Mapping[str, str] = {name: access_page(answer) for name, answer in ANSWERS.items()}
