"""What is handed to IT, as files: a folder of source that can be deployed, and a page that asks for the change."""

from __future__ import annotations

from collections.abc import Mapping

from sf_audit.model.handoff import Handoff
from sf_audit.report.handoff.change_request import change_request
from sf_audit.report.handoff.source import source

#: The page, beside the source.
CHANGE_REQUEST = "change-request.md"


def files(handoff: Handoff) -> Mapping[str, str]:
    """Every file of the folder, by its path in it."""
    return {**source(handoff), CHANGE_REQUEST: change_request(handoff)}
