"""Drafts of rules from how an org fills its fields: for a person to read, and to accept or throw away.

What people nearly always fill in already is a standard that nobody wrote down. A draft says from which numbers it was
made, and is a whole rule file: its examples come out, and it runs as soon as somebody moves it into `rules/`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sf_audit.model.counts import count
from sf_audit.model.field_profile import FieldProfile, Fill
from sf_audit.rulebook.files.yaml_quotes import escaped, in_double_quotes
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.settings.when import when

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
    every = list(profiles)
    asked = {_asked(rule) for rule in rules}
    called = Counter(map(_slug, every))
    for profile in every:
        name = _slug(profile) if called[_slug(profile)] == 1 else f"{profile.object}-{profile.field}".lower()
        drafting = _Drafting(profile, name, today)
        if ("filled", profile.object.lower(), profile.field.lower()) not in asked:
            yield from drafting.filled()
        if ("active_picklist_value", profile.object.lower(), profile.field.lower()) not in asked:
            yield from drafting.stale()


def _asked(rule: Rule) -> tuple[str, str, str]:
    """Verb, object and field; API names have no case, and a workspace spells them as it likes."""
    check = rule.check
    return check.verb, str(getattr(check, "object", "")).lower(), str(getattr(check, "field", "")).lower()


def _is_habit(fill: Fill) -> bool:
    """Whether new records nearly always have the field, some record still lacks it, and a share can be held."""
    enough = fill.total >= _ENOUGH and fill.new_total >= _ENOUGH_NEW
    is_level = fill.filled < fill.total and _level(fill.filled, fill.total) > 0
    return enough and is_level and fill.new_filled >= _HABIT * fill.new_total


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


def _level(part: int, whole: int) -> int:
    """A share in whole steps of five, below five of one: nothing breaks on the first day, all can rise."""
    share = 100 * part // whole
    return share // 5 * 5 or share


def _can_be_named(group: str, value: str) -> bool:
    """Whether `when:` can name the value: what looks like a date of SOQL, for example, it refuses."""
    try:
        when({group: value})
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Drafting:
    """The drafts of one field; `name` is what their files are called by."""

    profile: FieldProfile
    name: str
    today: date

    def filled(self) -> Iterator[Draft]:
        """One draft for all records; else one for those of them whose people fill the field in."""
        everywhere = self.profile.everywhere
        if _is_habit(everywhere):
            level = _level(everywhere.filled, everywhere.total)
            yield self._draft("filled", "-filled", self._filled_in, level, "", self._examples("", ""))
            return
        for group, fills in sorted(self.profile.groups.items()):
            kept = {value: fill for value, fill in sorted(fills.items()) if _is_habit_of_one(fill)}
            kept = {value: fill for value, fill in kept.items() if _can_be_named(group, value)}
            together = _sum(kept.values())
            if _is_habit(together):
                yield self._of_some(together, group, tuple(kept))

    def stale(self) -> Iterator[Draft]:
        """A draft where records hold values that the picklist no longer offers."""
        profile = self.profile
        if not profile.stale_records:
            return
        level = _level(profile.everywhere.filled - profile.stale_records, profile.everywhere.filled)
        if level > 0:
            title = f"Values of {profile.label or profile.field} on {profile.object} are still offered"
            examples = _STALE_EXAMPLES.format(object=profile.object, field=profile.field)
            yield self._draft("active_picklist_value", "-current", title, level, "", examples)

    def _of_some(self, fill: Fill, group: str, values: tuple[str, ...]) -> Draft:
        when_lines = f"    when:\n      {group}: [{', '.join(map(in_double_quotes, values))}]\n"
        if group == _RECORD_TYPE:
            called = "record type"
            beside = "RecordTypeId: 012A", f", RecordType: [{{Id: 012A, DeveloperName: {in_double_quotes(values[0])}}}]"
        else:
            called, beside = group, (f"{group}: {in_double_quotes(values[0])}", "")
        title = f"{self._filled_in} where their {called} asks for it"
        suffix = f"-filled-by-{called.replace(' ', '-').lower()}"
        level = _level(fill.filled, fill.total)
        return self._draft("filled", suffix, title, level, when_lines, self._examples(*beside))

    @property
    def _filled_in(self) -> str:
        return f"Records of {self.profile.object} have {self.profile.label or self.profile.field} filled in"

    def _examples(self, beside: str, tables: str) -> str:
        """One org that keeps it and one that breaks it; `beside` is what puts the record in scope."""
        profile = self.profile
        rows = [f"Id: A1, {profile.field}: {value}" for value in (_VALUES.get(profile.type, "x"), "null")]
        scoped = [f"{row}, {beside}" if beside else row for row in rows]
        kept, broken = (f"  - org: {{{profile.object}: [{{{row}}}]{tables}}}\n" for row in scoped)
        return f"{kept}{broken}    breaks: [A1]\n"

    def _draft(self, verb: str, suffix: str, title: str, level: int, when_lines: str, examples: str) -> Draft:
        numbers = "\n".join(f"#   {escaped(line)}" for line in _numbers(self.profile))
        body = _BODY.format(
            title=in_double_quotes(title),
            at_least=level,
            verb=verb,
            object=self.profile.object,
            field=self.profile.field,
            when=when_lines,
            examples=examples,
        )
        text = _HEAD.format(today=self.today.isoformat(), numbers=numbers, folder=_FOLDER) + body
        return Draft(f"{_FOLDER}/{self.name}{suffix}.yaml", text, title)


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


def _slug(profile: FieldProfile) -> str:
    """`Opportunity` and `Loss_Reason__c` as `opportunity-loss-reason`; other names may come out as the same."""
    name = f"{profile.object}-{profile.field.removesuffix('__c')}"
    return name.replace("__", "-").replace("_", "-").lower()
