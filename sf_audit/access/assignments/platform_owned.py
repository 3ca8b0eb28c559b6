"""Users that belong to Salesforce itself: no rule judges them, because nobody can do anything about them.

Where the user name was not read, only the type of a user tells.
"""

from __future__ import annotations

from sf_audit.salesforce.platform_users import PLATFORM_USERS, RESERVED_USERNAME, USER_TYPES
from sf_audit.snapshot.sql import quote_literal
from sf_audit.snapshot.tables import Snapshot


def platform_owned(snapshot: Snapshot) -> str:
    """SQL of the users, active or not, that Salesforce keeps for itself: user_id."""
    columns = snapshot.tables["User"].columns
    signs = []
    if "UserType" in columns:
        signs.append(f"""CAST(u."UserType" AS VARCHAR) IN ({", ".join(map(quote_literal, USER_TYPES))})""")
    if "Username" in columns:
        signs.append(f"""regexp_matches(lower(CAST(u."Username" AS VARCHAR)), {quote_literal(RESERVED_USERNAME)})""")
    return f"""SELECT u."Id" AS user_id FROM "User" u WHERE {" OR ".join(signs) or "false"}"""


def platform_users_note(snapshot: Snapshot) -> str:
    """One sentence that names those who are active; empty where there are none, or users were not read."""
    if not snapshot.has("User", "Id", "IsActive", "UserType", "Username"):
        return ""
    rows = snapshot.rows(
        f"""SELECT CAST(u."UserType" AS VARCHAR), lower(CAST(u."Username" AS VARCHAR)) FROM "User" u
        WHERE TRY_CAST(u."IsActive" AS BOOLEAN) AND u."Id" IN ({platform_owned(snapshot)})"""
    )
    if not rows:
        return ""
    found = [user.name for user in PLATFORM_USERS if any(user.is_meant(*row) for row in rows)]
    belong = "1 user belongs" if len(rows) == 1 else f"{len(rows)} users belong"
    return (
        f"{belong} to Salesforce itself and {'is' if len(rows) == 1 else 'are'} judged by no rule: {', '.join(found)}."
    )
