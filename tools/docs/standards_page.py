"""The page of standards that a sales team may take, and for each verb one rule that uses it.

`docs/standards/` is a workspace. Its rules are written in full, with a comment before each example that says in words
what the example shows; the page shows both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from textwrap import dedent

from sf_audit.bundled import bundled
from sf_audit.rulebook.rules.load import load_rules
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.rulebook.settings.scope_words import scope_words
from sf_audit.rulebook.workspace.standards import Standards
from tools.docs.markdown import anchor, made_from

#: The workspace whose own rules the page shows.
WORKSPACE = Path(__file__).parents[2] / "docs" / "standards"

#: The block of a key that begins a line: what follows it and is indented, or a comment between such lines.
_BLOCK = "^{key}:\n(?:(?:[ ].*)?\n)+"
_SHOWS = re.compile(r"((?:^  # .*\n)+)  - org:", re.MULTILINE)

_INTRODUCTION = """
These are rules of your own: none of them ships, because what they ask for differs from team to team. Take those that
you hold your CRM to.

1. Copy the file into the same folder of your workspace, and the list that it names beside it, as in
   [lists in files](writing-rules.md#lists-in-files).
2. Change the names and values to those of your org: stages, account types, countries, days.
3. Run `sf-audit rules test`, which runs the examples, and `sf-audit rules check --org NAME`, which says what does not
   fit your org.

What every key means is in [writing rules](writing-rules.md), what every verb does in [the checks](checks.md).
"""


@cache
def shipped() -> tuple[Rule, ...]:
    """The shipped rules, read once."""
    return load_rules()


@cache
def standards() -> tuple[Rule, ...]:
    """The rules of the page, by id."""
    return tuple(rule for rule in Standards.of(WORKSPACE).rules if rule.is_own)


def standards_page() -> Iterator[str]:
    """The page, line by line."""
    source = made_from("the files in `docs/standards/`")
    yield from ("# Standards of a sales team", "", source, *_INTRODUCTION.rstrip().splitlines(), "")
    yield from ("| Standard | Verb | Severity |", "|---|---|---|")
    for rule in standards():
        verb = rule.check.verb
        yield f"| [{rule.title}](#{anchor(rule.title)}) | [`{verb}`](checks.md#{anchor(verb)}) | {rule.severity} |"
    for rule in standards():
        yield from _standard(rule)


def _standard(rule: Rule) -> Iterator[str]:
    yield from ("", f"## {rule.title}", "", f"*Why:* {rule.why}", "", f"*Fix:* {rule.fix}", "")
    if isinstance(rule.check, OfRecords):
        yield from (f"*Judged:* {scope_words(rule.check.object, rule.check.when)}.", "")
    yield from ("```yaml", *check_block(rule).splitlines(), "```", "")
    yield from (f"What the {len(rule.examples)} examples in [`{rule.file}`](standards/{rule.file}) show:", "")
    for shows, example in zip(what_examples_show(rule), rule.examples, strict=True):
        yield f"- {shows} → {_outcome(example)}"


def check_block(rule: Rule) -> str:
    """The check of a rule as its file has it, with its comments."""
    text = _file_of(rule).read_text(encoding="utf-8")
    found = re.search(_BLOCK.format(key="check"), text, re.MULTILINE)
    if found is None:
        raise ValueError(f"{rule.file} has no block check:")
    return found.group().rstrip() + "\n"


def what_examples_show(rule: Rule) -> list[str]:
    """What the file says of each example, in the comment before it."""
    comments = _SHOWS.findall(_file_of(rule).read_text(encoding="utf-8"))
    return [" ".join(line.removeprefix("# ") for line in dedent(comment).splitlines()) for comment in comments]


def for_example(verb: str) -> Iterator[str]:
    """The shortest check of a shipped rule that uses the verb, else of a standard of the page."""
    users = [rule for rule in shipped() if rule.check.verb == verb]
    others = [rule for rule in standards() if rule.check.verb == verb]
    if not users and not others:
        return
    chosen = min(users or others, key=lambda rule: (len(check_block(rule)), rule.id))
    yield from ("", f"For example, {_link(chosen)}:", "", "```yaml", *check_block(chosen).splitlines(), "```")


def users_of(verb: str) -> Iterator[str]:
    """Who uses the verb: shipped rules, and then the standards of the page."""
    ships = ", ".join(_link(rule) for rule in shipped() if rule.check.verb == verb)
    own = ", ".join(_link(rule) for rule in standards() if rule.check.verb == verb)
    beside = f"; of the [standards of a sales team](standards.md) by {own}" if own else ""
    yield from ("", f"Used by: {ships or 'no shipped rule'}{beside}.")


def _link(rule: Rule) -> str:
    if rule.is_own:
        return f"[{rule.title}](standards.md#{anchor(rule.title)})"
    return f"[`{rule.id}`](rules.md#{anchor(rule.id)})"


def _file_of(rule: Rule) -> Path:
    return WORKSPACE / rule.file if rule.is_own else bundled("rules") / f"{rule.id}.yaml"


def _outcome(example: OrgExample) -> str:
    status = str(example.expected).replace("_", " ")
    ids = ", ".join(f"`{record_id}`" for record_id in example.breaks)
    return f"**{status}**" + (f" by {ids}" if ids else "")
