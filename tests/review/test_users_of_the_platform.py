"""A review names the users that no rule judges, once, whatever number of rules leaves them out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.review.months import Workspace, breaking, rule

TODAY = date(2026, 3, 16)
AUTOMATED = {
    "Id": "005A",
    "IsActive": True,
    "UserType": "AutomatedProcess",
    "Username": "autoproc@00d5g000004abcdeau",
}
PERSON = {"Id": "005B", "IsActive": True, "UserType": "Standard", "Username": "integration@alpine-bikes.com"}
NOTE = "1 user belongs to Salesforce itself and is judged by no rule: Automated Process."


def test_users_of_the_platform_are_named_once(tmp_path: Path) -> None:
    two = rule(breaking(), "access/a"), rule(breaking(), "access/b")

    review = Workspace(tmp_path).review(TODAY, *two, org={"User": (AUTOMATED, PERSON)})

    assert review.banners.count(NOTE) == 1


def test_where_there_are_none_nothing_is_said(tmp_path: Path) -> None:
    gone = {**AUTOMATED, "IsActive": False}

    review = Workspace(tmp_path).review(TODAY, rule(breaking()), org={"User": (gone, PERSON)})

    assert [banner for banner in review.banners if "Salesforce itself" in banner] == []


def test_odd_columns_cost_no_review(tmp_path: Path) -> None:
    odd = {"Id": "005A", "IsActive": "perhaps", "UserType": 7, "Username": 12}

    assert Workspace(tmp_path).review(TODAY, rule(breaking()), org={"User": (odd,)}).status == "complete"
