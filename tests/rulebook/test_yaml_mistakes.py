"""What people get wrong in YAML is told in words of the file: the line, what is wrong with it, and what to write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sf_audit.errors import UsageProblem, WrongFiles
from sf_audit.rulebook.files.yaml_file import read_yaml
from sf_audit.rulebook.rules.load import load_rule

GOOD = """\
title: Contacts
why: Because
fix: Somebody
severity: low
owner: it
check:
  filled:
    object: Contact
    field: Email
    when: {IsDeleted: false, Type: [A, B]}
examples:
  - org: {Contact: [{Id: 003A, Email: a@b.de}]}
"""

#: Words of the parser, of YAML's grammar and of Python. Nobody who writes a rule knows them.
JARGON = re.compile(
    r"expected|scalar|token|scanning|block (end|mapping|sequence)|flow|mapping|composer|NoneType|Error\b|\bnode\b"
)


def problem(path: Path) -> UsageProblem:
    with pytest.raises(UsageProblem) as caught:
        load_rule(path, "quality/contacts")
    return caught.value


def told(folder: Path, content: bytes) -> tuple[str, str]:
    """What is said of the file, without its path, and the hint."""
    path = folder / "contacts.yaml"
    path.write_bytes(content)
    found = problem(path)
    assert str(found).startswith(f"{path}:")
    return str(found).removeprefix(f"{path}:"), found.hint


@pytest.mark.parametrize(
    ("was", "becomes", "says", "hint"),
    [
        ("  filled:", "\tfilled:", "7: the line begins with a tab", "Indent with spaces, two for each step."),
        ("    object: C", "  \tobject: C", "8: the line begins with a tab", "Indent with spaces"),
        ("why: B", "why:B", "2: there is no space after the colon of `why`", "Write: why: Because"),
        ("title: C", "title:C", "1: there is no space after the colon of `title`", "Write: title: Contacts"),
        ("owner: it", "owner:it", "5: there is no space after the colon of `owner`", "Write: owner: it"),
        ("object: C", "object:C", "8: there is no space after the colon of `object`", "Write: object: Contact"),
        (
            "{IsDeleted: f",
            "{IsDeleted:f",
            "10: check.filled.when.IsDeleted:false: there is no space",
            "IsDeleted: false",
        ),
        ("  - org", "  -org", "12: examples.-org: there is no space after the dash", "Write: - org: …"),
        ("title: C", 'title: "C', '1: the quote " that begins here is not closed', 'Write " at its end too.'),
        ("owner: it", "owner: 'it", "5: the quote ' that begins here is not closed", "Write ' at its end too."),
        ("why: B", '"why: B', '2: the quote " that begins here is not closed', 'Write " at its end too.'),
        ("Because", "'it's late'", "2: an apostrophe ends a text in single quotes", "double quotes"),
        ("Because", '"a" b', "2: the text goes on after its closing quote", "Put all of the text in quotes"),
        ("field: Email", 'field: "\\d"', "9: a backslash in double quotes begins a special character", "single quotes"),
        ("[A, B]", "[A, B", "10: the bracket [ is not closed", "Write ] where its list ends."),
        ("B]}", "B]", "10: the bracket { is not closed", "Write } where its list ends."),
        ("[A, B]", "[A, B]]", "10: nothing opens the bracket ]", "Take it away"),
        ("false, Type", "false Type", "10: something is missing between the brackets", "told apart by commas"),
        (
            "why: B",
            "  why: B",
            "2: the line is further in than the one above, which has a value already",
            "same column",
        ),
        ("    field", "   field", "9: the line begins after 3 spaces, as no line that it belongs to", "same column"),
        ("    field", "     field", "9: the line is further in than the one above", "same column"),
        ("\nexamples:", "\nexamples:\n - org: {}", "13: the line begins after 2 spaces, as no line", "same column"),
        ("Because", "Because: it is", "2: a text with a colon in it needs quotes", 'Write: why: "Because: it is"'),
        ("Because", '12" wide: no', "2: a text with a colon in it needs quotes", "Write: why: '12\" wide: no'"),
        ("owner: it", "owner: it\nowner: it", "6: `owner` is there twice", "Line 5 has it too: keep one of them."),
        ("false, Type", "false, IsDeleted", "10: `IsDeleted` is there twice", "keep one of them"),
        ("Because", "%done", "2: a text that begins with % needs quotes", 'Write: why: "%done"'),
        ("Because", "@all read", "2: a text that begins with @ needs quotes", 'Write: why: "@all read"'),
        ("Because", "`x`", "2: a text that begins with ` needs quotes", 'Write: why: "`x`"'),
        (
            "Because",
            "*important* thing",
            "2: a text that begins with * is a reference in YAML",
            "Put the text in quotes.",
        ),
        ("Because", "**bold** thing", "2: a text that begins with * is a reference", "Put the text in quotes."),
        ("Because", "&co is it", "2: a text that begins with & names a part of the file", "Put the text in quotes."),
        ("Because", "& co", "2: a text that begins with & needs quotes", 'Write: why: "& co"'),
        ("Because", "!important", "2: a text that begins with ! is a type in YAML", "Put the text in quotes."),
        ("Because", "!!int x", "2: a text that begins with ! is a type in YAML", "Put the text in quotes."),
        ("Because", "{n} people", "2: a text that begins with { needs quotes", 'Write: why: "{n} people"'),
        ("Because", "[sic] people", "2: a text that begins with [ needs quotes", 'Write: why: "[sic] people"'),
        ("Because", "> 5 people", "2: a text that begins with > needs quotes", 'Write: why: "> 5 people"'),
        ("Because", "| people", "2: a text that begins with | needs quotes", 'Write: why: "| people"'),
        ("Because", "- people", "2: a text that begins with - needs quotes", 'Write: why: "- people"'),
        ("Because", ", people", "2: a text that begins with , needs quotes", 'Write: why: ", people"'),
        ("Because", "#1 people", "2: why: is empty", "A text that begins with # needs quotes"),
        ("title: C", "%title: C", "1: a line that begins with % is an instruction to YAML", "Take the % away."),
        (
            "title: C",
            "%YAML 1.1\n---\ntitle: C",
            "2: a line that begins with % is an instruction",
            "Take the line away.",
        ),
        ("why: B", "why B", "2: this line has no key with a colon", "Write a key, a colon, a space and the value."),
        ("why: B", "why = B", "2: this line has no key with a colon", "Write a key, a colon, a space and the value."),
        ("Because", "first\nsecond", "3: this line has no key with a colon", ">- behind its key: why: >-"),
        ("title: C", "title C", "1: this line has no key with a colon", "Write a key, a colon, a space and the value."),
        ("Because", "Be\tcause", "2: a tab stands in this line", "Write spaces in its place."),
        ("Email: a@b.de", "Email: @b", "12: a text that begins with @ needs quotes", 'Write it so: "@…"'),
        ("Email: a@b.de", "Email: & b", "12: a text that begins with & needs quotes", 'Write it so: "&…"'),
        ("why: B", "---\nwhy: B", "2: a second document begins here", "make two files of it"),
        ("Because", "2026-13-45", "2: there is no day 2026-13-45", "Write a day as 2027-03-31."),
        ("Because", "1" * 5000, "2: this value cannot be read as a number or a date", "Put the text in quotes."),
        ("Because", "a\0b", "2: a control character (U+0000) that nobody sees", "Write the line again."),
        ("why: B", "why:\u00a0B", "2: a space in this line is a no-break space", "Type the space again."),
        ("    field", "\u00a0   field", "9: a space in this line is a no-break space", "Type the space again."),
        ("why: B", "why\uff1aB", "2: the colon is a full-width one", "Type the colon again"),
        ("why: B", "? [why]\n: B", "1: ", ""),
        ("title: C", "[" * 50 + "\ntitle: C", "1: nested too deeply: more than 40 levels", "Close the brackets"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_mistake_names_the_line_and_what_to_write(
    tmp_path: Path, was: str, becomes: str, says: str, hint: str, ends: str
) -> None:
    assert GOOD.count(was) >= 1

    found, advice = told(tmp_path, GOOD.replace(was, becomes, 1).replace("\n", ends).encode())

    assert found.startswith(says)
    assert hint in advice
    assert not JARGON.search(found + advice)


@pytest.mark.parametrize(
    ("content", "says", "hint"),
    [
        (b"", "1: the file is empty", "Write keys with their values"),
        (b"# a rule to come\n", "1: the file is empty", "Write keys with their values"),
        (b"\n\n- title: Contacts\n", "3: the file begins with a list", "Write keys with their values"),
        (b"Contacts have an address\n", "1: the file has no keys, only a text", "Write keys with their values"),
        (GOOD.encode("utf-16"), " the file is saved as UTF-16", "Save the file as UTF-8"),
        (
            GOOD.replace("Because", "für Ünter").encode("cp1252"),
            "2: not UTF-8 text: here stands “ü” as Windows writes it (Windows-1252)",
            "Save the file as UTF-8",
        ),
    ],
)
def test_a_file_that_is_no_rule_says_what_it_is(tmp_path: Path, content: bytes, says: str, hint: str) -> None:
    found, advice = told(tmp_path, content)

    assert found.startswith(says)
    assert hint in advice


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD.replace("\n", "\r\n"),
        GOOD.rstrip("\n"),
        "---\n" + GOOD,
        GOOD + "...\n",
        GOOD.replace("Because", "it's 5 > 3, 100% sure & “right”: yes").replace(": yes", " yes"),
        GOOD.replace("Because", ">-\n  a: b\n  *c*\n  @d"),
        GOOD.replace("Because", "see https://example.com:8080/a"),
    ],
    ids=["BOM", "CRLF", "BOM and CRLF", "no end", "start", "end", "signs within", "folded", "address"],
)
def test_what_is_right_is_read(tmp_path: Path, content: str) -> None:
    path = tmp_path / "contacts.yaml"
    path.write_bytes(content.encode())

    assert load_rule(path, "quality/contacts").title == "Contacts"


@pytest.mark.parametrize(
    ("verb", "meant"),
    [
        ("not_empty", "filled"),
        ("notEmpty", "filled"),
        ("required", "filled"),
        ("equals", "one_of"),
        ("in", "one_of"),
        ("not_in", "none_of"),
        ("regex", "matches"),
        ("unique_together", "unique"),
        ("no-duplicates", "no_duplicate"),
        ("range", "between"),
        ("fillled", "filled"),
    ],
)
def test_a_verb_of_another_tool_is_answered_with_ours(tmp_path: Path, verb: str, meant: str) -> None:
    found, advice = told(tmp_path, GOOD.replace("filled:", f"{verb}:").encode())

    assert found == f"7: check.{verb}: there is no check “{verb}”"
    assert advice.startswith(f"Did you mean “{meant}”? It says: ")


@pytest.mark.parametrize(
    ("was", "becomes", "meant"),
    [
        ("why:", "description:", "why"),
        ("severity:", "priority:", "severity"),
        ("field:", "column:", "field"),
        ("when:", "where:", "when"),
        ("object:", "sobject:", "object"),
        ("fix:", "remedy:", "fix"),
    ],
)
def test_a_key_of_another_tool_is_answered_with_ours(tmp_path: Path, was: str, becomes: str, meant: str) -> None:
    _, advice = told(tmp_path, GOOD.replace(was, becomes, 1).encode())

    assert advice == f"Did you mean “{meant}”?"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, len(GOOD)),
    st.integers(0, 3),
    st.text(st.sampled_from("\t :-[]{}'\"#&*!|>%@`,?\n\\ax1"), max_size=4),
)
@example(20, 0, "\x85")
@example(139, 3, ",")
def test_whatever_is_typed_wrong_no_word_of_the_parser_is_told(
    tmp_path: Path, place: int, gone: int, typed: str
) -> None:
    path = tmp_path / "contacts.yaml"
    path.write_text(GOOD[:place] + typed + GOOD[place + gone :], encoding="utf-8")

    found = refused(path)

    lines = len(path.read_text(encoding="utf-8").splitlines())
    for problem in found.problems if isinstance(found, WrongFiles) else [found] if found else []:
        line, _, says = str(problem).removeprefix(f"{path}:").partition(": ")
        assert 1 <= int(line) <= lines + 1
        assert not JARGON.search(says)
        assert not JARGON.search(re.sub(r"Write: .*", "", problem.hint))
        assert problem.hint


def refused(path: Path) -> UsageProblem | None:
    try:
        read_yaml(path)
    except UsageProblem as found:
        return found
    return None
