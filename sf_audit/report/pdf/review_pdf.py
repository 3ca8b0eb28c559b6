"""The monthly review as a PDF: page one in thirty seconds, then a part for each question, then everything."""

from __future__ import annotations

from sf_audit.model.layout import Layout
from sf_audit.model.review import Review
from sf_audit.report import words
from sf_audit.report.pdf.blocks import Pill, Printed, Section, Tone
from sf_audit.report.pdf.front_page import front_page
from sf_audit.report.pdf.governance import governance_section
from sf_audit.report.pdf.other_sections import (
    about_section,
    appendix,
    changes_section,
    not_checked_section,
    plan_section,
)
from sf_audit.report.pdf.pillar_sections import pillar_sections
from sf_audit.report.pdf.typesetting import typeset
from sf_audit.report.view import View, view


def review_pdf(review: Review, layout: Layout, *, redact: bool) -> bytes:
    """The bytes of the file."""
    return typeset(printed_review(view(review), redact=redact), layout, review.finished)


def printed_review(shown: View, *, redact: bool) -> Printed:
    """The review as blocks."""
    review = shown.review
    calls = words.count(review.api.calls, "API call")
    facts = (f"Finished {words.moment(review.finished)}", calls, *(["Names withheld"] if redact else []))
    name = f"{review.org.name}, {shown.month}"
    return Printed(
        title=name,
        kicker="CRM health review",
        subtitle=f"CRM health review of {review.org.name}, {shown.month}",
        running=f"CRM health review: {name}",
        footer=f"sf-audit {review.tool_version}. Read-only: nothing in the org was changed.",
        facts=facts,
        badges=_badges(shown),
        sections=(front_page(shown), *_sections(shown)),
    )


def _badges(shown: View) -> tuple[Pill, ...]:
    org = Pill("Sandbox" if shown.review.org.is_sandbox else "Production", Tone.MUTED)
    status = shown.review.status
    return (org,) if status == "complete" else (org, Pill(f"{status.capitalize()} review", Tone.ACT))


def _sections(shown: View) -> tuple[Section, ...]:
    return (
        changes_section(shown),
        *pillar_sections(shown),
        governance_section(shown),
        plan_section(shown),
        not_checked_section(shown),
        about_section(shown),
        appendix(shown),
    )
