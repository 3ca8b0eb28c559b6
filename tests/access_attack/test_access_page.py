"""The page about access is what the commands really answer, and the answers are the right ones."""

from __future__ import annotations

import re

import pytest

from tools.docs.access_page import QUESTIONS
from tools.docs.reference import pages

ANSWERS = {
    ("owen.carter", "ModifyAllData"): "no",
    ("beatriz.sousa", "TransferAnyCase"): "yes",
    ("rhys.morgan", "ModifyAllData"): "no",
    ("chloe.bennett", "ViewAllData"): "not checked",
    ("amelia.hughes", "edit on Campaign"): "no",
    ("laura.conti", "edit on Lead"): "no",
    ("daniel.okafor", "edit on Account.Name"): "yes",
    ("henrik.olsen", "read on Account.VAT_Number__c"): "yes",
    ("wout.peeters", "ManageUsers"): "yes",
    ("support.site.guest", "create on Case"): "yes",
    ("henrik.olsen", "ModifyAllData"): "only in a session that activates it",
    ("ciara.walsh", "read on Account"): "yes",
}


@pytest.fixture(scope="module")
def made() -> str:
    return pages()["access.md"]


def test_every_trap_is_answered_as_the_platform_does(made: str) -> None:
    found = re.findall(r"^([\w.]+)@northlight\.example · (.+): (.+)$", made, re.MULTILINE)

    assert {(user, what): answer for user, what, answer in found} == ANSWERS
    assert len(QUESTIONS) == len(ANSWERS) - 1, "and one about records"


def test_closed_ways_and_those_of_a_session_stand_apart(made: str) -> None:
    assert "\nClosed ways\n  permission set Data_Migration_2024; expired on 2026-11-21\n" in made
    assert "\nWays that a session must activate first\n  permission set Emergency_Elevation," in made


def test_sharing_rules_say_whom_they_reach(made: str) -> None:
    assert "up to Edit: records owned by role UK_Ireland_Sales (sharing rule UK_to_Dublin), because of group" in made
    assert "perhaps up to Edit: records by territory (sharing rule South), if the user is in territory South" in made
    assert "up to Read: records by Customer_Tier__c (sharing rule Key_Accounts), because of all internal users" in made
    assert "sharing rules: not read, and they may open more; give --metadata DIR" in made


def test_help_desk_reaches_the_administrator(made: str) -> None:
    assert "ingrid.dahl@northlight.example (internal), in 5 steps" in made
    assert "The fewest changes that take it from all of them: 1\n" in made
