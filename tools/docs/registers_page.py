"""The page about registers: its examples are read as those of a workspace are, its tables are those of the classes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sf_audit.registers.kinds import FOLDER, KINDS, Kind, Surroundings
from sf_audit.registers.read import Register, read_registers
from sf_audit.registers.states import FOLLOWS
from sf_audit.rulebook.rules.load import load_rules
from sf_audit.rulebook.workspace.config import Config, OwnerEntry
from tools.docs.markdown import made_from

#: The day on which the examples are read, and who is declared there.
_TODAY = date(2026, 11, 30)
_CONFIG = Config(
    people={
        "dana": OwnerEntry("Dana Ruiz"),
        "tom": OwnerEntry("Tom Hendriks"),
        "mia": OwnerEntry("Mia Fischer"),
        "cro": OwnerEntry("Ines Falk"),
    }
)

_EXAMPLES: Mapping[str, str] = {
    "raci": """\
raci:
  - activity: Data clean-up
    responsible: tom
    accountable: dana
    consulted: [mia, it]
    informed: cro
    rules: [quality]
    reviewed_on: 2026-10-15
""",
    "requests": """\
requests:
  - id: REQ-14
    title: Returns of the web shop as cases
    kind: integration
    asked_by: mia
    business_case: Returns are answered after six days.
    history:
      - proposed 2026-11-16
      - in review 2026-11-17 by it
      - {state: concerns, on: 2026-11-20, by: it, note: The app asks for the scope “full”.}
""",
    "decisions": """\
decisions:
  - id: DEC-3
    decision: An account says when its contract is renewed
    decided_on: 2026-09-22
    decided_by: [cro, dana]
    owner: tom
    due: 2026-10-30
    appears_as: [Account.Renewal_Date__c]
""",
}

_SPREADSHEET = """\
Activity;Responsible;Accountable;Rules;Reviewed on
Data clean-up;tom, mia;dana;quality;2026-10-15
"""

#: Files that are refused, each with what they show.
_WRONG = (
    ("raci.csv", "Activity;Responsible;Accountable;Reviewed on\nData clean-up;tom;dana, mia;2026-10-15\n"),
    ("raci.csv", "Activity;Responsible;Acountable;Reviewed on\nData clean-up;tom;dana;2026-10-15\n"),
    ("raci.csv", "Activity;Responsible;Accountable;Reviewed on\nData clean-up;tomm;dana;15.10.2026\n"),
    ("requests.yaml", _EXAMPLES["requests"].replace("in review 2026-11-17 by it", "live 2026-11-17")),
)

_BEGINNING = f"""\
{made_from("the classes in `sf_audit/registers/`")}

What an org should be, and who agreed to it, stands nowhere in the org. People declare it in the folder `{FOLDER}/`
of the workspace, one file for each register, and a review holds the org against it:

```sh
sf-audit register check
```

A register is a YAML file, or a CSV file as a spreadsheet saves it: with a byte order mark, with commas, semicolons
or tabs, with either kind of line ends and with new lines in quotes. The first line of a CSV file names the fields,
in capitals or not, with spaces or underscores; several people or names stand in one cell with a comma, a semicolon
or a new line between them. Days are written as 2027-03-31: what a spreadsheet made of them (31.03.2027, 3/31/2027)
is refused with the day that is meant. People and teams are those that `sf-audit.yaml` declares under `people:` and
`owners:`, by key or by name; `sales_ops` and `it` need no declaration.

Every mistake is told with file and line, several of a file at once. A register with a mistake is refused as a
whole, and costs nothing else: the review goes on without it, says so at the top, and ends with exit code 3.

**Frozen.** What was declared is stored with the snapshot (`declared/*.parquet`, with hashes in the manifest), and so
are the answers of the org about what decisions name. A review can be judged again from it, whatever the files say by
then. Tables of registers are kept for as long as the manifest of the snapshot: they hold what people wrote, and no
records.

**Days.** Time is counted in business days: Monday to Friday, without `holidays:` of `sf-audit.yaml`, or as
`calendar:` says. Public holidays are those of the country, or of a part of it (ISO 3166-2), on the day that they are
observed. A day is one of the org's time zone, wherever the review runs and whoever reads it.

```yaml
calendar:
  country: DE
  subdivision: BY
  free_days: [2026-12-24, 2026-12-31]
  working_week: [mon, tue, wed, thu]
request_days: {{review: 5, scoping: 5}}
```

A day of work on which a request changes hands counts for the side that had it until then."""

_REQUESTS = """\
Its history is a state machine; what may not follow is refused:

