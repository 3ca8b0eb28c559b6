"""Names, numbers and addresses in their normal form."""

from __future__ import annotations

import duckdb
import pytest

from sf_audit.duplicates import mail, words


def form(sql: str, text: str | None) -> object:
    return duckdb.connect().execute(f"SELECT {sql} FROM (SELECT CAST(? AS VARCHAR) AS t)", [text]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+49 30 123456", "30123456"),
        ("0049 (0)30 123456", "30123456"),
        ("030/123 456", "30123456"),
        ("+49 151 23456789", "15123456789"),
        ("0151 / 234 567 89", "15123456789"),
        ("+1 (415) 555-0100", "4155550100"),
        ("1-415-555-0100", "4155550100"),
        ("415.555.0100 ext. 12", "4155550100"),
        ("(415) 555-0100 x7", "4155550100"),
        ("+44 (0)20 7946 0018", "2079460018"),
        ("000-000-0000", None),
        ("1111111111", None),
        ("123456789", None),
        ("unknown", None),
        ("12", None),
        ("", None),
        (None, None),
    ],
)
def test_numbers_of_one_line_are_one_number(text: str | None, number: str | None) -> None:
    assert form(mail.number("t"), text) == number


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Ana.Lopez@Acme.com ", "ana.lopez@acme.com"),
        ("ana+crm@acme.com", "ana@acme.com"),
        ("a.n.a+x@googlemail.com", "ana@gmail.com"),
        ("ana@acme", None),
        ("ana at acme.com", None),
        ("a@b@acme.com", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_of_one_mailbox_are_one_address(text: str | None, address: str | None) -> None:
    assert form(mail.address("t"), text) == address


@pytest.mark.parametrize(
    ("local", "role"),
    [("info", True), ("info.berlin", True), ("sales-emea", True), ("ana.lopez", False), ("infolina", False)],
)
def test_mailboxes_of_a_role_are_known(local: str, role: bool) -> None:
    assert form(mail.is_role("t"), local) is role


@pytest.mark.parametrize(
    ("text", "site", "label"),
    [
        ("https://www.Acme.co.uk/de?x=1", "acme.co.uk", "acme"),
        ("acme.com", "acme.com", "acme"),
        ("http://shop.acme.de:8080/", "shop.acme.de", "acme"),
        ("www.facebook.com/acme", None, None),
        ("acme", None, None),
        (None, None, None),
    ],
)
def test_sites_are_known_by_their_host(text: str | None, site: str | None, label: str | None) -> None:
    assert form(mail.site("t"), text) == site
    assert form(mail.label(mail.site("t")), text) == label


@pytest.mark.parametrize(
    ("text", "given", "family", "suffix"),
    [
        ("Dr. José", "jose", "dr jose", None),
        ("O’Brien-Smith", "obrien smith", "obrien smith", None),
        ("Groß", "gross", "gross", None),
        ("King Jr.", "king", "king", "jr"),
        ("King Senior", "king", "king", "sr"),
        ("King III", "king", "king", "iii"),
        ("Jr", "jr", "jr", "jr"),
        ("[not provided]", None, None, None),
        ("n/a", None, None, None),
        ("\u200bAna\u00a0Maria ", "ana maria", "ana maria", None),
        ("Иван", "иван", "иван", None),
        ("李", "李", "李", None),
        ("—", None, None, None),
        ("", None, None, None),
        (None, None, None, None),
    ],
)
def test_names_are_compared_as_words(text: str, given: str | None, family: str | None, suffix: str | None) -> None:
    assert form(words.given_name(words.words("t")), text) == given
    assert form(words.family_name(words.words("t")), text) == family
    assert form(words.suffix(words.words("t")), text) == suffix


@pytest.mark.parametrize(
    ("text", "street", "house"),
    [
        ("12 Elm Street", "elm", "12"),
        ("12 Elm St.\nSuite 4", "elm", "12"),
        ("Hauptstraße 7a", "haupt", "7a"),
        ("Hauptstr. 7a", "haupt", "7a"),
        ("Rue de la Paix", "de la paix", None),
        (None, None, None),
    ],
)
def test_streets_are_compared_without_their_kind(text: str | None, street: str | None, house: str | None) -> None:
    assert form(words.street(words.words("t")), text) == street
    assert form(words.house(words.words("t")), text) == house


@pytest.mark.parametrize(
    ("text", "code"), [("94110-1234", "94110"), ("sw1a 1aa", "SW1A1AA"), ("D-20457", "D20457"), (" ", None)]
)
def test_postal_codes_have_no_spaces(text: str, code: str | None) -> None:
    assert form(words.postal("t"), text) == code
