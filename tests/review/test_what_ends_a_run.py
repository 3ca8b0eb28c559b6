"""What ends a run is told with what to do about it, and nothing of it is called a bug."""

from __future__ import annotations

import errno

import pytest

from sf_audit.connector.http.api_errors import ORG_PAST_ITS_SHARE, ApiError, Kind
from sf_audit.errors import AuditError, IntegrityBroken, OrgUnavailable, SignInRefused
from sf_audit.review.run import translate_errors

DISK = "Look at the disk and the limit of open files (ulimit -n), then run again: finished pages are reused."


def told(problem: Exception) -> AuditError:
    with pytest.raises(AuditError) as ended, translate_errors():
        raise problem
    return ended.value


def test_a_session_that_ended_asks_for_a_new_sign_in() -> None:
    ended = told(ApiError(Kind.SESSION, "INVALID_SESSION_ID", status=401))

    assert isinstance(ended, SignInRefused)
    assert str(ended) == "the org ended the session and did not open another"
    assert ended.hint == "Sign in again: sf-audit login."


def test_a_spent_budget_of_ours_says_how_to_allow_more() -> None:
    refusal = ApiError(Kind.BUDGET, "BUDGET_SPENT")

    ended = told(refusal)

    assert isinstance(ended, OrgUnavailable)
    assert str(ended) == f"the API budget is spent ({refusal})"
    assert ended.hint == "Run again later, or allow more of the org's day with --api-share."


def test_an_org_that_used_its_calls_itself_is_not_told_as_our_budget() -> None:
    refusal = ApiError(Kind.BUDGET, ORG_PAST_ITS_SHARE)

    ended = told(refusal)

    assert (
        str(ended)
        == str(refusal)
        == ("the org as a whole has used most of its API calls of the day: ORG_PAST_ITS_SHARE")
    )
    assert ended.hint == refusal.hint != ""


def test_any_other_refusal_points_to_the_doctor() -> None:
    refusal = ApiError(Kind.BLOCKED, "x")
    refusal.hint = ""

    assert told(refusal).hint == "Run again; see sf-audit doctor."


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE, errno.EIO])
def test_a_file_that_the_machine_refuses_says_which_way(number: int) -> None:
    ended = told(OSError(number, "x", "/workspace/snapshots"))

    assert isinstance(ended, IntegrityBroken)
    assert "/workspace" not in str(ended)
    assert str(ended).startswith("this machine refused a file: ")
    assert ended.hint == DISK


def test_what_is_no_error_of_the_system_stays_what_it_is() -> None:
    with pytest.raises(OSError, match="no number"), translate_errors():
        raise OSError("no number")
