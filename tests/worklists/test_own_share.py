"""What a person's records keep stands in that person's own list, where people want it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sf_audit.model.worklist import By, OwnShare
from sf_audit.report.review_json import to_json
from sf_audit.review.labels import LABELS, OWN_SHARE
from sf_audit.rulebook.workspace.visibility import PeopleSettings, Visibility
from sf_audit.worklists.write import write_lists
from tests.worklists.lists import Reviewed, contacts, filled

ON = PeopleSettings(minimum=3, accuracy=True)

#: Ana: 4 records, one without an address. Ben, who left: 3. Mia, who gets those too: 3. Cleo's are too few.
ORG = {
    "Contact": (
        *contacts("005A", "005B", "005M", "00GQ"),
        *(
            {"Id": f"003{owner}{number}", "Name": "x", "OwnerId": f"005{owner}", "Email": "a@b.de"}
            for owner, count in (("A", 3), ("B", 2), ("M", 2), ("C", 2))
            for number in range(count)
        ),
    )
}


def reviewed(folder: Path, people: PeopleSettings = ON, *, redact: bool = False) -> Reviewed:
    return Reviewed(folder, [filled(), filled("quality/b", "Name")], ORG, people=people, redact=redact)


@pytest.fixture(scope="module")
def asked_for(tmp_path_factory: pytest.TempPathFactory) -> Reviewed:
    return reviewed(tmp_path_factory.mktemp("own"))


def test_each_person_reads_the_own_share_and_a_queue_has_none(asked_for: Reviewed) -> None:
    lists = asked_for.of_each()

    assert {key: worklist.own_share for key, worklist in lists.items()} == {
        "005A": OwnShare(records=4, judged=8, broken=1),
        "005M": OwnShare(records=3, judged=6, broken=1),
        "00GQ": None,
    }


def test_a_list_of_a_team_has_nobodys_share(asked_for: Reviewed) -> None:
    assert {worklist.own_share for worklist in asked_for.of_each(By.MANAGER).values()} == {None}


@pytest.mark.parametrize(
    "people",
    [
        PeopleSettings(minimum=3),
        PeopleSettings(Visibility.INDIVIDUALS, 3),
        PeopleSettings(Visibility.OFF, 3, accuracy=True),
        PeopleSettings(minimum=5, accuracy=True),
    ],
    ids=["by default", "individuals", "off", "too few records"],
)
def test_unless_people_asked_for_it_nobody_has_one(tmp_path: Path, people: PeopleSettings) -> None:
    found = reviewed(tmp_path, people)

    assert {worklist.own_share for worklist in found.of_each().values()} == {None}


@pytest.mark.parametrize("people", [PeopleSettings(minimum=3), PeopleSettings(Visibility.OFF, 3, accuracy=True)])
def test_unless_people_asked_for_it_nothing_of_it_is_stored(tmp_path: Path, people: PeopleSettings) -> None:
    found = reviewed(tmp_path, people)

    assert OWN_SHARE not in pq.read_schema(found.stored / LABELS).names


def test_who_switches_it_off_later_sees_it_no_more(asked_for: Reviewed) -> None:
    asked_for.people = PeopleSettings(minimum=3)
    try:
        assert {worklist.own_share for worklist in asked_for.of_each().values()} == {None}
    finally:
        asked_for.people = ON


def test_without_names_there_is_no_share(tmp_path: Path, asked_for: Reviewed) -> None:
    assert not (reviewed(tmp_path, redact=True).stored / LABELS).exists()
    assert {worklist.own_share for worklist in asked_for.of_each(redact=True).values()} == {None}


def test_it_is_in_the_own_page_and_workbook_and_in_no_other_file(asked_for: Reviewed, tmp_path: Path) -> None:
    with asked_for.lists() as lists:
        write_lists(lists, ("html", "csv"), tmp_path / "out")

    says = "Your records keep 87.5% of what was asked of them: 7 of 8 answers, on 4 records."
    telling = [path.name for path in sorted((tmp_path / "out").rglob("*.*")) if says in path.read_text("utf-8")]
    assert telling == ["person-ana-005A.html"]
    assert "own_share" not in to_json(asked_for.review)
