"""Flows that nobody looks after: processes that still run, and flows that nobody explained or switched on."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.demo.company.damage import Damage


@dataclass(frozen=True, slots=True)
class _Flow:
    """A flow that is made anew; `changed` counts the days since its last change."""

    name: str
    kind: str
    active: bool
    changed: int
    described: bool
    defect: str
    says: str


_PROCESS, _UNEXPLAINED, _LYING = "process-still-active", "flow-without-description", "flow-left-lying"
_FLOWS = (
    _Flow("Stage_Mails", "Workflow", True, 900, True, _PROCESS, "An active process of Process Builder."),
    _Flow("Case_Updates", "InvocableProcess", True, 800, True, _PROCESS, "An active process as well."),
    _Flow("Old_Stage_Mails", "Workflow", False, 60, True, "trap-process-switched-off", "A process, and switched off."),
    _Flow("Quote_Totals", "AutoLaunchedFlow", True, 30, False, _UNEXPLAINED, "Active, and nobody says why."),
    _Flow("Region_Fix", "Flow", True, 70, False, _UNEXPLAINED, "Active, and nobody says why."),
    _Flow("Lead_Score_Draft", "AutoLaunchedFlow", False, 400, True, _LYING, "Not switched on for a year."),
    _Flow("Renewal_Test", "Flow", False, 300, True, _LYING, "Not switched on for ten months."),
    _Flow("Copy_Of_Routing", "AutoLaunchedFlow", False, 250, False, _LYING, "A copy that nobody switched on."),
    _Flow("New_Approval", "Flow", False, 20, False, "trap-flow-being-built", "Not switched on, and three weeks old."),
)


def leave_flows_lying(damage: Damage) -> None:
    """Add the flows; a flow is known by its API name."""
    for number, flow in enumerate(_FLOWS, 90):
        active_version = f"sfid('301', {number})" if flow.active else "NULL"
        description = "'Does what its name says.'" if flow.described else "NULL"
        damage.add_like_first(
            "FlowDefinitionView",
            f"sfid('3dd', {number}) AS Id, sfid('300', {number}) AS DurableId, '{flow.name}' AS ApiName,"
            f" replace('{flow.name}', '_', ' ') AS Label, {description} AS Description,"
            f" '{flow.kind}' AS ProcessType, NULL AS TriggerType, {active_version} AS ActiveVersionId,"
            f" {flow.active} AS IsActive, day({flow.changed})::TIMESTAMP AS LastModifiedDate",
        )
        damage.write(flow.defect, "FlowDefinition", flow.name, flow.says)
