# ruff: noqa: E501 - a table of settings and what is said of them

"""Users, profiles and sets that a rule approves and the org lacks: noted, and no reason to judge otherwise."""

from __future__ import annotations

import pytest

from sf_audit.checks.held_only_through import HeldOnlyThrough
from sf_audit.checks.on_profile import OnProfile
from sf_audit.checks.private_outside import PrivateOutside
from tests.checks.access_rows import DATA_FIXES, SALES, TEAM, Row, access, assigned, user
from tests.checks.looking import look, verdict

ADA = "005000000000001AAA"
PACKAGED = {**DATA_FIXES, "Id": "0PSpack", "Name": "Fixes", "Label": "Repairs", "NamespacePrefix": "Pack"}
FIXES = {**DATA_FIXES, "Label": "Data Fixes", "NamespacePrefix": None}
USERS = (user("eve"), user("ada", Id=ADA, Name="Ada Lovelace"), user("gone", IsActive=False))
ORG = access(
    assigned("eve", "0PSfixes"),
    users=USERS,
    sets=(SALES, FIXES, {**TEAM, "Label": "Our Team"}, PACKAGED),
    groups=({"Id": "0PGteam", "DeveloperName": "Team", "MasterLabel": "Our Team", "Status": "Updated"},),
)


@pytest.mark.parametrize(
    ("settings", "notes"),
    [
        ({"users": ("Eve@ACME.test", ADA[:15], "gone@acme.test", ADA)}, ()),
        ({"users": ("eve@acme.test", "adam@acme.test")}, ("`users` names a user who is not in this org: number 2 of the list",)),
        (
            {"users": ("a@b.test", "eve@acme.test", "005000000000009AAA", "c@d.test")},
            ("`users` names 3 users who are not in this org: numbers 1, 3 and 4 of the list",),
        ),
        ({"profiles": ("sales", "System Administrator")}, ()),
        ({"profiles": ("Slaes",)}, ("`profiles` names “Slaes”, which is no profile of this org and approves nobody; did you mean Sales?",)),
        ({"profiles": ("Admin",)}, ("`profiles` names “Admin”, which is no profile of this org and approves nobody: it is the name in metadata files, write System Administrator",)),
        ({"profiles": ("Data  fixes",)}, ("`profiles` names “Data  fixes”, which is no profile of this org and approves nobody: it is a permission set, write Data_Fixes under `permission_sets`",)),
        ({"permission_sets": ("data fixes",)}, ("`permission_sets` names “data fixes”, which is no permission set of this org and approves nobody: it is a label, write Data_Fixes",)),
        ({"permission_sets": ("Repairs",)}, ("`permission_sets` names “Repairs”, which is no permission set of this org and approves nobody: it is a label, write Pack__Fixes",)),
        ({"permission_sets": ("Team",)}, ("`permission_sets` names “Team”, which is no permission set of this org and approves nobody: it is a permission set group, write Team under `permission_set_groups`",)),
        ({"permission_set_groups": ("Our Team",)}, ("`permission_set_groups` names “Our Team”, which is no permission set group of this org and approves nobody: it is a label, write Team",)),
        ({"permission_set_groups": ("sales",)}, ("`permission_set_groups` names “sales”, which is no permission set group of this org and approves nobody: it is a profile, write Sales under `profiles`",)),
        ({"users": ("eve@acme.test", "Ada Lovelace")}, ("`users` names a user who is not in this org: number 2 of the list; write user names, not what people are called",)),
        ({"permission_sets": ("data_fixes", "Pack__Fixes")}, ()),
        (
            {"permission_sets": ("Fixes", "Data_Fixes")},
            ("`permission_sets` names “Fixes”, which is no permission set of this org and approves nobody: one is part of a package, write Pack__Fixes",),
        ),
        ({"permission_set_groups": ("team",)}, ()),
        (
            {"permission_set_groups": ("Teams",)},
            ("`permission_set_groups` names “Teams”, which is no permission set group of this org and approves nobody; did you mean Team?",),
        ),
    ],
)  # fmt: skip
def test_a_name_that_nobody_has_is_noted(settings: dict[str, tuple[str, ...]], notes: tuple[str, ...]) -> None:
    assert verdict(HeldOnlyThrough("ModifyAllData", **settings), ORG).notes[1:] == notes


def test_it_changes_nothing_of_the_verdict() -> None:
    without, with_one = HeldOnlyThrough("ModifyAllData"), HeldOnlyThrough("ModifyAllData", users=("a@b.test",))

    assert look(without, ORG)[1] == look(with_one, ORG)[1] == ["eve"]


def test_nothing_is_said_where_sharing_hides_users_or_their_names_were_not_read() -> None:
    check = HeldOnlyThrough("ModifyAllData", users=("a@b.test",))

    hidden = verdict(check, ORG, facts={"User": {"rows_hidden": True}})
    nameless = verdict(check, ORG, hidden=["User.Username"])

    assert not [note for note in (*hidden.notes, *nameless.notes) if "not in this org" in note]


def test_an_approved_administrator_who_is_not_in_the_org_is_noted() -> None:
    org = access(users=USERS, sets=({**SALES, "PermissionsModifyAllData": True},))

    seen = verdict(OnProfile("ModifyAllData", 5, approved=("eve@acme.test", "x@y.test")), org)

    assert "`approved` names a user who is not in this org: number 2 of the list" in seen.notes


def definition(name: str, model: str) -> Row:
    return {"QualifiedApiName": name, "ExternalSharingModel": model}


def test_objects_that_are_open_outside_are_found_in_any_case() -> None:
    org = {
        "User": (user("pia", UserType="PowerPartner"),),
        "EntityDefinition": (
            definition("Account", "Read"),
            definition("Idea__c", "Read"),
            definition("Case", "Private"),
        ),
    }

    assert look(PrivateOutside(("account", "Case"), but=("idea__C",)), org)[1] == ["Account"]
