"""The column Metadata, one row at a time: what a snapshot keeps of it, and what a refusal costs."""

from __future__ import annotations

import pytest

from sf_audit.model.review import Reason
from sf_audit.snapshot.needs import Need, Source
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Row, error, said, text_field

OF = frozenset({"Account"})
FORMULAS = Need("validation_formulas", frozenset({"formula"}), source=Source.METADATA, of=OF)
LAYOUTS = Need("layout_fields", frozenset({"field"}), source=Source.METADATA, of=OF)
PAGES = Need("page_fields", frozenset({"field"}), source=Source.METADATA, of=OF)
FLOWS = Need("flow_words", frozenset({"words", "calls"}), source=Source.METADATA, of=OF)
OWNER = "EntityDefinition.QualifiedApiName"


def key(number: int) -> str:
    return f"03d{number:012d}AAA"


def rules(org: Org, formulas: list[str | None]) -> None:
    """An org with validation rules of Account, each with its formula."""
    org.add("Account", [], [])
    rows: list[Row] = []
    for number, formula in enumerate(formulas):
        rows.append({"Id": key(number), OWNER: "Account", "ValidationName": f"Rule_{number}"})
        whole(org, "ValidationRule", key(number), {"errorConditionFormula": formula, "urls": None})
    org.add("ValidationRule", [text_field("ValidationName")], rows)


def whole(org: Org, table: str, record: str, metadata: object) -> None:
    """What is there at the address of one row."""
    org.resources[f"tooling/sobjects/{table}/{record}"] = said({"Id": record, "Metadata": metadata})


def hide(org: Org, number: int) -> None:
    """The org refuses the row of one validation rule."""
    org.resources[f"tooling/sobjects/ValidationRule/{key(number)}"] = error("INSUFFICIENT_ACCESS", 403)


def test_each_formula_is_read_and_25_go_into_a_call(org: Org, gather: Gather) -> None:
    rules(org, [f"ISBLANK(F{number}__c)" for number in range(30)])

    found = gather(FORMULAS)

    assert found.rows("validation_formulas")[:2] == [
        {"object": "Account", "id": key(0), "name": "Rule_0", "formula": "ISBLANK(F0__c)"},
        {"object": "Account", "id": key(1), "name": "Rule_1", "formula": "ISBLANK(F1__c)"},
    ]
    entry = found["validation_formulas"]
    assert (entry.rows, entry.unread, dict(entry.uncovered), entry.covers) == (30, None, {}, ("Account",))
    assert len([call for call in org.arrived if "composite" in call]) == 2
    assert not [call for call in org.arrived if "sobjects/ValidationRule/03d" in call]
    assert entry.queries == (
        f"SELECT Id,{OWNER},ValidationName FROM ValidationRule WHERE {OWNER} IN ('Account')",
        "GET tooling/sobjects/ValidationRule/{Id}, for each row",
    )


def test_a_formula_that_the_org_does_not_show_is_empty(org: Org, gather: Gather) -> None:
    rules(org, [None])

    assert gather(FORMULAS).rows("validation_formulas")[0]["formula"] is None


def test_a_row_that_is_refused_costs_that_row(org: Org, gather: Gather) -> None:
    rules(org, ["TRUE", "FALSE"])
    hide(org, 1)

    found = gather(FORMULAS)

    assert [row["name"] for row in found.rows("validation_formulas")] == ["Rule_0"]
    unread = found["validation_formulas"].uncovered[f"Account.{key(1)}"]
    assert (unread.reason, unread.unlocked_by) == (Reason.OBJECT_NOT_READABLE, "View Setup and Configuration")
    assert unread.detail == ("the org did not show what validation rule Rule_1 of Account says (INSUFFICIENT_ACCESS)")


def test_an_org_that_refuses_rows_is_not_asked_for_all_of_them(org: Org, gather: Gather) -> None:
    rules(org, ["TRUE"] * 60)
    for number in range(60):
        hide(org, number)

    found = gather(FORMULAS)

    assert len(found["validation_formulas"].uncovered) == 60
    assert len([call for call in org.arrived if "sobjects/ValidationRule/03d" in call]) == 3


@pytest.mark.parametrize("metadata", [None, "AND()"])
def test_rows_that_say_nothing_cost_no_other_row(org: Org, gather: Gather, metadata: object) -> None:
    rules(org, ["TRUE"] * 30)
    for number in range(28):
        whole(org, "ValidationRule", key(number), metadata)

    found = gather(FORMULAS)

    assert [row["name"] for row in found.rows("validation_formulas")] == ["Rule_28", "Rule_29"]
    assert len(found["validation_formulas"].uncovered) == 28


def test_a_list_that_is_refused_costs_its_objects(org: Org, gather: Gather) -> None:
    rules(org, ["TRUE"])
    org.fail_once("query.*ValidationRule", error("INSUFFICIENT_ACCESS", 403))

    found = gather(FORMULAS)

    assert list(found["validation_formulas"].uncovered) == ["Account"]
    assert found["validation_formulas"].covers == ()


