"""What an org without a field leaves of a shipped rule: nothing to judge, or something that nobody may call judged."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.no_related import NoRelated
from sf_audit.model.review import Unread
from sf_audit.rulebook.fitting.not_in_org import not_in_org
from sf_audit.rulebook.fitting.resolve import resolve
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.load import load_rules
from sf_audit.rulebook.settings.when import when
from sf_audit.snapshot.dictionary import OrgField, RecordType, no_such_field, no_such_object
from sf_audit.snapshot.needs import Need

SHIPPED = next(rule for rule in load_rules() if rule.id == "quality/account-industry-filled")
FIELDS = {
    "Account": ("Id", "OwnerId", "Name", "Industry", "CreatedDate"),
    "Contact": ("Id", "OwnerId", "AccountId", "Email"),
}


@dataclass(frozen=True)
class OrgOfTwoObjects:
    """Says of every other name that the org does not have it, as an org does that shows all of its definitions."""

    def object(self, name: str) -> str | Unread:
        return next((known for known in FIELDS if known == name), no_such_object(name, FIELDS))

    def defined(self, name: str) -> str | Unread:
        return self.object(name)

    def components(self, table: str, names: Collection[str]) -> frozenset[str] | Unread:
        return frozenset()

    def fields(self, object_name: str) -> Mapping[str, OrgField]:
        return {name.lower(): OrgField(name) for name in FIELDS.get(object_name, ())}

    def field(self, object_name: str, name: str) -> OrgField | Unread:
        known = self.fields(object_name)
        return known.get(name.lower()) or no_such_field(object_name, name, FIELDS[object_name])

    def limits(self) -> tuple[str, ...]:
        return ()

    def record_types(self, object_name: str) -> tuple[RecordType, ...]:
        return ()

    def lacking(self, need: Need) -> Mapping[str, Unread]:
        return {}


def filled(**chosen: Any) -> Filled:
    return Filled(object="Account", field="Industry", when=when(chosen, {"object": "Account"}))


def proof(check: AnyCheck, rule_id: str = SHIPPED.id) -> str | None:
    found = not_in_org(resolve(replace(SHIPPED, id=rule_id, check=check), OrgOfTwoObjects()))
    return None if found is None else found.proof


NO_TIER = (
    "Account has no field Tier__c in this org: "
    "FieldDefinition and EntityParticle, which list all of them, do not list it"
)
NO_ASSET = "this org has no object Asset: EntityDefinition, which lists all of its objects, does not list it"


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (Filled(object="Asset", field="Name"), NO_ASSET),
        (Filled(object="Account", field="Tier__c"), NO_TIER),
        (filled(Tier__c="Gold"), NO_TIER),
        (filled(Tier__c={"is": "filled"}), NO_TIER),
        (NoRelated(object="Account", child="Asset", by="AccountId"), NO_ASSET),
    ],
)
def test_nothing_is_left_to_judge(check: AnyCheck, says: str) -> None:
    assert proof(check) == says


@pytest.mark.parametrize(
    "check",
    [
        filled(Tier__c={"is": "empty"}),
        filled(Tier__c={"not": "Gold"}),
        filled(any=[{"Tier__c": "Gold"}, {"Name": "Alpine"}]),
        NoRelated(
            object="Account",
            child="Contact",
            by="AccountId",
            where=when({"Tier__c": "Gold"}, {"object": "Contact"}),
        ),
        filled(Name={"is": "filled"}),
    ],
)
def test_where_records_are_left_the_rule_is_not_put_aside(check: AnyCheck) -> None:
    assert proof(check) is None


def test_a_rule_of_the_workspace_is_never_put_aside() -> None:
    assert proof(Filled(object="Asset", field="Name"), "own/quality/assets") is None
