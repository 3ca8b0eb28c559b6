"""Rule files → Rules. An error names the file, the line, and the word you meant."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeAlias

from sf_audit.bundled import bundled
from sf_audit.errors import UsageProblem
from sf_audit.expectations.attempt import REPORT
from sf_audit.model.review import Severity
from sf_audit.nearness import nearest
from sf_audit.rulebook.files.refusals import Refusals, one_problem_of
from sf_audit.rulebook.files.synonyms import known_verb
from sf_audit.rulebook.files.validate import plain, validated
from sf_audit.rulebook.files.yaml_file import Written, did_you_mean, read_yaml, strict_keys
from sf_audit.rulebook.rules.check import AnyCheck, checks
from sf_audit.rulebook.rules.example_orgs import ExamplesInFile, WrittenExample, example, read_example_orgs
from sf_audit.rulebook.rules.folder import rule_files
from sf_audit.rulebook.rules.headline import BrokenText
from sf_audit.rulebook.rules.rule import OWN, PILLARS, Rule, Tables
from sf_audit.rulebook.rules.rule_text import text_of
from sf_audit.rulebook.settings.settings import AmountField, Share, percent

#: Who may own a rule and be its partner. None where the file that declares owners is wrong: then nobody is missed.
Parties: TypeAlias = Collection[str] | None

#: Who owns a rule, and who is then its partner unless its file names another one.
PARTIES: Mapping[str, str] = {"sales_ops": "it", "it": "sales_ops"}


@strict_keys
@dataclass(frozen=True)
class RuleFile:
    """The keys of a rule file. `check` has one key, the verb; under it are the verb's settings."""

    title: str
    why: str
    fix: str
    severity: Severity
    owner: str
    check: dict[str, dict[str, Any]]
    broken: BrokenText | None = None
    partner: str = ""
    at_least: Share = 1.0
    poor: Share | None = None
    at_stake: AmountField | None = None
    meets: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    show_value: bool = True
    examples: tuple[WrittenExample, ...] = ()


def load_rules(own: Path | None = None, parties: Parties = PARTIES) -> tuple[Rule, ...]:
    """The shipped rules and those of a workspace, by id. Own rules have ids under `own/`.

    Raises the UsageProblem of a file that is wrong, or WrongFiles with those of several.
    """
    refusals = Refusals()
    rules = [*_shipped(bundled("rules")), *(_folder(own, f"{OWN}/", parties, refusals) if own else ())]
    refusals.refuse()
    _find_clashes(rules, refusals)
    refusals.refuse()
    return tuple(sorted(rules, key=lambda rule: rule.id))


@cache
def _shipped(folder: Path) -> tuple[Rule, ...]:
    """The rules that ship with the product: they do not change while a process runs, and take half a second to read."""
    refusals = Refusals()
    files = rule_files(folder, refusals)
    read = [refusals.read(partial(_shipped_rule, path, rule_id), None) for rule_id, path in files.items()]
    refusals.refuse()
    return tuple(rule for rule in read if rule is not None)


def _shipped_rule(path: Path, rule_id: str) -> Rule:
    """The rule of a file, whose examples are half of it, and are read by who asks for them."""
    try:
        rule = _rule(read_yaml(path, but="examples"), rule_id, PARTIES, {})
    except UsageProblem:
        return load_rule(path, rule_id)
    return rule if rule.examples else replace(rule, examples=ExamplesInFile(lambda: load_rule(path, rule_id).examples))


def load_rule(path: Path, rule_id: str, parties: Parties = PARTIES, orgs: Mapping[str, Tables] | None = None) -> Rule:
    """One rule file. `orgs` are the example orgs of its folder, where they were read already.

    Raises the UsageProblem of what is wrong with it, or WrongFiles with all that is.
    """
    written = read_yaml(path)
    try:
        return _rule(written, rule_id, parties, read_example_orgs(path.parent) if orgs is None else orgs)
    except UsageProblem as first:
        raise _all_mistakes(written, rule_id, parties, first) from None


def _all_mistakes(written: Written, rule_id: str, parties: Parties, first: UsageProblem) -> UsageProblem:
    """The first mistake of a file with those that stand in other parts of it, by their lines."""
    refusals, content = Refusals(), written.content
    refusals.check(partial(_pillar, written, rule_id))
    refusals.add(first)
    refusals.read(partial(validated, RuleFile, written, content), None)
    for key in ("owner", "partner"):
        if isinstance(name := content.get(key), str):
            refusals.read(partial(known_party, written, (key,), name, parties), "")
    check = content.get("check")
    if isinstance(check, Mapping) and all(isinstance(settings, Mapping) for settings in check.values()):
        refusals.read(partial(_check, written, plain(check)), None)
    return one_problem_of(sorted(refusals.problems, key=lambda problem: _line(written, problem)))


def _line(written: Written, problem: UsageProblem) -> int:
    """The line that a problem of this file names; those of other files stand at the end."""
    found = re.match(r"(\d+):", str(problem).removeprefix(f"{written.path}:"))
    return int(found[1]) if found else len(written.text)


