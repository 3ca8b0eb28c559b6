"""A job is what became of its batches, not what its status says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from sf_audit.checks.jobs_succeed import JobsSucceed
from sf_audit.model.review import Reason
from tests.checks.looking import look, unread, verdict

CHECK = JobsSucceed(30)
LATELY = datetime.fromisoformat("2026-03-10T08:00:00")


def job(**more: object) -> dict[str, Any]:
    return {
        "Id": "707A",
        "Status": "Completed",
        "JobType": "BatchApex",
        "NumberOfErrors": 0,
        "TotalJobItems": 12,
        "JobItemsProcessed": 12,
        "ExtendedStatus": None,
        "CreatedDate": LATELY,
        **more,
    }


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"NumberOfErrors": 12}, "is Completed with 12 errors in 12 batches"),
        ({"NumberOfErrors": 1, "TotalJobItems": 1, "JobItemsProcessed": 1}, "is Completed with 1 error in 1 batch"),
        ({"Status": "Processing", "NumberOfErrors": 3}, "is Processing with 3 errors in 12 batches"),
        ({"Status": "Failed"}, "is Failed"),
        ({"Status": "Failed", "NumberOfErrors": 1, "TotalJobItems": 0}, "is Failed with 1 error"),
        ({"JobItemsProcessed": 5}, "is Completed, with 5 of 12 batches processed"),
        ({"TotalJobItems": 1, "JobItemsProcessed": 0}, "is Completed, with 0 of 1 batch processed"),
        ({"ExtendedStatus": "First error: canary@acme.test"}, "is Completed and reports an error"),
    ],
)
def test_a_job_that_did_not_do_all_its_work_is_a_breach(more: dict[str, object], because: str) -> None:
    seen = verdict(CHECK, {"AsyncApexJob": (job(**more),)})

    assert [breach.because for breach in seen.breaches] == [because]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"Status": "Queued", "JobItemsProcessed": 0},
        {"Status": "Processing", "JobItemsProcessed": 5},
        {"Status": "Processing", "TotalJobItems": 1, "JobItemsProcessed": 0},
        {"NumberOfErrors": None, "TotalJobItems": None, "JobItemsProcessed": None},
        {"JobType": "Queueable", "TotalJobItems": 0, "JobItemsProcessed": 0},
        {"NumberOfErrors": 12, "CreatedDate": datetime.fromisoformat("2026-02-13T08:00:00")},
        {"Status": "Aborted", "NumberOfErrors": 2},
        {"Status": "Failed", "JobType": "BatchApexWorker"},
    ],
)
def test_a_job_that_did_is_none(more: dict[str, object]) -> None:
    assert look(CHECK, {"AsyncApexJob": (job(**more), job(Id="707B"))})[1] == []


def test_without_the_number_of_errors_nothing_is_kept() -> None:
    assert unread(CHECK, {"AsyncApexJob": (job(),)}, hidden=["AsyncApexJob.NumberOfErrors"]).reason is (
        Reason.FIELD_NOT_VISIBLE
    )


def test_without_any_job_the_rule_does_not_apply() -> None:
    assert verdict(CHECK, {"AsyncApexJob": ()}).checked == 0
