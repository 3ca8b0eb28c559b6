"""Findings call records by the field that the org says names them, whichever that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from sf_audit.demo.schema import SObject
from tests.cli.demo_town import Ran
from tests.rules_fit.altered_town import AlteredTown, altered_town, workspace
from tests.rules_fit.own_rules import review_own

pytestmark = pytest.mark.demo

RULES = {
    "task.yaml": ("matches", "object: Task\nfield: Priority\npattern: ^nothing$"),
    "event.yaml": ("matches", "object: event\nfield: EventSubtype\npattern: ^nothing$"),
    "case.yaml": ("matches", "object: Case\nfield: Status\npattern: ^nothing$"),
    "campaign.yaml": ("matches", "object: Campaign\nfield: Status\npattern: ^nothing$"),
}


def named_by(sobject: SObject, name: str) -> SObject:
    return replace(sobject, fields=tuple(replace(field, name_field=field.name == name) for field in sobject.fields))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlteredTown]:
    with altered_town(tmp_path_factory.mktemp("town"), altered={"Campaign": lambda it: named_by(it, "Type")}) as town:
        town.change("""UPDATE "Campaign" SET "Type" = 'Other' WHERE "Type" IS NULL""")
        yield town


@pytest.fixture(scope="module")
def reviewed(told: AlteredTown, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    rules = workspace(tmp_path_factory.mktemp("rules"), RULES)
    return review_own(told, rules)


@pytest.mark.parametrize(
    ("table", "named"), [("Task", "Subject"), ("Event", "Subject"), ("Case", "CaseNumber"), ("Campaign", "Type")]
)
def test_records_are_called_by_their_name_field(told: AlteredTown, reviewed: Ran, table: str, named: str) -> None:
    with told.org.rows.cursor() as rows:
        names = dict(rows.execute(f'SELECT "Id", coalesce("{named}", \'\') FROM "{table}"').fetchall())
    labels = {row["id"]: row["label"] for row in labels_of(reviewed.folder) if row["object"] == table}

    assert labels
    assert any(labels.values())
    assert labels == {record: names[record] for record in labels}


def labels_of(folder: Path) -> list[dict[str, Any]]:
    with pq.ParquetFile(folder / "labels.parquet") as file:
        found: list[dict[str, Any]] = file.read().to_pylist()
    return found
