"""`sf-audit.yaml` of a workspace: who owns what, which rules differ here, and what people accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sf_audit.model.review import Severity
from sf_audit.rulebook.region import Region
from sf_audit.rulebook.rule import Rule
from sf_audit.rulebook.settings import ApiName, BusinessDays, Share, Words
from sf_audit.rulebook.validate import validated
from sf_audit.rulebook.yaml_file import read_yaml, strict_keys

CONFIG_FILE = "sf-audit.yaml"
WAIVERS_FILE = "waivers.yaml"


@strict_keys
@dataclass(frozen=True)
class OwnerEntry:
    """Who stands behind an owner's name in a rule file."""

    name: Words
    contact: str = ""


@strict_keys
@dataclass(frozen=True)
class Override:
    """What this workspace changes of a rule. Switching it off needs a reason, an approver and an end."""

    severity: Severity | None = None
    at_least: Share | None = None
    owner: str | None = None
    partner: str | None = None
    off: bool = False
    reason: str = ""
    approved_by: str = ""
    until: date | None = None


@strict_keys
@dataclass(frozen=True)
class BlindSpot:
    """A rule that people accept as not checked for a time. It still lowers coverage."""

    rule: str
    reason: Words
    approved_by: Words
    until: date


@strict_keys
@dataclass(frozen=True)
class MassDeletion:
    """Many records of one object that people deleted on a day (the org's), so that far fewer are no surprise."""

    object: ApiName
    on: date
    reason: Words
    approved_by: Words


@strict_keys
@dataclass(frozen=True)
class Waiver:
    """Findings that people accept for a time: of one record, or of all records of a rule (no `id`)."""

    rule: str
    reason: Words
    approved_by: Words
    until: date
    id: str = ""
    part: str = ""
    ticket: str = ""


@strict_keys
@dataclass(frozen=True)
class ApiShares:
    """Parts of the org's API calls of a day: what one run may use, and up to which use by everybody it goes on."""

    own_share: Share = 0.1
    org_share: Share = 0.8


#: Where the signing key is, if not in a file.
IN_KEYRING = "keyring"


@strict_keys
@dataclass(frozen=True)
class Signing:
    """The Ed25519 key that signs what is stored: `keyring`, or `file PATH`, relative to the workspace."""

    key: Words


def _sla() -> dict[Severity, int]:
    return {Severity.CRITICAL: 1, Severity.HIGH: 5, Severity.MEDIUM: 20, Severity.LOW: 60}


@strict_keys
@dataclass(frozen=True)
class Config:
    """The whole of `sf-audit.yaml`. `sla` counts business days (Monday to Friday) from the first finding.

    `region` is that of telephone numbers without a country code.
    """

    owners: Mapping[str, OwnerEntry] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    blind_spots: tuple[BlindSpot, ...] = ()
    mass_deletions: tuple[MassDeletion, ...] = ()
    sla: Mapping[Severity, BusinessDays] = field(default_factory=_sla)
    holidays: tuple[date, ...] = ()
    api: ApiShares = field(default_factory=ApiShares)
    signing: Signing | None = None
    region: Region | None = None


@strict_keys
@dataclass(frozen=True)
class WaiverFile:
    """The whole of `waivers.yaml`."""

    waivers: tuple[Waiver, ...] = ()


def load_config(workspace: Path) -> Config:
    """The workspace's configuration; the defaults where it has no file."""
    path = workspace / CONFIG_FILE
    if not path.exists():
        return Config()
    written = read_yaml(path, may_be_empty=True)
    config = validated(Config, written, written.content)
    for name, override in config.overrides.items():
        if override.off and not (override.reason and override.approved_by and override.until):
            raise written.problem(
                ("overrides", name), "switching a rule off needs reason, approved_by and until", hint="Add all three."
            )
    named = config.signing.key if config.signing else IN_KEYRING
    if named != IN_KEYRING and not named.startswith("file "):
        raise written.problem(("signing", "key"), "is neither “keyring” nor “file PATH”", hint="key: file evidence.pem")
    return replace(config, sla={**_sla(), **config.sla})


def load_waivers(workspace: Path) -> tuple[Waiver, ...]:
    """The workspace's waivers; none where it has no file."""
    path = workspace / WAIVERS_FILE
    if not path.exists():
        return ()
    written = read_yaml(path, may_be_empty=True)
    return validated(WaiverFile, written, written.content).waivers


def apply_overrides(rules: Sequence[Rule], config: Config) -> tuple[Rule, ...]:
    """The rules as this workspace wants them; one that is switched off stays in the list, for coverage."""
    return tuple(_overridden(rule, config.overrides.get(rule.id)) for rule in rules)


def _overridden(rule: Rule, override: Override | None) -> Rule:
    if override is None:
        return rule
    return replace(
        rule,
        severity=override.severity or rule.severity,
        at_least=rule.at_least if override.at_least is None else override.at_least,
        owner=override.owner or rule.owner,
        partner=override.partner or rule.partner,
    )


def accepted(config: Config, today: date) -> dict[str, tuple[date, str]]:
    """By rule id: until when, and why, people accept that it is not checked. What has ended is not here."""
    off = [
        (name, one.until, f"switched off: {one.reason} (approved by {one.approved_by})")
        for name, one in config.overrides.items()
        if one.off and one.until
    ]
    spots = [
        (
            blind_spot.rule,
            blind_spot.until,
            f"accepted blind spot: {blind_spot.reason} (approved by {blind_spot.approved_by})",
        )
        for blind_spot in config.blind_spots
    ]
    return {**_valid(spots, today), **_valid(off, today)}


def _valid(said: Iterable[tuple[str, date, str]], today: date) -> dict[str, tuple[date, str]]:
    """By rule what has not ended; where something was said twice, what ends last."""
    return {name: (until, why) for name, until, why in sorted(said, key=lambda one: one[1]) if until >= today}


def deletion_days(config: Config) -> dict[str, frozenset[date]]:
    """By object, the days on which people deleted many of its records."""
    objects = {mass_deletion.object for mass_deletion in config.mass_deletions}
    return {
        name: frozenset(mass_deletion.on for mass_deletion in config.mass_deletions if mass_deletion.object == name)
        for name in objects
    }


def switched_off(config: Config, today: date) -> frozenset[str]:
    """The rules that are not to be run today."""
    return frozenset(name for name, one in config.overrides.items() if one.off and one.until and one.until >= today)
