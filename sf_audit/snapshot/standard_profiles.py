"""The standard profile of administrators, whatever it is called where the auditor reads.

The names of standard profiles come in the language of the user who asks ("$Profile.Name: the name of a standard
profile differs by language", Salesforce Help), so a rule that says System Administrator means Systemadministrator
in a German org. Names of custom profiles are never translated.
"""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.salesforce.profiles import ADMINISTRATOR, ADMINISTRATOR_ELSEWHERE
from sf_audit.snapshot.tables import Snapshot


def as_named_here(snapshot: Snapshot, profiles: Iterable[str]) -> frozenset[str]:
    """The profiles that a rule names, with the administrators' also by its name in the auditor's language.

    An org that has a profile under the English name is taken at its word.
    """
    named = frozenset(profiles)
    here = {row[0] for row in snapshot.rows('SELECT "Name" FROM "Profile" WHERE "Name" IS NOT NULL')}
    folded = ADMINISTRATOR.casefold()
    if folded not in {name.casefold() for name in named} or folded in {name.casefold() for name in here}:
        return named
    return named | {name for name in here if name.casefold() in ADMINISTRATOR_ELSEWHERE}
