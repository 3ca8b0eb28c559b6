"""What is an e-mail address: RFC 5321 and RFC 6531, asked of `email-validator` where a form does not settle it.

Whether its domain can exist is another question: that of `sf_audit.expectations.texts.domains`.
"""

from __future__ import annotations

from sf_audit.expectations.texts.domains import as_domain
from sf_audit.snapshot.sql import quote_literal

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+"
_LABEL = "[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
_PLAIN = rf"{_LOCAL}(\.{_LOCAL})*@({_LABEL}\.)+[A-Za-z]{{2,}}"

#: An address that is no longer has no part that is too long: a label has at most 63 octets, a local part 64.
_SHORT = 64


def is_email(address: str) -> bool:
    """Whether mail can be sent to the text as it is; no DNS is asked.

    Accepted are quoted local parts and international ones, and international domains. Domains that are reserved and
    never get mail are refused (“Special-Use Domain Names”, RFC 6761), and so are an IP address in place of a domain,
    a name beside the address, white space around it, and more than one address.
    """
    from email_validator import EmailNotValidError, validate_email  # with DNS and IDNA: only where asked for

    try:
        validate_email(address, check_deliverability=False, allow_quoted_local=True, strict=True)
    except EmailNotValidError:
        return False
    return True


def mail_domain_in(column: str) -> str:
    """What stands behind the last @, in lower case. `column` is SQL, as is this."""
    return as_domain(f"split_part({column}, '@', -1)")


def surely_email(column: str) -> str:
    """A condition under which `is_email` surely accepts the text. `column` is SQL."""
    reserved = "|".join(_reserved())
    return (
        f"length({column}) <= {_SHORT} AND regexp_full_match({column}, {quote_literal(_PLAIN)}) "
        f"AND NOT regexp_matches({column}, {quote_literal(rf'(?i)[.@]({reserved})$')})"
    )


def _reserved() -> list[str]:
    from email_validator import SPECIAL_USE_DOMAIN_NAMES

    return [name.replace(".", r"\.") for name in SPECIAL_USE_DOMAIN_NAMES]
