"""What of the org the signed-in user sees: hidden is the same as not there, as on the platform."""

from __future__ import annotations

from typing import Final

from sf_audit.demo.schema import Field, OrgData, SObject

# The fields of the Name object that a path through a polymorphic reference may end in: "Name" in the Object Reference.
_NAME_FIELDS: Final = (
    "Id",
    "Name",
    "FirstName",
    "LastName",
    "Alias",
    "Email",
    "IsActive",
    "Phone",
    "ProfileId",
    "Title",
    "Username",
    "UserRoleId",
)


class Sight:
    """Objects and fields by the name somebody wrote, without regard to case."""

    def __init__(self, org: OrgData) -> None:
        self._org = org
        self._fields: dict[str, tuple[SObject, dict[str, Field]]] = {}

    def object(self, name: str) -> SObject | None:
        """Any visible object, whichever endpoint it answers at: parents may be at the other."""
        return self._org.visible(name)

    def at(self, name: str, *, tooling: bool) -> SObject | None:
        """A visible object that this endpoint takes in FROM."""
        found = self._org.visible(name)
        if found is None or found.both or found.tooling is tooling:
            return found
        return None

    def fields(self, sobject: SObject) -> dict[str, Field]:
        """The visible fields of an object in their order, by folded name."""
        known = self._fields.get(sobject.name)
        # Each polymorphic reference has a Name object of its own, so the name alone does not tell.
        if known is not None and known[0] is sobject:
            return known[1]
        hidden = self._org.hidden_fields
        seen = {field.name.lower(): field for field in sobject.fields if f"{sobject.name}.{field.name}" not in hidden}
        self._fields[sobject.name] = sobject, seen
        return seen

    def field(self, sobject: SObject, name: str) -> Field | None:
        """A visible field."""
        return self.fields(sobject).get(name.lower())

    def reference(self, sobject: SObject, relationship: str) -> Field | None:
        """The visible reference field whose relationship has that name, if any object it names is visible."""
        folded = relationship.lower()
        for field in self.fields(sobject).values():
            if field.relationship.lower() == folded and self.referenced(field):
                return field
        return None

    def referenced(self, field: Field) -> list[SObject]:
        """The visible objects that a reference field may name."""
        found = (self.object(name) for name in field.references)
        return [sobject for sobject in found if sobject is not None]

    def children(self, sobject: SObject, relationship: str) -> tuple[str, SObject, Field] | None:
        """The child relationship of that name: its spelling, the child object, and its reference field."""
        folded = relationship.lower()
        for name, (child_name, key) in sobject.children.items():
            child = self.object(child_name)
            field = self.field(child, key) if child else None
            if name.lower() == folded and child and field:
                return name, child, field
        return None

    def components(self, sobject: SObject, compound: Field) -> list[Field]:
        """The visible parts of a compound field: those of an address, or latitude and longitude."""
        return [field for field in self.fields(sobject).values() if field.compound == compound.name]

    def name_of(self, field: Field) -> SObject:
        """What the objects that a polymorphic reference may name have in common, as the object Name."""
        candidates = self.referenced(field)
        offered = {
            name: [found for candidate in candidates if (found := self.field(candidate, name))] for name in _NAME_FIELDS
        }
        fields = [found[0] for found in offered.values() if found]
        fields.append(Field("Type", "picklist", label="Type", length=40))
        return SObject("Name", "Name", "Names", "", tuple(fields))
