"""API names of objects, fields, permissions and limits; of what people write in their place, the form that is meant.

"Naming Conventions" in the "Object Reference for the Salesforce Platform". Labels are what Setup shows: they differ by
language, and hold spaces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationInfo

from sf_audit.nearness import folded, nearest
from sf_audit.salesforce.permissions import LABELS
from sf_audit.salesforce.relationships import lookup_of, parent_of

API_NAME = r"^[A-Za-z][A-Za-z0-9_]*$"

#: An object with a field of it, or a field of a related record: Account.Industry, Owner.Profile.Name.
_WITH_DOT = re.compile(r"([A-Za-z][A-Za-z0-9_]*)\.([A-Za-z][A-Za-z0-9_.]*)")
_PLAIN_LABEL = re.compile(r"[A-Za-z][A-Za-z0-9]*( +[A-Za-z0-9]+)+")
_COLUMN = re.compile(r"permissions(\w+)", re.IGNORECASE)

_OBJECT = ("an object", "Account or Invoice__c")
_FIELD = ("a field", "Industry or Loss_Reason__c")
_ONE_STEP = "Account.Type or Owner.UserRoleId"
_LIMIT = ("a limit", "DailyApiRequests")
_PERMISSION = (
    "write the API name of a permission, for example ModifyAllData (the column of PermissionSet without “Permissions”)"
)


def object_alone(value: object) -> str:
    """The API name of an object. ValueError with the right form for what is none."""
    if dotted := _dotted(value, _OBJECT):
        raise ValueError(f"“{value}” names a field too: write {dotted[1]} alone")
    return str(value)


def object_name(value: object, info: ValidationInfo) -> str:
    """The API name of an object that a check names, in a setting beside that of a field."""
    dotted = _dotted(value, _OBJECT)
    if not dotted or info.field_name not in {"object", "child"}:
        return object_alone(value)
    field = f" and `field: {dotted[2]}`" if info.field_name == "object" and "." not in dotted[2] else ""
    raise ValueError(f"“{value}” names a field too: write `{info.field_name}: {dotted[1]}`{field}")


def field_name(value: object, info: ValidationInfo) -> str:
    """The API name of a field of the object that stands beside it."""
    dotted = _dotted(value, _FIELD)
    if not dotted:
        return str(value)
    name = str(info.field_name)
    written = f" and `{name}: [{dotted[2]}]`" if name == "fields" else f" and `{name}: {dotted[2]}`"
    raise ValueError(_of_another_record(dotted, info.data) or _with_its_object(dotted, info.data) + written)


def name_in_when(value: object, settings: Mapping[str, object]) -> tuple[str, str]:
    """The API name of a field that a clause is about, and what the parent is called whose field it is, if any.

    `settings` are those that stand before it.
    """
    dotted = _dotted(value, _FIELD)
    if not dotted:
        return str(value), ""
    parent, field = dotted.groups()
    owner = owner_of(settings)
    if isinstance(owner, str) and owner.lower() == parent.lower():
        written = f", and under `when:` the field alone, {field}"
        raise ValueError(_with_its_object(dotted, settings) + written)
    if "." in field:
        raise ValueError(f"“{value}” goes over two lookups: a line of `when:` goes over one, as in {_ONE_STEP}")
    return field, parent


def owner_of(settings: Mapping[str, object]) -> object:
    """The object whose records a filter chooses: the one that was named last."""
    return next((settings[name] for name in ("child", "to", "other", "object") if settings.get(name)), None)


def amount_name(value: object) -> str:
    """The API name of the field that holds an amount, on the object of the check."""
    if dotted := _dotted(value, _FIELD):
        raise ValueError(f"“{value}” names its object too: write the field alone, {dotted[2]}")
    return str(value)


def column_parts(value: object, owner: str) -> tuple[str, str]:
    """The API name of a field of an object, after what the parent is called whose field it is, if any."""
    dotted = _dotted(value, _FIELD)
    if not dotted:
        return "", str(value)
    parent, field = dotted.groups()
    if parent.lower() == owner.lower():
        raise ValueError(f"“{value}” names its object too: write the field alone, {field}")
    if "." in field:
        raise ValueError(f"“{value}” goes over two lookups: write a field that is one lookup away, as in {_ONE_STEP}")
    return parent, field


def limit_name(value: object) -> str:
    """The API name of a limit of the org."""
    if _dotted(value, _LIMIT):
        raise ValueError(f"“{value}” is no name of a limit: write it without a dot, for example {_LIMIT[1]}")
    return str(value)


def permission_name(value: object) -> str:
    """The API name of a system permission: that of its column in PermissionSet, without `Permissions`."""
    if not isinstance(value, str):
        raise ValueError(_PERMISSION)  # noqa: TRY004 (pydantic)
    written = value.strip().rpartition(".")[2]
    column = _COLUMN.fullmatch(written)
    known = _permissions()
    if column:
        plain = known.get(column[1].casefold(), column[1])
        raise ValueError(f"write it without the word Permissions: {plain}")
    if _is_api_name(value):
        return value
    if meant := known.get(folded(written)):
        is_what = "holds more than the name" if "." in value else "is a label"
        raise ValueError(f"“{value}” {is_what}: write the API name, {meant}")
    near = nearest(folded(written), known)
    raise ValueError(f"{_PERMISSION}{f'; did you mean {known[near]}?' if near else ''}")


def _dotted(value: object, kind: tuple[str, str]) -> re.Match[str] | None:
    """The two parts of a name with a dot; None for an API name. ValueError for what is neither."""
    if _is_api_name(value):
        return None
    found = _WITH_DOT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(_no_name(value, *kind))
    return found


def _is_api_name(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(API_NAME, value) is not None


def _no_name(value: object, kind: str, examples: str) -> str:
    """Most standard names are the words of their label without the spaces; own ones have an underscore for each."""
    if not isinstance(value, str) or not value.strip():
        return f"write the API name of {kind}, for example {examples}"
    if not _PLAIN_LABEL.fullmatch(value.strip()):
        return f"write the API name of {kind}, for example {examples}: “{value}” is none"
    words = value.split()
    standard = "".join(word[0].upper() + (word[1:].lower() if word.isupper() else word[1:]) for word in words)
    own = f" or {'_'.join(words)}__c" if "__c" in examples else ""
    return f"“{value}” is a label: write the API name, for example {standard}{own}"


def _of_another_record(dotted: re.Match[str], settings: Mapping[str, object]) -> str:
    """What is wrong with a field of a related record, which no rule can name; nothing where it is none."""
    judged, (owner, field) = settings.get("object"), dotted.groups()
    if not isinstance(judged, str) or _setting_of(owner, settings):
        return ""
    says = f"“{dotted[0]}” is no field of {judged} itself, and a rule names no fields of related records"
    instead = f"write its lookup, {lookup_of(owner)}, or a formula field of {judged} that shows {field}"
    related = parent_of(owner, judged)
    if "." in field or not related:
        return f"{says}: {instead}"
    asked = f"`refers_to` asks it of the record that {lookup_of(owner)} names, with `where: {{{field}: …}}`"
    return f"{says}: {instead}; {asked}; a rule about those records has `object: {related}` and `field: {field}`"


def _with_its_object(dotted: re.Match[str], settings: Mapping[str, object]) -> str:
    setting = _setting_of(dotted[1], settings)
    return f"“{dotted[0]}” names its object too: write `{setting or 'object'}: {settings.get(setting, dotted[1])}`"


def _setting_of(owner: str, settings: Mapping[str, object]) -> str:
    """The setting that names this object already, `child` for example."""
    found = [name for name, value in settings.items() if isinstance(value, str) and value.lower() == owner.lower()]
    return found[-1] if found else ""


def _permissions() -> Mapping[str, str]:
    """By API name and by label, folded: the API name."""
    return {folded(word): name for name, label in LABELS.items() for word in (name, label)}
