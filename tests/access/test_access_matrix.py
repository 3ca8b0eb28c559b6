"""The matrix file holds what each signature holds, in plain words; frozen users are in it and marked."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sf_audit.access import Access, Kind
from sf_audit.access.answers.matrix import RIGHTS_SCHEMA, Filter, Matrix
from tests.access.access_graphs import Org, snapshot_of


def an_org() -> Org:
    """Two signatures; an object, two fields, a class and an app of the same name as another."""
    org = Org()
    staff = org.profile("Staff", "ApiEnabled")
    org.on_object(staff, "Account", "Read")
    org.on_field(staff, "Account.Industry")
    org.on_object(staff, "Case__c", "Read", "Edit")
    org.on_field(staff, "Case__c.Code__c", edit=True)
    org.on_setup(staff, "ApexClass", "01p_a")
    vault = org.permission_set("Vault", "ManageUsers", HasActivationRequired=True)
    org.user("ann", "Staff")
    org.user("bob", "Staff", vault)
    org.user("cold", "Staff", frozen=True)
    return org


def written(org: Org, folder: Path, wanted: Filter) -> tuple[pa.Table, pa.Table]:
    with snapshot_of(org) as snapshot:
        rows = Matrix(Access.of(snapshot), wanted).write(folder / "rights", folder / "users")
    rights, users = pq.read_table(folder / "rights"), pq.read_table(folder / "users")
    assert rights.num_rows == rows
    return rights, users


def test_what_is_certain_is_written_of_users_who_may_hold_more(tmp_path: Path) -> None:
    org = an_org()
    org.user("dan", "Staff", org.group("Team", [], "ManageUsers", status="Updating"))

    _, users = written(org, tmp_path, Filter())

    assert users.column_names == ["user_id", "name", "user_type", "frozen", "may_hold_more", "signature"]
    rows = {row["user_id"]: row for row in users.to_pylist()}
    assert {user for user, row in rows.items() if row["may_hold_more"]} == {"005_dan"}
    assert rows["005_dan"]["signature"] == rows["005_ann"]["signature"]


def test_every_right_of_every_signature_is_a_row_of_plain_words(tmp_path: Path) -> None:
    rights, users = written(an_org(), tmp_path, Filter())

    assert rights.schema.equals(RIGHTS_SCHEMA)
    by_name = {row["user_id"]: row["signature"] for row in users.to_pylist()}
    rows = [tuple(row.values()) for row in rights.to_pylist() if row["signature"] == by_name["005_bob"]]
    assert [row[1:] for row in rows] == [
        ("system", "", "", "ApiEnabled", "use", False),
        ("system", "", "", "ManageUsers", "use", True),
        ("object", "Account", "", "Account", "read", False),
        ("object", "Case__c", "", "Case__c", "read", False),
        ("object", "Case__c", "", "Case__c", "edit", False),
        ("field", "Account", "Industry", "Account.Industry", "read", False),
        ("field", "Case__c", "Code__c", "Case__c.Code__c", "read", False),
        ("field", "Case__c", "Code__c", "Case__c.Code__c", "edit", False),
        ("apex_class", "", "", "01p_a", "use", False),
    ]
    assert {row["target"] for row in rights.to_pylist() if row["signature"] == by_name["005_ann"]} == {
        row[4] for row in rows
    } - {"ManageUsers"}


@pytest.mark.parametrize(
    ("wanted", "targets"),
    [
        (Filter(objects=("Case__c",)), {"Case__c", "Case__c.Code__c"}),
        (Filter(kinds=(Kind.FIELD,), objects=("Account",)), {"Account.Industry"}),
        (Filter(kinds=(Kind.APEX_CLASS,)), {"01p_a"}),
        (Filter(kinds=(Kind.APEX_PAGE,)), set()),
    ],
)
def test_a_part_of_the_matrix_has_that_part_alone(tmp_path: Path, wanted: Filter, targets: set[str]) -> None:
    rights, _ = written(an_org(), tmp_path, wanted)

    assert set(rights["target"].to_pylist()) == targets
    assert rights.schema.equals(RIGHTS_SCHEMA)


def test_frozen_users_are_marked_and_counted(tmp_path: Path) -> None:
    org = an_org()

    _, users = written(org, tmp_path, Filter())

    assert {row["user_id"]: row["frozen"] for row in users.to_pylist()} == {
        "005_ann": False,
        "005_bob": False,
        "005_cold": True,
    }
    with snapshot_of(org) as snapshot:
        assert Matrix(Access.of(snapshot), Filter()).freezing == (1, 0)


def test_without_user_logins_nobody_is_said_to_be_frozen_or_not(tmp_path: Path) -> None:
    org = an_org()
    org.without.add("UserLogin")

    _, users = written(org, tmp_path, Filter())

    assert users["frozen"].to_pylist() == [None, None, None]
    with snapshot_of(org) as snapshot:
        assert Matrix(Access.of(snapshot), Filter()).freezing == (0, 3)
