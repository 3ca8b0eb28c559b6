"""What the page promises beside its looks: one file, no names when redacted, links only to the org."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
import pytest

from sf_audit.bundled import bundled
from sf_audit.model.review import Coverage, Review, Score, Status
from sf_audit.report.html import html
from sf_audit.report.rule_names import csv_of


def test_it_loads_nothing(review: Review) -> None:
    page = html(review)

    assert not re.findall(r"\b(?:src|srcset|data|action|background)=", page)
    assert "url(" not in page
    assert "@import" not in page
    assert "<link" not in page


def test_it_runs_only_what_its_policy_names(review: Review) -> None:
    page = html(review)

    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    (style,) = re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert policy.startswith("default-src &#39;none&#39;;")
    assert _hash(style) in policy
    assert _hash(script) in policy
    assert len(script) < 1_024
    assert not re.findall(r"\s(?:style|on[a-z]+)=", re.sub(r"<(script|style)>.*?</\1>", "", page, flags=re.DOTALL))


def test_links_lead_to_the_org_or_down_the_page(review: Review) -> None:
    links = [element for element in _elements(html(review)) if element.tag == "a"]

    outward = [link for link in links if not link.attrib["href"].startswith("#")]
    assert len(outward) == 58
    assert all(link.attrib["href"].startswith("https://nordwind.lightning.force.com/") for link in outward)
    assert {link.attrib["rel"] for link in outward} == {"noopener noreferrer"}


def test_every_link_down_the_page_arrives(review: Review) -> None:
    elements = list(_elements(html(review)))

    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    wanted = {element.attrib["href"][1:] for element in elements if element.attrib.get("href", "").startswith("#")}
    assert wanted <= set(ids)
    assert len(ids) == len(set(ids))


def test_each_rule_leads_to_the_file_of_its_findings(review: Review) -> None:
    files = set(re.findall(r'href="(findings\.[^"]+)"', html(review, by_rule=True)))

    assert files == {csv_of(outcome.rule) for outcome in review.outcomes if outcome.broken or outcome.waived}
    assert 'href="findings.' not in html(review)


def test_redacted_page_names_nobody(review: Review) -> None:
    page = html(review, redact=True)

    names = {row.label for rows in review.examples.values() for row in rows} | {"Mara Lindqvist", review.auditor}
    assert [name for name in names if name in page] == []
    assert "0055g00000A1b0cAAA" in page


def test_headings_go_down_one_step_at_a_time(review: Review) -> None:
    levels = [int(element.tag[1]) for element in _elements(html(review)) if re.fullmatch(r"h[1-6]", element.tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_captions_and_scopes(review: Review) -> None:
    tables = [element for element in _elements(html(review)) if element.tag == "table"]

    assert all(table.find("caption") is not None for table in tables)
    assert all("scope" in head.attrib for table in tables for head in table.iter("th"))


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_its_page(review: Review, status: Status) -> None:
    page = html(replace(review, outcomes=tuple(replace(outcome, status=status) for outcome in review.outcomes)))

    assert "Only administrators may modify all data" in page


def test_a_review_of_nothing_has_a_page(review: Review) -> None:
    nothing = replace(
        review, outcomes=(), actions=(), changes=(), series=(), score=Score(None, {}), coverage=Coverage(0, 0)
    )

    assert "No checked rule is broken." in html(nothing)


def test_templates_switch_no_escaping_off() -> None:
    templates = list(bundled("reports").rglob("*.j2"))

    assert templates
    assert [path for path in templates if re.search(r"\|\s*safe|autoescape|Markup", path.read_text("utf-8"))] == []


def _elements(page: str) -> Iterator[Element]:
    return (
        element for element in html5lib.parse(page, namespaceHTMLElements=False).iter() if isinstance(element.tag, str)
    )


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()
