"""Reads what objects our company has from `objects/*.txt`: one line per field, as an admin would list them.

A file is read top to bottom. A line such as `# Account | Account | Accounts | 001 | bulk` opens an object (API
name, label, plural, key prefix, traits); every other line is a field of it:

    Industry   picklist(255)            = Apparel; Retail; ~Bike Rental
    OwnerId    reference(18) required   -> Group,User Owner Accounts
    Loss_Reason__c  picklist(255)  "Loss Reason"  = Price; Timing  // Why we lost, chosen on closing.

`~` is a picklist value that is no longer active, `*` the default one; after `->` come the objects referred to, the
relationship name (`-` for none), and the child relationship name on the other side; in quotes the label, after `//`
the description. Words between are traits of the field (`TRAITS`); traits of an object are `setup` (no field-level
security), `unstamped` (no created and modified fields), `tooling`, `both`, `nobulk`, `nomore`. What a type never allows
(grouping by a long text, by a currency) is taken from the type: "Field Types" in the "Object Reference for the
Salesforce Platform".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import TypedDict

from sf_audit.demo.schema import Field, PicklistValue, SObject

LINE = re.compile(r"^(?P<name>\w+)\s+(?P<type>\w+)(?:\((?P<size>[\d,]+)\))?(?P<rest>.*)$")
PARTS = {
    "description": re.compile(r"\s//\s*(.*)$"),
    "picklist": re.compile(r"\s=\s+(.*)$"),
    "reference": re.compile(r"\s->\s+(.*)$"),
    "label": re.compile(r'\s"([^"]*)"'),
}


class Flags(TypedDict, total=False):
    """The yes-or-no properties of a field that a word or a type decides."""

    nillable: bool
    createable: bool
    updateable: bool
    filterable: bool
    groupable: bool
    sortable: bool
    aggregatable: bool
    permissionable: bool
    calculated: bool
    name_field: bool
    unique: bool
    external_id: bool
    restricted_picklist: bool


OFF: Flags = {"createable": False, "updateable": False}
TRAITS: dict[str, Flags] = {
    "required": {"nillable": False, "permissionable": False},
    "notnull": {"nillable": False},
    "system": {**OFF, "nillable": False, "permissionable": False},
    "computed": {**OFF, "permissionable": False},
    "readonly": OFF,
    "formula": {**OFF, "calculated": True},
    "name": {"name_field": True, "permissionable": False},
    "unique": {"unique": True},
    "external": {"external_id": True},
    "restricted": {"restricted_picklist": True},
    "+fls": {"permissionable": True},
    "!fls": {"permissionable": False},
    "!create": {"createable": False},
    "!update": {"updateable": False},
    "!filter": {"filterable": False},
    "!group": {"groupable": False},
    "!sort": {"sortable": False},
    "!aggregate": {"aggregatable": False},
    "+aggregate": {"aggregatable": True},
}
NEVER: dict[str, Flags] = {
    "id": {**OFF, "nillable": False, "permissionable": False},
    "boolean": {"nillable": False, "aggregatable": False},
    "datetime": {"groupable": False},
    "double": {"groupable": False},
    "currency": {"groupable": False},
    "percent": {"groupable": False},
    "address": {**OFF, "groupable": False, "sortable": False, "aggregatable": False},
    "multipicklist": {"groupable": False, "sortable": False, "aggregatable": False},
}
LONG_TEXT: Flags = {"filterable": False, "groupable": False, "sortable": False, "aggregatable": False}
SYSTEM_FIELDS = """
CreatedDate       datetime system
CreatedById       reference(18) system -> User CreatedBy
LastModifiedDate  datetime system
LastModifiedById  reference(18) system -> User LastModifiedBy
SystemModstamp    datetime system
""".strip().splitlines()


def company_objects() -> dict[str, SObject]:
    """Every object of the company by API name, with child relationships wired up.

    What permission sets can give, muting permission sets can mute: both have the same columns ("MutingPermissionSet"
    in the "Salesforce Field Reference Guide").
    """
    listed: dict[str, tuple[list[str], list[str]]] = {}
    folder = files(__package__) / "objects"
    for page in sorted((file for file in folder.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name):
        for header, lines in _sections(page.read_text(encoding="utf-8")):
            listed[header[0]] = (header, lines)
    listed["MutingPermissionSet"][1].extend(
        line for line in listed["PermissionSet"][1] if line.startswith("Permissions")
    )
    children = _children(listed)
    return {name: _object(header, lines, children.get(name, {})) for name, (header, lines) in listed.items()}


def _sections(text: str) -> Iterator[tuple[list[str], list[str]]]:
    for section in re.split(r"^# ", text, flags=re.MULTILINE)[1:]:
        first, *lines = section.splitlines()
        yield [part.strip() for part in first.split("|")], [line for line in lines if line.strip()]


def _object(header: list[str], lines: list[str], children: Mapping[str, tuple[str, str]]) -> SObject:
    name, label, plural, prefix, *rest = header
    traits = set(rest[0].split()) if rest else set()
    stamped = [] if "unstamped" in traits else SYSTEM_FIELDS
    fields = [_field(line) for line in [*lines, *stamped]]
    if "setup" in traits:
        fields = [replace(field, permissionable=False) for field in fields]
    return SObject(
        name=name,
        label=label,
        label_plural=plural,
        key_prefix=prefix,
        fields=tuple(_with_compounds(fields)),
        custom=name.endswith("__c"),
        children=dict(children),
        tooling="tooling" in traits,
        both="both" in traits,
        bulk="nobulk" not in traits,
        query_more="nomore" not in traits,
    )


def _with_compounds(fields: list[Field]) -> Iterator[Field]:
    """The parts of `BillingAddress` are called `Billing…`; the parts of a person's `Name` have fixed names."""
    for field in fields:
        yield (
            replace(field, compound=_compound(field, {other.name for other in fields})) if not field.compound else field
        )


