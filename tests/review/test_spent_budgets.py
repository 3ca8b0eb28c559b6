"""A run that may not go on says whose calls are gone: what its owner can change differs."""

from __future__ import annotations

import pytest

from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.errors import OrgUnavailable
from sf_audit.review.run import translate_errors


@pytest.mark.parametrize(
    ("refusal", "own"),
    [
        (ApiError(Kind.BUDGET, "API_BUDGET_SPENT"), True),
        (ApiError(Kind.BUDGET, "ORG_PAST_ITS_SHARE"), False),
        (ApiError(Kind.LIMIT, "REQUEST_LIMIT_EXCEEDED"), False),
    ],
)
def test_a_larger_share_is_offered_only_where_it_helps(refusal: ApiError, own: bool) -> None:
    with pytest.raises(OrgUnavailable) as problem, translate_errors():
        raise refusal

    assert ("--api-share" in problem.value.hint) is own
