"""Drafts of rules from how an org fills its fields: for a person to read, and to accept or throw away.

What people nearly always fill in already is a standard that nobody wrote down. A draft says from which numbers it was
made, and is a whole rule file: its examples come out, and it runs as soon as somebody moves it into `rules/`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sf_audit.model.counts import count
from sf_audit.model.field_profile import FieldProfile, Fill
from sf_audit.rulebook.rules.rule import Rule

#: With fewer records than these, or fewer new ones, a share says nothing.
_ENOUGH, _ENOUGH_NEW = 30, 10

#: A value of a group counts for itself from so many new records on.
_ENOUGH_OF_ONE = 3

#: Of the new records, so many have the field filled where people hold themselves to it.
_HABIT = 0.7

_FOLDER = "quality"
_RECORD_TYPE = "RecordType.DeveloperName"

_HEAD = """\
# Drafted by `sf-audit rules suggest` on {today}, from the records that the auditor user sees:
{numbers}
# Nobody has agreed to this yet. Where it is a standard of yours, write why and how to fix it in your own words, and
# move the file to rules/{folder}/ of the workspace. Where it is none, delete the file.
"""

_BODY = """\
title: {title}
why: Write here what goes wrong, and for whom, where the standard is not kept.
fix: Write here who does what about it, and where in Salesforce.
severity: low
owner: sales_ops
partner: it
at_least: {at_least}%
check:
  {verb}:
    object: {object}
    field: {field}
{when}examples:
{examples}"""

_STALE_EXAMPLES = """\
  - org:
      {object}: [{{Id: A1, {field}: new}}]
      describe_picklist_values: [{{object: {object}, field: {field}, value: new, active: true}}]
  - org:
      {object}: [{{Id: A1, {field}: old}}, {{Id: A2, {field}: new}}]
      describe_picklist_values:
        - {{object: {object}, field: {field}, value: new, active: true}}
        - {{object: {object}, field: {field}, value: old, active: false}}
    breaks: [A1]
