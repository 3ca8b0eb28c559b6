"""What a grant gives beside itself, and what it needs beside itself: documented facts, as data.

System permissions are taken as they are stored: when a set is saved the platform switches on what a
permission depends on, so ModifyAllData never stands there without ViewAllData.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sf_audit.access.rights import Held, Kind, Right

#: In an Implication: every target of the kind, or the same target as on the other side.
EVERY = "*"
SAME = "="


@dataclass(frozen=True, slots=True)
class Implication:
    """Whoever holds `given` also holds `gives`. `source` is the title of the page that says so.

    `given.target` is one name or SAME; `gives.target` is EVERY or SAME. From an object to FIELD, SAME means the
    fields of the object.
    """

    given: Held
    gives: Held
    source: str


_OBJECT_PAGE = "Object Permissions"
_ALL_DATA_PAGE = "“View All” and “Modify All” Permissions Overview"


def _objects(given: Right, *gives: Right) -> Iterator[Implication]:
    for right in gives:
        yield Implication(Held(Kind.OBJECT, SAME, given), Held(Kind.OBJECT, SAME, right), _OBJECT_PAGE)


def _everywhere(permission: str, kind: Kind, source: str, *gives: Right) -> Iterator[Implication]:
    for right in gives:
        yield Implication(Held(Kind.SYSTEM, permission, Right.USE), Held(kind, EVERY, right), source)


#: In such an order that one pass over it is enough. Create is not among what Modify All Records gives.
IMPLICATIONS: tuple[Implication, ...] = (
    *_everywhere(
        "ModifyAllData",
        Kind.OBJECT,
        _ALL_DATA_PAGE,
        Right.READ,
        Right.CREATE,
        Right.EDIT,
        Right.DELETE,
        Right.VIEW_ALL,
        Right.MODIFY_ALL,
    ),
    *_everywhere("ViewAllData", Kind.OBJECT, _ALL_DATA_PAGE, Right.READ, Right.VIEW_ALL),
    *_everywhere("ViewAllFieldsGlobal", Kind.OBJECT, _OBJECT_PAGE, Right.VIEW_ALL_FIELDS),
    *_everywhere("AuthorApex", Kind.APEX_CLASS, "How Does Apex Class Security Work?", Right.USE),
    *_everywhere("CustomizeApplication", Kind.APEX_PAGE, "Visualforce Page Security", Right.USE),
    *_objects(Right.MODIFY_ALL, Right.DELETE, Right.EDIT, Right.VIEW_ALL, Right.READ),
    *_objects(Right.DELETE, Right.EDIT, Right.READ),
    *_objects(Right.EDIT, Right.READ),
    *_objects(Right.CREATE, Right.READ),
    *_objects(Right.VIEW_ALL, Right.READ),
    Implication(Held(Kind.FIELD, SAME, Right.EDIT), Held(Kind.FIELD, SAME, Right.READ), "Field Permissions"),
    Implication(Held(Kind.OBJECT, SAME, Right.VIEW_ALL_FIELDS), Held(Kind.FIELD, SAME, Right.READ), _OBJECT_PAGE),
)


def required(asked: Held) -> Held | None:
    """What must be held besides, from whichever source: a field is nothing without its object.

    Read on a field needs Read on its object and Edit needs Edit ("Object Permissions", "Field Permissions"). With
    Create alone a field may be set once, on a new record; that is not counted as Edit.
    """
    if asked.kind is not Kind.FIELD:
        return None
    return Held(Kind.OBJECT, asked.target.partition(".")[0], asked.right)


def grants_behind(asked: Held) -> tuple[Held, ...]:
    """Every grant that gives the right, itself first; what a field takes from its object is not among them."""
    found = [asked]
    for grant in found:
        for implication in IMPLICATIONS:
            given = _behind(implication, grant)
            if given is not None and given not in found:
                found.append(given)
    return tuple(found)


def _behind(implication: Implication, held: Held) -> Held | None:
    gives, given = implication.gives, implication.given
    if (gives.kind, gives.right) != (held.kind, held.right):
        return None
    if given.target != SAME:
        return given
    target = held.target.partition(".")[0] if given.kind is Kind.OBJECT else held.target
    return Held(given.kind, target, given.right)
