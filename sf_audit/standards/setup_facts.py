"""What a snapshot knows of the setup around some fields. What it does not know is NotReadable, with what to grant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.salesforce.metadata_columns import FLOW_WORDS, LAYOUT_FIELDS, OF_OBJECT, PAGE_FIELDS, VALIDATION_FORMULAS
from sf_audit.salesforce.setup_objects import opened_by
from sf_audit.snapshot.needs import Need, Source, need
from sf_audit.snapshot.tables import Snapshot
from sf_audit.standards.field_facts import FieldFacts, standing_for
from sf_audit.standards.needs import FIELD_COLUMNS, FLOW_OBJECT


@dataclass(frozen=True, slots=True)
class ValidationRule:
    """One validation rule; `formula` is None where the org does not show it, `unread` says why.

    `error_field` is the field beside which it shows its error, empty for the top of the page. `changed` is when it last
    was changed, switched on for example; None where that was not read.
    """

    name: str
    active: bool
    formula: str | None
    unread: Unread | None
    changed: datetime | None = None
    error_field: str = ""


@dataclass(frozen=True, slots=True)
class AssignedLayout:
    """A page layout for the users of a profile on records of a record type; `users` are active ones."""

    layout: str
    layout_id: str
    profile: str
    record_type: str
    users: int


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow that a record triggers; `words` are all that stand in it.

    They are None where it calls what is not part of it, or where it was not asked for; `unread` says why the org did
    not show it.
    """

    name: str
    words: frozenset[str] | None
    unread: Unread | None = None

    def may_touch(self, names: frozenset[str]) -> bool:
        """Whether it may do something about what has one of these names: it names it, or not all it does is known."""
        return self.words is None or not self.words.isdisjoint(names)


#: The record type of records without one, as describe calls it.
MASTER = "Master"


