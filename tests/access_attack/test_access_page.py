"""The page about access is what the commands really answer, and the answers are the right ones."""

from __future__ import annotations

import re

import pytest

from sf_audit.cli.access_reference import QUESTIONS
from sf_audit.cli.reference import pages

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
    ("support.site.guest", "edit on Case"): "yes",
    ("henrik.olsen", "ModifyAllData"): "only in a session that activates it",
}


@pytest.fixture(scope="module")
def made() -> str:
    return pages()["access.md"]


def test_every_trap_is_answered_as_the_platform_does(made: str) -> None:
    found = re.findall(r"^([\w.]+)@northlight\.example · (.+): (.+)$", made, re.MULTILINE)

    assert {(user, what): answer for user, what, answer in found} == ANSWERS
    assert len(QUESTIONS) == len(ANSWERS)


def test_help_desk_reaches_the_administrator(made: str) -> None:
    assert "ingrid.dahl@northlight.example (internal), in 5 steps" in made
    assert "The fewest changes that take it from all of them: 1\n" in made
