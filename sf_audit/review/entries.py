"""Which share of the rules records keep that people typed, integrations wrote, or that came by import or web form."""

from __future__ import annotations

from sf_audit.expectations.entries import Sign
from sf_audit.model.origins import Entry
from sf_audit.review.record_creators import Creators

#: What is somebody's own work, so that no share may be that of one person.
PERSONAL = frozenset({Entry.HUMAN, Entry.IMPORT, Entry.NOT_KNOWN})


def came_by(value: str, creators: Creators) -> tuple[Entry, str]:
    """How records with this sign and creator came into the org, and the creator."""
    sign, _, creator = value.partition(" ")
    typed = creators.entry(creator)
    if typed in {Entry.WEB_FORM, Entry.INTEGRATION}:
        return typed, creator
    if sign == Sign.WEB:
        return Entry.WEB_FORM, creator
    if sign == Sign.BULK and typed is Entry.HUMAN:
        return Entry.IMPORT, creator
    return (typed if sign == Sign.TYPED else Entry.NOT_KNOWN), creator
