"""The lines of the first screen at the widths of real terminals."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sf_audit.model.review import Review, ReviewStatus
from sf_audit.report.html import html
from sf_audit.report.terminal import terminal

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
WIDTHS = (40, 60, 80, 100, 200)


def lines(review: Review, width: int, *, color: bool) -> list[str]:
    return [COLOUR.sub("", line) for line in terminal(review, width=width, color=color).splitlines()]


@pytest.mark.parametrize("color", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_ends_with_a_blank(review: Review, width: int, color: bool) -> None:
    full = replace(review, status=ReviewStatus.PARTIAL)

    shown = lines(full, width, color=color)

    assert [line for line in shown if line != line.rstrip()] == []
    assert [line for line in shown if len(line) > width] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_colours_change_no_line(review: Review, width: int) -> None:
    assert lines(review, width, color=True) == lines(review, width, color=False)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("owner", ["sales-ops", "data-team", "Sales Ops <ops@acme.example>", "Data Stewards"])
def test_a_team_of_two_short_words_stays_in_one_line(review: Review, width: int, owner: str) -> None:
    shown = terminal(owned_by(review, owner), width=width, color=False)

    named = {"sales-ops": "Sales Ops", "data-team": "Data team"}.get(owner, owner.partition(" <")[0])
    assert any(named in line for line in shown.splitlines())
    assert shown.count(named.split()[1]) == shown.count(named)


def test_a_team_with_a_long_name_leaves_room_for_what_is_wrong(review: Review) -> None:
    owner = "The team that looks after everything in the North"

    shown = terminal(owned_by(review, owner), width=80, color=False)

    assert "  High      1 person who left       1  The team that looks  due 9 Nov 2026\n" in shown
    assert "            can still sign in          after everything in  +0 (+4) points\n" in shown


def test_the_page_keeps_a_short_name_together_and_lets_a_long_one_wrap(review: Review) -> None:
    short = html(owned_by(review, "sales-ops"))
    long = html(owned_by(review, "The team that looks after everything in the North"))

    assert '<td role="cell">Sales\N{NO-BREAK SPACE}Ops</td>' in short
    assert '<td role="cell">The team that looks after everything in the North</td>' in long


def owned_by(review: Review, owner: str) -> Review:
    return replace(
        review,
        outcomes=tuple(replace(outcome, owner=owner) for outcome in review.outcomes),
        actions=tuple(replace(action, owner=owner) for action in review.actions),
    )
