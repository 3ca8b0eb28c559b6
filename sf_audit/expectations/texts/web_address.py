"""What is a web address: what a browser opens, as people keep it in a CRM, which is often without https://."""

from __future__ import annotations

from sf_audit.expectations.texts.domains import as_domain
from sf_audit.snapshot.sql import quote_literal

_LETTER = r"\p{L}\p{M}\p{N}\p{So}"
_DOT = "[.。．｡]"

#: Below the domain that somebody registered, servers may have any name; browsers ask for it.
_SUBDOMAIN = rf"[{_LETTER}_-]+"
_DOMAIN = rf"[{_LETTER}](?:[{_LETTER}-]*[{_LETTER}])?"
_TOP = r"(?:[\p{L}\p{M}]{2,}|[Xx][Nn]--[A-Za-z0-9-]+)"
_HOST = f"(?:{_SUBDOMAIN}{_DOT})*{_DOMAIN}{_DOT}{_TOP}{_DOT}?"

_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_NUMERIC_HOST = rf"{_OCTET}(?:\.{_OCTET}){{3}}"

_PORT = "(?::(?:[0-9]{0,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
_NAME = r"(?:[^\pZ\pC/?#@:\\]+(?::[^\pZ\pC/?#@\\]*)?@)?"
_REST = r"(?:[/?#][^\pZ\pC]*)?"

#: “URL Standard” (WHATWG), of the schemes http and https: a host has a top-level domain, or is an IPv4 address after a
#: scheme. Hosts are those of UTS #46 in any script, with the dots that browsers take for dots.
_WEB_ADDRESS = f"(?:(?i:https?)://{_NAME}(?:{_HOST}|{_NUMERIC_HOST}){_PORT}|{_HOST}{_PORT}){_REST}"

#: A part of a host that no name server can answer for (RFC 1035 2.3.4).
_TOO_LONG = "^(?i:https?://)?[^/?#]*[^./?#:@]{64}"


#: The host of a text that has the form of a web address: with a user name before it, and without.
_HOST_BEHIND_NAME = r"^(?i:https?://)?(?:[^/?#@\\]*@)?([^/?#@:]+)"
_HOST_FIRST = "^[^/?#:]+"


def host_in(column: str) -> str:
    """The host of a web address, in lower case and with plain dots. `column` is SQL, as is this.

    A pattern with a group takes five times as long as one without, so few texts are given to it.
    """
    behind = f"lower(left({column}, 4)) = 'http' AND strpos({column}, '://') IN (5, 6)"
    rest = f"CASE WHEN {behind} THEN substr({column}, strpos({column}, '://') + 3) ELSE {column} END"
    named = f"regexp_extract({column}, {quote_literal(_HOST_BEHIND_NAME)}, 1)"
    plain = f"regexp_extract({rest}, {quote_literal(_HOST_FIRST)})"
    return as_domain(f"CASE WHEN contains({column}, '@') THEN {named} ELSE {plain} END")


def has_form(column: str) -> str:
    """The condition for the form of a web address, whether or not its domain exists. `column` is SQL."""
    form = f"regexp_full_match({column}, {quote_literal(_WEB_ADDRESS)})"
    return f"{form} AND NOT regexp_matches({column}, {quote_literal(_TOO_LONG)})"
