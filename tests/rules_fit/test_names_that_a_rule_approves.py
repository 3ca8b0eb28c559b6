"""Objects, classes, profiles and sets that access rules name and the org does not have: `rules check` says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.cli.demo_town import Ran
from tests.rules_fit.altered_town import AlteredTown, altered_town, workspace
from tests.rules_fit.own_rules import check_own, outcomes, review_own

pytestmark = pytest.mark.demo

NOTHING = "(the rule is judged, and the name approves nothing)"

#: By file: the verb and its settings, and what is said of the rule from its line on.
LOST: Mapping[str, tuple[str, str, str]] = {
    "private.yaml": (
        "private_outside",
        "objects: [account, Acount]",
        "8: check.private_outside.objects.1: there is no object Acount in this org; did you mean Account?",
    ),
    "open.yaml": (
        "private_outside",
        "objects: [Account]\nbut: [Contakt]",
        "9: check.private_outside.but.0: there is no object Contakt in this org; did you mean Contact?",
    ),
    "guests.yaml": (
        "guests_may_not",
        "rights: [Read]\non: [Contcat]",
        "9: check.guests_may_not.on.0: there is no object Contcat in this org; did you mean Contact?",
    ),
    "visitors.yaml": (
        "guests_see_no_records",
        "objects: [Contact]\nbut: [Caze]",
        "9: check.guests_see_no_records.but.0: there is no object Caze in this org; did you mean Case?",
    ),
}
IN_PART: Mapping[str, tuple[str, str, str]] = {
    "classes.yaml": (
        "guests_run_no_apex",
        "but: [{class}, Quokka]",
        f"8: check.guests_run_no_apex.but.1: there is no Apex class “Quokka” in this org {NOTHING}",
    ),
    "profiles.yaml": (
        "held_only_through",
        "permission: ModifyAllData\nprofiles: [System Administrator, '{profile}', Quokka]",
        f"9: check.held_only_through.profiles.2: there is no profile “Quokka” in this org {NOTHING}",
    ),
    "sets.yaml": (
        "held_only_through",
        "permission: ModifyAllData\npermission_sets: [Quokka]",
        f"9: check.held_only_through.permission_sets.0: there is no permission set “Quokka” in this org {NOTHING}",
    ),
    "groups.yaml": (
        "held_only_through",
        "permission: ModifyAllData\npermission_set_groups: [Quokka]",
        "9: check.held_only_through.permission_set_groups.0: there is no permission set group “Quokka” in this org "
        f"{NOTHING}",
    ),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlteredTown]:
    with altered_town(tmp_path_factory.mktemp("town"), closed=["Campaign"]) as town:
        yield town


@pytest.fixture(scope="module")
def folder(served: AlteredTown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with served.org.rows.cursor() as rows:
        found = {
            "class": rows.execute('SELECT "Name" FROM "ApexClass" WHERE "NamespacePrefix" IS NULL').fetchall()[0][0],
            "profile": rows.execute('SELECT "Id" FROM "Profile" LIMIT 1').fetchall()[0][0][:15],
        }
    rules = {
        name: (verb, text.format(**found) if name in IN_PART else text)
        for name, (verb, text, _) in {**LOST, **IN_PART}.items()
    }
    hidden = {"hidden.yaml": ("private_outside", "objects: [Account]\nbut: [campaign]")}
    return workspace(tmp_path_factory.mktemp("workspace"), {**rules, **hidden})


@pytest.fixture(scope="module")
def checked(served: AlteredTown, folder: Path) -> Ran:
    return check_own(served, folder)


@pytest.fixture(scope="module")
def reviewed(served: AlteredTown, folder: Path) -> Ran:
    return review_own(served, folder)


@pytest.mark.parametrize("name", LOST)
def test_an_object_that_is_not_there_costs_the_rule_that_names_it(checked: Ran, reviewed: Ran, name: str) -> None:
    line = f"rules/quality/{name}:{LOST[name][2]}"

    assert line in checked.out.splitlines()
    outcome = outcomes(reviewed)[name.removesuffix(".yaml")]
    assert (outcome["reason"], outcome["detail"]) == ("rule_does_not_fit", line)


@pytest.mark.parametrize("name", IN_PART)
def test_a_name_that_approves_nothing_is_told_and_noted(checked: Ran, reviewed: Ran, name: str) -> None:
    line = f"rules/quality/{name}:{IN_PART[name][2]}"

    assert [said for said in checked.out.splitlines() if f"/{name}:" in said] == [line]
    outcome = outcomes(reviewed)[name.removesuffix(".yaml")]
    assert outcome["reason"] != "rule_does_not_fit"
    assert sum("Quokka" in note for note in outcome["notes"]) == 1, outcome


def test_an_object_that_is_hidden_and_only_named_is_no_loss(checked: Ran) -> None:
    assert not [line for line in checked.out.splitlines() if "hidden.yaml" in line]
    assert checked.out.splitlines()[-1] == "1 of 9 rules fits this org, 4 do not, 4 fit in part"


def test_where_the_names_cannot_be_read_that_is_said(tmp_path: Path) -> None:
    with altered_town(tmp_path / "town", closed=["ApexClass", "Profile"]) as town:
        rules = {
            "classes.yaml": ("guests_run_no_apex", "but: [Quokka]"),
            "profiles.yaml": ("held_only_through", "permission: ModifyAllData\nprofiles: [Quokka]"),
        }
        folder = workspace(tmp_path / "w", rules)

        ran = check_own(town, folder)

    assert ran.code == 3
    assert [line for line in ran.out.splitlines() if line.startswith("rules/")] == [
        "rules/quality/classes.yaml:7: check.guests_run_no_apex: "
        "Profile is not visible to the auditor user, or this org does not have it",
        "rules/quality/classes.yaml:7: check.guests_run_no_apex: "
        "ApexClass is not visible to the auditor user, or this org does not have it",
        "rules/quality/profiles.yaml:7: check.held_only_through: "
        "Profile is not visible to the auditor user, or this org does not have it",
    ]
    assert ran.out.splitlines()[1] == "  could not be looked at: View Setup and Configuration"


def test_names_of_metadata_are_asked_for_and_no_record_is_read(served: AlteredTown, folder: Path) -> None:
    before = len(served.asked)

    check_own(served, folder)

    asked = [path.partition("q=")[2] for path in served.asked[before:] if "q=" in path]
    metadata = (
        *("ApexClass", "EntityDefinition", "Organization", "PermissionSet", "PermissionSetGroup", "Profile"),
        "UserPermissionAccess",
    )
    assert not [soql for soql in asked if soql.partition(" FROM ")[2].split(" ")[0] not in metadata]
    assert sum(" FROM Profile " in soql for soql in asked) == 1
