"""What changed between two reviews: only a rule that looked at a whole table may close a finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.demo_town import Ran, Town, findings, outcomes, run, said, town

pytestmark = pytest.mark.demo

INDUSTRY = "quality/account-industry-filled"
PHONE = "quality/account-phone-callable"
NAME = "quality/account-name-real"


@pytest.fixture(scope="module")
def changing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A company that these tests change, from the first to the last."""
    with town(tmp_path_factory.mktemp("changing")) as one:
        yield one


@pytest.fixture(scope="module")
def months(changing: Town, tmp_path_factory: pytest.TempPathFactory) -> list[Ran]:
    """Four reviews in one workspace. Before the second, one record is fixed, another one broken, and a field
    hidden; before the third, the field can be seen again; before the fourth, nothing happens.
    """
    workspace = tmp_path_factory.mktemp("months")

    def review() -> Ran:
        chosen = [part for name in (INDUSTRY, PHONE, NAME) for part in ("--rule", name)]
        return run("review", *changing.trust, "--workspace", str(workspace), *chosen, env=changing.variables)

    rows, hidden = changing.company.org.rows, changing.server.org.hidden_fields
    first = review()
    fixed = next(finding["id"] for finding in findings(first.folder) if finding["rule"] == INDUSTRY)
    rows.execute("UPDATE Account SET Industry = 'Retail' WHERE Id = ?", [fixed])
    rows.execute("UPDATE Account SET Industry = NULL WHERE Id = ?", [_healthy(changing)])
    hidden.add("Account.Phone")
    second = review()
    hidden.discard("Account.Phone")
    return [first, second, review(), review()]


def _healthy(changing: Town) -> str:
    listed = [one.id for one in changing.company.planted]
    found = changing.company.org.rows.execute(
        "SELECT Id FROM Account WHERE Industry IS NOT NULL AND NOT list_contains(?, Id) ORDER BY Id LIMIT 1", [listed]
    ).fetchall()
    return str(found[0][0])


def moved(ran: Ran) -> dict[str, dict[str, Any]]:
    return {one["rule"]: one for one in said(ran.folder)["changes"]}


def count(ran: Ran, rule: str) -> int:
    return sum(finding["rule"] == rule for finding in findings(ran.folder))


def numbers(change: dict[str, Any]) -> tuple[int, int, int, int]:
    return change["new"], change["fixed"], change["still_open"], change["not_evaluated"]


def test_the_first_review_has_nothing_to_compare_with(months: list[Ran]) -> None:
    assert months[0].code == 0
    assert moved(months[0]) == {}
    assert "first review" in months[0].out


def test_what_was_mended_is_fixed_and_what_was_broken_is_new(months: list[Ran]) -> None:
    open_before = count(months[0], INDUSTRY)

    assert numbers(moved(months[1])[INDUSTRY]) == (1, 1, open_before - 1, 0)
    assert numbers(moved(months[1])[NAME]) == (0, 0, count(months[0], NAME), 0)


def test_a_hidden_field_makes_the_review_partial(months: list[Ran]) -> None:
    phone = outcomes(months[1].folder)[PHONE]

    assert months[1].code == 3
    assert said(months[1].folder)["status"] == "partial"
    assert said(months[1].folder)["coverage"] == {"checked": 2, "total": 3}
    assert (phone["status"], phone["reason"]) == ("not_checked", "field_not_visible")
    assert "Account.Phone" in phone["unlocked_by"]


def test_findings_of_a_rule_that_was_not_checked_are_not_closed(months: list[Ran]) -> None:
    assert numbers(moved(months[1])[PHONE]) == (0, 0, 0, count(months[0], PHONE))
    assert count(months[0], PHONE) > 0


def test_they_are_still_open_once_the_rule_is_checked_again(months: list[Ran]) -> None:
    assert months[2].code == 0
    assert numbers(moved(months[2])[PHONE]) == (0, 0, count(months[0], PHONE), 0)


def test_nothing_moves_when_nothing_happened(months: list[Ran]) -> None:
    for name in (INDUSTRY, PHONE, NAME):
        new, fixed, still_open, not_evaluated = numbers(moved(months[3])[name])
        assert (new, fixed, not_evaluated) == (0, 0, 0)
        assert still_open == count(months[3], name)


def test_a_finding_keeps_its_key(months: list[Ran]) -> None:
    first, last = (
        {
            (finding["rule"], finding["id"]): finding["key"]
            for finding in findings(months[n].folder)
            if finding["rule"] != INDUSTRY
        }
        for n in (0, 3)
    )

    assert first == last


def test_each_review_has_a_folder_of_its_own(months: list[Ran]) -> None:
    folders = [month.folder for month in months]

    assert [path.name for path in folders] == ["1", "2", "3", "4"]
    assert (folders[0].parent / "current").resolve() == folders[3].resolve()
    assert isinstance(folders[0], Path)
