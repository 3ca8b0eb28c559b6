"""Who sees which record: the shares that the org keeps of it.

Each record has one of its owner, as on the platform ("AccountShare" in the "Object Reference for the Salesforce
Platform"). A guest user sharing rule publishes some accounts, and an ordinary sharing rule shows contacts to a group.
"""

from __future__ import annotations

from sf_audit.demo.company.damage import Damage
from sf_audit.demo.company.ids import record_id
from sf_audit.demo.company.tables import insert
from sf_audit.demo.schema import SObject

_SHARED = {
    **{name: f"{name}Share" for name in ("Account", "Contact", "Lead", "Opportunity", "Case")},
    "Service_Plan__c": "Service_Plan__Share",
}
_PUBLISHED, _SHOWN_TO_A_GROUP = 12, 9
_DUBLIN_OFFICE = 3


def share_records(damage: Damage, objects: dict[str, SObject], guest: str) -> None:
    """Fill every table of shares, and write down which of them a visitor may use."""
    for name in _SHARED:
        _add(
            damage,
            objects,
            name,
            f"""SELECT Id, OwnerId AS recipient, 'Owner' AS cause, 'All' AS level FROM "{name}" """,
        )
    _add(damage, objects, "Account", _some("Account", guest, "GuestRule", _PUBLISHED))
    office = record_id("00G", _DUBLIN_OFFICE)
    _add(damage, objects, "Contact", _some("Contact", office, "Rule", _SHOWN_TO_A_GROUP))
    damage.write("guest-sees-records", "CustomObject", "Account", "A sharing rule shows accounts to the site guest.")
    damage.write("trap-shared-with-a-group", "CustomObject", "Contact", "Contacts are shared with a group, not guests.")


def _some(name: str, recipient: str, cause: str, records: int) -> str:
    return (
        f"SELECT Id, '{recipient}' AS recipient, '{cause}' AS cause, 'Read' AS level"
        f' FROM (SELECT Id FROM "{name}" ORDER BY Id LIMIT {records})'
    )


def _add(damage: Damage, objects: dict[str, SObject], name: str, shares: str) -> None:
    """More shares of an object's records, from a SELECT of Id, recipient, cause and level."""
    table = objects[_SHARED[name]]
    parent, level = ("ParentId", "AccessLevel") if name.endswith("__c") else (f"{name}Id", f"{name}AccessLevel")
    (before,) = damage.rows.execute(f'SELECT count(*) FROM "{table.name}"').fetchone() or (0,)
    insert(
        damage.rows,
        table,
        f"SELECT sfid('{table.key_prefix}', {before} + row_number() OVER (ORDER BY Id) - 1) AS Id, Id AS \"{parent}\","
        f' recipient AS UserOrGroupId, level AS "{level}", cause AS RowCause FROM ({shares})',
    )
