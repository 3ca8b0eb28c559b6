"""Whether a SOQL statement only reads.

`FOR VIEW`, `FOR REFERENCE`, `FOR UPDATE`, `UPDATE TRACKING` and `UPDATE VIEWSTAT` write or lock ("SOQL and SOSL
Reference: FOR VIEW, FOR REFERENCE, FOR UPDATE, UPDATE"). They are looked for outside string literals, so that
an account named “for view” can still be asked for.
"""

from __future__ import annotations

import re

_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'", re.DOTALL)

#: What a statement must not show once its literals are empty, in this order.
_REFUSED = (
    (re.compile(r"'|\\"), "a query with an open literal"),
    (re.compile(r"[^\t\n\r\x20-\x7e]"), "a query with odd characters outside its literals"),
    (re.compile(r"\A(?!\s*SELECT\s)", re.IGNORECASE), "a query that is not a SELECT"),
    (re.compile(r"(?<![A-Za-z_])(?:FOR|UPDATE)(?!\w)", re.IGNORECASE), "a query that would write (FOR or UPDATE)"),
    (re.compile(r"(?<!\w)(?:Access|Request|Delete)Token(?!\w)", re.IGNORECASE), "a query that would read a token"),
)

#: "SOQL and SOSL Limits": characters of one statement.
LONGEST = 100_000


def writes(soql: str) -> str | None:
    """Why this statement may not be sent, or None when it only reads."""
    if len(soql) > LONGEST:
        return "a query longer than Salesforce takes"
    bare = _LITERAL.sub(" ", soql)
    return next((reason for pattern, reason in _REFUSED if pattern.search(bare)), None)
