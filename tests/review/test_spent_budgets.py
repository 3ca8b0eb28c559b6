"""A run that may not go on says whose calls are gone: what its owner can change differs."""

from __future__ import annotations

import pytest

from sf_audit.connector.refusals import Kind, Refusal
from sf_audit.errors import OrgUnavailable
from sf_audit.review.run import told


@pytest.mark.parametrize(
    ("refusal", "own"),
    [
        (Refusal(Kind.BUDGET, "API_BUDGET_SPENT"), True),
        (Refusal(Kind.BUDGET, "ORG_PAST_ITS_SHARE"), False),
        (Refusal(Kind.LIMIT, "REQUEST_LIMIT_EXCEEDED"), False),
    ],
)
def test_a_larger_share_is_offered_only_where_it_helps(refusal: Refusal, own: bool) -> None:
    with pytest.raises(OrgUnavailable) as problem, told():
        raise refusal

    assert ("--api-share" in problem.value.hint) is own
