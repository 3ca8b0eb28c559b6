"""What the page of `web_address` promises of its form, value by value."""

from __future__ import annotations

import pytest

from sf_audit.expectations.texts.web_address import has_form, host_in
from tests.texts.asked_texts import Holding

ADDRESSES = [
    "https://a.example?x=1",
    "https://a.example#top",
    "https://a.example/?x=1#top",
    "www.acme.com",
    "acme.com",
    "acme.com/about?q=ü#ä",
    "www.acme.com?x",
    "HTTPS://ACME.COM",
    "Http://acme.co.uk",
    "https://münchen.de",
    "http://日本語.jp",
    "https://例え。テスト",
    "https://मराठी.भारत",
    "https://xn--mnchen-3ya.de",
    "https://i❤.ws",
    "https://my_shop.acme.com",
    "https://-foo-.livejournal.com",
    "https://acme.com:8443/x",
    "https://acme.com:",
    "https://ann:secret@acme.com/",
    "https://www.acme.com.",
    "http://192.168.0.1/x",
    "https://1and1.com",
    "https://acme.com/a(b)'c,d;e|f",
    "https://acme.com/%20",
    "https://acme.com/" + "a" * 200,
    "https://" + "a" * 63 + ".com",
]
NO_ADDRESSES = [
    "http://",
    "https://",
    "www",
    "none",
    "n/a",
    "-",
    "ann@acme.com",
    "https:// acme.com",
    " https://acme.com",
    "https://acme.com ",
    "https://acme.com\n",
    "https://acme .com",
    "https://acme.com/a b",
    "https://acme.com/\u00a0",
    "https://acme.com/\u200b",
    "www alpine bikes",
    "http//acme.com",
    "htp:/acme.com",
    "https:/acme.com",
    "http://http://acme.com",
    "ftp://acme.com",
    "mailto:ann@acme.com",
    "javascript:alert(1)",
    "https://acme",
    "http://localhost",
    "acme.c",
    "www.acme,com",
    "a.com, b.com",
    "https://foo_bar.com",
    "https://-acme-.com",
    "https://.com",
    "https://acme..com",
    "..",
    "https://acme.com:99999",
    "https://acme.com:x",
    "1.2.3.4",
    "12.5",
    "http://999.1.1.1",
    "www.acme.123",
    "https://exa<mple.com",
    "https://" + "a" * 64 + ".com",
]


@pytest.mark.parametrize("text", ADDRESSES)
def test_browsers_take_it(holding: Holding, text: str) -> None:
    assert holding(has_form("value"), [text]) == {text}


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_no_web_address(holding: Holding, text: str) -> None:
    assert holding(has_form("value"), [text]) == set()


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("acme.com", "acme.com"),
        ("HTTPS://www.ACME.com/x?mail=ann@other.com", "www.acme.com"),
        ("http://ann:secret@acme.com:8080/", "acme.com"),
        ("https://ann@acme.com", "acme.com"),
        ("acme.com/?to=https://other.com", "acme.com"),
        ("acme.com#a@b", "acme.com"),
        ("https://例え。みんな/", "例え.みんな"),
        ("https://acme.com.", "acme.com"),
    ],
)
def test_the_host_of_an_address(holding: Holding, text: str, host: str) -> None:
    assert holding(f"{has_form('value')} AND {host_in('value')} = '{host}'", [text]) == {text}
