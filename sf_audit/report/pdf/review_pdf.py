"""The monthly review as a PDF: page one in thirty seconds, then a part for each question, then everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sf_audit.model.layout import Layout
from sf_audit.model.review import Review
from sf_audit.report import words
from sf_audit.report.audiences import AUDIENCES, Part, Reader, arranged
from sf_audit.report.left_out import PILLARS, left_out, left_out_words
from sf_audit.report.pdf.blocks import Bullets, Notice, Paragraph, Pill, Printed, Section, Tone
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
    reader = AUDIENCES[layout.audience] if layout.audience else None
    return typeset(printed_review(arranged(view(review), reader), reader, redact=redact), layout, review.finished)


def printed_review(shown: View, reader: Reader | None, *, redact: bool) -> Printed:
    """The review as blocks: the whole of it, or what this reader gets."""
    review = shown.review
    calls = words.count(review.api.calls, "API call")
    facts = (f"Finished {words.moment(review.finished)}", calls, *(["Names withheld"] if redact else []))
    name, kind = f"{review.org.name}, {shown.month}", "CRM health review" + (f" for {reader.name}" if reader else "")
    return Printed(
        title=name,
        kicker=kind,
        subtitle=f"{kind}: {name}",
        running=f"{kind}: {name}",
        footer=f"sf-audit {review.tool_version}. Read-only: nothing in the org was changed.",
        facts=facts,
        badges=_badges(shown),
        sections=tuple(_sections(shown, reader)),
    )


def _badges(shown: View) -> tuple[Pill, ...]:
    org = Pill("Sandbox" if shown.review.org.is_sandbox else "Production", Tone.MUTED)
    status = shown.review.status
    return (org,) if status == "complete" else (org, Pill(f"{status.capitalize()} review", Tone.ACT))


def _sections(shown: View, reader: Reader | None) -> Iterator[Section]:
    """Page one stands alone; the others follow each other."""
    parts = _parts(shown)
    chosen = [part for part in (reader.parts if reader else parts) if part in parts]
    for place, part in enumerate(chosen):
        yield replace(parts[part], own_page=place == 1)
    if reader:
        yield from _left_out(shown, reader, parts)


def _parts(shown: View) -> Mapping[Part, Section]:
    """Every part of the document, in the order of the whole review."""
    return {
        Part.GLANCE: front_page(shown),
        Part.CHANGES: changes_section(shown),
        **dict(zip(PILLARS, pillar_sections(shown), strict=True)),
        Part.GOVERNANCE: governance_section(shown),
        Part.WORK: plan_section(shown),
        Part.NOT_CHECKED: not_checked_section(shown),
        Part.ABOUT: about_section(shown),
        Part.RULES: appendix(shown),
    }


def _left_out(shown: View, reader: Reader, parts: Mapping[Part, Section]) -> Iterator[Section]:
    lines = left_out(shown, reader, parts)
    if lines:
        unknown = [Notice(line.counted, Tone.ACT, f"{line.part}:") for line in lines if line.alarming]
        known = tuple(f"{line.part}: {line.counted}" for line in lines if not line.alarming)
        yield Section("Not in this edition", (Paragraph(left_out_words(reader)), Bullets(known), *unknown))
