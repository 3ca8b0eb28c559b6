"""The standard profile of administrators, whatever it is called where the auditor reads.

The names of standard profiles come in the language of the user who asks ("$Profile.Name: the name of a standard
profile differs by language", Salesforce Help), so a rule that says System Administrator means Systemadministrator
in a German org. Names of custom profiles are never translated.
"""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.snapshot.tables import Snapshot

ADMINISTRATOR = "System Administrator"

_ELSEWHERE = frozenset(
    name.casefold()
    for name in (
        "Systemadministrator",
        "Administrateur système",
        "Administrador del sistema",
        "Administrador do sistema",
        "Amministratore del sistema",
        "Amministratore di sistema",
        "Systeembeheerder",
        "Systemadministratör",
        "Systemansvarlig",
        "Järjestelmänvalvoja",
        "Järjestelmän pääkäyttäjä",
        "Системный администратор",
        "システム管理者",
        "系统管理员",
        "系統管理員",
        "시스템 관리자",
        "ผู้ดูแลระบบ",
    )
)


def as_named_here(snapshot: Snapshot, profiles: Iterable[str]) -> frozenset[str]:
    """The profiles that a rule names, with the administrators' also by its name in the auditor's language.

    An org that has a profile under the English name is taken at its word.
    """
    named = frozenset(profiles)
    here = {row[0] for row in snapshot.rows('SELECT "Name" FROM "Profile" WHERE "Name" IS NOT NULL')}
    if ADMINISTRATOR not in named or ADMINISTRATOR in here:
        return named
    return named | {name for name in here if name.casefold() in _ELSEWHERE}
