"""What a worklist looks like in each format, kept as files: read the difference before you accept it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sf_audit.model.worklist import Kind, Recipient
from sf_audit.report.worklists.csv import merges_csv
from sf_audit.report.worklists.formats import WORKLIST_FORMATS, WorklistFormat
from sf_audit.report.worklists.page import Written, WrittenMerges, merges_page, overview_page
from tests.report.october_worklist import LISTS, OCCASION, hostile_worklist, october_worklist, text_of_list
from tests.report.test_golden_reports import SPITEFUL

Golden = Callable[[str, str], None]
MARA = (("HTML", "lists/person-mara.html"), ("XLSX", "lists/person-mara.xlsx"))
WRITTEN = (
    Written(october_worklist().recipient, MARA, 43, (("EUR", 61_503.0),)),
    Written(Recipient(Kind.PERSON, "0055g00000B1b0cAAA", "Jo Mertens"), (), 2, (("EUR", 90_000.5), ("JPY", 10.0))),
    Written(Recipient(Kind.PERSON, "0055g00000C1b0cAAA", "Ada"), (), 7),
    Written(Recipient(Kind.QUEUE, "00G5g00000C1b0cAAA", "Inbound"), (), 1, (("JPY", 4_000.0),)),
    Written(Recipient(Kind.ROLE, "it"), (), 1_240),
)

every_format = pytest.mark.parametrize("form", WORKLIST_FORMATS.values(), ids=WORKLIST_FORMATS)


@every_format
@pytest.mark.parametrize("kind", LISTS)
def test_format(form: WorklistFormat, kind: str, golden: Golden) -> None:
    golden(_file(form, kind), text_of_list(form, *LISTS[kind]))


@every_format
def test_format_with_hostile_texts(form: WorklistFormat, golden: Golden) -> None:
    golden(_file(form, "hostile"), text_of_list(form, *hostile_worklist(SPITEFUL)))


@every_format
def test_without_names_a_list_holds_none(form: WorklistFormat) -> None:
    text = text_of_list(form, *LISTS["redacted"])

    assert not [name for name in ("Mara", "Jo Mertens", "Opportunity 5", "gmial", "2026-09-06") if name in text]


def test_the_overview(golden: Golden) -> None:
    merges = [WrittenMerges("Contact", 12, (("HTML", "merges/Contact.html"), ("CSV", "merges/Contact.csv")))]
    loads = [("Contact.Email", "data-loader/Contact.Email.csv")]

    golden("worklists.html", overview_page(OCCASION, WRITTEN, loads, merges))


def test_duplicates_to_merge(golden: Golden) -> None:
    for kind, (worklist, occasion) in {"": LISTS[""], "-hostile": hostile_worklist(SPITEFUL)}.items():
        golden(f"merges{kind}.csv", "".join(merges_csv(worklist.merges, occasion)))
        golden(f"merges{kind}.html", merges_page("Contact", worklist.merges, occasion))


def test_a_page_shows_the_first_groups_and_says_how_many_there_are() -> None:
    merges = october_worklist().merges[:1] * 201

    page = merges_page("Contact", merges, OCCASION)

    assert "201 groups; here are the first 200" in page
    assert page.count("<tbody") == 200
    assert len(list(merges_csv(merges, OCCASION))) == 1 + 4 * 201


def test_in_the_overview_the_most_money_comes_first_then_the_most_findings() -> None:
    assert _names(overview_page(OCCASION, WRITTEN, [])) == ["Jo Mertens", "Inbound", "Mara Lindqvist", "IT", "Ada"]


def test_where_people_are_not_compared_the_overview_is_by_name_and_has_no_numbers() -> None:
    page = overview_page(replace(OCCASION, compared=False), WRITTEN, [])

    assert _names(page) == ["Ada", "Jo Mertens", "Mara Lindqvist", "Inbound", "IT"]
    assert not [text for text in ("1,240", "EUR", ">At stake<", ">Findings<", ">43<") if text in page]


@every_format
def test_the_same_list_gives_the_same_file(form: WorklistFormat, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}{form.suffix}" for number in range(2)]

    for path in paths:
        form.write(*LISTS[""], path)

    assert paths[0].read_bytes() == paths[1].read_bytes()


def _names(page: str) -> list[str]:
    return re.findall(r'scope="row"><bdi>(.*?)</bdi>', page)


def _file(form: WorklistFormat, kind: str) -> str:
    """`worklist-hostile.html`; a workbook is kept as the text of its cells."""
    suffix = ".xlsx.txt" if form.suffix == ".xlsx" else form.suffix
    return f"worklist{f'-{kind}' if kind else ''}{suffix}"
