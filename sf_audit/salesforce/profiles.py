"""The standard profile of administrators, by its name in each language.

The names of standard profiles come in the language of the user who asks ("$Profile.Name: the name of a standard
profile differs by language", Salesforce Help). Names of custom profiles are never translated.
"""

from __future__ import annotations

ADMINISTRATOR = "System Administrator"

ADMINISTRATOR_ELSEWHERE = frozenset(
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

#: Standard profiles by their names in metadata files, in small letters ("Profile" in the "Metadata API Developer
#: Guide"), and what Setup calls them in English.
METADATA_NAMES = {
    "admin": ADMINISTRATOR,
    "standard": "Standard User",
    "readonly": "Read Only",
    "solutionmanager": "Solution Manager",
    "contractmanager": "Contract Manager",
    "marketingprofile": "Marketing User",
}
