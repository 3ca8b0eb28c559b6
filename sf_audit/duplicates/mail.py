"""E-mail addresses, telephone numbers and web sites as they are compared, in SQL."""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.expectations.texts.mailboxes import role_names
from sf_audit.snapshot.sql import quote_literal

#: Where many companies have a page each: the domain says nothing of the company.
_HOSTS = (
    "facebook.com", "linkedin.com", "instagram.com", "twitter.com", "x.com", "youtube.com", "google.com",
    "wordpress.com", "wixsite.com", "blogspot.com", "business.site", "yelp.com",
)  # fmt: skip

#: A number has at least so many digits without its country code.
_FEWEST_DIGITS = 6


def address(text: str) -> str:
    """An e-mail address in lower case, without what people append to their own one with a +; null where it is none.

    Dots mean nothing before the @ of Gmail (“Dots don't matter in Gmail addresses”, Gmail Help).
    """
    lower = f"lower(trim({text}))"
    bare = f"regexp_replace({lower}, '[+][^@]*@', '@')"
    gmail = f"replace(split_part({bare}, '@', 1), '.', '') || '@gmail.com'"
    plain = f"CASE WHEN regexp_matches({bare}, '@(gmail|googlemail)[.]com$') THEN {gmail} ELSE {bare} END"
    return rf"CASE WHEN regexp_full_match({bare}, '[^@\s]+@[^@\s]+[.][^@\s.]+') THEN {plain} END"


def is_role(local: str) -> str:
    """Whether what stands before the @ names a role, such as info: many people read it."""
    first = f"regexp_extract({local}, '^[^._-]+')"
    return f"({local} IN ({_listed(role_names())}) OR ({first} || '@') IN ({_listed(_shared())}))"


def _shared() -> Iterable[str]:
    """Roles that stay roles with a place after them: `info.berlin`, `sales-emea`."""
    return (f"{name}@" for name in ("info", "sales", "support", "office", "service", "billing", "admin", "contact"))


def number(text: str) -> str:
    """A telephone number without country code, trunk prefix and extension, as digits; null where it can be none.

    So +49 30 123456, 0049 30 123456 and 030 123456 are the same, and so are +1 415 555 0100 and (415) 555-0100.
    """
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    codes = "|".join(sorted(map(str, COUNTRY_CODE_TO_REGION_CODE)))
    bare = rf"regexp_replace(lower({text}), '(x|ext|extension|durchwahl|#|;)[^0-9]*[0-9]*$|[(]0[)]', '', 'g')"
    digits = rf"regexp_replace(regexp_replace({bare}, '^\s*00', '+'), '[^0-9+]', '', 'g')"
    abroad = f"regexp_replace({digits}, '^[+]({codes})', '')"
    american = f"regexp_replace({digits}, '^1([2-9][0-9]{{9}})$', '\\1')"
    national = f"ltrim(CASE WHEN starts_with({digits}, '+') THEN {abroad} ELSE {american} END, '+0')"
    alike = f"regexp_full_match({national}, '0+|1+|2+|3+|4+|5+|6+|7+|8+|9+|123456789?0?')"
    return f"CASE WHEN length({national}) >= {_FEWEST_DIGITS} AND NOT {alike} THEN {national} END"


def site(text: str) -> str:
    """The host of a web site without www; null where every company may have a page there."""
    host = rf"regexp_extract(lower(trim({text})), '^(?:[a-z]+://)?(?:www[.])?([^/:?#\s]+[.][^/:?#\s]+)', 1)"
    hosts = ", ".join(map(quote_literal, _HOSTS))
    return f"CASE WHEN {host} <> '' AND {host} NOT IN ({hosts}) THEN {host} END"


def label(site: str) -> str:
    """What the site is called: `acme` of `acme.com`, `acme.co.uk` and `shop.acme.de`."""
    bare = rf"regexp_replace({site}, '([.](com?|org|net|ac|gov))?[.][a-z]+$', '')"
    return f"nullif(split_part({bare}, '.', -1), '')"


def _listed(texts: Iterable[str]) -> str:
    return f"SELECT unnest([{', '.join(map(quote_literal, sorted(texts)))}])"
