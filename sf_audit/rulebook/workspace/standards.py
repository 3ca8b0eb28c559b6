"""All that people wrote for one workspace: rules, what it changes of them, waivers, owners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from sf_audit.bundled import bundled
from sf_audit.errors import UsageProblem
from sf_audit.model.review import Unread
from sf_audit.rulebook.files.refusals import Refusals
from sf_audit.rulebook.rules.load import load_rules
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace import config
from sf_audit.rulebook.workspace.approvals import refuse_unapproved, refuse_unapproved_waivers
from sf_audit.rulebook.workspace.config import Config, Waiver
from sf_audit.rulebook.workspace.lists import Lists, list_sources
from sf_audit.rulebook.workspace.overrides import overridden
from sf_audit.rulebook.workspace.people import waivers_with_names
from sf_audit.rulebook.workspace.record_sources import record_sources
from sf_audit.rulebook.workspace.references import (
    meant,
    parties,
    refer,
    refer_config,
    refuse_idle_owners,
    refuse_unknown,
)
from sf_audit.rulebook.workspace.region import in_region
from sf_audit.rulebook.workspace.sources import read_sources, sources_sha256
from sf_audit.rulebook.workspace.visibility import PeopleSettings
from sf_audit.small_file import is_there
from sf_audit.snapshot.needs import Need
from sf_audit.warehouse.source import RecordSource


@dataclass(frozen=True, slots=True)
class Standards:
    """What an org is judged by. `rules` holds those that are switched off too: they lower the coverage.

    `whole` is false where somebody chose some of the rules. `sources` are the files that they were read from, and
    `people` says of whom a review may tell which share they keep. `held` says by object, in small letters, where its
    records are read instead of from the org. `rule_ids` names all rules, those that nobody chose too.
    """

    rules: tuple[Rule, ...]
    config: Config
    waivers: tuple[Waiver, ...]
    sha256: str
    whole: bool = True
    sources: Mapping[str, bytes] = field(default_factory=dict)
    people: PeopleSettings = field(default_factory=PeopleSettings)
    held: Mapping[str, RecordSource] = field(default_factory=dict)
    rule_ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, workspace: Path) -> Standards:
        """The shipped standards with those of the workspace. Raises UsageProblem for a file that is wrong."""
        own_rules = _own_folder(workspace)
        refusals = Refusals()
        workspace_config = refusals.read(partial(config.load_config, workspace), config.Config())
        people = refusals.read(partial(config.load_people_settings, workspace), PeopleSettings())
        known_parties = None if refusals else parties(workspace_config)
        waivers: tuple[Waiver, ...] = refusals.read(partial(config.load_waivers, workspace), ())
        rules: tuple[Rule, ...] = refusals.read(partial(load_rules, own_rules, known_parties), ())
        lists = Lists(workspace)
        rules = lists.into(rules, refusals)
        refusals.refuse()
        refusals.check(partial(refuse_unknown, workspace_config, rules, workspace))
        waivers = refusals.read(partial(refer, waivers, rules, workspace), ())
        refusals.refuse()
        refusals.check(partial(refuse_unapproved, workspace_config, rules, workspace))
        refusals.check(partial(refuse_unapproved_waivers, workspace_config, waivers, workspace))
        refusals.refuse()
        workspace_config, waivers = (
            refer_config(workspace_config, rules, workspace),
            waivers_with_names(workspace_config, waivers),
        )
        rules = overridden(in_region(rules, workspace_config.region), workspace_config, datetime.now(UTC).date())
        refuse_idle_owners(workspace_config, rules, workspace)
        sources = {**read_sources(workspace, own_rules), **list_sources(lists.read)}
        held = record_sources(workspace_config.sources, workspace)
        return cls(
            rules,
            workspace_config,
            waivers,
            sources_sha256(sources),
            sources=sources,
            people=people,
            held=held,
            rule_ids=tuple(rule.id for rule in rules),
        )

    def only(self, patterns: Sequence[str]) -> Standards:
        """These standards with only the rules named, by id or by the folder they are in."""
        if not patterns:
            return self
        for pattern in patterns:
            if not any(_named(rule, pattern) for rule in self.rules):
                raise UsageProblem(f"there is no rule “{pattern}”", hint=meant(pattern, self.rules))
        chosen = tuple(rule for rule in self.rules if any(_named(rule, pattern) for pattern in patterns))
        return replace(self, rules=chosen, whole=False)

    def on(self, today: date) -> tuple[Rule, ...]:
        """The rules as this workspace wants them on this day."""
        return overridden(self.rules, self.config, today)

    def running(self, today: date) -> tuple[Rule, ...]:
        """The rules that are not switched off today."""
        off = config.switched_off(self.config, today)
        return tuple(rule for rule in self.on(today) if rule.id not in off)

    def needs(self, today: date) -> tuple[Need, ...]:
        """All that the running rules will look at. A rule that cannot say it is not checked, and costs no other one."""
        found = [needs_of(rule) for rule in self.running(today)]
        return tuple(need for needs in found if not isinstance(needs, Unread) for need in needs)


def _named(rule: Rule, pattern: str) -> bool:
    return rule.id == pattern or rule.id.startswith(pattern.rstrip("/") + "/")


def _own_folder(workspace: Path) -> Path | None:
    """The workspace's folder of rules; None where it has none, or is the product itself."""
    own = workspace / "rules"
    if not is_there(own):
        return None
    if not own.is_dir():
        raise UsageProblem(f"{own}: own rules lie in a folder of this name", hint="Make it a folder, or take it away.")
    return own if own.resolve() != bundled("rules").resolve() else None