class SetupFacts:
    """Asked for one object at a time."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def field(self, owner: str, name: str) -> FieldFacts:
        """A field of an object."""
        self._require(Need("describe_fields", frozenset(FIELD_COLUMNS.split()), source=Source.DESCRIBE), owner)
        found = self._fields.get((owner, name.lower()))
        if found is None:
            says = f"{owner}.{name} is not visible to the auditor user, or this org does not have it"
            raise NotReadable(Unread(Reason.FIELD_NOT_VISIBLE, says, f"Read on {owner}.{name}"))
        return found

    def fields(self, owner: str) -> tuple[FieldFacts, ...]:
        """All visible fields of an object."""
        self._require(Need("describe_fields", frozenset(FIELD_COLUMNS.split()), source=Source.DESCRIBE), owner)
        return tuple(field for (of, _), field in self._fields.items() if of == owner)

    def names_for(self, field: FieldFacts) -> frozenset[str]:
        """Names in lower case by which something may mean a field: its own, and those that stand for it."""
        own = frozenset({field.name.lower(), field.relationship.lower()} - {""})
        return own | standing_for(field, self.fields(field.object))

    def active_values(self, field: FieldFacts) -> frozenset[str]:
        """The values that a picklist offers."""
        columns = frozenset({"object", "field", "value", "active"})
        self._require(Need("describe_picklist_values", columns, source=Source.DESCRIBE), field.object)
        rows = self.snapshot.rows(
            'SELECT "value" FROM "describe_picklist_values" WHERE "object" = ? AND "field" = ? AND "active"',
            [field.object, field.name],
        )
        return frozenset(row[0] for row in rows)

    def validation_rules(self, owner: str) -> tuple[ValidationRule, ...]:
        """All validation rules of an object, those that are switched off too."""
        self._require(Need("ValidationRule", frozenset({"Id", "ValidationName", "Active", OF_OBJECT})))
        self._require(Need(VALIDATION_FORMULAS, frozenset({"object", "id", "formula"})), owner)
        refused = dict(self.snapshot.tables[VALIDATION_FORMULAS].uncovered)
        changed, beside = (
            f'r."{name}"' if self.snapshot.has("ValidationRule", name) else "NULL"
            for name in ("LastModifiedDate", "ErrorDisplayField")
        )
        rows = self.snapshot.rows(
            f"""SELECT r."Id", r."ValidationName", r."Active", f."formula", {changed}, {beside}
                FROM "ValidationRule" r LEFT JOIN "{VALIDATION_FORMULAS}" f ON f."id" = r."Id"
                WHERE r."{OF_OBJECT}" = ? ORDER BY r."ValidationName", r."Id" """,
            [owner],
        )
        return tuple(_rule(owner, row, refused) for row in rows)

    def layouts(self, owner: str) -> tuple[AssignedLayout, ...]:
        """The page layouts that active users have for records of an object."""
        self.snapshot.require([need("User", "Id IsActive ProfileId"), need("Profile", "Id Name")])
        self._require(Need("describe_record_types", frozenset({"object", "id", "name"}), source=Source.DESCRIBE), owner)
        self._require(Need("ProfileLayout", frozenset({"LayoutId", "ProfileId", "RecordTypeId"})))
        self._require(Need(LAYOUT_FIELDS, frozenset({"object", "id", "name", "field", "behavior"})), owner)
        self._insist_on_rows(LAYOUT_FIELDS, owner)
        rows = self.snapshot.rows(_LAYOUTS, [owner, owner])
        return tuple(AssignedLayout(*row) for row in rows)

    def on_layouts(self, owner: str, names: Iterable[str]) -> Mapping[str, str]:
        """By the id of a page layout that has one of these fields: what people can do with it (`Required`)."""
        rows = self.snapshot.rows(
            f'SELECT "id", max("behavior") FROM "{LAYOUT_FIELDS}" WHERE "object" = ? AND list_contains(?, "field") '
            'GROUP BY "id" ORDER BY 1',
            [owner, sorted(names)],
        )
        return {key: behavior or "" for key, behavior in rows}

    def pages(self, owner: str) -> Mapping[str, Mapping[str, str]]:
        """Lightning pages of an object that have fields of their own: by page, what people can do with each field."""
        self._require(Need(PAGE_FIELDS, frozenset({"object", "name", "field", "behavior"})), owner)
        self._insist_on_rows(PAGE_FIELDS, owner)
        sql = f'SELECT "name", "field", "behavior" FROM "{PAGE_FIELDS}" WHERE "object" = ? AND "field" IS NOT NULL'
        found: dict[str, dict[str, str]] = {}
        for page, name, behavior in self.snapshot.rows(f"{sql} ORDER BY 1, 2", [owner]):
            found.setdefault(page, {})[name] = behavior or ""
        return found

    def flows(self, owner: str) -> tuple[Flow, ...]:
        """Active flows that run when a record of the object is saved."""
        self._require(Need("FlowDefinitionView", frozenset({"ApiName", "IsActive", "TriggerType"})))
        triggered = self.snapshot.rows(_FLOWS.format(**self._flow_objects()))
        nameless = [flow for flow, _, known in triggered if not known]
        if nameless:
            says = f"the org does not say which object flow {nameless[0]} is about"
            raise NotReadable(Unread(Reason.UNSUPPORTED, says, opened_by("FlowDefinitionView")))
        mine = [(flow, version or "") for flow, version, known in triggered if owner in known]
        if not mine:
            return ()
        self._require(Need("FlowDefinitionView", frozenset({"ActiveVersionId"})))
        self._require(Need(FLOW_WORDS, frozenset({"id", "words", "calls"})), owner)
        words, refused = self._flow_words, dict(self.snapshot.tables[FLOW_WORDS].uncovered)
        return tuple(Flow(flow, words.get(version), refused.get(f".{version}")) for flow, version in mine)

    def triggers(self, owner: str) -> tuple[str, ...]:
        """Active Apex triggers of the object; none where they were not readable."""
        if not self.snapshot.has("ApexTrigger", "Name", "Status", "TableEnumOrId"):
            return ()
        sql = """SELECT "Name" FROM "ApexTrigger" WHERE "Status" = 'Active' AND "TableEnumOrId" = ? ORDER BY 1"""
        return tuple(row[0] for row in self.snapshot.rows(sql, [owner]))

    def duplicate_rules(self, owner: str) -> tuple[str, ...]:
        """Active duplicate rules of the object, by API name."""
        self._require(Need("DuplicateRule", frozenset({"DeveloperName", "IsActive", "SobjectType"})))
        sql = 'SELECT "DeveloperName" FROM "DuplicateRule" WHERE "IsActive" AND "SobjectType" = ? ORDER BY 1'
        return tuple(row[0] for row in self.snapshot.rows(sql, [owner]))

    def _flow_objects(self) -> Mapping[str, str]:
        """SQL of the active version of a flow `f` and of its objects: by API name, or those that have its label."""
        by_name, by_label = FLOW_OBJECT
        version = 'f."ActiveVersionId"' if self.snapshot.has("FlowDefinitionView", "ActiveVersionId") else "NULL"
        name = f'f."{by_name}"' if self.snapshot.has("FlowDefinitionView", by_name) else "NULL"
        if not self.snapshot.has("FlowDefinitionView", by_label) or not self.snapshot.has("EntityDefinition", "Label"):
            return {"version": version, "objects": f"CASE WHEN {name} IS NULL THEN [] ELSE [{name}] END"}
        labelled = f"""(SELECT coalesce(list(e."QualifiedApiName"), []) FROM "EntityDefinition" e
                        WHERE e."Label" = f."{by_label}")"""
        return {"version": version, "objects": f"CASE WHEN {name} IS NULL THEN {labelled} ELSE [{name}] END"}

    def _insist_on_rows(self, table: str, owner: str) -> None:
        """NotReadable where a row of the object was refused."""
        refused = dict(self.snapshot.tables[table].uncovered)
        if lost := next((unread for name, unread in refused.items() if name.startswith(f"{owner}.")), None):
            raise NotReadable(lost)

    def _require(self, need: Need, owner: str = "") -> None:
        """NotReadable unless the table was read, and covers the object where it is one about objects."""
        self.snapshot.require([need])
        table = self.snapshot.tables[need.table]
        if owner and owner not in table.covers:
            unread = dict(table.uncovered).get(owner)
            says = f"{need.table} of {owner} was not asked for when this snapshot was read"
            raise NotReadable(unread or Unread(Reason.INCOMPLETE, says, "Run sf-audit standards without --snapshot"))

    @cached_property
    def _flow_words(self) -> Mapping[str, frozenset[str]]:
        """By the id of a version of a flow the words in it, in lower case; without those that call something else."""
        sql = f'SELECT "id", "words" FROM "{FLOW_WORDS}" WHERE NOT CAST("calls" AS BOOLEAN) AND "words" IS NOT NULL'
        return {key: frozenset(words.lower().split()) for key, words in self.snapshot.rows(sql)}

    @cached_property
    def _fields(self) -> Mapping[tuple[str, str], FieldFacts]:
        columns = ", ".join(f'"{name}"' for name in FIELD_COLUMNS.split())
        rows = self.snapshot.rows(f'SELECT {columns} FROM "describe_fields"')
        return {(row[0], row[1].lower()): _field(row) for row in rows}


def _field(row: tuple[Any, ...]) -> FieldFacts:
    owner, name, kind, nillable, calculated, compound, unique, restricted, length, relationship, formula = row
    return FieldFacts(
        object=owner,
        name=name,
        type=kind or "",
        nillable=bool(nillable),
        calculated=bool(calculated),
        compound=compound or "",
        unique=bool(unique),
        restricted=bool(restricted),
        length=int(length or 0),
        relationship=relationship or "",
        formula=formula or "",
    )


def _rule(owner: str, row: tuple[Any, ...], refused: Mapping[str, Unread]) -> ValidationRule:
    key, name, active, formula, changed, beside = row
    unread = None if formula else _why_no_formula(owner, key, name, refused)
    return ValidationRule(name, bool(active), formula or None, unread, changed, beside or "")


def _why_no_formula(owner: str, key: str, name: str, refused: Mapping[str, Unread]) -> Unread:
    says = f"the org does not show the formula of validation rule {name} of {owner}, as of one that a package brought"
    return refused.get(f"{owner}.{key}") or Unread(Reason.UNSUPPORTED, says, opened_by("ValidationRule"))


_LAYOUTS = f"""
    WITH people AS (SELECT "ProfileId" AS profile_id, count(*) AS users FROM "User"
                    WHERE CAST("IsActive" AS BOOLEAN) GROUP BY 1),
         layouts AS (SELECT DISTINCT "id", "name" FROM "{LAYOUT_FIELDS}" WHERE "object" = ?)
    SELECT l."name", l."id", coalesce(p."Name", a."ProfileId"),
           CASE WHEN a."RecordTypeId" IS NULL THEN '{MASTER}' ELSE coalesce(t."name", a."RecordTypeId") END,
           people.users
    FROM "ProfileLayout" a JOIN layouts l ON l."id" = a."LayoutId"
    JOIN people ON people.profile_id = a."ProfileId"
    LEFT JOIN "Profile" p ON p."Id" = a."ProfileId"
    LEFT JOIN "describe_record_types" t ON t."id" = a."RecordTypeId" AND t."object" = ?
    ORDER BY 3, 4, 1"""

_FLOWS = """
    SELECT f."ApiName", {version}, {objects} FROM "FlowDefinitionView" f
    WHERE CAST(f."IsActive" AS BOOLEAN) AND f."TriggerType" IN ('RecordBeforeSave', 'RecordAfterSave') ORDER BY 1"""