def _rule(written: Written, rule_id: str, parties: Parties, known: Mapping[str, Tables]) -> Rule:
    path, rule_file = written.path, validated(RuleFile, written, written.content)
    return Rule(
        id=rule_id,
        uid=rule_file.was[0] if rule_file.was else rule_id,
        title=rule_file.title,
        why=rule_file.why,
        fix=rule_file.fix,
        severity=rule_file.severity,
        owner=known_party(written, ("owner",), rule_file.owner, parties),
        partner=_partner(written, rule_file, parties),
        pillar=_pillar(written, rule_id),
        check=_check(written, rule_file.check),
        examples=tuple(
            example(written, number, written_example, known)
            for number, written_example in enumerate(rule_file.examples)
        ),
        at_least=rule_file.at_least,
        poor=_poor(written, rule_file),
        at_stake=rule_file.at_stake or "",
        meets=rule_file.meets,
        tags=rule_file.tags,
        was=rule_file.was,
        headline=rule_file.broken,
        show_value=rule_file.show_value,
        text=_text(written, rule_file.check),
        file=f"rules/{rule_id.removeprefix(f'{OWN}/')}{path.suffix}",
        written=written,
    )


def known_party(written: Written, where: Sequence[str | int], name: str, parties: Parties) -> str:
    """The name of who owns a rule or helps, which stands there in the file. Raises UsageProblem for one unknown."""
    if parties is not None and name not in parties:
        hint = f"{did_you_mean(name, sorted(parties))} Others are declared under `owners:` in sf-audit.yaml."
        raise written.problem(where, f"there is no owner “{name}”", hint=hint)
    return name


def _partner(written: Written, rule_file: RuleFile, parties: Parties) -> str:
    if rule_file.partner:
        return known_party(written, ("partner",), rule_file.partner, parties)
    if rule_file.owner not in PARTIES:
        raise written.problem(("owner",), f"a rule of “{rule_file.owner}” needs a partner", hint="Add `partner:`.")
    return PARTIES[rule_file.owner]


def _poor(written: Written, rule_file: RuleFile) -> float | None:
    """The share at which the rule has no points, which has to be below the one that it asks for."""
    if rule_file.poor is not None and rule_file.poor >= rule_file.at_least:
        asked = percent(rule_file.at_least)
        says = f"a broken rule has no points at this share, so it has to be below at_least, which is {asked}"
        raise written.problem(("poor",), says, hint=f"Write less than {asked}, or leave it out.")
    return rule_file.poor


def _folder(folder: Path, prefix: str, parties: Parties, refusals: Refusals) -> Iterator[Rule]:
    files = rule_files(folder, refusals)
    # Where the example orgs of a folder are wrong, each of its rules meets that itself, after what is wrong in it.
    orgs = {
        parent: refusals.read(partial(read_example_orgs, parent), None)
        for parent in sorted({path.parent for path in files.values()})
    }
    for rule_id, path in files.items():
        rule = refusals.read(partial(load_rule, path, prefix + rule_id, parties, orgs[path.parent]), None)
        if rule is not None:
            yield rule


def _find_clashes(rules: Sequence[Rule], refusals: Refusals) -> None:
    """Names that two rules claim, of today or of old, each said where it stands under `was:`."""
    today = {rule.id: rule for rule in rules}
    seen: dict[str, Rule] = {}
    for rule in rules:
        for number, name in enumerate(rule.was):
            other = today.get(name) or seen.setdefault(name, rule)
            if other is not rule and rule.written is not None:
                place = other.file if name in today else other.place(("was",))
                says = f"rules {other.id} and {rule.id} both claim the name {name}: the other one is {place}"
                hint = "Take it out here or there, or rename one of the rules."
                refusals.add(rule.written.problem(("was", number), says, hint=hint))


def _pillar(written: Written, rule_id: str) -> Any:
    folder = rule_id.removeprefix(f"{OWN}/").split("/")[0]
    if folder not in PILLARS:
        raise written.problem((), f"rules in the folder “{folder}” belong to no pillar", hint=_folders())
    return PILLARS[folder]


def _folders() -> str:
    return f"Put the file into one of: {', '.join(sorted(PILLARS))}."


def _check(written: Written, written_check: Mapping[str, dict[str, Any]]) -> AnyCheck:
    if len(written_check) != 1:
        raise written.problem(("check",), "names one verb with its settings", hint="Make two rules of it.")
    verb, settings = next(iter(written_check.items()))
    known = checks()
    if verb not in known:
        raise written.problem(("check", verb), f"there is no check “{verb}”", hint=_meant_verb(verb, known))
    try:
        made: AnyCheck = validated(known[verb], written, settings, ("check", verb))
    except UsageProblem:
        raise
    except Exception as problem:  # noqa: BLE001 - what a check does with its settings is its own affair
        says = f"the check failed over these settings ({type(problem).__name__})"
        raise written.problem(("check", verb), says, hint=REPORT) from None
    return made


def _text(written: Written, written_check: Mapping[str, dict[str, Any]]) -> str:
    verb, settings = next(iter(written_check.items()))
    try:
        return text_of(verb, settings)
    except ValueError:
        raise written.problem(
            ("check", verb), "holds a number with too many digits", hint="Write a shorter one."
        ) from None


def _meant_verb(verb: str, known: Mapping[str, type]) -> str:
    """The verb that was probably meant, with what it says; what others call by the word that was written, first."""
    meant = known_verb(verb) or nearest(verb, list(known))
    if not meant:
        return did_you_mean(verb, list(known))
    says = (inspect.getdoc(known[meant]) or "").split("\n\n")[0].replace("\n", " ")
    return f"Did you mean “{meant}”? It says: {says}"
