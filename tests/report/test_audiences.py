"""Editions for audiences: what each sees first, and that nothing is hidden from them in silence."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from sf_audit.model.layout import Audience, Layout
from sf_audit.model.review import Review
from sf_audit.report.audiences import AUDIENCES, Part, arranged
from sf_audit.report.formats import FORMATS, Document
from sf_audit.report.html import html
from sf_audit.report.left_out import left_out
from sf_audit.report.markdown import markdown
from sf_audit.report.pdf.review_pdf import printed_review
from sf_audit.report.view import View, view

every_audience = pytest.mark.parametrize("audience", Audience)

#: Parts that the PDF has within others, or in another form.
PAGE_ALONE = {Part.ORIGINS, Part.GAMING, Part.KEPT}

#: What each of them sees first in October: the first of the top risks, and whose work comes first.
FIRST = {
    Audience.EXEC: ("3 people who are not administrators may modify all data", "IT"),
    Audience.SALES_OPS: ("41 open opportunities have a close date in the past", "Sales Ops"),
    Audience.IT: ("3 people who are not administrators may modify all data", "IT"),
    Audience.CRM_MANAGER: ("41 open opportunities have a close date in the past", "Sales Ops"),
    Audience.ANALYST: ("41 open opportunities have a close date in the past", "Sales Ops"),
    Audience.MARKETING: ("3 people who are not administrators may modify all data", "Sales Ops"),
    Audience.SUPPORT: ("3 people who are not administrators may modify all data", "Sales Ops"),
    Audience.AUDITOR: ("3 people who are not administrators may modify all data", "IT"),
}


def test_every_audience_has_its_line_of_the_table() -> None:
    assert set(AUDIENCES) == set(Audience)
    for reader in AUDIENCES.values():
        assert reader.parts[0] is Part.GLANCE
        assert len(reader.parts) == len(set(reader.parts))
        assert {Part.NOT_CHECKED, Part.ABOUT} <= set(reader.parts)


@every_audience
def test_their_rules_come_first(review: Review, audience: Audience) -> None:
    shown = arranged(view(review), AUDIENCES[audience])

    assert (shown.risks[0].title, shown.parties[0].name) == FIRST[audience]


@every_audience
def test_no_rule_is_taken_out(review: Review, audience: Audience) -> None:
    assert _rules(arranged(view(review), AUDIENCES[audience])) == _rules(view(review))


@every_audience
def test_what_the_pdf_leaves_out_is_named_with_its_number(review: Review, audience: Audience) -> None:
    reader = AUDIENCES[audience]
    shown = arranged(view(review), reader)
    whole = [section.heading for section in printed_review(view(review), None, redact=False).sections]

    edition = [section.heading for section in printed_review(shown, reader, redact=False).sections]

    missing = [heading for heading in whole if heading not in edition]
    assert len(missing) == sum(part not in reader.parts for part in Part if part not in PAGE_ALONE)
    assert ("Not in this edition" in edition) is bool(missing)


def test_what_is_left_out_is_counted(review: Review) -> None:
    lines = left_out(view(review), AUDIENCES[Audience.EXEC], tuple(Part))

    assert [(line.part, line.counted, line.alarming) for line in lines] == [
        (Part.WORK, "6 broken rules", False),
        (Part.DATA_QUALITY, "2 broken rules", False),
        (Part.ACCESS, "2 broken rules", False),
        (Part.PERFORMANCE, "2 broken rules", False),
        (Part.ADOPTION, "no source: nothing of it was judged", True),
        (Part.ADOPTION, "user feedback has no source", True),
        (Part.ORIGINS, "5 tables", False),
        (Part.GAMING, "2 indications", False),
        (Part.KEPT, "4 rules", False),
        (Part.RULES, "13 rules", False),
    ]


@every_audience
def test_the_page_leads_nowhere_that_is_not_there(review: Review, audience: Audience) -> None:
    page = html(review, audience=audience)

    places = set(re.findall(r' id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= places
    assert f"for {AUDIENCES[audience].name}</p>" in page


def test_what_the_page_leaves_out_is_named(review: Review) -> None:
    page = html(review, audience=Audience.EXEC)

    assert re.findall(r"<li><b>([^<]+)</b>: ([^<]+)</li>", page)[-3:] == [
        ("Where it comes from", "5 tables"),
        ("What looks like gaming", "2 indications"),
        ("Kept", "4 rules"),
    ]
    assert "Not in this edition" not in html(review)


def test_the_summary_to_paste_says_whom_it_is_for(review: Review) -> None:
    assert markdown(review, Audience.MARKETING).startswith("# CRM health review for marketing: Nordwind")


def test_no_edition_takes_the_place_of_the_whole_review(review: Review, tmp_path: Path) -> None:
    document = Document(review, list, layout=Layout(audience=Audience.SALES_OPS))
    for name in ("html", "markdown", "weekly-text"):
        FORMATS[name].write(document, tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {
        "review-sales-ops.html",
        "review-sales-ops.md",
        "weekly.txt",
    }


def _rules(shown: View) -> Counter[str]:
    broken = [card for party in shown.parties for card in party.rules]
    blind = [card for group in shown.blind for card in group.rules]
    return Counter(card.outcome.rule for card in (*broken, *blind, *shown.kept, *shown.not_applicable))