def _compound(field: Field, names: set[str]) -> str:
    if field.name in ("FirstName", "LastName", "Salutation", "MiddleName", "Suffix") and "Name" in names:
        return "Name"
    part = re.fullmatch(r"(\w*?)(Street|City|State|PostalCode|Country|Latitude|Longitude|GeocodeAccuracy)", field.name)
    whole = f"{part[1]}Address" if part else ""
    return whole if whole in names else ""


def _field(line: str) -> Field:
    match = LINE.match(line)
    if match is None:
        raise ValueError(f"not a field: {line}")
    name, kind, rest = match["name"], match["type"], match["rest"]
    found: dict[str, str] = {}
    for part, pattern in PARTS.items():
        hit = pattern.search(rest)
        if hit:
            found[part] = hit[1].strip()
            rest = rest[: hit.start()] + rest[hit.end() :]
    objects, relationship, _ = _reference(found.get("reference", ""))
    made = Field(
        name=name,
        type=kind,
        label=found.get("label") or _label(name),
        custom=name.endswith("__c"),
        references=objects,
        relationship=relationship,
        picklist=tuple(_values(found.get("picklist", ""))),
        description=found.get("description", ""),
    )
    made = _sized(made, match["size"] or "")
    for trait in rest.split():
        made = replace(made, **TRAITS[trait])
    return made


def _sized(field: Field, size: str) -> Field:
    numbers = [int(number) for number in size.split(",") if number]
    allowed = NEVER.get(field.type, Flags())
    if field.type in ("double", "currency", "percent", "int"):
        precision, scale = (*numbers, 0, 0)[:2]
        return replace(field, precision=precision, scale=scale, **allowed)
    length = numbers[0] if numbers else {"id": 18, "boolean": 0}.get(field.type, 0)
    if field.type == "textarea" and length > 255:
        allowed = LONG_TEXT
    return replace(field, length=length, **allowed)


def _label(name: str) -> str:
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name.removesuffix("__c").replace("_", " "))
    return re.sub(r"^(.+) Id$", r"\1 ID", words)


def _values(listed: str) -> Iterator[PicklistValue]:
    for value in (part.strip() for part in listed.split(";") if part.strip()):
        bare = value.lstrip("~*")
        yield PicklistValue(bare, label=bare, active=not value.startswith("~"), default=value.startswith("*"))


def _reference(listed: str) -> tuple[tuple[str, ...], str, str]:
    objects, relationship, child = (*listed.split(), "", "", "")[:3]
    return tuple(objects.split(",")) if objects else (), relationship.replace("-", ""), child


def _children(
    listed: Mapping[str, tuple[list[str], list[str]]],
) -> dict[str, dict[str, tuple[str, str]]]:
    """On each parent, the child relationships that the lines of other objects name as a third word."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for child, (_, lines) in listed.items():
        for line in lines:
            reference = PARTS["reference"].search(line.split(" // ", maxsplit=1)[0])
            parents, _, relationship = _reference(reference[1]) if reference else ((), "", "")
            for parent in parents if relationship else ():
                found.setdefault(parent, {})[relationship] = (child, line.split()[0])
    return found
