"""What each limit is called, what IT looks into when it runs short, and what people feel when it does.

"Limits" in the "REST API Developer Guide" names them; "Data and File Storage Allocations", "API Request Limits and
Allocations" and "Apex Governor Limits" say what happens at their ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LimitText:
    """A limit in words. `unit` stands behind its numbers, and may be empty."""

    label: str
    diagnostics: str
    impact: str
    unit: str = ""


TEXTS: Mapping[str, LimitText] = {
    "DataStorageMB": LimitText(
        "Data storage",
        "Setup, Storage Usage: which objects and which users hold most; archive or delete old tasks, logs and cases.",
        "When it is full no record can be saved: not by people, not by integrations.",
        "MB",
    ),
    "FileStorageMB": LimitText(
        "File storage",
        "Setup, Storage Usage: the largest files and who added them; move old attachments out.",
        "When it is full nobody can attach a file, and e-mails with attachments are not filed.",
        "MB",
    ),
    "DailyApiRequests": LimitText(
        "API calls in 24 hours",
        "Setup, System Overview, and the report “API Usage Last 7 Days”: let the largest caller ask in bulk.",
        "When they are spent integrations are refused: orders, leads and syncs stand still.",
        "calls",
    ),
    "DailyAsyncApexExecutions": LimitText(
        "Asynchronous Apex in 24 hours",
        "Setup, Apex Jobs: which class runs most often; run it less often, over more records.",
        "When they are spent nightly jobs do not start: assignments, roll-ups and syncs are late.",
        "runs",
    ),
    "DailyBulkV2QueryJobs": LimitText(
        "Bulk queries in 24 hours",
        "Setup, Bulk Data Load Jobs: which tool makes most jobs; let it ask for more in each.",
        "When they are spent exports to the warehouse and backups fail.",
        "jobs",
    ),
    "DailyWorkflowEmails": LimitText(
        "E-mail alerts in 24 hours",
        "Setup, Flows and Email Alerts: which one sends most; combine or drop it.",
        "When they are spent no alert or reminder is sent, and nobody is told.",
        "e-mails",
    ),
    "SingleEmail": LimitText(
        "Single e-mails in 24 hours",
        "Apex and flows that send e-mail to outside addresses: which one sends most.",
        "When they are spent confirmations to customers are not sent.",
        "e-mails",
    ),
    "PermissionSets": LimitText(
        "Permission sets",
        "Setup, Permission Sets: those that nobody is assigned to; merge what is alike.",
        "When there are no more new roles and apps cannot be given their rights.",
    ),
}


def limit_text(name: str) -> LimitText:
    """The words for a limit; those that fit any where it has none of its own."""
    known = TEXTS.get(name)
    return known or LimitText(
        re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name),
        "Setup, System Overview and Company Information: which process uses most of it.",
        "When it is spent what rests on it is refused until there is room again.",
    )
