"""Writes the pages of docs/ that are made from the product itself, or says which of them are stale.

    python -m tools.docs.reference docs            writes every page that `pages` names
    python -m tools.docs.reference --check docs    writes nothing, and exits 1 naming the stale ones

The same code gives the same bytes: no date, and a fixed width.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from pydantic_core import to_jsonable_python

from sf_audit.bundled import bundled
from sf_audit.cli.entry import commands
from sf_audit.exit_codes import ExitCode
from sf_audit.model.access import Diff, Who, Why
from sf_audit.model.attack import Attack
from sf_audit.report.access.formats import MATRIX_FORMATS, forms_of
from sf_audit.report.audiences import AUDIENCES
from sf_audit.report.formats import FORMATS
from sf_audit.rulebook.files.validate import adapter_of
from sf_audit.rulebook.files.yaml_file import read_yaml
from sf_audit.rulebook.rules.check import AnyCheck, checks
from sf_audit.rulebook.rules.load import load_rules
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.snapshot.needs import Source
from tools.docs.access_page import access_page
from tools.docs.formulas_page import formulas_page
from tools.docs.markdown import anchor, made_from
from tools.docs.registers_page import registers_page
from tools.docs.score_page import score_page
from tools.docs.standards_page import for_example, standards_page, users_of

WIDTH = 100

#: A text that YAML takes without quotes, on one line.
_QUOTED = re.compile(r'"(?=[^"]*[A-Za-z%])(?!(?:true|false|null)")([A-Za-z0-9_%+./@-]+(?: [A-Za-z0-9_%+./@-]+)*)"')

#: JSON Schema → how a rule file writes it.
_WRITTEN = {
    r"^\d{1,3}(\.\d+)?\s*%$": "a share, as `95%`",
    r"^\d{1,5} days?$": "a time, as `90 days`",
    r"^([1-9]\d{0,4}) (day|month|year)s?$": "a time, as `7 years`",
    r"^[A-Za-z][A-Za-z0-9_]*$": "an API name",
}
_KINDS = {
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "object": "which records, as in [`when:`](writing-rules.md#which-records-when)",
}
_PAIRS = "fields of both objects, as `AccountId: AccountId`"
_OF_EACH = {
    r"^\d{1,5} days?$": "one for each value, as `{Prospecting: 30 days}`",
    "regex": r"a pattern in RE2 syntax for each value, as `{DE: '^\d{5}$'}`",
}
_FORMATS = {
    "regex": "a pattern in RE2 syntax",
    "list-file": "a file of the workspace, as in [lists in files](writing-rules.md#lists-in-files)",
}
_SEVERAL = {"an API name": "API names", "a text": "texts"}

#: An example org longer than this is counted, not printed: the rule file has it.
_LONGEST = 240

#: Where a table of the plan comes from, in the words of an administrator.
_FROM = {
    Source.DATA: "",
    Source.TOOLING: " (Tooling API)",
    Source.DESCRIBE: " (describe)",
    Source.LIMITS: " (`/limits`)",
    Source.COUNTS: " (counted by the org)",
    Source.RECORD_TYPES: " (User Interface API)",
    Source.METADATA: " (Tooling API, one row at a time)",
}


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if a page is stale.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_context
def main(ctx: click.Context, folder: Path, only_check: bool) -> None:
    """Write the generated pages into FOLDER."""
    made = pages()
    stale = [name for name, text in made.items() if _read(folder / name) != text]
    if only_check:
        for name in stale:
            click.echo(f"{folder / name} is stale: make docs")
        ctx.exit(1 if stale else 0)
    for name in stale:
        (folder / name).write_text(made[name], encoding="utf-8")
        click.echo(f"wrote {folder / name}")


@cache
def pages() -> Mapping[str, str]:
    """File name → text of every generated page."""
    makers: Mapping[str, Callable[[], Iterator[str]]] = {
        "rules.md": _rules_page,
        "checks.md": _checks_page,
        "cli.md": _cli_page,
        "access.md": access_page,
        "standards.md": standards_page,
        "formulas.md": formulas_page,
        "score.md": score_page,
        "registers.md": registers_page,
    }
    return {name: "\n".join(make()).rstrip() + "\n" for name, make in makers.items()}


def exit_codes() -> Mapping[int, str]:
    """Every exit code of the command line, with what it means."""
    return {code: code.meaning for code in ExitCode}


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _rules_page() -> Iterator[str]:
    rules = load_rules()
    yield from ("# The shipped rules", "", made_from("the files in `rules/`"), "")
    yield f"There are {len(rules)}. `sf-audit rules show ID` prints one of them on the terminal."
    for folder, group in groupby(rules, lambda rule: rule.id.split("/")[0]):
        chosen = list(group)
        pillar = chosen[0].pillar.replace("_", " ").capitalize()
        yield from ("", f"## {folder}", "", f"In the review: {pillar}.", "")
        yield from ("| Rule | Standard | Severity | Owner |", "|---|---|---|---|")
        for rule in chosen:
            yield f"| [`{rule.id}`](#{anchor(rule.id)}) | {rule.title} | {rule.severity} | {rule.owner} |"
        for rule in chosen:
            yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield from ("", f"### {rule.id}", "", f"**{rule.title}.**", "", f"*Why:* {rule.why}", "", f"*Fix:* {rule.fix}", "")
    if rule.headline:
        yield f"- Where it is broken: “{rule.headline.other}”"
    yield f"- Severity {rule.severity}, owner {rule.owner}, partner {rule.partner or 'none'}"
    share = "Every one" if rule.at_least == 1 else f"At least {rule.at_least:.0%}"
    yield f"- {share} must keep it" + (f"; at stake: `{rule.at_stake}`" if rule.at_stake else "")
    yield f"- Check: [`{rule.check.verb}`](checks.md#{anchor(rule.check.verb)}) with `{_settings(rule)}`"
    yield f"- Reads: {'; '.join(_needs(rule.check))}"
    outcomes = [f"{number}. {_example(rule_example)}" for number, rule_example in enumerate(rule.examples, 1)]
    yield from ("", f"Examples, as in `rules/{rule.id}.yaml`:", "", *outcomes)


def _settings(rule: Rule) -> str:
    """The settings as the rule file writes them: “80%”, not 0.8."""
    settings = read_yaml(bundled("rules") / f"{rule.id}.yaml").content["check"][rule.check.verb]
    return _flow(dict(settings))


def _flow(value: object) -> str:
    """As YAML writes it on one line; quotes only where they carry something."""
    return _QUOTED.sub(r"\1", json.dumps(to_jsonable_python(value), ensure_ascii=False))


def _needs(check: AnyCheck) -> Iterator[str]:
    for need in check.needs():
        columns = need.columns | {clause.field for clause in need.rows}
        yield f"`{need.table}`{_FROM[need.source]}: {', '.join(sorted(columns))}"


def _example(example: OrgExample) -> str:
    org, but = _flow(example.org), f", but `{_flow(example.but)}`" if example.but else ""
    if example.like:
        shown = f"`{example.like}`{but}"
    elif len(org) <= _LONGEST:
        shown = f"`{org}`"
    else:
        shown = ", ".join(f"{len(found)} `{table}`" for table, found in example.org.items())
    unseen = (*example.hidden, *(f"records of {name}" for name in example.hidden_rows))
    if unseen:
        shown += f", hidden: {', '.join(f'`{name}`' for name in unseen)}"
    status = str(example.expected).replace("_", " ")
    reason = f" ({example.reason})" if example.reason else ""
    ids = f": {', '.join(f'`{record_id}`' for record_id in example.breaks)}" if example.breaks else ""
    return f"{shown} → **{status}**{reason}{ids}"


def _checks_page() -> Iterator[str]:
    yield from ("# The checks", "", made_from("the classes in `sf_audit/checks/`"), "")
    yield "A check is the verb of a rule file; its settings stand under it."
    for verb, kind in checks().items():
        yield from ("", f"## {verb}", "", inspect.getdoc(kind) or "", "")
        yield from _settings_table(adapter_of(kind).json_schema())
        yield from for_example(verb)
        yield from users_of(verb)


def _settings_table(schema: Mapping[str, Any]) -> Iterator[str]:
    needed = schema.get("required", ())
    settings = schema.get("properties", {})
    if not settings:
        yield "It has no settings."
        return
    yield from ("| Setting | Value | If left out |", "|---|---|---|")
    # What a rule must write first, then the rest, in the order of the class.
    for name, setting in sorted(settings.items(), key=lambda entry: entry[0] not in needed):
        yield f"| `{name}` | {_kind(setting)} | {'—' if name in needed else _default(name, setting)} |"


def _kind(setting: Mapping[str, Any]) -> str:
    if setting.get("format") in _FORMATS:
        return _FORMATS[setting["format"]]
    if "anyOf" in setting:
        return " or ".join(_kind(choice) for choice in setting["anyOf"] if choice.get("type") != "null")
    if "enum" in setting:
        return "one of " + ", ".join(f"`{value}`" for value in setting["enum"])
    if setting.get("type") == "array":
        each = _kind(setting["items"])
        return f"a list of {_SEVERAL[each]}" if each in _SEVERAL else f"a list; each is {each}"
    if "additionalProperties" in setting:
        of_each = setting["additionalProperties"]
        return _OF_EACH.get(of_each.get("pattern", of_each.get("format", "")), _PAIRS)
    return _WRITTEN.get(setting.get("pattern", ""), _KINDS[setting["type"]])


def _default(name: str, setting: Mapping[str, Any]) -> str:
    default = setting.get("default")
    if name in {"when", "where"}:
        return "all records"
    if default in (None, [], ""):
        return "none"
    if isinstance(default, dict):
        return f"`{default['number']:.0%}`" if default["of_share"] else f"`{default['number']}`"
    if setting.get("pattern") == r"^\d{1,5} days?$":
        return f"`{default} days`"
    return f"`{json.dumps(default, ensure_ascii=False)}`".replace('"', "")


def _cli_page() -> Iterator[str]:
    yield from ("# The command line", "", made_from("the help of each command"))
    for name, command in _walk("sf-audit", commands):
        context = click.Context(command, info_name=name, max_content_width=WIDTH, terminal_width=WIDTH, color=False)
        context.help_option_names = ["-h", "--help"]
        yield from ("", f"## {name}", "", "```text", command.get_help(context), "```")
    yield from ("", "## Formats of a review", "", *_format_table())
    yield from ("", "## Editions of a review", "", *_audience_table())
    yield from ("", "## Forms of an answer about access", "", *_access_table())
    yield from ("", "## Exit codes", "", *_exit_table())


def _format_table() -> Iterator[str]:
    yield from ("| `--format` | File | What it is | Names and values of records |", "|---|---|---|---|")
    for each in FORMATS.values():
        asked = f"`{each.name}`{', unless another is named' if each.default else ''}" if each.choice else "always"
        yield f"| {asked} | `{each.file}` | {each.about} | {'unless `--redact`' if each.shows_names else 'never'} |"


def _audience_table() -> Iterator[str]:
    yield from ("| `--audience` | Whose rules come first | Parts, in their order |", "|---|---|---|")
    for audience, reader in AUDIENCES.items():
        yield f"| `{audience}` | {reader.first_words} | {', '.join(reader.parts)} |"


def _access_table() -> Iterator[str]:
    yield from ("| `sf-audit access` | Asked for with | What it is |", "|---|---|---|")
    for answer in (Why, Who, Diff, Attack):
        for form in forms_of(answer):
            asked = f"`{form.option}{' FILE' if form.to_file else ''}`" if form.option else "no other form"
            yield f"| `{answer.__name__.lower()}` | {asked} | {form.about or 'Print it for people.'} |"
    for matrix in MATRIX_FORMATS.values():
        yield f"| `matrix` | `--out FILE{matrix.suffix}` | {matrix.about.capitalize()}. |"


def _exit_table() -> Iterable[str]:
    return ("| Code | Meaning |", "|---|---|", *(f"| {code} | {means} |" for code, means in exit_codes().items()))


def _walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """The command and all below it."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for part in command.list_commands(context):
            below = command.get_command(context, part)
            if below is not None:
                yield from _walk(f"{name} {part}", below)


if __name__ == "__main__":
    main(prog_name="python -m tools.docs.reference")
