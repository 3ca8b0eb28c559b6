"""Addresses of `sources:`: only what says where records are, because they are shown, logged and kept.

A list of the names that secrets have would never be whole. So an address may hold what is known to be none: of a
database the keywords of libpq that hold no secret, of a store nothing after its path, where signatures and keys stand.
"""

from __future__ import annotations

import re

from sf_audit.warehouse.source import Place

#: What passwords and keys look like wherever somebody writes them: `me:secret@host`, `password=secret`.
_SECRET = re.compile(
    r"://[^/@\s]*:[^@]*@"
    r"|^(?!\w+://)/*[^/@\s]*:[^@]*@"
    r"|(?:password|secret|token|credential|\bsig|(?:access|account|api|encryption)_?key)[a-z_]*\s*="
    r"|(?<![a-z])(?:pass|passwd|passphrase|pwd)\s*=",
    re.IGNORECASE,
)

#: "Parameter Key Words" in the documentation of PostgreSQL, but for those that hold a password, a key or a token.
_KEYWORD = re.compile(
    r"host|hostaddr|port|dbname|user|service|servicefile|passfile|options|replication|client_encoding"
    r"|(?:fallback_)?application_name|connect_timeout|tcp_user_timeout|keepalives(?:_idle|_interval|_count)?"
    r"|ssl(?:mode|negotiation|compression|cert|key|certmode|rootcert|crl|crldir|sni)?|requiressl"
    r"|(?:ssl_)?(?:min|max)_protocol_version|require_auth|requirepeer|channel_binding"
    r"|krbsrvname|gss(?:encmode|lib|delegation)|target_session_attrs|load_balance_hosts"
)

#: "Connection Strings" there: keywords with values, or a URI. A user's name with a colon in it may hold a password.
_PAIR = re.compile(r"\s*(\w+)\s*=\s*(?:'(?:[^'\\]|\\.)*'|(?:[^\s'\\]|\\.)*)(?:\s+|$)", re.DOTALL)
_HOST = r"(?:\[[^\]@/?]*\]|[^\[\]@/?:,\s]*)(?::\d*)?"
_URI = re.compile(rf"postgres(?:ql)?://(?:(?![^@]*%3a)[^@/?:\s]*@)?{_HOST}(?:,{_HOST})*(?:/[^?@\s]*)?(?:\?(.*))?", re.I)

#: Where to put it instead: of a store, and of PostgreSQL.
_ELSEWHERE = "Take it out: libraries find it in the environment, for example AWS_SECRET_ACCESS_KEY."
_AS_PSQL = "Take it out: ~/.pgpass, PGPASSWORD and service files are read, as psql reads them."


def wrong_address(place: Place, address: str) -> tuple[str, str] | None:
    """What is wrong with an address, and what to do. Nothing of it is repeated: it may hold a password."""
    if place is Place.POSTGRESQL:
        if _says_only_where(address):
            return None
        if not holds_secret(address):
            return "is not an address as psql takes it, or not only that", "For example host=warehouse dbname=analytics"
        return "a password stands in this file", _AS_PSQL
    if holds_secret(address) or ("://" in address and re.search("[?#]", address)):
        return "a password stands in this file", _ELSEWHERE
    return None


def holds_secret(text: str) -> bool:
    """Whether a text looks as if it held a password or a key."""
    return _SECRET.search(text) is not None


def _says_only_where(address: str) -> bool:
    """Whether an address of PostgreSQL has no part but those that are known, and none of them holds a secret."""
    if "://" in address:
        uri = _URI.fullmatch(address)
        words = [part.partition("=")[0] for part in (uri[1] or "").split("&") if part] if uri else []
        return uri is not None and all(map(_KEYWORD.fullmatch, words))
    pairs = list(_PAIR.finditer(address))
    whole = "".join(pair[0] for pair in pairs) == address
    return whole and all(_KEYWORD.fullmatch(pair[1]) for pair in pairs)
