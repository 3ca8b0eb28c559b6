"""All signs of a review, of people and not of machines, by team."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sf_audit.model.gaming import Gaming
from sf_audit.model.review import Verdict
from sf_audit.review import record_owners
from sf_audit.review.gaming.edits import Edits
from sf_audit.review.gaming.judged import judged_signs
from sf_audit.review.gaming.month_end import month_end
from sf_audit.review.gaming.teams import Seen, Teams
from sf_audit.review.gaming.values import mass_filled, one_value
from sf_audit.review.record_creators import Creators
from sf_audit.rulebook.judging.examine import Seen as SeenRecords
from sf_audit.rulebook.rules.obligation import Obligation
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.visibility import PeopleSettings, Visibility
from sf_audit.salesforce.setup_objects import describes_the_org
from sf_audit.snapshot.tables import Snapshot

_NO_ROLES = "By which team is not known: User.UserRoleId was not read."
_NO_EARLIER = "No earlier review is stored, so no rule has just come in."


def gaming(
    seen: Mapping[str, SeenRecords],
    rules: Sequence[Rule],
    snapshot: Snapshot,
    settings: PeopleSettings,
    came_in: Mapping[str, date],
) -> Gaming | None:
    """What looks like gaming; None where people switched it off, or no rule judged records.

    `came_in` has by rule the day of the first review that evaluated it, where an earlier one is stored.
    """
    judged = [rule for rule in rules if isinstance(rule.check, OfRecords) and isinstance(seen.get(rule.id), Verdict)]
    if settings.visibility is Visibility.OFF or not judged:
        return None
    if not snapshot.has("User", "Id", "UserRoleId"):
        return Gaming(settings.minimum, missing=(_NO_ROLES,))
    obligations = dict(_obligations(judged))
    creators = Creators.of(snapshot)
    edited = () if creators.missing else _of_editors(snapshot, settings, obligations, came_in)
    owned = one_value(snapshot, list(obligations.values()), settings.minimum)
    found = [_of_people(each, creators.machines) for each in (*judged_signs(judged, seen), *owned, *edited)]
    people = frozenset(person for each in found for person in each.by_person)
    teams = Teams.of(snapshot, settings.region, people, settings.minimum)
    indications = [indication for each in found if (indication := teams.by_team(each)) is not None]
    missing = (*_unseen(people, teams), *_missing(snapshot, creators, obligations, came_in))
    return Gaming(settings.minimum, tuple(indications), missing)


def _of_people(seen: Seen, machines: Collection[str]) -> Seen:
    return replace(seen, by_person={person: row for person, row in seen.by_person.items() if person not in machines})


def _obligations(judged: Sequence[Rule]) -> Iterator[tuple[str, Obligation]]:
    """What rules want people to fill, by rule; configuration is no record."""
    for rule in judged:
        asked = rule.check.obligation if isinstance(rule.check, OfRecords) else None
        if asked is not None and not describes_the_org(asked.object):
            yield rule.id, asked


def _of_editors(
    snapshot: Snapshot, settings: PeopleSettings, obligations: Mapping[str, Obligation], came_in: Mapping[str, date]
) -> Iterator[Seen]:
    """Where machines are not known, they would be taken for people: then nothing of this is told."""
    new = [(obligations[name], day) for name, day in sorted(came_in.items()) if name in obligations]
    yield from mass_filled(snapshot, new)
    yield from month_end(snapshot, {asked.object for asked in obligations.values()}, settings.minimum)


def _unseen(people: Collection[str], teams: Teams) -> Iterator[str]:
    lacking = record_owners.not_among_users(people, teams.role_of, ("owner or editor", "owners or editors"))
    if lacking:
        yield f"{lacking}, and in no team."


def _missing(
    snapshot: Snapshot, creators: Creators, obligations: Mapping[str, Obligation], came_in: Mapping[str, date]
) -> Iterator[str]:
    yield from creators.missing
    objects = {asked.object for asked in obligations.values()}
    unseen = sorted(name for name in objects if Edits.of(snapshot, name) is None)
    if unseen:
        yield f"Who last edited them was not read of {', '.join(unseen)}."
    if not came_in:
        yield _NO_EARLIER
