"""The one door to Typst, which sets a document as PDF/UA-1 and PDF/A-2a in one file.

PDF/UA-1 (ISO 14289-1) has it read aloud in the right order, with words for every chart; PDF/A-2a (ISO 19005-2) has it
open and search as it does now for as long as somebody must keep it. Typst refuses to write a file that is not both.
"""

from __future__ import annotations

import json
from datetime import datetime

import typst

from sf_audit.bundled import bundled
from sf_audit.model.layout import Layout
from sf_audit.report.pdf.blocks import Printed
from sf_audit.report.pdf.fonts import folders
from sf_audit.report.pdf.texts import as_json, texts_of

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]

_TEMPLATE = "document.typ"


def typeset(document: Printed, layout: Layout, made: datetime) -> bytes:
    """The PDF. The same document, layout and second give the same bytes, with the same Typst and fonts."""
    plain = as_json(document)
    root = bundled("reports") / "pdf"
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(each) for each in folders(texts_of(plain))])
    compiler = typst.Compiler(
        root / _TEMPLATE,
        root=root,
        font_paths=fonts,
        sys_inputs={"document": json.dumps(plain), "paper": layout.paper.value},
    )
    pdf = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=int(made.timestamp()))
    if not isinstance(pdf, bytes):
        raise TypeError("Typst answered no PDF")
    return pdf
