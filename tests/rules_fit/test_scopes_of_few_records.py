"""What is said of a rule whose records nobody has, where there is a single record and where there are two."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.model.review import Unread
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import OrgExample

RULE = """\
title: t
why: w
fix: f
severity: low
owner: it
check: {filled: {object: Account, field: Name, when: {Town__c: Nowhere}}}
"""


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (1, "the only Account record does not have “Nowhere” in Town__c, so nothing was looked at"),
        (2, "none of 2 Account records has “Nowhere” in Town__c, so nothing was looked at"),
    ],
)
def test_a_text_that_no_record_has_is_said_of_one_record_and_of_several(tmp_path: Path, rows: int, says: str) -> None:
    (tmp_path / "x.yaml").write_text(RULE)
    rule = load_rule(tmp_path / "x.yaml", "own/quality/x")
    needs = needs_of(rule)
    assert not isinstance(needs, Unread)
    accounts = tuple({"Id": f"00100000000000{at}AAA", "Name": "A", "Town__c": "Here"} for at in range(rows))
    described = ({"object": "Account", "field": "Town__c", "type": "string"},)

    with example_snapshot(OrgExample(org={"Account": accounts, "describe_fields": described}), needs) as snapshot:
        seen = examine([rule], snapshot)["own/quality/x"]

    assert isinstance(seen, Unread)
    assert seen.detail.endswith(f"x.yaml:6: check.filled.when.Town__c: {says}")
