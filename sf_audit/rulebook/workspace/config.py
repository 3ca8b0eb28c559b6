"""`sf-audit.yaml` of a workspace: who owns what, which rules differ here, and what people accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field

from sf_audit.model.layout import Paper
from sf_audit.model.severity import Severity
from sf_audit.rulebook.files.validate import validated
from sf_audit.rulebook.files.yaml_file import read_yaml, strict_keys
from sf_audit.rulebook.settings.api_names import API_NAME
from sf_audit.rulebook.settings.settings import BusinessDays, Days, ObjectAlone, Share, Words
from sf_audit.rulebook.workspace.calendar import Calendar
from sf_audit.rulebook.workspace.due_later import Approver, BurnDownPlan, SlaApproval
from sf_audit.rulebook.workspace.notify_settings import NotifySettings, refuse_plain_mail
from sf_audit.rulebook.workspace.record_sources import SourceEntry, refuse_wrong_sources
from sf_audit.rulebook.workspace.region import Region
from sf_audit.rulebook.workspace.visibility import PeopleSettings, people_settings, without_settings
from sf_audit.small_file import is_there

CONFIG_FILE = "sf-audit.yaml"
WAIVERS_FILE = "waivers.yaml"

#: Days for which a waiver, or what else takes off the standards, may hold, unless `longest_waiver` says otherwise; what
#: holds longer is named on the page.
LONGEST_WAIVER = 180


@strict_keys
@dataclass(frozen=True)
class OwnerEntry:
    """A person or a team that is declared: who stands behind an owner's name in a rule file, or who may approve."""

    name: Words
    contact: str = ""


@strict_keys
@dataclass(frozen=True)
class Override:
    """What this workspace changes of a rule. What asks for less needs a reason, an approver and an end."""

    severity: Severity | None = None
    at_least: Share | None = None
    owner: str | None = None
    partner: str | None = None
    off: bool = False
    reason: str = ""
    approved_by: Annotated[str, Field(validation_alias=AliasChoices("approved_by", "approver"))] = ""
    until: date | None = None
    asked_by: str = ""


@strict_keys
@dataclass(frozen=True)
class BlindSpot:
    """A rule that people accept as not checked for a time. It still lowers coverage."""

    rule: str
    reason: Words
    approved_by: Approver
    until: date
    asked_by: str = ""


@strict_keys
@dataclass(frozen=True)
class MassDeletion:
    """Many records of one object that people deleted on a day (the org's), so that far fewer are no surprise."""

    object: ObjectAlone
    on: date
    reason: Words
    approved_by: Approver
    asked_by: str = ""


@strict_keys
@dataclass(frozen=True)
class RecordCountGap:
    """Why far fewer records of an object come than the org counts, which people accept for a time."""

    object: ObjectAlone
    reason: Words
    approved_by: Approver
    until: date
    asked_by: str = ""


@strict_keys
@dataclass(frozen=True)
class Waiver:
    """Findings that people accept for a time: of one record, or of all records of a rule (no `id`).

    One of a rule covers what was first seen by the day it was `written`. While findings of a critical rule are waived,
    the cap on the score stays unless the waiver `accepts_risk`. A `compensating_control` is what is done instead.
    """

    rule: str
    reason: Words
    approved_by: Approver
    until: date
    id: str = ""
    part: str = ""
    ticket: str = ""
    compensating_control: str = ""
    written: date | None = None
    accepts_risk: bool = False
    asked_by: str = ""


@strict_keys
@dataclass(frozen=True)
class Exemption:
    """A field of an object that holds the last day until which a record is exempt from all rules about it."""

    until: Annotated[str, Field(pattern=API_NAME, max_length=80)]
    reason: Words
    approved_by: Approver
    asked_by: str = ""


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


@strict_keys
@dataclass(frozen=True)
class RequestDays:
    """Business days for the review of a request, and for agreeing on what an approved one is."""

    review: BusinessDays = 5
    scoping: BusinessDays = 5


def _sla() -> dict[Severity, int]:
    return {Severity.CRITICAL: 1, Severity.HIGH: 5, Severity.MEDIUM: 20, Severity.LOW: 60}


