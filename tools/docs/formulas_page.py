"""The page about formulas of validation rules: its examples are worked out, its table is that of the parser."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.formulas.bypasses import Bypass, Spares
from sf_audit.formulas.cases import FieldKind
from sf_audit.formulas.evaluation import WORKED_OUT
from sf_audit.formulas.functions import FUNCTIONS, Function
from sf_audit.formulas.parsing import LONGEST
from sf_audit.formulas.stopping import what_stops_empty
from tools.docs.markdown import made_from

#: Formulas about the field `F`, and what `F` is.
_EXAMPLES = (
    ("ISBLANK(F)", FieldKind.TEXT),
    ('ISPICKVAL(F, "")', FieldKind.PICKLIST),
    ("AND(ISNEW(), ISBLANK(F))", FieldKind.TEXT),
    ("AND(ISCHANGED(F), ISBLANK(F))", FieldKind.TEXT),
    ("AND(ISBLANK(F), NOT($Permission.Import))", FieldKind.TEXT),
    ('AND(ISBLANK(F), $Profile.Name = "Sales")', FieldKind.TEXT),
    ('AND(ISBLANK(F), ISPICKVAL(StageName, "Closed Won"), Amount > 0)', FieldKind.TEXT),
    ('NOT(REGEX(F, "[0-9]{5}"))', FieldKind.TEXT),
    ('NOT(REGEX(F, "([0-9]{5})?"))', FieldKind.TEXT),
    ('NOT(CONTAINS(F, "@"))', FieldKind.TEXT),
    ("ISNULL(F)", FieldKind.TEXT),
    ("ISNULL(F)", FieldKind.NUMBER),
    ("F <= 0", FieldKind.NUMBER),
    ("OR(ISBLANK(F), F <= 0)", FieldKind.NUMBER),
    ('ISBLANK(Account.Name) /* F is AccountId */', FieldKind.LOOKUP),
    ("NOT(ISBLANK(F))", FieldKind.TEXT),
)  # fmt: skip

_BEGINNING = f"""\
{{made_from}}

A validation rule stops a save when its formula is true. So that nobody takes a rule for more than it is, its formula is
read as the platform reads it, and worked out for a record whose field is empty: does it stop the save, whose, and when?

## What is read

Operators with the precedence of the platform, where `*` and `/` bind tighter than `^`; texts in either kind of quotes
with their escapes; fields, fields of parents, and globals such as `$Permission.Import`; functions in capitals or not;
comments `/* … */` between any two words. `//` begins no comment, and `{{{{!…}}}}` is a merge field of flows and
templates, which is another language. A formula of more than {LONGEST:,} characters is not read.

What cannot be read is told with line and column and what should be there. A lost comma is found because every
function takes a known number of arguments, and because a name has to be one of a field.

## What is worked out

Three kinds of saves leave a field empty:

- **new**: a record is created without a value;
- **cleared**: the value is taken away. A rule that asks `ISCHANGED` of the field stops this and nothing else;
- **again**: a record that has no value is saved, for whatever reason.

Of each it is said whether the rule stops it *always*, *sometimes*, *never*, or whether that is *unknown*. Everything
else is left open: all values of other fields, all users, all record types. *Always* has ways past it at most: a custom
permission, profile, role, field of the user, record type, owner or setting, or another test of those. *Sometimes* holds
under conditions, which are other fields. A rule that stops a save with a value just as well as one without is not about
the field: *never*.

| Formula | `F` is a | New | Cleared | Again | Ways past it | Depends on |
|---|---|---|---|---|---|---|"""

_BLANKS = """
## What an empty field is

| `F` is a | In a formula |
|---|---|
| text, e-mail, phone, URL | `""`: `ISBLANK` is true, `ISNULL` never, `LEN` is 0; patterns match that match nothing. |
| the same, in `CONTAINS` or `BEGINS` | Neither true nor false, and so is `NOT` of it: an empty text passes. |
| picklist | `""` for `ISPICKVAL`, `CASE` and `TEXT`. |
| multi-select picklist | Includes nothing; `PICKLISTCOUNT` is 0. |
| number, date | `ISBLANK` and `ISNULL` are true of it. What it equals, or is less than, no document says: *unknown*. |
| lookup | `""`; every field behind it is blank. |
| checkbox | Never empty: *unknown*. |

## What stays unknown

- What does not parse, calls a function that is not in the table, or one that validation rules cannot use.
- What rests on a comparison of an empty number or date, on `F = NULL`, or on a pattern that RE2 does not know.
- What depends on more at once than can be gone through: some hundred fields and tests, or thousands of combinations.

A formula field is taken for a field of its own. A rule that asks for `F` through one is not worked out: see
[standard against enforcement](enforcement.md#what-is-looked-at). Two functions of one field, such as `MONTH` and `DAY`
of a date, are taken to be free of each other, so that *sometimes* may stand where no date in the calendar is stopped.

## The functions

*Worked out* means also for an empty field. Another function can have any value where its arguments have one; of an
empty field, what it comes to is *unknown*.

| Function | Takes | In validation rules | Worked out |
|---|---|---|---|"""


def formulas_page() -> Iterator[str]:
    """The lines of docs/formulas.md."""
    yield "# What is understood of a formula"
    yield ""
    yield _BEGINNING.format(made_from=made_from("`sf_audit/formulas/` and `tools/docs/formulas_page.py`"))
    for formula, kind in _EXAMPLES:
        yield _example(formula, kind)
    yield _BLANKS
    for function in FUNCTIONS.values():
        yield _row(function)


def _example(formula: str, kind: FieldKind) -> str:
    stopping = what_stops_empty(formula, "AccountId" if kind is FieldKind.LOOKUP else "F", kind)
    verdicts = (stopping.on_insert, stopping.on_clear, stopping.on_resave)
    past = "; ".join(map(_past, stopping.bypasses))
    depends = ", ".join(f"`{name}`" for name in stopping.conditions)
    cells = [f"`{formula}`", kind.value, *(verdict.value for verdict in verdicts), past, depends]
    return f"| {' | '.join(cells)} |"


def _past(bypass: Bypass) -> str:
    values = ", ".join(f"`{value}`" for value in sorted(bypass.values))
    other = "other than " if bypass.spares is Spares.ALL_OTHERS else ""
    return f"{bypass.kind.value} `{bypass.name}`: {other}{values}"


def _row(function: Function) -> str:
    allowed = "yes" if function.in_validation_rules else "no"
    worked_out = "yes" if function.name in WORKED_OUT else ""
    return f"| `{function.name}` | {function.arity} | {allowed} | {worked_out} |"
