"""`sf-audit rules suggest` against a served org: drafts with their numbers, nothing read and nothing overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.demo_town import Ran, run
from tests.rules_fit.altered_town import AlteredTown, altered_town

pytestmark = pytest.mark.demo

LOSS = "suggestions/quality/opportunity-loss-reason-filled-by-stagename.yaml"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlteredTown]:
    with altered_town(tmp_path_factory.mktemp("town"), closed={"Lead"}) as town:
        town.change("""UPDATE "Opportunity" SET "StageName" = 'Closed Lost', "CreatedDate" = now()::TIMESTAMP
                       - INTERVAL 9 DAY WHERE rowid % 4 = 0""")
        town.change("""UPDATE "Opportunity" SET "Loss_Reason__c" = CASE WHEN "StageName" = 'Closed Lost'
                       AND rowid % 40 <> 0 THEN 'Price' END""")
        yield town


def suggest(town: AlteredTown, folder: Path, *more: str) -> Ran:
    return run("rules", "suggest", *town.trust, "--workspace", str(folder), *more, env=town.variables)


def test_a_custom_field_is_drafted_where_people_fill_it_in(served: AlteredTown, tmp_path: Path) -> None:
    before = len(served.asked)

    ran = suggest(served, tmp_path, "--object", "Opportunity")

    assert ran.code == 0, ran.err
    text = (tmp_path / LOSS).read_text(encoding="utf-8")
    assert '    when:\n      StageName: ["Closed Lost"]\n' in text
    assert "#   StageName Closed Lost: " in text
    assert (
        f"{tmp_path / LOSS}: Records of Opportunity have Loss Reason filled in where their StageName asks for it"
        in ran.out
    )
    queries = [path.partition("q=")[2] for path in served.asked[before:] if "q=" in path]
    assert all("COUNT(" in soql or "FROM Organization" in soql or "EntityDefinition" in soql for soql in queries)


def test_a_draft_that_is_accepted_is_a_rule_that_runs(served: AlteredTown, tmp_path: Path) -> None:
    suggest(served, tmp_path, "--object", "Opportunity")
    accepted = tmp_path / "rules" / "quality" / "loss.yaml"
    accepted.parent.mkdir(parents=True)
    (tmp_path / LOSS).rename(accepted)

    tested = run("rules", "test", "own", "--workspace", str(tmp_path))
    checked = run("rules", "check", "own", *served.trust, "--workspace", str(tmp_path), env=served.variables)

    assert (tested.code, checked.code) == (0, 0)
    assert not (tmp_path / LOSS).exists()
    assert "loss-reason" not in suggest(served, tmp_path, "--object", "Opportunity").out


def test_a_draft_that_somebody_edited_is_left_as_it_is(served: AlteredTown, tmp_path: Path) -> None:
    (tmp_path / LOSS).parent.mkdir(parents=True)
    (tmp_path / LOSS).write_text("mine", encoding="utf-8")

    ran = suggest(served, tmp_path, "--object", "Opportunity")

    assert (tmp_path / LOSS).read_text(encoding="utf-8") == "mine"
    assert f"{tmp_path / LOSS}: is there already" in ran.out


def test_an_object_that_is_hidden_is_told_and_the_others_are_profiled(served: AlteredTown, tmp_path: Path) -> None:
    ran = suggest(served, tmp_path)

    assert ran.code == 3
    assert "not counted: Lead is not visible to the auditor user, or this org does not have it" in ran.out
    assert (tmp_path / LOSS).exists()