@strict_keys
@dataclass(frozen=True)
class Config:
    """The whole of `sf-audit.yaml`. `sla` counts business days of the `calendar` from the first finding.

    `holidays` are free beside those of the calendar; `region` is of telephone numbers without a country code.
    """

    owners: Mapping[str, OwnerEntry] = field(default_factory=dict)
    people: Mapping[str, OwnerEntry] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)
    blind_spots: tuple[BlindSpot, ...] = ()
    mass_deletions: tuple[MassDeletion, ...] = ()
    longest_waiver: Days = LONGEST_WAIVER
    record_count_gaps: tuple[RecordCountGap, ...] = ()
    exemptions: Mapping[ObjectAlone, Exemption] = field(default_factory=dict)
    sla: Mapping[Severity, BusinessDays] = field(default_factory=_sla)
    sla_approval: SlaApproval | None = None
    burn_down: BurnDownPlan | None = None
    holidays: tuple[date, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    request_days: RequestDays = field(default_factory=RequestDays)
    api: ApiShares = field(default_factory=ApiShares)
    signing: Signing | None = None
    region: Region | None = None
    notify: NotifySettings = field(default_factory=NotifySettings)
    paper: Paper = Paper.A4
    sources: Mapping[ObjectAlone, SourceEntry] = field(default_factory=dict)


@strict_keys
@dataclass(frozen=True)
class WaiverFile:
    """The whole of `waivers.yaml`."""

    waivers: tuple[Waiver, ...] = ()


def load_config(workspace: Path) -> Config:
    """The workspace's configuration; the defaults where it has no file."""
    path = workspace / CONFIG_FILE
    if not is_there(path):
        return Config()
    written = read_yaml(path, may_be_empty=True)
    config = validated(Config, written, without_settings(written.content))
    named = config.signing.key if config.signing else IN_KEYRING
    if named != IN_KEYRING and not named.startswith("file "):
        raise written.problem(("signing", "key"), "is neither “keyring” nor “file PATH”", hint="key: file evidence.pem")
    refuse_wrong_sources(config.sources, written)
    refuse_plain_mail(config.notify, written)
    return replace(config, sla={**_sla(), **config.sla})


def load_people_settings(workspace: Path) -> PeopleSettings:
    """What the workspace wants to see of people; the defaults where it has no file."""
    path = workspace / CONFIG_FILE
    return people_settings(read_yaml(path, may_be_empty=True)) if is_there(path) else PeopleSettings()


def load_waivers(workspace: Path) -> tuple[Waiver, ...]:
    """The workspace's waivers; none where it has no file."""
    path = workspace / WAIVERS_FILE
    if not is_there(path):
        return ()
    written = read_yaml(path, may_be_empty=True)
    return validated(WaiverFile, written, written.content).waivers


def business_calendar(config: Config) -> Calendar:
    """The calendar with `holidays:`, which are free days as well."""
    return replace(config.calendar, free_days=(*config.calendar.free_days, *config.holidays))


def later(config: Config) -> dict[Severity, int]:
    """The severities whose findings are due later than by default, with the days that they would be due in."""
    return {severity: days for severity, days in config.sla.items() if days > _sla()[severity]}


def due_days(config: Config, today: date) -> dict[Severity, int]:
    """Business days until a finding is due. Longer times than the default's hold until their approval ends."""
    approval = config.sla_approval
    lapsed = later(config) if approval is None or approval.until < today else {}
    return {severity: _sla()[severity] if severity in lapsed else days for severity, days in config.sla.items()}


def accepted(config: Config, today: date) -> dict[str, tuple[date, str]]:
    """By rule id: until when, and why, people accept that it is not checked. What has ended is not here."""
    off = [
        (name, override.until, f"switched off: {override.reason} (approved by {override.approved_by})")
        for name, override in config.overrides.items()
        if override.off and override.until
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


def _valid(acceptances: Iterable[tuple[str, date, str]], today: date) -> dict[str, tuple[date, str]]:
    """By rule what has not ended; where something was said twice, what ends last."""
    return {
        name: (until, why)
        for name, until, why in sorted(acceptances, key=lambda acceptance: acceptance[1])
        if until >= today
    }


def deletion_days(config: Config) -> dict[str, frozenset[date]]:
    """By object, the days on which people deleted many of its records."""
    objects = {mass_deletion.object for mass_deletion in config.mass_deletions}
    return {
        name: frozenset(mass_deletion.on for mass_deletion in config.mass_deletions if mass_deletion.object == name)
        for name in objects
    }


def switched_off(config: Config, today: date) -> frozenset[str]:
    """The rules that are not to be run today."""
    return frozenset(
        name
        for name, override in config.overrides.items()
        if override.off and override.until and override.until >= today
    )