"""

#: By type of a field, a value that an example can have; any other type holds a text.
_VALUES: Mapping[str, str] = {
    "date": "2026-01-31",
    "datetime": "2026-01-31T09:00:00",
    "reference": "001B",
    **dict.fromkeys(("int", "long", "double", "currency", "percent"), "1"),
    "time": "09:00:00",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """One rule file that nobody has accepted yet; `path` is below the folder of the drafts."""

    path: str
    text: str
    title: str


def drafts(profiles: Iterable[FieldProfile], rules: Collection[Rule], today: date) -> Iterator[Draft]:
    """What the numbers of these fields suggest, and none of the rules asks already."""
    asked = {_asked(rule) for rule in rules}
    for profile in profiles:
        if ("filled", profile.object, profile.field) not in asked:
            yield from _filled(profile, today)
        if profile.stale_records and ("active_picklist_value", profile.object, profile.field) not in asked:
            yield _stale(profile, today)


def _asked(rule: Rule) -> tuple[str, str, str]:
    check = rule.check
    return check.verb, str(getattr(check, "object", "")), str(getattr(check, "field", ""))


def _filled(profile: FieldProfile, today: date) -> Iterator[Draft]:
    """One draft for all records; else one for those of them whose people fill the field in."""
    if _is_habit(profile.everywhere):
        yield _of_some(profile, profile.everywhere, "", (), today)
        return
    for group, fills in sorted(profile.groups.items()):
        kept = {value: fill for value, fill in sorted(fills.items()) if _is_habit_of_one(fill)}
        together = _sum(kept.values())
        if kept and _is_habit(together):
            yield _of_some(profile, together, group, tuple(kept), today)


def _is_habit(fill: Fill) -> bool:
    """Whether new records nearly always have the field, and some record still lacks it."""
    enough = fill.total >= _ENOUGH and fill.new_total >= _ENOUGH_NEW
    return enough and fill.filled < fill.total and fill.new_filled >= _HABIT * fill.new_total


def _is_habit_of_one(fill: Fill) -> bool:
    return fill.new_total >= _ENOUGH_OF_ONE and fill.new_filled >= _HABIT * fill.new_total


def _sum(fills: Iterable[Fill]) -> Fill:
    every = list(fills)
    return Fill(
        sum(fill.total for fill in every),
        sum(fill.filled for fill in every),
        sum(fill.new_total for fill in every),
        sum(fill.new_filled for fill in every),
    )


def _of_some(profile: FieldProfile, fill: Fill, group: str, values: tuple[str, ...], today: date) -> Draft:
    title = f"Records of {profile.object} have {profile.label or profile.field} filled in"
    if not group:
        return _draft(profile, "filled", "-filled", title, _todays_level(fill), "", _examples(profile, "", ""), today)
    listed = ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
    when = f"    when:\n      {group}: [{listed}]\n"
    first = json.dumps(values[0], ensure_ascii=False)
    if group == _RECORD_TYPE:
        beside = "RecordTypeId: 012A", f", RecordType: [{{Id: 012A, DeveloperName: {first}}}]"
    else:
        beside = f"{group}: {first}", ""
    called = "record type" if group == _RECORD_TYPE else group
    title = f"{title} where their {called} asks for it"
    suffix = f"-filled-by-{_slug(called.replace(' ', '_'))}"
    return _draft(profile, "filled", suffix, title, _todays_level(fill), when, _examples(profile, *beside), today)


def _examples(profile: FieldProfile, beside: str, tables: str) -> str:
    """One org that keeps it and one that breaks it; `beside` is what puts the record in scope."""
    rows = [f"Id: A1, {profile.field}: {value}" for value in (_VALUES.get(profile.type, "x"), "null")]
    scoped = [f"{row}, {beside}" if beside else row for row in rows]
    kept, broken = (f"  - org: {{{profile.object}: [{{{row}}}]{tables}}}\n" for row in scoped)
    return f"{kept}{broken}    breaks: [A1]\n"


def _todays_level(fill: Fill) -> int:
    """The share of all records that keep it, in whole steps of five: nothing breaks on the first day, all can rise."""
    return max(100 * fill.filled // fill.total // 5 * 5, 5)


def _stale(profile: FieldProfile, today: date) -> Draft:
    examples = _STALE_EXAMPLES.format(object=profile.object, field=profile.field)
    title = f"Values of {profile.label or profile.field} on {profile.object} are still offered"
    kept = profile.everywhere.filled - (profile.stale_records or 0)
    level = max(100 * kept // profile.everywhere.filled // 5 * 5, 5)
    return _draft(profile, "active_picklist_value", "-current", title, level, "", examples, today)


def _draft(
    profile: FieldProfile, verb: str, suffix: str, title: str, level: int, when: str, examples: str, today: date
) -> Draft:
    numbers = "\n".join(f"#   {line}" for line in _numbers(profile))
    body = _BODY.format(
        title=json.dumps(title, ensure_ascii=False),
        at_least=level,
        verb=verb,
        object=profile.object,
        field=profile.field,
        when=when,
        examples=examples,
    )
    name = f"{_slug(profile.object)}-{_slug(profile.field)}{suffix}.yaml"
    text = _HEAD.format(today=today.isoformat(), numbers=numbers, folder=_FOLDER) + body
    return Draft(f"{_FOLDER}/{name}", text, title)


def _numbers(profile: FieldProfile) -> Iterator[str]:
    """What was counted, as lines of a comment."""
    yield f"{profile.object}.{profile.field} is filled in {_shares(profile.everywhere)}"
    for group, fills in sorted(profile.groups.items()):
        for value, fill in sorted(fills.items()):
            yield f"{group} {value}: {_shares(fill)}"
    if profile.stale_records:
        values = count(profile.stale_values, "value")
        yield f"{count(profile.stale_records, 'record')} hold {values} that the picklist no longer offers"


def _shares(fill: Fill) -> str:
    whole = f"{fill.filled:,} of {count(fill.total, 'record')}{_percent(fill.filled, fill.total)}"
    new = f"{fill.new_filled:,} of {fill.new_total:,}{_percent(fill.new_filled, fill.new_total)}"
    return f"{whole}; of those created in the last 90 days, {new}"


def _percent(part: int, whole: int) -> str:
    return f" ({100 * part // whole} %)" if whole else ""


def _slug(name: str) -> str:
    """`Loss_Reason__c` as `loss-reason`."""
    return name.removesuffix("__c").replace("__", "-").replace("_", "-").lower()
