"""Why a user can do something, or cannot: every way, open or closed, and what would end it."""

from __future__ import annotations

from sf_audit.access.answers.inactive_paths import every_path
from sf_audit.access.answers.labels import Labels, about
from sf_audit.access.answers.records import Sharing, records
from sf_audit.access.answers.remedy import remedies
from sf_audit.access.effective.effective import Access, Answer
from sf_audit.access.effective.grant_paths import GrantPath, asked_instead
from sf_audit.access.implications import required
from sf_audit.access.rights import Held
from sf_audit.model.access import Person, Way, Why
from sf_audit.model.review import Unread


def why(access: Access, person: Person, held: Held, sharing: Sharing | None = None) -> Why:
    """The answer for one user and one right; with sharing rules, where the org's metadata was read."""
    labels = Labels(access.snapshot)
    answer = access.answer(person.id, held)
    doubtful = access.unknown.get(person.id)
    unread = doubtful or access.doubt(held) if answer is Answer.NOT_CHECKED else None
    holds = answer in {Answer.YES, Answer.CONDITIONAL}
    ways = tuple(_way(labels, path, held) for path in every_path(access, person, held))
    return Why(
        about=about(access.snapshot),
        person=person,
        asked=labels.said(held),
        answer=str(answer),
        because=_because(access, person, unread, ways),
        unlocked_by=unread.unlocked_by if unread else "",
        ways=ways,
        remedies=remedies(access, person.id, held) if holds and doubtful is None else (),
        notes=tuple(_notes(access, labels, person, held)),
        records=records(access, person.id, held, sharing or Sharing()) if holds else None,
    )


def _because(access: Access, person: Person, unread: Unread | None, ways: tuple[Way, ...]) -> str:
    if not person.active:
        return "the user is not active, and so holds nothing"
    if unread is not None:
        return unread.detail
    if ways:
        return ""
    if not access.snapshot.rows('SELECT 1 FROM "access".assignment WHERE user_id = ? LIMIT 1', [person.id]):
        return (
            "no profile and no permission set is assigned to this user of the system; what the platform lets such "
            "users do is not in any permission that can be read"
        )
    return "nothing that is assigned to this user gives it"


def _notes(access: Access, labels: Labels, person: Person, held: Held) -> list[str]:
    notes = []
    instead = asked_instead(access, held)
    if instead != held:
        notes.append(f"{held.target} has no permissions of its own: it follows {labels.said(instead)}")
    elif (besides := required(held)) is not None and access.answer(person.id, besides) is Answer.YES:
        notes.append(f"{labels.said(besides)} is needed besides, and held")
    if person.id in access.unknown and access.answer(person.id, held) is not Answer.NOT_CHECKED:
        notes.append(f"the user may hold more, and in other ways too: {access.unknown[person.id].detail}")
    if person.frozen:
        notes.append("the user is frozen and cannot sign in now; what is held is held again when unfrozen")
    elif person.active and not person.frozen_known:
        notes.append("whether the user is frozen was not readable (Manage Users)")
    return notes


def _way(labels: Labels, path: GrantPath, held: Held) -> Way:
    grant = labels.said(path.grant)
    kind = {"profile": "profile", "set": "permission set", "group": "permission set group"}[str(path.through)]
    words = f"{kind} {path.name}"
    words += f" ({', '.join(path.members)})" if path.members else ""
    words += f", by {grant}" if path.grant != held else ""
    words += f", until {path.expires:%Y-%m-%d}" if path.expires and not path.closed else ""
    words += ", only in a session that activates it" if path.conditional else ""
    words += f", of package {path.namespace}" if path.namespace else ""
    words += f"; {path.closed}" if path.closed else ""
    return Way(
        through=str(path.through),
        set_id=path.set_id,
        name=path.name,
        grant=grant,
        said=words,
        implied=path.implied,
        members=path.members,
        expires=path.expires,
        conditional=path.conditional,
        namespace=path.namespace,
        closed=path.closed,
    )
