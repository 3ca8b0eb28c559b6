"""Page layouts: whether people have to fill the field on the page that they have, for which records.

A layout holds on pages alone: who uses the API, imports or integrates goes past it ("Page Layouts").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sf_audit.model.counts import count
from sf_audit.model.enforcement import Bypass, Mechanism
from sf_audit.standards.field_facts import FieldFacts
from sf_audit.standards.setup_facts import MASTER, AssignedLayout
from sf_audit.standards.stop import Reach, Stop
from sf_audit.standards.subject import Subject

_REQUIRED = "Required"

#: Profiles of one layout that are named.
_NAMED = 5


def layouts(subject: Subject) -> Iterator[Stop]:
    """A line for each layout that people have, and what follows for all of them with the last."""
    assigned = [
        layout for layout in subject.facts.layouts(subject.object) if _is_meant(subject, layout) and layout.users
    ]
    asking = {layout.layout_id for layout in assigned if _asks(subject, layout)}
    if not asking:
        return
    lax = [layout for layout in assigned if layout.layout_id not in asking]
    past = (*_past(lax), *_own_fields(subject), subject.people.past_the_pages(subject.object))
    for name, some in _by_layout([layout for layout in assigned if layout.layout_id in asking]):
        yield Stop(Mechanism.LAYOUT, name, f"requires it on the page of {_whose(some)}", Reach.NOT_EVERYBODY, past)
    for name, some in _by_layout(lax):
        yield Stop(Mechanism.LAYOUT, name, f"does not require it on the page of {_whose(some)}", Reach.NOTHING)


def _is_meant(subject: Subject, layout: AssignedLayout) -> bool:
    return layout.record_type == MASTER or subject.means_record_type(layout.record_type)


def _asks(subject: Subject, layout: AssignedLayout) -> bool:
    """Whether enough of the fields are required on the layout."""
    required = [field for field in subject.fields if _behavior(subject, field, layout) == _REQUIRED]
    return len(required) >= subject.needed


def _behavior(subject: Subject, field: FieldFacts, layout: AssignedLayout) -> str:
    return subject.facts.on_layouts(field.object, field.layout_names).get(layout.layout_id, "")


def _past(lax: Sequence[AssignedLayout]) -> Iterator[Bypass]:
    """By profile, whoever has a layout that does not require the field."""
    users = {layout.profile: layout.users for layout in lax}
    for profile in sorted(users):
        mine = sorted({layout.layout for layout in lax if layout.profile == profile})
        yield Bypass(f"profile {profile}: page layout {', '.join(mine)}", users[profile])


def _own_fields(subject: Subject) -> Iterator[Bypass]:
    """Lightning pages that have fields of their own show those, whatever the layout requires."""
    for page in subject.facts.pages(subject.object):
        yield Bypass(f"Lightning page {page}, which has fields of its own", None)


def _by_layout(assigned: Sequence[AssignedLayout]) -> Iterator[tuple[str, list[AssignedLayout]]]:
    for name in sorted({layout.layout for layout in assigned}):
        yield name, [layout for layout in assigned if layout.layout == name]


def _whose(assigned: Sequence[AssignedLayout]) -> str:
    """`profiles A and B (12 users), record type Dealer`."""
    users = {layout.profile: layout.users for layout in assigned}
    named = ", ".join(sorted(users)[:_NAMED])
    more = f" and {len(users) - _NAMED} more" if len(users) > _NAMED else ""
    kinds = sorted({layout.record_type for layout in assigned} - {MASTER})
    of = f", record type {', '.join(kinds)}" if kinds else ""
    word = "profile" if len(users) == 1 else "profiles"
    return f"{word} {named}{more} ({count(sum(users.values()), 'user')}{of})"
