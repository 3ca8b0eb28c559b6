"""What the page of `email` promises, value by value, and that SQL accepts no more than that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sf_audit.expectations.texts.email import is_email, surely_email
from tests.texts.asked_texts import Holding

ADDRESSES = [
    "ann@acme.com",
    "ANN@ACME.COM",
    "first.last+tag@mail.acme.co.uk",
    "o'hara@acme.com",
    "!#$%&'*+-/=?^_`{|}~@acme.com",
    '"ann lee"@acme.com',
    "ünsal@acme.com",
    "ann@münchen.de",
    "ann@xn--mnchen-3ya.de",
    "用户@例え.jp",
    "ann@example.com",
    "ann@acme.museum",
    "ann@1and1.com",
    "ann@a-b.c-d.com",
    "a" * 64 + "@acme.com",
    "ann@" + "b" * 63 + ".com",
]
NO_ADDRESSES = [
    "ann",
    "ann@",
    "@acme.com",
    "ann@acme",
    "ann@localhost",
    "ann@acme.test",
    "ann@acme.local",
    "ann@ACME.LOCAL",
    "ann@acme.onion",
    "ann@acme.com.invalid",
    "ann@acme.arpa",
    "Ann Lee <ann@acme.com>",
    "<ann@acme.com>",
    "mailto:ann@acme.com",
    "ann@acme.com, ben@acme.com",
    "ann@acme.com;ben@acme.com",
    "ann@acme.com ben@acme.com",
    " ann@acme.com",
    "ann@acme.com ",
    "ann@acme.com\n",
    "\u00a0ann@acme.com",
    "ann@acme.com.",
    "ann.@acme.com",
    ".ann@acme.com",
    "an..n@acme.com",
    "ann@acme..com",
    "ann lee@acme.com",
    "ann@[192.168.0.1]",
    "ann@192.168.0.1",
    "ann@acme_inc.com",
    "ann@-acme.com",
    "ann@acme-.com",
    "ann@@acme.com",
    "ann＠acme.com",
    "ann\u200b@acme.com",
    "a" * 65 + "@acme.com",
    "ann@" + "b" * 64 + ".com",
    "ann@" + "b.c" * 130 + ".com",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_is_an_address(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_is_no_address(text: str) -> None:
    assert not is_email(text)


def test_no_process_is_asked_for_usual_addresses(holding: Holding) -> None:
    usual = [text for text in ADDRESSES if text.isascii() and len(text) <= 64 and '"' not in text and "--" not in text]

    assert holding(surely_email("value"), [*usual, *NO_ADDRESSES]) == set(usual) - {"!#$%&'*+-/=?^_`{|}~@acme.com"}


PART = st.text("aZ09-_.+'@ xn\u00e9!#", max_size=12)
LIKE = st.builds("{}@{}.{}".format, PART, PART, st.sampled_from(["com", "de", "test", "LOCAL", "c", "c0m", "invalid"]))


@given(st.lists(LIKE | st.text(max_size=12), min_size=30, max_size=60))
def test_the_library_accepts_what_sql_accepts(holding: Holding, texts: list[str]) -> None:
    texts = [text for text in texts if "\x00" not in text and text.isprintable()]

    assert all(is_email(text) for text in holding(surely_email("value"), texts))
