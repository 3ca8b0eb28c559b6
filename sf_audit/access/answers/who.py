"""Who can do something, and how many come by it which way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sf_audit.access.answers.labels import ONLY_IN_A_SESSION, Labels, about
from sf_audit.access.effective.effective import Access
from sf_audit.access.effective.holders import HolderOf, holders
from sf_audit.access.rights import Held
from sf_audit.model.access import Holding, Unknown, Who
from sf_audit.model.review import Unread


def who(access: Access, held: Held) -> Who:
    """Everybody with the right. Where its kind was not read nobody is listed, and `doubt` says why."""
    found = holders(access, held)
    return Who(
        about=about(access.snapshot),
        asked=Labels(access.snapshot).said(held),
        users=found.users,
        holders=tuple(
            Holding(
                holder.user_id,
                holder.name,
                holder.user_type,
                tuple(_marked(holder)),
                holder.frozen,
                holder.conditional,
                holder.frozen_known,
                holder.may_hold_more,
            )
            for holder in found.holders
        ),
        by_path={
            f"{path} ({ONLY_IN_A_SESSION})" if path in found.conditional_paths else path: number
            for path, number in found.by_path.items()
        },
        unknown=unknown_people(access, found.unknown),
        doubt=found.doubt.detail if found.doubt else "",
        unlocked_by=found.doubt.unlocked_by if found.doubt else "",
    )


def _marked(holder: HolderOf) -> Iterator[str]:
    """The ways; those that a session must activate are marked where not all are."""
    for way in holder.through:
        only = not holder.conditional and way in holder.conditional_ways
        yield f"{way} ({ONLY_IN_A_SESSION})" if only else way


def unknown_people(access: Access, unknown: Mapping[str, Unread]) -> tuple[Unknown, ...]:
    """Those who may hold more than is seen, by name."""
    names = dict(access.snapshot.rows('SELECT user_id, name FROM "access".person'))
    return tuple(
        Unknown(user, names.get(user) or user, why.detail, why.unlocked_by) for user, why in sorted(unknown.items())
    )
