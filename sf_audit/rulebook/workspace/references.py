"""What `sf-audit.yaml` and `waivers.yaml` name must exist: rules and owners. A name that means nothing is an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from sf_audit.nearness import nearest
from sf_audit.rulebook.files.refusals import Refusals
from sf_audit.rulebook.files.yaml_file import Written, did_you_mean, read_yaml
from sf_audit.rulebook.rules.load import PARTIES, known_party
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.config import CONFIG_FILE, WAIVERS_FILE, Config, Override, Waiver
from sf_audit.rulebook.workspace.people import with_names


def parties(config: Config) -> frozenset[str]:
    """Who may own a rule here and be its partner: Sales Ops, IT, and who else is declared."""
    return frozenset((*PARTIES, *config.owners))


def meant(name: str, rules: Sequence[Rule]) -> str:
    """A hint for the name of a rule that does not exist."""
    return did_you_mean(name, sorted(rule.id for rule in rules), listed="`sf-audit rules list` names them all.")


def refuse_unknown(config: Config, rules: Sequence[Rule], workspace: Path) -> None:
    """Raise UsageProblem for an override or a blind spot of a rule, or by an owner, that does not exist; for each."""
    refusals = Refusals()
    known = {name for rule in rules for name in rule.names}
    spots = ((("blind_spots", number, "rule"), blind_spot.rule) for number, blind_spot in enumerate(config.blind_spots))
    for where, name in (*((("overrides", name), name) for name in config.overrides), *spots):
        if name not in known:
            problem = _config(workspace).problem(where, f"there is no rule “{name}”", hint=meant(name, rules))
            refusals.add(problem)
    for name, override in config.overrides.items():
        for key, party in (("owner", override.owner), ("partner", override.partner)):
            if party is not None and party not in parties(config):
                where = ("overrides", name, key)
                refusals.read(partial(known_party, _config(workspace), where, party, parties(config)), "")
    refusals.refuse()


def refer_config(config: Config, rules: Sequence[Rule], workspace: Path) -> Config:
    """The configuration under today's ids of the rules. Raises UsageProblem for a rule with two overrides."""
    today = {name: rule.id for rule in rules for name in rule.names}
    overrides: dict[str, Override] = {}
    for name, override in config.overrides.items():
        if today[name] in overrides:
            says = f"is the same rule as {today[name]}, which has an override already"
            raise _config(workspace).problem(("overrides", name), says, hint="Make one of them.")
        overrides[today[name]] = override
    spots = tuple(replace(spot, rule=today[spot.rule]) for spot in config.blind_spots)
    return with_names(replace(config, overrides=overrides, blind_spots=spots))


def refuse_idle_owners(config: Config, rules: Sequence[Rule], workspace: Path) -> None:
    """Raise UsageProblem for a declared owner whom no rule names, where the name is nearly that of a known one."""
    named = {party for rule in rules for party in (rule.owner, rule.partner)}
    for name in config.owners:
        near = nearest(name, [*PARTIES])
        if name not in PARTIES and name not in named and near:
            says = f"no rule names the owner “{name}”"
            raise _config(workspace).problem(("owners", name), says, hint=f"Did you mean “{near}”?")


def refer(waivers: Sequence[Waiver], rules: Sequence[Rule], workspace: Path) -> tuple[Waiver, ...]:
    """The waivers under today's ids of their rules. Raises UsageProblem where there is no such rule."""
    today = {name: rule.id for rule in rules for name in rule.names}
    refusals = Refusals()
    for number, waiver in enumerate(waivers):
        if waiver.rule not in today:
            where, says = ("waivers", number, "rule"), f"there is no rule “{waiver.rule}”"
            refusals.add(read_yaml(workspace / WAIVERS_FILE).problem(where, says, hint=meant(waiver.rule, rules)))
    refusals.refuse()
    return tuple(replace(waiver, rule=today[waiver.rule]) for waiver in waivers)


def _config(workspace: Path) -> Written:
    return read_yaml(workspace / CONFIG_FILE)