| State | May be followed by |
|---|---|"""

_CLOCKS = """\
Two clocks run. The **review** has five business days: while a request is proposed, in review or addressed, and not
while it waits for who asked (concerns) or for a decision (escalated). **Scoping** has five from the approval until
two people have signed scope, timeline and SLA. `request_days:` changes both numbers, and the review always says of
how many.

A request whose review or scoping takes too long, or that came back with concerns twice before anybody approved it,
gets a draft to the CRO and the CIO: those whose keys under `people:` are `cro` and `cio`. Nothing is sent. What is
deployed or live without scope, timeline, SLA and two signatures is named with what it lacks."""

_DECISIONS = """\
While the org is read, it is asked for the objects and fields of `appears_as`. One that the org does not have, after
the day `due` or after somebody wrote `done_on`, stands first in the review; one that is hidden from the auditor user
is said to be that, with what to grant, because it may be there. What somebody wrote as done proves nothing where the
org can."""

_RACI = """\
Exactly one is accountable. `rules` names rules by id, or by the folder that they are in; the longest name that fits
counts. Each activity is looked at every quarter: a review names those that were not.

What is broken of its rules goes to the people of an activity: the responsible get [the list](worklists.md) of what is
nobody's own, or with `sf-audit worklist --by responsible` of everything; who is accountable approves waivers and bulk
fixes, and nobody else ([`sf-audit waive`](how-it-judges.md#waivers)); the consulted get a digest to paste, and the
informed one line. A waiver that somebody else approved is named in the review."""

_MORE = {"raci": _RACI, "requests": _CLOCKS, "decisions": _DECISIONS}


def registers_page() -> Iterator[str]:
    """The page, line by line."""
    yield from ("# Registers", "", _BEGINNING)
    for kind in KINDS.values():
        yield from _register(kind)
    yield from ("", "## What is refused", "", "Each of these files is refused as a whole:")
    for name, content in _WRONG:
        yield from ("", f"```{'yaml' if name.endswith('yaml') else 'text'}", content.rstrip(), "```", "", "```text")
        for problem in _read(name, content).problems:
            yield from (f"Error: {problem}", *([problem.hint] if problem.hint else []))
        yield "```"


def _register(kind: Kind) -> Iterator[str]:
    example = _EXAMPLES[kind.name]
    _accepted(f"{kind.name}.yaml", example)
    yield from (
        "",
        f"## {kind.name}",
        "",
        f"`{FOLDER}/{kind.name}.yaml`: {kind.about}.",
        "",
        "```yaml",
        example.rstrip(),
        "```",
    )
    if kind.name == "raci":
        _accepted("raci.csv", _SPREADSHEET)
        yield from ("", "The same in a spreadsheet:", "", "```text", _SPREADSHEET.rstrip(), "```")
    yield from ("", *_fields(kind))
    if kind.name == "requests":
        yield from ("", _REQUESTS)
        for state, after in FOLLOWS.items():
            yield f"| {state.words} | {', '.join(following.words for following in after) or 'nothing'} |"
    yield from ("", _MORE[kind.name], "", f"`sf-audit register schema {kind.name}` prints its JSON Schema.")


def _fields(kind: Kind) -> Iterator[str]:
    entry = kind.schema["$defs"][kind.entry.__name__]
    needed = entry.get("required", ())
    yield from ("| Field | Value | |", "|---|---|---|")
    for name, field in entry["properties"].items():
        yield f"| `{name}` | {_value(name, field)} | {'must be there' if name in needed else ''} |"


def _value(name: str, field: Mapping[str, Any]) -> str:
    if name in {"history", "signed"}:
        return "lines with a day: `in review 2026-11-17 by it: a note`" if name == "history" else "`dana 2026-11-17`"
    choices = field.get("anyOf", [field])
    if any(choice.get("format") == "date" for choice in choices):
        return "a day"
    return "one text or several" if any(choice.get("type") == "array" for choice in choices) else "a text"


def _accepted(name: str, content: str) -> None:
    """Raises what is wrong with an example that is shown as right."""
    for problem in _read(name, content).problems:
        raise problem


def _read(name: str, content: str) -> Register:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder)
        (workspace / FOLDER).mkdir()
        (workspace / FOLDER / name).write_text(content, encoding="utf-8")
        around = Surroundings(_CONFIG, tuple(rule.id for rule in load_rules()), _TODAY)
        (register,) = read_registers(workspace, around)
        shown = [
            type(problem)(str(problem).replace(f"{workspace}/", ""), hint=problem.hint) for problem in register.problems
        ]
        return Register(register.name, register.file, register.sha256, register.entries, tuple(shown))
