"""Rules about how deals were before, against served orgs that show one history or another."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from sf_audit.demo.schema import Field, SObject
from tests.rules_fit.altered_town import altered_town, workspace
from tests.rules_fit.own_rules import review_own

pytestmark = pytest.mark.demo

OPEN = "object: opportunity\nwhen: {isclosed: false}\n"
RULES = {
    "age.yaml": ("stage_age", OPEN + "field: stagename\nat_most: 30 days"),
    "stages.yaml": ("stage_age", OPEN + "field: StageName\nat_most: {Prospecting: 1 day, Qualification: 60 days}"),
    "pushed.yaml": ("not_pushed", OPEN + "field: closedate\nat_most: 0"),
    "far.yaml": ("not_pushed", OPEN + "field: CloseDate\nat_most: 9\nin_all: 40 days"),
}
LINK = Field("OpportunityId", "reference", length=18, references=("Opportunity",), relationship="Opportunity")
ID = Field("Id", "id", length=18, nillable=False)
MOMENT = Field("CreatedDate", "datetime", nillable=False)
STAGES = SObject(
    "OpportunityHistory",
    "Opportunity History",
    "Opportunity History",
    "008",
    (ID, LINK, MOMENT, Field("StageName", "picklist"), Field("CloseDate", "date"), Field("PrevCloseDate", "date")),
)
CHANGES = SObject(
    "OpportunityFieldHistory",
    "Opportunity Field History",
    "Opportunity Field History",
    "017",
    (
        ID,
        LINK,
        MOMENT,
        Field("Field", "picklist"),
        Field("OldValue", "anyType", filterable=False),
        Field("NewValue", "anyType", filterable=False),
    ),
)

#: Every deal was created as Prospecting, 40 days before its close date; in the same second both changed.
HISTORY = """
    CREATE OR REPLACE TABLE "OpportunityHistory" AS
    SELECT '0080' || "Id"[5:15] AS "Id", "Id" AS "OpportunityId", "CreatedDate", 'Prospecting' AS "StageName",
           "CloseDate" - 40 AS "CloseDate", CAST(NULL AS DATE) AS "PrevCloseDate" FROM "Opportunity"
    UNION ALL
    SELECT '0081' || "Id"[5:15], "Id", "CreatedDate", "StageName", "CloseDate",
           "CloseDate" - 40 FROM "Opportunity";
    CREATE TABLE "OpportunityFieldHistory" AS
    SELECT '0170' || "Id"[5:15] AS "Id", "Id" AS "OpportunityId",
           "CreatedDate", 'StageName' AS "Field", 'Prospecting' AS "OldValue",
           "StageName" AS "NewValue" FROM "Opportunity"
    UNION ALL
    SELECT '0171' || "Id"[5:15], "Id", "CreatedDate", 'CloseDate',
           CAST("CloseDate" - 40 AS VARCHAR), CAST("CloseDate" AS VARCHAR) FROM "Opportunity";
    UPDATE "Opportunity" SET "LastStageChangeDate" = "CreatedDate";
"""


def outcomes(
    folder: Path, hidden: Collection[str] = (), closed: Collection[str] = ()
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """By rule, its outcome; and the queries that were sent."""
    with altered_town(folder / "town", hidden=hidden, closed=closed, added=(STAGES, CHANGES)) as town:
        town.change(HISTORY)
        rules = workspace(folder / "workspace", RULES)
        ran = review_own(town, rules)
    found = json.loads((ran.folder / "review.json").read_text())["outcomes"]
    queries = [query for outcome in found for query in outcome["queries"]]
    return {outcome["rule"].removeprefix("own/quality/"): outcome for outcome in found}, queries


def test_every_history_says_the_same_and_only_one_is_read(tmp_path: Path) -> None:
    own_date, read_with_date = outcomes(tmp_path / "0")
    by_stages, read_with_stages = outcomes(tmp_path / "1", hidden={"Opportunity.LastStageChangeDate"})
    by_changes, read_with_changes = outcomes(
        tmp_path / "2", hidden={"Opportunity.LastStageChangeDate"}, closed={"OpportunityHistory"}
    )

    notes = [{name: outcome["notes"] for name, outcome in found.items()} for found in (own_date, by_stages, by_changes)]
    dated, staged, changed = (
        [f"as {name} has it"] for name in ("LastStageChangeDate", "OpportunityHistory", "OpportunityFieldHistory")
    )
    assert notes == [
        {"age": dated, "stages": dated, "pushed": staged, "far": staged},
        dict.fromkeys(("age", "stages", "pushed", "far"), staged),
        dict.fromkeys(("age", "stages", "pushed", "far"), changed),
    ]
    for name in ("age", "stages"):
        counts = [(found[name]["checked"], found[name]["broken"]) for found in (own_date, by_stages, by_changes)]
        assert len(set(counts)) == 1
        assert 0 < counts[0][1] < counts[0][0]
    assert own_date["pushed"]["broken"] == by_changes["pushed"]["broken"] == own_date["pushed"]["checked"] > 0
    assert (own_date["far"]["status"], by_stages["far"]["status"]) == ("kept", "kept")
    assert any("FROM OpportunityHistory" in query for query in read_with_date)
    assert not any("FieldHistory" in query for query in (*read_with_date, *read_with_stages))
    assert not any("FROM OpportunityHistory" in query for query in read_with_changes)


def test_an_org_that_shows_no_history_is_told_what_to_grant(tmp_path: Path) -> None:
    found, _ = outcomes(
        tmp_path,
        hidden={"Opportunity.LastStageChangeDate"},
        closed={"OpportunityHistory", "OpportunityFieldHistory"},
    )

    assert {outcome["status"] for outcome in found.values()} == {"not_checked"}
    assert {(outcome["reason"], outcome["unlocked_by"]) for outcome in found.values()} == {
        ("object_not_readable", "Read on Opportunity")
    }
