"""Which duplicates somebody is asked to merge, and where all of them are."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sf_audit.checks.no_duplicate import NoDuplicate
from sf_audit.errors import IntegrityBroken
from sf_audit.model.worklist import Merge
from sf_audit.review.merges import MERGES
from sf_audit.rulebook.workspace.config import Waiver
from sf_audit.worklists.write import write_lists
from tests.review.months import waiver
from tests.worklists.lists import Reviewed, judged

_EMPTY = dict.fromkeys(("Phone", "AccountId", "MobilePhone"))


def person(record: str, name: str, owner: str, **more: Any) -> Mapping[str, Any]:
    given, _, family = name.partition(" ")
    mail = f"{family.lower()}@{given.lower()}.example.com"
    named = {"Id": record, "Name": name, "FirstName": given, "LastName": family, "Email": mail, "OwnerId": owner}
    return {**named, **_EMPTY, **more}


#: Two of Ana, of which the second holds more; and two of whom Ben, who left, has the one that holds more.
PEOPLE = (
    person("003A", "Annegret Wolkenstein", "005A"),
    person("003B", "Annegret Wolkenstein", "005A", MobilePhone="+1 415 555 0100"),
    person("003C", "Tilo Quast", "005A"),
    person("003D", "Tilo Quast", "005B", MobilePhone="+1 415 555 0111"),
    person("003E", "Ole Ravn", "005A"),
)


def reviewed(folder: Path, at_least: float = 1.0, **more: Any) -> Reviewed:
    rule = judged(NoDuplicate(object="Contact"), "quality/twice", at_least=at_least)
    return Reviewed(folder, [rule], {"Contact": PEOPLE}, **more)


def ids(merges: tuple[Merge, ...]) -> list[list[str]]:
    return [[record.id for record in merge.records] for merge in merges]


def test_a_group_is_for_who_owns_the_record_that_stays(tmp_path: Path) -> None:
    lists = reviewed(tmp_path).of_each()

    assert {key: ids(worklist.merges) for key, worklist in lists.items()} == {
        "005A": [["003B", "003A"]],
        "005M": [["003D", "003C"]],
    }
    (merge,) = lists["005A"].merges
    stays, goes = merge.records
    assert (stays.label, stays.stays, stays.because) == ("Annegret Wolkenstein", True, "it has most fields filled")
    assert dict(stays.taken)["Mobile telephone"] == "the only one filled"
    assert (goes.stays, goes.because, goes.taken) == (False, "", ())


def test_within_the_tolerance_nobody_has_it_in_a_list_and_all_of_it_is_in_the_files(tmp_path: Path) -> None:
    with reviewed(tmp_path, at_least=0.1).lists() as lists:
        assert list(lists.of_each()) == []
        write_lists(lists, ("csv", "html", "xlsx"), tmp_path / "out")

    written = sorted(path.name for path in (tmp_path / "out" / "merges").iterdir())
    text = (tmp_path / "out" / "merges" / "Contact.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert written == ["Contact.csv", "Contact.html", "Contact.xlsx"]
    assert [(row["group"], row["id"], row["what_to_do"]) for row in rows] == [
        ("1", "003B", "Stays: it has most fields filled"),
        ("1", "003A", "Merge it into the record that stays"),
        ("2", "003D", "Stays: it has most fields filled"),
        ("2", "003C", "Merge it into the record that stays"),
    ]
    overview = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "Contact: 2 groups" in overview
    assert 'href="merges/Contact.html"' in overview


def test_a_group_with_a_waived_record_is_left_alone(tmp_path: Path) -> None:
    waivers: list[Waiver] = [waiver("quality/twice", id="003A")]

    lists = reviewed(tmp_path, waivers=waivers).of_each()

    assert {key: ids(worklist.merges) for key, worklist in lists.items() if worklist.merges} == {
        "005M": [["003D", "003C"]]
    }


def test_without_names_groups_have_ids_alone(tmp_path: Path) -> None:
    (merge,) = reviewed(tmp_path).of_each(redact=True)["005A"].merges

    assert [(record.id, record.label) for record in merge.records] == [("003B", ""), ("003A", "")]


def test_a_redacted_review_keeps_its_merges(tmp_path: Path) -> None:
    (merge,) = reviewed(tmp_path, redact=True).of_each()["005A"].merges

    assert [(record.id, record.label) for record in merge.records] == [("003B", ""), ("003A", "")]


def test_a_review_from_before_merges_were_kept_has_lists_without_them(tmp_path: Path) -> None:
    made = reviewed(tmp_path)
    (made.stored / MERGES).unlink()

    assert [worklist.merges for worklist in made.of_each().values()] == [(), ()]


def test_a_list_has_all_groups_and_its_page_says_how_many_there_are(tmp_path: Path) -> None:
    made = reviewed(tmp_path)
    groups = pq.read_table(made.stored / MERGES)
    pq.write_table(pa.concat_tables([groups.slice(0, 1)] * 201), made.stored / MERGES)

    with made.lists() as lists:
        write_lists(lists, ("csv", "html"), tmp_path / "out")

    page = (tmp_path / "out" / "lists" / "person-ana-005A.html").read_text(encoding="utf-8")
    rows = (tmp_path / "out" / "merges" / "person-ana-005A.csv").read_text(encoding="utf-8").splitlines()
    assert "201 groups; here are the first 200" in page
    assert len(rows) == 1 + 2 * 201


def test_damage_to_the_file_of_merges_is_said(tmp_path: Path) -> None:
    made = reviewed(tmp_path)
    (made.stored / MERGES).write_bytes(b"PAR1")

    with pytest.raises(IntegrityBroken, match=MERGES):
        made.of_each()
