"""held_only_through in orgs that speak another language: the administrators' profile keeps its meaning."""

from __future__ import annotations

import pytest

from sf_audit.checks.held_only_through import HeldOnlyThrough
from tests.checks.access_rows import SALES, access, user
from tests.checks.looking import look

CHECK = HeldOnlyThrough("ModifyAllData", profiles=("System Administrator",))
GRANTING = {**SALES, "PermissionsModifyAllData": True}


@pytest.mark.parametrize(
    ("profiles", "broken"),
    [
        (("Systemadministrator",), []),
        (("システム管理者",), []),
        (("Administrateur Système",), []),
        (("System Administrator",), []),
        (("Vertrieb",), ["ada"]),
        (("Systemadministrator", "System Administrator"), ["ada"]),
    ],
)
def test_the_standard_profile_is_known_by_its_name_in_the_language_of_the_org(
    profiles: tuple[str, ...], broken: list[str]
) -> None:
    named = tuple({"Id": f"00e{'Sales' if at == 0 else at}", "Name": name} for at, name in enumerate(profiles))
    org = {**access(users=(user("ada"),), sets=(GRANTING,)), "Profile": named}

    _, found = look(CHECK, org)

    assert found == broken


def test_no_other_profile_is_taken_for_a_translation() -> None:
    org = {
        **access(users=(user("ada"),), sets=(GRANTING,)),
        "Profile": ({"Id": "00eSales", "Name": "Systemadministrator"},),
    }

    _, found = look(HeldOnlyThrough("ModifyAllData", profiles=("Sales Manager",)), org)

    assert found == ["ada"]
