"""Whatever people typed into the org, no output does anything but show it."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from io import StringIO

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sf_audit.model.review import Review
from sf_audit.report.formats import FORMATS, Document, Format
from sf_audit.report.hostile import cell, markdown_text, printable, visible
from sf_audit.report.review_json import from_json
from sf_audit.report.terminal import terminal
from sf_audit.report.worklists.formats import WORKLIST_FORMATS, WorklistFormat
from tests.report.october_worklist import hostile_worklist, text_of_list
from tests.report.written import text_of

TEXTS = {
    "image": "<img src=x onerror=alert(1)>",
    "closing everything": "</script></style></title></svg></details><script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" \'',
    "template": "{{7*7}}{% raw %}${7*7}#{7*7}",
    "comment": "<!--",
    "cdata": "]]><![CDATA[<b>",
    "entity": "&lt;script&gt;&#x3c;",
    "script address": "javascript:alert(1)",
    "formula": '=HYPERLINK("http://127.0.0.1/","x")',
    "full-width formula": "＝1+1",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "colour": "\x1b[31m\x9b31m",
    "overwriting": "kept\rbroken\b\b",
    "right to left": "invoice\u202efdp.exe\u2066",
    "nothing": "\x00",
    "half a pair": "\ud800 and \udfff",
    "line separators": "a\u2028b\u2029c\nd",
    "mentions": "@here <!channel> <@U123> [x](http://127.0.0.1) `code` | cell |",
    "rich markup": "[bold red]x[/] [link=http://127.0.0.1]y[/link]",
    "emoji": "👩‍💻 naïve Ωμέγα 日本",
    "long": "x" * 150_000,  # a field of Salesforce holds 131,072
}
hostile = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
Spoil = Callable[[str], Review]


@pytest.fixture(scope="module")
def harmless(hostile_document: Callable[[str], Document]) -> Callable[[Format], str]:
    """What the file of a format holds where nobody typed anything odd."""
    return cache(lambda form: text_of(form, hostile_document("harmless")))


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@hostile
def test_no_format_does_anything_but_show_it(
    form: Format, hostile_document: Callable[[str], Document], harmless: Callable[[Format], str], text: str
) -> None:
    HARMLESS[form.media_type](text_of(form, hostile_document(text)), harmless(form))


@pytest.mark.parametrize("form", WORKLIST_FORMATS.values(), ids=WORKLIST_FORMATS)
@hostile
def test_no_format_of_a_worklist_does_anything_but_show_it(form: WorklistFormat, text: str) -> None:
    shown, harmless = (text_of_list(form, *hostile_worklist(each)) for each in (text, "harmless"))

    HARMLESS[form.media_type](shown, harmless)


@hostile
def test_terminal_shows_printable_characters_only(hostile_review: Spoil, text: str) -> None:
    screen = terminal(hostile_review(text), width=80, color=False)

    assert not [letter for letter in screen if unicodedata.category(letter)[0] == "C" and letter != "\n"]
    screen.encode()


@given(st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    shown = cell(text)

    for piece in shown.split(";"):
        start = unicodedata.normalize("NFKC", piece).lstrip()
        assert not start.startswith(("=", "+", "-", "@"))
    assert not [letter for letter in shown if unicodedata.category(letter) in {"Cc", "Cf", "Cs"}]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ana", "Ana"),
        ("=1+1", "'=1+1"),
        ("\ufeff =1+1", "' =1+1"),
        ("\x0c@SUM(A1)", "'@SUM(A1)"),
        ("\u200b＋1", "'＋1"),
        ("a;=1+1;b", "a;'=1+1;b"),
        ("a - b", "a - b"),
        ("two\r\nlines", "two  lines"),
        (" " * 100 + "=1", "'" + " " * 100 + "=1"),
    ],
)
def test_cell(text: str, shown: str) -> None:
    assert cell(text) == shown


def test_characters_that_cannot_be_seen_are_shown_on_a_page() -> None:
    assert visible("a\u202eb\x1bc\nd\ud800") == "a\\u202eb\\x1bc d\\ud800"
    assert visible("نامه\u200cها 👩\u200d💻") == "نامه\u200cها 👩\u200d💻"


def test_a_terminal_gets_no_joiners() -> None:
    assert printable("a\u200db\x9b") == "a\\u200db\\x9b"


def test_markdown_neither_links_nor_calls_anybody() -> None:
    assert markdown_text("@here <!channel> www.x http://y") == (
        "@\u200bhere &lt;\\!channel&gt; www\u200b.x http:\u200b//y"
    )


def test_a_long_text_says_how_long_it_is() -> None:
    assert visible("x" * 12, limit=4) == "xxxx… (12 characters)"


def _page(text: str, harmless: str) -> None:
    assert _elements(text) == _elements(harmless)
    assert not [letter for letter in text if _moves(letter) and letter != "\n"]
    assert len(text) < 2_500_000


def _markdown(text: str, harmless: str) -> None:
    assert len(text.splitlines()) == len(harmless.splitlines())
    assert "<" not in text
    assert "](" not in text.replace("\\]\\(", "")
    assert "@h" not in text
    assert "://" not in text


def _mail(text: str, _: str) -> None:
    assert not [letter for letter in text if unicodedata.category(letter)[0] == "C" and letter != "\n"]


def _json(text: str, harmless: str) -> None:
    assert text.isascii()
    assert from_json(text).org.name == json.loads(text)["org"]["name"]
    assert json.loads(text).keys() == json.loads(harmless).keys()


def _sheet(text: str, harmless: str) -> None:
    rows, plain = (list(csv.reader(StringIO(one, newline=""))) for one in (text, harmless))
    assert [len(row) for row in rows] == [len(row) for row in plain]
    assert not [one for row in rows for one in row if unicodedata.normalize("NFKC", one).lstrip()[:1] in set("=+-@")]
    assert max(len(one) for row in rows for one in row) < 32_767


def _workbook(text: str, harmless: str) -> None:
    """The text of its cells, in which a formula would begin with an equals sign. Addresses are our own."""
    rows, plain = (each.split("\n") for each in (text, harmless))
    assert len(rows) == len(plain)
    assert not [each for row in rows for each in row.split("\t") if each[:1] in {"=", "+", "@"}]
    assert not [letter for letter in text if unicodedata.category(letter)[0] == "C" and letter not in "\n\t"]
    assert _addresses(text) == _addresses(harmless)


def _paper(text: str, _: str) -> None:
    """The text of its pages: what was typed is there to read, and moves nothing."""
    assert not [letter for letter in text if _moves(letter) and letter not in "\n\f"]
    assert len(text) < 500_000


def _addresses(text: str) -> list[str]:
    return re.findall(r"<(https://nordwind[^>]*)>", text)


#: What must be true of each kind of file: a format of another kind is not tested, and so fails.
HARMLESS: Mapping[str, Callable[[str, str], None]] = {
    "text/html": _page,
    "text/markdown": _markdown,
    "text/plain": _mail,
    "application/json": _json,
    "text/csv": _sheet,
    "application/pdf": _paper,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _workbook,
}


def _elements(page: str) -> Counter[str]:
    """Each element with its attribute names: a payload may add neither."""
    parsed = html5lib.parse(page, namespaceHTMLElements=False)
    return Counter(f"{element.tag} {sorted(element.attrib)}" for element in parsed.iter())


def _moves(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or unicodedata.bidirectional(letter) in BIDI


BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