def test_a_list_that_ends_early_costs_its_objects(org: Org, gather: Gather) -> None:
    rules(org, ["TRUE", "FALSE"])
    rows = [{"Id": key(0), "EntityDefinition": {"QualifiedApiName": "Account"}, "ValidationName": "Rule_0"}]
    org.fail_once("query.*ValidationRule", said({"totalSize": 2, "done": True, "records": rows}))

    found = gather(FORMULAS)

    assert found["validation_formulas"].uncovered["Account"].detail == (
        "ValidationRule is incomplete: 1 row came where 2 were announced, and a second count says 2"
    )


@pytest.mark.parametrize("metadata", [[], "AND()", {"errorConditionFormula": 7}])
def test_metadata_without_its_shape_is_no_formula(org: Org, gather: Gather, metadata: object) -> None:
    rules(org, ["TRUE"])
    whole(org, "ValidationRule", key(0), metadata)

    found = gather(FORMULAS)

    assert found.rows("validation_formulas") == []
    assert found["validation_formulas"].uncovered[f"Account.{key(0)}"].reason is Reason.INCOMPLETE


def test_metadata_that_is_not_shown_asks_for_what_shows_it(org: Org, gather: Gather) -> None:
    rules(org, ["TRUE"])
    whole(org, "ValidationRule", key(0), None)

    unread = gather(FORMULAS)["validation_formulas"].uncovered[f"Account.{key(0)}"]

    assert (unread.reason, unread.unlocked_by) == (Reason.FIELD_NOT_VISIBLE, "View Setup and Configuration")


def test_the_fields_of_a_layout_are_read_with_what_people_can_do(org: Org, gather: Gather) -> None:
    org.add("Account", [], [])
    items = [{"behavior": "Required", "field": "Name"}, {"emptySpace": True}, {"behavior": "Edit", "field": "Phone"}]
    sections = [{"layoutColumns": [{"layoutItems": items}, {"layoutItems": None}]}, {"layoutColumns": None}]
    rows: list[Row] = []
    for number, (name, metadata) in enumerate((("Full", sections), ("Bare", None))):
        rows.append({"Id": f"00h00000000000{number}AAA", OWNER: "Account", "Name": name})
        whole(org, "Layout", f"00h00000000000{number}AAA", {"layoutSections": metadata})
    org.add("Layout", [text_field("Name")], rows)

    found = [(row["name"], row["field"], row["behavior"]) for row in gather(LAYOUTS).rows("layout_fields")]

    assert found == [("Full", "Name", "Required"), ("Full", "Phone", "Edit"), ("Bare", None, None)]


def test_the_fields_of_a_lightning_page_are_read_with_what_people_can_do(org: Org, gather: Gather) -> None:
    org.add("Account", [], [])
    placed = {"fieldInstanceProperties": [{"name": "uiBehavior", "value": "required"}], "fieldItem": "Record.Industry"}
    items = [{"componentInstance": {}, "fieldInstance": None}, {"fieldInstance": placed}]
    org.add(
        "FlexiPage", [text_field("DeveloperName")], [{"Id": f"{key(1)}", OWNER: "Account", "DeveloperName": "Page"}]
    )
    whole(org, "FlexiPage", key(1), {"flexiPageRegions": [{"itemInstances": items}, {"itemInstances": None}]})

    found = gather(PAGES).rows("page_fields")

    assert [(row["name"], row["field"], row["behavior"]) for row in found] == [("Page", "Industry", "required")]


@pytest.mark.parametrize(("subflows", "calls"), [([], "false"), ([{"name": "Choose", "flowName": "Routing"}], "true")])
def test_the_words_of_an_active_flow_are_read(org: Org, gather: Gather, subflows: list[Row], calls: str) -> None:
    flow = {"Id": "301000000000001AAA", "MasterLabel": "Assign", "Status": "Active", "ProcessType": "AutoLaunchedFlow"}
    draft = {**flow, "Id": "301000000000002AAA", "Status": "Draft"}
    names = [text_field(name) for name in ("MasterLabel", "Status", "ProcessType")]
    org.add("Account", [], [])
    org.add("Flow", names, [flow, draft])
    sets = [{"assignToReference": "$Record.Region__c", "value": {"stringValue": "a<b"}, "order": 1}]
    whole(org, "Flow", flow["Id"], {"assignments": [{"assignmentItems": sets}], "subflows": subflows})

    rows = gather(FLOWS).rows("flow_words")

    assert [(row["id"], str(row["calls"]).lower()) for row in rows] == [(flow["Id"], calls)]
    assert {"Record", "Region__c", "a", "b"} <= set(rows[0]["words"].split())


def test_a_flow_that_is_refused_is_told(org: Org, gather: Gather) -> None:
    flow = {"Id": "301000000000001AAA", "MasterLabel": "Assign", "Status": "Active", "ProcessType": "AutoLaunchedFlow"}
    org.add("Account", [], [])
    org.add("Flow", [text_field(name) for name in ("MasterLabel", "Status", "ProcessType")], [flow])
    org.resources[f"tooling/sobjects/Flow/{flow['Id']}"] = error("INSUFFICIENT_ACCESS", 403)

    (unread,) = gather(FLOWS)["flow_words"].uncovered.values()

    assert unread.detail == "the org did not show what flow Assign says (INSUFFICIENT_ACCESS)"
