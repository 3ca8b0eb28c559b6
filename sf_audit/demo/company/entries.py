"""How accounts came into the org: most were typed, dealers come from the ERP system, and two lists were loaded.

Lists that were bought lack more than what people type: most of the old accounts without an industry came with them.
"""

from __future__ import annotations

from sf_audit.demo.company.damage import Damage
from sf_audit.demo.company.staff import Person

ERP = "erp.bridge"

#: Who loaded a list, so many days ago; 200 accounts are there in a minute.
LOADED = (("tom.hendriks", 640), ("priya.raman", 655))

#: Old enough to have been there, and in a list: those whose industry nobody knew, and some more.
_LISTED = "CreatedDate < day(700) AND Type NOT LIKE 'Channel%' AND (Industry IS NULL OR chance(Id, 'listed') < 160)"


def tell_entries(damage: Damage, staff: tuple[Person, ...]) -> None:
    """Say of accounts who created them, and of those on a list also when."""
    ids = {person.login: person.id for person in staff}
    damage.rows.execute("UPDATE Account SET CreatedById = ? WHERE Type LIKE 'Channel%'", [ids[ERP]])
    damage.rows.execute(
        f"""CREATE OR REPLACE TEMP TABLE listed AS
        SELECT Id, row_number() OVER (ORDER BY dice(Id, 'line'), Id) AS line FROM Account WHERE {_LISTED}"""
    )
    for number, (login, back) in enumerate(LOADED):
        damage.rows.execute(
            f"""UPDATE Account SET CreatedById = ?, CreatedDate = day({back})::TIMESTAMP + to_seconds(36000 + line // 7)
            FROM listed WHERE listed.Id = Account.Id AND line % {len(LOADED)} = {number}""",
            [ids[login]],
        )
    damage.rows.execute("DROP TABLE listed")
