"""Effective access the slow way: sets of tuples, one user at a time, straight from the documents.

Written apart from `sf_audit.access` and importing nothing of it: rights are plain words here, and each rule stands
where it is used. Only what both must share, the rows of an org, comes from `access_graphs`.
"""

from __future__ import annotations

from tests.access.access_graphs import SYSTEM, TAKEN, Org

Right = tuple[str, str, str]
Row = dict[str, object]

_RIGHTS = {
    "PermissionsRead": "read",
    "PermissionsCreate": "create",
    "PermissionsEdit": "edit",
    "PermissionsDelete": "delete",
    "PermissionsViewAllRecords": "view_all",
    "PermissionsModifyAllRecords": "modify_all",
    "PermissionsViewAllFields": "view_all_fields",
}
_TYPES = {
    "ApexClass": "apex_class",
    "ApexPage": "apex_page",
    "TabSet": "app",
    "NamedCredential": "named_credential",
    "CustomPermission": "custom_permission",
}


class Oracle:
    """What each user of an org may do: `always`, and `ever` with the sets that a session must activate."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self.sets = {str(row["Id"]): row for row in org.rows["PermissionSet"]}
        self.groups = {str(row["Id"]): row for row in org.rows["PermissionSetGroup"]}
        self.objects = {str(row["SobjectType"]) for row in org.rows["ObjectPermissions"]}
        self.objects |= {str(row["object"]) for row in org.rows["describe_fields"]}
        self.objects |= {str(row["SobjectType"]) for row in org.rows["FieldPermissions"]}
        self.described = {f"{row['object']}.{row['field']}": row for row in org.rows["describe_fields"]}
        self.named = {str(row["Field"]) for row in org.rows["FieldPermissions"]}
        self._judged: dict[str, bool] = {}
        self.granted: dict[str, set[Right]] = {one: set() for one in self.sets}
        self._read_grants()

    def answer(self, user: str, asked: Right) -> str:
        """Yes, no, or unknown; `conditional` where a session must activate all that gives it for certain."""
        if asked in self.always(user):
            return "yes"
        if asked in self.ever(user):
            return "conditional"
        return "unknown" if self.unknown(user) else "no"

    def unknown(self, user: str) -> bool:
        """Whether an active user may hold more than what is certain."""
        row = next(one for one in self.org.rows["User"] if one["Id"] == user)
        certain = self._certain(user)
        if len(certain) < len(self._live(user)):
            return True
        if row["ProfileId"] is None:
            return False
        return not any(self.sets[str(one["PermissionSetId"])]["IsOwnedByProfile"] for one in certain)

    def _certain(self, user: str) -> list[Row]:
        """The assignments that give what they seem to give; the others can only add to it."""
        known = [one for one in self._live(user) if one["PermissionSetId"] in self.sets]
        groups = [(self._group(one), one) for one in known]
        return [one for group, one in groups if group is None or self._believed(str(group), one)]

    def _believed(self, group: str, assignment: Row) -> bool:
        """Whether an assignment of a group says what the group gives."""
        if self.groups.get(group, {}).get("Status") != "Updated":
            return False
        if self.sets[str(assignment["PermissionSetId"])]["PermissionSetGroupId"] != group:
            return False
        return not self.contradicted(group)

    def contradicted(self, group: str) -> bool:
        """Whether a group cannot be believed, worked out once."""
        if group not in self._judged:
            self._judged[group] = self._contradicted(group)
        return self._judged[group]

    def _contradicted(self, group: str) -> bool:
        """Whether the aggregate is not what the group's sets give, less what is muted and what that may take along."""
        muting = {str(row["Id"]) for row in self.org.rows.get("MutingPermissionSet", ())}
        parts = {
            str(row["PermissionSetId"])
            for row in self.org.rows["PermissionSetGroupComponent"]
            if row["PermissionSetGroupId"] == group
        }
        aggregates = [one for one, row in self.sets.items() if row["PermissionSetGroupId"] == group]
        members = parts & self.sets.keys()
        comparable = bool(muting) and len(aggregates) == 1 and bool(members) and parts <= self.sets.keys() | muting
        if not comparable or any(self.sets[member]["HasActivationRequired"] for member in members):
            return False
        given = {right for member in members for right in self._counted(member)}
        muted = {right for one in parts & muting for right in self._counted(one)}
        has = self._counted(aggregates[0])
        if has & muted or has - given:
            return True
        mutes_powers = any(kind != "field" for kind, _, _ in muted)
        mutes_fields = {target for kind, target, _ in muted if kind == "field"}
        for kind, target, _ in given - muted - has:
            explained = kind == "system" or mutes_powers or (kind == "field" and target in mutes_fields)
            if not (parts & muting and explained):
                return True
        return False

    def _counted(self, one: str) -> set[Right]:
        """What a set, or a muting set, names of what groups are compared by."""
        if one in self.sets:
            return {right for right in self.granted[one] if right[0] in {"system", "object", "field"}}
        found: set[Right] = set()
        own = next(row for row in self.org.rows["MutingPermissionSet"] if row["Id"] == one)
        found |= {("system", name, "use") for name in SYSTEM if own.get(f"Permissions{name}")}
        for row in self.org.rows["ObjectPermissions"]:
            if row["ParentId"] == one:
                found |= {
                    ("object", str(row["SobjectType"]), right) for column, right in _RIGHTS.items() if row[column]
                }
        for row in self.org.rows["FieldPermissions"]:
            if row["ParentId"] == one:
                found |= {("field", str(row["Field"]), "read")} if row["PermissionsRead"] else set()
                found |= {("field", str(row["Field"]), "edit")} if row["PermissionsEdit"] else set()
        return found

    def always(self, user: str) -> set[Right]:
        return self._closed([one for one in self._certain(user) if not self._waits(one)])

    def ever(self, user: str) -> set[Right]:
        return self._closed(self._certain(user))

    def fields(self) -> set[str]:
        """Every field that a row or describe names."""
        return self.named | self.described.keys()

    def _live(self, user: str) -> list[Row]:
        found = []
        for row in self.org.rows["PermissionSetAssignment"]:
            expires = row.get("ExpirationDate")
            expired = expires is not None and expires <= TAKEN.replace(tzinfo=None)
            if row["AssigneeId"] == user and row.get("IsActive") is not False and not row.get("IsRevoked"):
                found += [] if expired else [row]
        return found

    def _group(self, assignment: Row) -> object:
        """Some orgs name the group only on its aggregate set."""
        own = self.sets[str(assignment["PermissionSetId"])]
        return assignment["PermissionSetGroupId"] or own["PermissionSetGroupId"]

    def _waits(self, assignment: Row) -> bool:
        group = self.groups.get(str(self._group(assignment)), {})
        own = self.sets[str(assignment["PermissionSetId"])]
        return bool(own["HasActivationRequired"] or group.get("HasActivationRequired"))

    def _read_grants(self) -> None:
        for name, row in self.sets.items():
            self.granted[name] |= {("system", one, "use") for one in SYSTEM if row.get(f"Permissions{one}")}
        for row in self.org.rows["ObjectPermissions"]:
            for column, right in _RIGHTS.items():
                self._grant(row, ("object", str(row["SobjectType"]), right), row[column])
        for row in self.org.rows["FieldPermissions"]:
            self._grant(row, ("field", str(row["Field"]), "read"), row["PermissionsRead"])
            self._grant(row, ("field", str(row["Field"]), "edit"), row["PermissionsEdit"])
        for row in self.org.rows["SetupEntityAccess"]:
            self._grant(row, (_TYPES[str(row["SetupEntityType"])], str(row["SetupEntityId"]), "use"), True)

    def _grant(self, row: Row, right: Right, really: object) -> None:
        if really and row["ParentId"] in self.granted:
            self.granted[str(row["ParentId"])].add(right)

    def _closed(self, assignments: list[Row]) -> set[Right]:
        held: set[Right] = set()
        for assignment in assignments:
            held |= self.granted[str(assignment["PermissionSetId"])]
        held |= self._from_system(held)
        for name in self.objects:
            held |= self._from_object(held, name)
        return self._without_fields(held) | self._fields(held)

    def _from_system(self, held: set[Right]) -> set[Right]:
        more: set[Right] = set()
        for name in self.objects:
            if ("system", "ModifyAllData", "use") in held:
                more |= {("object", name, right) for right in _RIGHTS.values() if right != "view_all_fields"}
            if ("system", "ViewAllData", "use") in held:
                more |= {("object", name, "read"), ("object", name, "view_all")}
            if ("system", "ViewAllFieldsGlobal", "use") in held:
                more.add(("object", name, "view_all_fields"))
        for row in self.org.rows["SetupEntityAccess"]:
            kind, entity = _TYPES[str(row["SetupEntityType"])], str(row["SetupEntityId"])
            if kind == "apex_class" and ("system", "AuthorApex", "use") in held:
                more.add((kind, entity, "use"))
            if kind == "apex_page" and ("system", "CustomizeApplication", "use") in held:
                more.add((kind, entity, "use"))
        return more

    def _from_object(self, held: set[Right], name: str) -> set[Right]:
        rights = {right for kind, target, right in held if (kind, target) == ("object", name)}
        if "modify_all" in rights:
            rights |= {"view_all", "delete"}
        if "delete" in rights:
            rights.add("edit")
        if rights & {"create", "edit", "view_all"}:
            rights.add("read")
        return {("object", name, right) for right in rights}

    def _without_fields(self, held: set[Right]) -> set[Right]:
        return {one for one in held if one[0] != "field"}

    def _fields(self, held: set[Right]) -> set[Right]:
        found: set[Right] = set()
        for name in self.fields():
            owner = name.partition(".")[0]
            if self._readable(held, name) and ("object", owner, "read") in held:
                found.add(("field", name, "read"))
            if self._editable(held, name) and ("object", owner, "edit") in held:
                found.add(("field", name, "edit"))
        return found

    def _readable(self, held: set[Right], name: str) -> bool:
        owner = name.partition(".")[0]
        rows = self._rows_of(name)
        if rows is None or ("object", owner, "view_all_fields") in held:
            return True
        return bool({("field", rows, "read"), ("field", rows, "edit")} & held)

    def _editable(self, held: set[Right], name: str) -> bool:
        rows = self._rows_of(name)
        if rows is not None:
            return ("field", rows, "edit") in held
        row = self.described.get(name)
        return row is not None and bool(row["updateable"]) and not row["calculated"]

    def _rows_of(self, name: str) -> str | None:
        """The field whose rows decide: its own, those of the compound field it is part of, or none."""
        row = self.described.get(name)
        if name in self.named or row is None:
            return name
        if row["compound"] and row["compound"] != row["field"]:
            whole = f"{row['object']}.{row['compound']}"
            above = self.described.get(whole)
            if whole in self.named or (above is not None and above["permissionable"]):
                return whole
        return name if row["permissionable"] else None
