"""Orgs with many custom objects: few calls, and a plan that says how many."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.connector.collect.collect import collect
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.plan import Plan, build_plan
from sf_audit.model.review import OrgIdentity, Reason
from sf_audit.snapshot.needs import CUSTOM_OBJECTS, Need, Source
from sf_audit.snapshot.staging import Staging, TableWriter
from tests.connector_reading.reading_org import ORG_ID, Org
from tests.connector_reading.replies import error, said, text_field

TAKEN = datetime(2026, 3, 10, 12, tzinfo=UTC)
ACME = OrgIdentity(ORG_ID, "Acme", False, "https://127.0.0.1", "America/New_York", "Enterprise Edition")
OBJECTS = [f"Part_{number:03d}__c" for number in range(60)]
COUNTS = Need("fill_counts", frozenset(), source=Source.COUNTS, of=frozenset({CUSTOM_OBJECTS}), some_will_do=True)
FIELDS = Need(
    "FieldDefinition",
    frozenset({"DurableId", "QualifiedApiName"}),
    source=Source.TOOLING,
    of=frozenset({CUSTOM_OBJECTS}),
    some_will_do=True,
)
DESCRIPTIONS = Need(
    "describe_fields", frozenset({"object", "field"}), source=Source.DESCRIBE, of=COUNTS.of, some_will_do=True
)


@dataclass(frozen=True)
class Gathered:
    plan: Plan
    writers: dict[str, TableWriter]
    calls: int


Gather = Callable[..., Gathered]


@pytest.fixture
def gather(org: Org, client: Client, tmp_path: Path) -> Gather:
    for name in OBJECTS:
        org.add(name, [text_field("Note__c")], [{"Id": "a00", "Note__c": "x"}, {"Id": "a01", "Note__c": None}])
    fields = [
        {"EntityDefinition.QualifiedApiName": name, "DurableId": f"{name}.Note__c", "QualifiedApiName": "Note__c"}
        for name in OBJECTS
    ]
    org.add("FieldDefinition", [text_field("DurableId"), text_field("QualifiedApiName")], fields)

    def read(*needs: Need, visibility: RecordVisibility | None = None) -> Gathered:
        plan, describes = build_plan(client, needs, ACME, TAKEN)
        with Staging.begin(tmp_path, ACME, tool_version="1", started=TAKEN, plan_sha256=plan.sha256) as staging:
            collect(client, plan, describes, staging, visibility=visibility or RecordVisibility(all_rows=True))
            return Gathered(plan, dict(staging._writers), client.calls)

    return read


def test_many_objects_are_described_and_counted_in_few_calls_and_the_plan_says_so(org: Org, gather: Gather) -> None:
    read = gather(COUNTS, FIELDS)

    assert read.writers["fill_counts"].rows == 60
    assert read.writers["FieldDefinition"].rows == 60
    assert len(org.parts) == 180
    # One list of objects, one count of all, three calls of 25 describes, one describe, and twice twelve of 5 queries.
    assert read.calls == 1 + 1 + 3 + 1 + 12 + 12
    assert 0 <= read.plan.cost.calls - read.calls <= 4


def test_a_part_that_is_refused_is_asked_alone(org: Org, gather: Gather) -> None:
    for _ in range(3):
        org.fail_once("composite", error("FORBIDDEN", 403))
    org.fail_once(r"sobjects/Part_000__c/describe", error("UNKNOWN_EXCEPTION", 500))

    read = gather(COUNTS)

    assert read.writers["fill_counts"].rows == 60
    assert sum("/describe" in one for one in org.arrived) == 61
    assert not read.writers["fill_counts"].entry.uncovered


def test_an_object_without_records_is_neither_described_nor_counted(org: Org, gather: Gather) -> None:
    counts = [{"name": name, "count": 0 if name == "Part_007__c" else 2} for name in OBJECTS]
    org.fail_once("recordCount", said({"sObjects": counts}))

    read = gather(COUNTS, DESCRIPTIONS)

    assert read.writers["fill_counts"].rows == 59
    assert read.writers["fill_counts"].entry.notes == ("1 custom object without a record was not counted",)
    assert not [part for part in org.parts if "Part_007__c" in part]


def test_an_object_whose_records_are_hidden_leaves_the_others_counted(org: Org, gather: Gather) -> None:
    seen = RecordVisibility(all_rows=False, objects=frozenset(OBJECTS) - {"Part_003__c"})

    read = gather(COUNTS, visibility=seen)

    entry = read.writers["fill_counts"].entry
    assert read.writers["fill_counts"].rows == 59
    assert not entry.rows_hidden
    assert {name: one.reason for name, one in entry.uncovered.items()} == {"Part_003__c": Reason.ROWS_HIDDEN}
    assert entry.uncovered["Part_003__c"].unlocked_by == "View All Records on Part_003__c, or View All Data"
    assert not [one for one in org.arrived if re.search("FROM.Part_003__c", one)]


def test_where_all_records_are_hidden_the_whole_table_says_so(org: Org, gather: Gather) -> None:
    read = gather(COUNTS, visibility=RecordVisibility(all_rows=False))

    assert read.writers["fill_counts"].entry.rows_hidden
