"""Who gets which record, and what is said where that is not known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sf_audit.model.registers import Registers, Routed
from sf_audit.model.worklist import By, Kind, Recipient
from sf_audit.rulebook.workspace.visibility import PeopleSettings, Visibility
from tests.worklists.lists import PEOPLE, Reviewed, contacts, filled, ids_of_each

OWNERS = ("005A", "005B", "005C", "005D", "005E", "005M", "00GQ", "005X")


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    """One contact of each kind of owner: 003A is Ana's, 003B is Ben's, and so on."""
    return Reviewed(tmp_path_factory.mktemp("people"), [filled()], {"Contact": contacts(*OWNERS)})


def test_each_owner_has_a_list_and_records_of_who_left_go_to_the_nearest_active_manager(reviewed: Reviewed) -> None:
    lists = reviewed.of_each()

    assert ids_of_each(lists) == {
        "005A": ["003A"],
        "005M": ["003B", "003C", "003F"],
        "00GQ": ["003G"],
        "005X": ["003H"],
        "sales_ops": ["003D", "003E"],
    }


def test_by_manager_the_records_of_a_team_are_in_one_list(reviewed: Reviewed) -> None:
    assert ids_of_each(reviewed.of_each(By.MANAGER)) == {
        "005M": ["003A", "003B", "003C"],
        "00GQ": ["003G"],
        "sales_ops": ["003D", "003E", "003F", "003H"],
    }


def test_everybody_is_called_by_name(reviewed: Reviewed) -> None:
    assert [each.recipient for each in reviewed.of_each().values()] == [
        Recipient(Kind.PERSON, "005A", "Ana"),
        Recipient(Kind.PERSON, "005M", "Mia"),
        Recipient(Kind.PERSON, "005X", ""),
        Recipient(Kind.QUEUE, "00GQ", "Inbound"),
        Recipient(Kind.ROLE, "sales_ops", ""),
    ]


@pytest.mark.parametrize("by", By)
def test_whose_records_they_are_is_said_of_people_who_left_and_of_nobody_else(reviewed: Reviewed, by: By) -> None:
    lists = reviewed.of_each(by)

    owners = {record.id: record.record_owner for each in lists.values() for fix in each.fixes for record in fix.records}

    left = {"003B": "Ben, inactive", "003C": "Cleo, inactive", "003D": "Dan, inactive", "003E": "Eve, inactive"}
    assert {key: owner for key, owner in owners.items() if owner} == left


def test_where_individuals_are_seen_a_manager_reads_whose_record_each_one_is(tmp_path: Path) -> None:
    people = PeopleSettings(Visibility.INDIVIDUALS)

    lists = Reviewed(tmp_path, [filled()], {"Contact": contacts(*OWNERS)}, people=people).of_each(By.MANAGER)

    owners = {record.id: record.record_owner for fix in lists["005M"].fixes for record in fix.records}
    assert owners == {"003A": "Ana", "003B": "Ben, inactive", "003C": "Cleo, inactive"}


def test_an_owner_whom_nobody_knows_is_said(reviewed: Reviewed) -> None:
    assert reviewed.occasion().missing == (
        "1 record owner is not among the users that were read: whether they are active is not known.",
    )


def test_without_the_snapshot_nothing_is_guessed(reviewed: Reviewed) -> None:
    assert ids_of_each(reviewed.of_each(kept=False)) == {
        **{owner: [f"003{chr(65 + number)}"] for number, owner in enumerate(OWNERS)},
    }
    assert reviewed.occasion(kept=False).missing == (
        "The snapshot of this review is not here: whether record owners are active, who is whose manager, and which "
        "values are right is not known.",
    )


@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        ("Id Name ManagerId", "User.IsActive was not read, so it is not known whose records nobody works on."),
        ("Id Name IsActive", "User.ManagerId was not read, so it is not known who is whose manager."),
    ],
)
def test_a_field_of_users_that_is_hidden_is_named(tmp_path: Path, columns: str, missing: str) -> None:
    hidden = {"IsActive", "ManagerId"} - set(columns.split())
    people = tuple({key: value for key, value in person.items() if key not in hidden} for person in PEOPLE)
    org = {"Contact": contacts("005A", "005B"), "User": people}
    reviewed = Reviewed(tmp_path, [filled()], org, columns=columns)

    assert missing in reviewed.occasion().missing


def test_redacted_lists_name_nobody(reviewed: Reviewed) -> None:
    lists = reviewed.of_each(redact=True)

    assert set(lists) == {"005A", "005M", "005X", "00GQ", "sales_ops"}
    assert not any(name in repr(lists) for name in ("Ana", "Ben", "Mia", "Inbound", "Contact 0"))
    assert "005B, inactive" in repr(lists)


def test_of_a_review_whose_names_are_gone_ids_are_left_and_that_is_said(tmp_path: Path) -> None:
    reviewed = Reviewed(tmp_path, [filled()], {"Contact": contacts("005A")}, redact=True)

    (worklist,) = reviewed.of_each().values()
    occasion = reviewed.occasion()

    assert worklist.recipient == Recipient(Kind.PERSON, "005A")
    assert occasion.redact
    assert occasion.missing[0].startswith("The names were removed from this review, or withheld")


def test_what_a_folder_or_the_org_owns_goes_to_the_role_and_nobody_is_missed(tmp_path: Path) -> None:
    made = Reviewed(tmp_path, [filled()], {"Contact": contacts("005A", "00lF", "00DO")})

    with made.lists() as found:
        lists = {each.recipient.id: each for each in found.of_each()}

    assert ids_of_each(lists) == {"005A": ["003A"], "sales_ops": ["003B", "003C"]}
    assert not [text for text in found.occasion.missing if "record owner" in text]


def test_where_sharing_hides_all_users_but_the_auditor_that_is_said(tmp_path: Path) -> None:
    auditor = {"Id": "005Z", "Name": "Auditor", "IsActive": True, "ManagerId": None}
    made = Reviewed(tmp_path, [filled()], {"Contact": contacts("005A", "005B", "00GQ"), "User": (auditor,)})

    assert made.occasion().missing == (
        "2 record owners are not among the users that were read: whether they are active is not known.",
    )


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    """The same, where two people are responsible for one of two rules."""
    found = Reviewed(
        tmp_path_factory.mktemp("answered"),
        [filled(), filled("quality/b", "Phone")],
        {"Contact": contacts(*OWNERS, Phone=None)},
    )
    line = Routed("Clean-up", ("Tom", "Zoe"), "Dana", (), (), ("quality/a",), 8, 0, None, "")
    found.review = replace(found.review, registers=Registers((), "Monday to Friday", routed=(line,)))
    return found


def test_what_is_nobodys_goes_to_who_is_responsible(answered: Reviewed) -> None:
    lists = ids_of_each(answered.of_each())

    assert lists["Tom and Zoe"] == ["003D", "003E"]
    assert lists["sales_ops"] == ["003D", "003E"]
    assert sorted(lists["005A"]) == ["003A", "003A"]


def test_by_responsible_all_of_it_does(answered: Reviewed) -> None:
    assert {who: sorted(ids) for who, ids in ids_of_each(answered.of_each(By.RESPONSIBLE)).items()} == {
        "Tom and Zoe": ["003A", "003B", "003C", "003D", "003E", "003F", "003G", "003H"],
        "sales_ops": ["003A", "003B", "003C", "003D", "003E", "003F", "003G", "003H"],
    }
