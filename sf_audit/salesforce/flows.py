"""Which flows of an org are processes of Process Builder ("ProcessType" in "FlowDefinitionView")."""

from __future__ import annotations

#: Flows and processes, each with what it is at its latest version. Every row is told apart by its DurableId.
FLOWS = "FlowDefinitionView"

#: A process that records start, one that an event starts, and one that another process starts.
PROCESS_BUILDER = frozenset({"Workflow", "CustomEvent", "InvocableProcess"})
