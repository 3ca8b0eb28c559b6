"""Asynchronous Apex jobs: "AsyncApexJob" in the "Object Reference for the Salesforce Platform"."""

from __future__ import annotations

#: AsyncApexJob.JobType of rows that the platform adds for its own use ("for every 10,000 AsyncApexJob records, Apex
#: creates an additional job of type BatchApexWorker for internal use", "Using Batch Apex").
INTERNAL_JOBS = frozenset({"BatchApexWorker"})
