"""`review --redact` and `report --redact`: who must act stays, how to reach them goes, in every form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sf_audit.delivery.written import write
from sf_audit.model.review import Action, Review
from sf_audit.report.findings_csv import COLUMNS
from sf_audit.report.formats import FORMATS, Document, Format
from sf_audit.report.html import html
from sf_audit.report.redacted import redacted, without_contact
from sf_audit.report.terminal import terminal
from sf_audit.review.findings_table import FINDINGS
from tests.report.written import text_of

ADDRESS = "mara.lindqvist@nordwind.example"


@pytest.mark.parametrize(
    ("party", "left"),
    [
        ("sales_ops", "sales_ops"),
        ("", ""),
        (f"Sales Operations <{ADDRESS}>", "Sales Operations"),
        (f"Sales Operations ({ADDRESS})", "Sales Operations"),
        (ADDRESS, "withheld"),
        (f"<{ADDRESS}>", "withheld"),
        ("Sales Operations <#sales-ops>", "Sales Operations"),
        (f"IT, {ADDRESS}; it@nordwind.example", "IT"),
    ],
)
def test_who_must_act_stays_and_how_to_reach_them_goes(party: str, left: str) -> None:
    assert without_contact(party) == left


def test_no_form_of_a_redacted_review_has_a_contact(review: Review) -> None:
    owner, partner = f"Sales Operations <{ADDRESS}>", ADDRESS
    outcomes = tuple(replace(outcome, owner=owner, partner=partner) for outcome in review.outcomes)
    actions = tuple(replace(action, owner=owner, partner=partner) for action in review.actions)
    told = replace(review, outcomes=outcomes, actions=actions)

    hidden = redacted(told)

    assert ADDRESS in html(told)
    assert ADDRESS not in terminal(hidden, width=120, color=False)
    for form in FORMATS.values():
        assert ADDRESS not in text_of(form, Document(told, list, redact=True))
    assert "Sales Operations" in html(told, redact=True)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_no_format_of_a_redacted_review_names_anybody(form: Format, document: Document) -> None:
    rows = [row for examples in document.review.examples.values() for row in examples]
    names = {document.review.auditor, *(row.label for row in rows), *(row.record_owner for row in rows)} - {""}
    names |= {held.value for row in rows for held in row.values} | {row.twin.label for row in rows if row.twin}

    text = text_of(form, replace(document, redact=True))

    assert len(names) > 40
    assert [name for name in names if name in text] == []


@pytest.mark.parametrize("form", [form for form in FORMATS.values() if not form.shows_names], ids=lambda one: one.name)
def test_a_format_that_shows_no_names_has_none(form: Format, document: Document) -> None:
    rows = [row for examples in document.review.examples.values() for row in examples]

    assert [row.label for row in rows if row.label in text_of(form, document)] == []


def test_files_of_a_redacted_report_have_no_contact(review: Review, tmp_path: Path) -> None:
    owner, partner = f"Sales Operations <{ADDRESS}>", ADDRESS
    told = replace(review, actions=tuple(replace(action, owner=owner, partner=partner) for action in review.actions))
    days = dict.fromkeys(("first_seen", "due", "waived_until"), date(2026, 10, 1))
    row = {**dict.fromkeys(COLUMNS), **days, "owner": owner, "partner": partner}
    pq.write_table(pa.Table.from_pylist([row, {**row, "owner": None}]), tmp_path / FINDINGS)

    write(told, tmp_path, list(FORMATS), redact=False)
    open_texts = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("[fr]*.[hcmj]*"))]
    write(told, tmp_path, list(FORMATS), redact=True)
    texts = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.glob("[fr]*.[hcmj]*"))]

    assert ["mara.lindqvist" in text for text in open_texts] == [True] * 5
    assert ["mara.lindqvist" in text for text in texts] == [False] * 5
    assert "Sales Operations" in texts[0]


def test_actions_lose_their_contacts_too(review: Review) -> None:
    action = Action("r", "t", review.outcomes[0].severity, f"IT <{ADDRESS}>", "", None, 1, "f")

    assert [one.owner for one in redacted(replace(review, actions=(action,))).actions] == ["IT"]


def test_a_profile_is_called_by_its_id(review: Review) -> None:
    named = {
        rule: tuple(replace(row, because="on profile 00eX", said="on profile Vertrieb") for row in rows)
        for rule, rows in review.examples.items()
    }
    told = replace(review, examples=named)

    assert "profile Vertrieb" in html(told)
    assert "Vertrieb" not in html(told, redact=True)
    assert "profile 00eX" in html(told, redact=True)
