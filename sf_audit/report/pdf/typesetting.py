"""The one door to Typst, which sets a document as PDF/UA-1 and PDF/A-2a in one file.

PDF/UA-1 (ISO 14289-1) has it read aloud in the right order, with words for every chart; PDF/A-2a (ISO 19005-2) has it
open and search as it does now for as long as somebody must keep it. Typst refuses to write a file that is not both.

It refuses, too, a text whose letters have glyphs one by one and none together, such as marks of one script upon letters
of another. Somebody may have typed one into the org, and no review may fail over it: such a text is set as escapes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from sf_audit.bundled import bundled
from sf_audit.model.layout import Layout
from sf_audit.report.pdf.blocks import Printed
from sf_audit.report.pdf.fonts import folders, is_usual
from sf_audit.report.pdf.texts import as_json, texts_of, with_escapes

STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-2a"]

_TEMPLATE = "document.typ"


def typeset(document: Printed, layout: Layout, made: datetime) -> bytes:
    """The PDF. The same document, layout and second give the same bytes, with the same Typst and fonts."""
    plain, second = as_json(document), int(made.timestamp())
    unusual = sorted({text for text in texts_of(plain) if not is_usual(text)})
    try:
        return _pdf(plain, layout, second)
    except typst.TypstError:
        if not unusual:
            raise  # no text is to blame
        refused = _refused(unusual)
    try:
        return _pdf(with_escapes(plain, refused), layout, second)
    except typst.TypstError:  # texts that can be set alone, and not beside each other
        return _pdf(with_escapes(plain, unusual), layout, second)


def _refused(texts: Sequence[str]) -> list[str]:
    """Those of the texts that cannot be set, found by halves."""
    if not texts or _can_be_set(texts):
        return []
    if len(texts) == 1:
        return list(texts)
    half = len(texts) // 2
    return [*_refused(texts[:half]), *_refused(texts[half:])]


def _can_be_set(texts: Sequence[str]) -> bool:
    blocks = [{"kind": "paragraph", "text": text, "tone": "plain"} for text in texts]
    names = dict.fromkeys(("title", "kicker", "subtitle", "running", "footer"), "-")
    section = {"heading": "-", "own-page": False, "blocks": blocks}
    try:
        _pdf({**names, "facts": [], "badges": [], "sections": [section]}, Layout(), 0)
    except typst.TypstError:
        return False
    return True


def _pdf(plain: object, layout: Layout, second: int) -> bytes:
    root = bundled("reports") / "pdf"
    compiler = typst.Compiler(
        root / _TEMPLATE,
        root=root,
        font_paths=_fonts(folders(texts_of(plain))),
        sys_inputs={"document": json.dumps(plain), "paper": layout.paper.value},
    )
    pdf = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=second)
    if not isinstance(pdf, bytes):
        raise TypeError("Typst answered no PDF")
    return pdf


@cache
def _fonts(where: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in where])
