"""The review on paper: everybody can read it, it can be kept for years, and page one answers in thirty seconds."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader

from sf_audit.model.layout import Layout, Paper
from sf_audit.model.review import Outcome, Pillar, Review, Status
from sf_audit.report.formats import FORMATS, Document
from sf_audit.report.pdf.fonts import _USUAL
from sf_audit.report.pdf.review_pdf import review_pdf
from sf_audit.report.pdf.texts import printed
from tests.debian import cannot, install, one_at_a_time
from tests.report.october_review import october

PDF = FORMATS["pdf"]

#: Inks of charts on page one: the line of the score, a broken part, a good one, and how much was checked.
INKS = {"line": (0x1D, 0x44, 0x9C), "act": (0xB3, 0x26, 0x1E), "good": (0x14, 0x71, 0x3D), "unseen": (0x5A, 0x55, 0xA8)}


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """October, written once."""
    folder = tmp_path_factory.mktemp("pdf")
    PDF.write(Document(october(), list), folder)
    return folder / PDF.file


@pytest.fixture(scope="module")
def reader(pdf: Path) -> PdfReader:
    return PdfReader(pdf)


def test_it_says_that_it_is_accessible_and_archivable(reader: PdfReader) -> None:
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Nordwind Logistik, October 2026"
    for claim in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        assert claim in metadata


def test_its_tags_are_those_of_a_document(reader: PdfReader) -> None:
    tags = Counter(str(element["/S"]) for element in _elements(reader))
    figures = [element for element in _elements(reader) if element["/S"] == "/Figure"]

    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/P"} <= set(tags)
    assert len(figures) >= 4
    assert all(len(str(figure.get("/Alt", ""))) > 20 for figure in figures)


def test_page_one_answers_in_thirty_seconds(reader: PdfReader) -> None:
    text = _words(reader.pages[0].extract_text())

    for answer in (
        "69 Act",
        "How sure: 9 of 12 rules checked",
        "3 people who are not administrators may modify all data",
        "EUR 1,284,000 of open pipeline",
        "30 Oct 2026, 3 days overdue",
        "What got worse 44 new 12 returned 123 fixed",
        "Contacts can be reached by email: 34 new",
        "Promised and not done • Merle Voss: DEC-8, An account says when its contract is renewed",
        "• IT: 3 people who are not administrators may modify all data (due 30 Oct 2026, 3 days overdue)",
        "Decisions needed • IT: mend 1 critical rule that is broken, or accept the risk for a time, by 30 Oct 2026",
        "Standards kept 44.4%: 4 of 9 that were checked",
        "Money at risk Open pipeline on clean records: 78.2%, EUR 3,210,000 of 4,100,000",
        "• EUR 1,284,000 of open pipeline: 41 open opportunities",
    ):
        assert answer in text


def test_every_page_says_which_it_is(reader: PdfReader) -> None:
    pages = [_words(page.extract_text()) for page in reader.pages]

    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in text
    assert all(text.startswith("CRM health review: Nordwind Logistik, October 2026") for text in pages[1:])


def test_every_rule_is_in_it_and_says_what_became_of_it(reader: PdfReader) -> None:
    text = "".join(page.extract_text() for page in reader.pages).replace("\u200b", "")
    joined = re.sub(r"\s", "", text)

    assert [each.rule for each in october().outcomes if each.rule not in joined] == []


def test_records_of_critical_rules_are_named_with_their_address(reader: PdfReader) -> None:
    addresses = [
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if "/URI" in annotation.get_object().get("/A", {})
    ]

    assert addresses == [
        f"https://nordwind.lightning.force.com/lightning/r/User/0055g00000A1b{number}cAAA/view" for number in range(3)
    ]


def test_the_same_review_gives_the_same_bytes(pdf: Path) -> None:
    assert review_pdf(october(), Layout(), redact=False) == pdf.read_bytes()


def test_every_chart_of_page_one_has_ink(pdf: Path) -> None:
    page = _raster(pdf)

    for ink in INKS.values():
        assert int((np.abs(page.astype(int) - ink).max(axis=2) < 12).sum()) > 60


def test_names_of_all_scripts_and_what_no_font_has(tmp_path: Path) -> None:
    names = ("北京贸易有限公司", "東京支店", "서울", "شركة الأفق", "חברה", "बिक्री", "ขาย", "Ωμέγα", "Žižkov", "👩‍💻 🚀")
    review = _called(october(), names)

    text = _text(review, tmp_path, Layout(paper=Paper.LETTER))

    # Letters that run from right to left are extracted in the order in which they are seen.
    for name in names:
        assert set(name) - {" ", "\u200d"} <= set(text)
    assert "\\ue123" in text
    assert "\\u{13000}" in text


def test_texts_that_no_font_can_set_cost_no_more_than_themselves(tmp_path: Path) -> None:
    """Each letter has a glyph in some font, and all of them together have none."""
    odd = ("a\u20dd\u0bcd", "\u2506\u09c8", "\U0001f1ad\U0001f3fb", "\u0632\u0601\u064f", "Z\u0301\u0308\u20dd")
    review = replace(_small(october()), banners=(*odd, "شركة الأفق", "北京"), series=())

    text = _text(review, tmp_path)

    assert set("شركةالأفق北京") <= set(text)
    assert "a\\u{20dd}\\u{bcd}" in text
    assert "\\u{2506}\\u{9c8}" in text


def test_letters_of_several_keystrokes_are_one(tmp_path: Path) -> None:
    review = replace(_small(october()), banners=("Z\u030cizkov, A\u030angstro\u0308m",), series=())

    assert "Žizkov, Ångström" in _text(review, tmp_path)


def test_letter_is_another_paper(tmp_path: Path) -> None:
    PDF.write(Document(_small(october()), list, layout=Layout(paper=Paper.LETTER)), tmp_path)

    assert [round(float(size)) for size in PdfReader(tmp_path / PDF.file).pages[0].mediabox[2:]] == [612, 792]


def test_what_has_no_source_says_so(tmp_path: Path) -> None:
    review = october()
    unjudged = tuple(
        replace(outcome, status=Status.NOT_CHECKED, headline="") if _is_of_a_red_part(outcome) else outcome
        for outcome in review.outcomes
    )
    text = _words(_text(replace(review, outcomes=unjudged, actions=()), tmp_path))

    assert text.count("No source.") == 4
    assert "Data quality No source. None of 5 rules could be judged" in text
    assert "User feedback No source. Nobody's feedback is in this review" in text


def test_texts_are_no_markup(tmp_path: Path) -> None:
    spite = '#panic("x") *bold* _it_ $x^2$ @ref <label> `raw` #import "@preview/x:1.0.0" // gone \\ = Heading'

    assert spite in _words(_text(_called(october(), (spite,)), tmp_path))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana", "Ana"),
        ("a\u202eb\x00", "a\\u202eb\\x00"),
        ("\ud800", "\\ud800"),
        ("\U00013000", "\\u{13000}"),
        ("x" * 40, "\u200b".join(("x" * 16, "x" * 16, "x" * 8))),
        ("Opportunity.CloseDateOfContract", "Opportunity.\u200bClose\u200bDate\u200bOf\u200bContract"),
        ("PermissionsModifyAll", "PermissionsModifyAll"),
    ],
)
def test_printed(text: str, shown: str) -> None:
    assert printed(text) == shown


def test_letters_that_are_looked_up_nowhere_are_there(tmp_path: Path) -> None:
    """A letter without a glyph is no PDF/UA, and would end with an error."""
    assert set(_USUAL) - {" ", "\u200b", "\u00a0"} <= set(
        _text(_called(october(), ("".join(sorted(_USUAL)),)), tmp_path)
    )


def _is_of_a_red_part(outcome: Outcome) -> bool:
    return outcome.pillar in {Pillar.DATA_QUALITY, Pillar.SYSTEM_PERFORMANCE, Pillar.ADOPTION}


def _small(review: Review) -> Review:
    return replace(review, outcomes=review.outcomes[:1], actions=review.actions[:1], origins=None, gaming=None)


def _called(review: Review, names: tuple[str, ...]) -> Review:
    """A small review with these names of owners in it, and letters that no font has."""
    notes = tuple(f"{name} \ue123 \U00013000" for name in names)
    return replace(_small(review), banners=notes, weakened=(), changes=(), rule_changes=(), series=())


def _text(review: Review, folder: Path, layout: Layout = Layout()) -> str:  # noqa: B008 - frozen
    PDF.write(Document(review, list, layout=layout), folder)
    return "\n".join(page.extract_text() for page in PdfReader(folder / PDF.file).pages)


def _words(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def _elements(reader: PdfReader) -> Iterator[Any]:
    """The structure elements of a tagged document."""
    root: Any = reader.trailer["/Root"]
    waiting = [root["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict) and "/S" in node:
            yield node
            waiting.append(node.get("/K", []))


def _raster(pdf: Path) -> Any:
    """Page one as Poppler draws it, at 100 dots to the inch."""
    with one_at_a_time():
        if shutil.which("pdftoppm") is None:
            install("poppler-utils")
    if shutil.which("pdftoppm") is None:
        cannot("pdftoppm is not installed, and could not be")
    ended = subprocess.run(["pdftoppm", "-r", "100", "-f", "1", "-l", "1", pdf], capture_output=True, check=True)
    header = re.match(rb"P6\s(\d+) (\d+)\s255\s", ended.stdout)
    assert header is not None
    width, height = int(header[1]), int(header[2])
    return np.frombuffer(ended.stdout[header.end() :], dtype=np.uint8).reshape(height, width, 3)
