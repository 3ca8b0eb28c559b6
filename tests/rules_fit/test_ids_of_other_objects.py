"""The id of a record that a lookup can never name is a mistake, where all objects that it refers to are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.rule import OrgExample
from sf_audit.rulebook.settings.field_values import as_stored
from sf_audit.snapshot.dictionary import IdsOf, OrgField, ids_of
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from tests.rules_fit.altered_town import altered_town, workspace
from tests.rules_fit.own_rules import check_own

OWNER = OrgField(
    "OwnerId", "reference", references=("Group", "User"), ids_of=(IdsOf("Group", "00G"), IdsOf("User", "005"))
)


@pytest.mark.parametrize("written", ["005000000000001", "00G000000000001EAA", "000000000000000AAA"])
def test_the_id_of_a_record_that_the_field_can_name_is_taken(written: str) -> None:
    assert str(as_stored(written, OWNER)).startswith(written[:15])


def test_prefixes_are_compared_with_their_case() -> None:
    role = OrgField("UserRoleId", "reference", references=("UserRole",), ids_of=(IdsOf("UserRole", "00E"),))

    assert as_stored("00E000000000001", role) == "00E000000000001EAA"
    with pytest.raises(ValueError, match=r"begins with 00e \(Profile\), and the field refers to UserRole \(00E\)"):
        as_stored("00e000000000001", role)


@pytest.mark.parametrize(
    ("owner", "kind", "references", "found"),
    [
        ("Case", "reference", ["Group", "User"], (IdsOf("Group", "00G"), IdsOf("User", "005"))),
        ("Case", "id", [], (IdsOf("Case", "500"),)),
        ("Case", "reference", ["User", "Hidden__c"], ()),
        ("Case", "reference", [], ()),
        ("Case", "string", ["User"], ()),
        ("ObjectPermissions", "reference", ["User"], ()),
        ("Level__mdt", "reference", ["User"], ()),
    ],
)
def test_nothing_is_said_where_one_of_the_objects_is_not_known(
    owner: str, kind: str, references: list[str], found: tuple[IdsOf, ...]
) -> None:
    assert ids_of(owner, kind, references, {"Group": "00G", "User": "005", "Case": "500"}) == found


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"reference_to": "Level__c", "key_prefixes": "a0X"}, (IdsOf("Level__c", "a0X"),)),
        ({"reference_to": "Group;User", "key_prefixes": "00G;005"}, (IdsOf("Group", "00G"), IdsOf("User", "005"))),
        ({"reference_to": "Level__c", "key_prefixes": None}, ()),
        ({"reference_to": "Level__c;User"}, ()),
        ({"reference_to": "User"}, (IdsOf("User", "005"),)),
        ({}, ()),
    ],
)
def test_a_snapshot_without_prefixes_knows_those_that_are_the_same_everywhere(
    facts: dict[str, Any], found: tuple[IdsOf, ...]
) -> None:
    row = {"object": "Account", "field": "Level__c", "type": "reference", **facts}

    with example_snapshot(OrgExample(org={"describe_fields": (row,)}), ()) as snapshot:
        field = StoredDictionary(snapshot).field("Account", "Level__c")

    assert isinstance(field, OrgField)
    assert field.ids_of == found


@pytest.mark.demo
def test_a_rule_about_a_permission_alone_does_not_ask_for_the_list_of_all_objects(tmp_path: Path) -> None:
    with altered_town(tmp_path / "town") as town:
        folder = workspace(tmp_path / "w", {"p.yaml": ("held_by_few", "permission: modifyalldata\nat_most: 9")})

        ran = check_own(town, folder)
        asked = [path.partition("?")[0] for path in town.asked]

    assert ran.code == 0, ran.err
    assert any(path.endswith("/sobjects/PermissionSet/describe") for path in asked), asked
    assert not [path for path in asked if path.endswith("/sobjects")]
