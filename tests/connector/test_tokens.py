"""A token is renewed once for all threads, three times in a run, and never shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sf_audit.connector.http.tokens import Grant, TokenKeeper
from sf_audit.errors import SignInRefused

ORG = "https://acme.my.salesforce.com"
NEW_TOKEN = "Set a new SF_AUDIT_ACCESS_TOKEN, or name an org that signs in by JWT or client credentials."


@pytest.mark.parametrize("token", ["", "a b", "a\nb", "tök", "x" * 8193])
def test_what_cannot_be_a_token_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(SignInRefused) as refused:
        Grant(token, ORG)

    assert str(refused.value) == "the access token is empty, or has characters that none has"
    assert refused.value.hint == NEW_TOKEN


def test_the_longest_token_is_taken_and_none_is_shown() -> None:
    assert "!" * 8192 not in repr(Grant("!" * 8192, ORG))


def renewed() -> Iterator[Grant]:
    yield from (Grant(f"token-{number}", ORG) for number in range(2, 9))


def test_a_run_renews_three_times() -> None:
    grants = renewed()
    keeper = TokenKeeper(Grant("token-1", ORG), lambda: next(grants))

    seen = [keeper.token]
    for _ in range(3):
        keeper.renew(keeper.token)
        seen.append(keeper.token)
    with pytest.raises(SignInRefused) as refused:
        keeper.renew(keeper.token)

    assert keeper.renewable
    assert seen == ["token-1", "token-2", "token-3", "token-4"]
    assert keeper.token == "token-4"
    assert str(refused.value) == "the org ended the session 4 times in one run"
    assert refused.value.hint == (
        "Look at the session timeout of the auditor user's profile and at the app's policies."
    )


def test_a_token_that_another_thread_renewed_already_is_not_renewed_again() -> None:
    grants = renewed()
    keeper = TokenKeeper(Grant("token-1", ORG), lambda: next(grants))

    for _ in range(5):
        keeper.renew("token-1")

    assert keeper.token == "token-2"


def test_a_token_that_cannot_be_renewed_says_what_can_be_done() -> None:
    keeper = TokenKeeper(Grant("token-1", ORG))

    with pytest.raises(SignInRefused) as refused:
        keeper.renew("token-1")

    assert not keeper.renewable
    assert str(refused.value) == "the access token is not, or no longer, valid, and cannot be renewed"
    assert refused.value.hint == NEW_TOKEN
