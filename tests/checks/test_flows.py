"""The verbs about flows: which of them count, which are breaches, and what the org has to show for that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from sf_audit.checks.flows_activated import FlowsActivated
from sf_audit.checks.flows_described import FlowsDescribed
from sf_audit.checks.no_process_builder import NoProcessBuilder
from sf_audit.model.review import Reason
from sf_audit.rulebook.rules.flows import OfFlows
from tests.checks.looking import Rows, unread, verdict

#: What is seen of a flow of ours that runs, and of which nothing is wrong.
GOOD: Mapping[str, Any] = {
    "DurableId": "300A",
    "ApiName": "Good",
    "ProcessType": "AutoLaunchedFlow",
    "ActiveVersionId": "301A",
    "Description": "Routes leads.",
    "NamespacePrefix": None,
    "LastModifiedDate": datetime.fromisoformat("2019-01-01T00:00:00"),
}


def rows(*flows: Mapping[str, Any]) -> Rows:
    listed = ({"Id": f"3dd{number}", **GOOD, **flow} for number, flow in enumerate(flows))
    return {"FlowDefinitionView": tuple(listed)}


def broken(check: OfFlows, *flows: Mapping[str, Any]) -> tuple[int, list[str]]:
    """How many flows are looked at, and the names of those that are breaches."""
    seen = verdict(check, rows(*flows))
    assert isinstance(seen.breaches, tuple)
    return seen.checked, [breach.id for breach in seen.breaches]


def test_an_active_flow_is_described() -> None:
    flows = (
        {"ApiName": "A"},
        {"ApiName": "Empty", "Description": None},
        {"ApiName": "Blank", "Description": " \n"},
        {"ApiName": "Off", "Description": None, "ActiveVersionId": None},
        {"ApiName": "Off_Too", "Description": None, "ActiveVersionId": ""},
        {"ApiName": "Packaged", "Description": None, "NamespacePrefix": "vendor"},
    )

    assert broken(FlowsDescribed(), *flows) == (3, ["Blank", "Empty"])


@pytest.mark.parametrize("kind", ["Workflow", "CustomEvent", "InvocableProcess"])
def test_an_active_process_is_a_breach(kind: str) -> None:
    flows = (
        {"ApiName": "Runs", "ProcessType": kind},
        {"ApiName": "Off", "ProcessType": kind, "ActiveVersionId": None},
        {"ApiName": "Packaged", "ProcessType": kind, "NamespacePrefix": "vendor"},
        {"ApiName": "Flow", "ProcessType": "Flow"},
        {"ApiName": "Unknown", "ProcessType": None},
    )

    assert broken(NoProcessBuilder(), *flows) == (3, ["Runs"])


@pytest.mark.parametrize(
    ("changed", "lies"),
    [("2025-12-15T23:59:59", True), ("2025-12-16T00:00:00", False), ("2026-03-16T09:00:00", False), (None, True)],
)
def test_a_flow_without_an_active_version_was_changed_lately(changed: str | None, lies: bool) -> None:
    day = datetime.fromisoformat(changed) if changed else None
    draft = {"ApiName": "Draft", "ActiveVersionId": None, "LastModifiedDate": day}

    assert broken(FlowsActivated(within=90), {}, draft) == (2, ["Draft"] if lies else [])


@pytest.mark.parametrize("check", [FlowsDescribed(), NoProcessBuilder(), FlowsActivated(within=90)])
def test_an_org_without_flows_has_nothing_to_check(check: OfFlows) -> None:
    seen = verdict(check, rows())

    assert (seen.checked, seen.broken) == (0, 0)
    assert seen.proof.startswith("FlowDefinitionView was read whole: no ")


@pytest.mark.parametrize("check", [FlowsDescribed(), NoProcessBuilder(), FlowsActivated(within=90)])
@pytest.mark.parametrize("hidden", ["FlowDefinitionView", "FlowDefinitionView.ActiveVersionId"])
def test_what_is_hidden_is_never_judged(check: OfFlows, hidden: str) -> None:
    seen = unread(check, rows({}), hidden=(hidden,))

    assert seen.reason in {Reason.OBJECT_NOT_READABLE, Reason.FIELD_NOT_VISIBLE}
    assert hidden in seen.detail
