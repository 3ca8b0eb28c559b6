"""What a workspace wants to see of people: settings that stand under `people:` beside those who are declared there.

A person is keys and values, a setting is a plain value, so a person may well be called `region`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from sf_audit.rulebook.files.validate import validated
from sf_audit.rulebook.files.yaml_file import Written, strict_keys
from sf_audit.rulebook.settings.api_names import API_NAME

PEOPLE = "people"


class Visibility(StrEnum):
    """Of whom a review says which share of the rules is kept."""

    TEAMS = "teams"
    INDIVIDUALS = "individuals"
    OFF = "off"


@strict_keys
@dataclass(frozen=True)
class PeopleSettings:
    """`minimum` is the least number of records of which a share is said; `region` the field of User that says where
    somebody works.

    With `individuals`, a manager's worklist says whose record each one is. Which share single people keep is said to
    nobody but themselves, in their own worklists, and only with `accuracy`; the overview of worklists counts what each
    has to fix. With `off` there is neither.
    """

    visibility: Visibility = Visibility.TEAMS
    minimum: Annotated[int, Field(ge=2, le=1_000_000)] = 30
    region: Annotated[str, Field(pattern=API_NAME, max_length=80)] = "Country"
    accuracy: bool = False

    @property
    def tells_accuracy(self) -> bool:
        """Whether people get to know their own share."""
        return self.accuracy and self.visibility is not Visibility.OFF


def people_settings(written: Written) -> PeopleSettings:
    """The settings in a configuration; the defaults where it has none."""
    people = written.content.get(PEOPLE)
    entries = people.items() if isinstance(people, Mapping) else ()
    named = {key: value for key, value in entries if _is_setting(key, value)}
    return validated(PeopleSettings, written, named, inside=(PEOPLE,))


def without_settings(content: Mapping[str, Any]) -> dict[str, Any]:
    """A configuration in which `people` holds those who are declared, and nothing else."""
    people = content.get(PEOPLE)
    if not isinstance(people, Mapping):
        return dict(content)
    return {**content, PEOPLE: {key: value for key, value in people.items() if not _is_setting(key, value)}}


def _is_setting(key: object, value: object) -> bool:
    return key in {setting.name for setting in fields(PeopleSettings)} and not isinstance(value, Mapping)
