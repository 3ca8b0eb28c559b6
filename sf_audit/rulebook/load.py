"""Rule files → Rules. An error names the file, the line, and the word you meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sf_audit.bundled import bundled
from sf_audit.errors import UsageProblem
from sf_audit.findings import Severity
from sf_audit.rulebook.check import AnyCheck, checks
from sf_audit.rulebook.rule import PILLARS, OrgExample, Rule
from sf_audit.rulebook.settings import ApiName, Share
from sf_audit.rulebook.yaml_file import Written, did_you_mean, read_yaml, strict_keys, validated

OWN = "own"


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
    partner: str = ""
    at_least: Share = 1.0
    at_stake: ApiName | None = None
    meets: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    examples: tuple[OrgExample, ...] = ()


def load_rules(own: Path | None = None) -> tuple[Rule, ...]:
    """The shipped rules and those of a workspace, by id. Own rules have ids under `own/`."""
    rules = [*_folder(bundled("rules"), ""), *(_folder(own, f"{OWN}/") if own else ())]
    _refuse_clashes(rules)
    return tuple(sorted(rules, key=lambda rule: rule.id))


def load_rule(path: Path, rule_id: str) -> Rule:
    """One rule file."""
    written = read_yaml(path)
    keys = [one.name for one in fields(RuleFile)]
    said = validated(_file_adapter(), written, written.content, (), keys)
    return Rule(
        id=rule_id,
        uid=said.was[0] if said.was else rule_id,
        title=said.title,
        why=said.why,
        fix=said.fix,
        severity=said.severity,
        owner=said.owner,
        partner=said.partner,
        pillar=_pillar(written, rule_id),
        check=_check(written, said.check),
        examples=said.examples,
        at_least=said.at_least,
        at_stake=said.at_stake or "",
        meets=said.meets,
        tags=said.tags,
        was=said.was,
    )


def _folder(folder: Path, prefix: str) -> Iterator[Rule]:
    if not folder.is_dir():
        raise UsageProblem(f"{folder}: no such folder", hint="Run `sf-audit init` to make a workspace.")
    for path in sorted(folder.rglob("*.y*ml")):
        if path.suffix not in {".yaml", ".yml"}:
            continue
        yield load_rule(path, prefix + path.relative_to(folder).with_suffix("").as_posix())


def _refuse_clashes(rules: Sequence[Rule]) -> None:
    seen: dict[str, str] = {}
    for rule in rules:
        for name in set(rule.names):
            other = seen.setdefault(name, rule.id)
            if other != rule.id:
                raise UsageProblem(
                    f"rules {other} and {rule.id} both claim the name {name}", hint="Rename one of them."
                )


def _pillar(written: Written, rule_id: str) -> Any:
    folder = rule_id.removeprefix(f"{OWN}/").split("/")[0]
    if folder not in PILLARS:
        raise written.problem((), f"rules in the folder “{folder}” belong to no pillar", hint=_folders())
    return PILLARS[folder]


def _folders() -> str:
    return f"Put the file into one of: {', '.join(sorted(PILLARS))}."


def _check(written: Written, said: Mapping[str, dict[str, Any]]) -> AnyCheck:
    if len(said) != 1:
        raise written.problem(("check",), "names one verb with its settings", hint="Make two rules of it.")
    verb, settings = next(iter(said.items()))
    known = checks()
    if verb not in known:
        raise written.problem(("check", verb), f"there is no check “{verb}”", hint=did_you_mean(verb, list(known)))
    keys = [one.name for one in fields(known[verb])]
    made: AnyCheck = validated(check_adapter(known[verb]), written, settings, ("check", verb), keys)
    return made


@cache
def check_adapter(kind: type) -> TypeAdapter[Any]:
    """Builds a check from its settings, and knows their JSON Schema."""
    return TypeAdapter(kind)


@cache
def _file_adapter() -> TypeAdapter[RuleFile]:
    return TypeAdapter(RuleFile)
