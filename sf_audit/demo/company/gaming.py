"""Work that looks as if it was done for the rules: subjects that say nothing, and accounts saved at a month's end.

Nothing of it breaks a rule, so none of it is planted as a defect. One service agent gives nearly every case the same
subject; another one, who does so for half of them, looks after one product. The sellers of US West save their old
accounts on the last two workdays of a month.
"""

from __future__ import annotations

from sf_audit.demo.company.damage import Damage
from sf_audit.demo.company.staff import Person

#: By agent the part of cases, in a thousand, that get the subject.
SAME_SUBJECT = {"pavel.novak": (950, "Bicycle repair"), "ingrid.dahl": (500, "Battery does not charge")}

SAVING_LATE = ("sofia.alvarez", "kevin.tran", "grace.kim")

_AS_DRAWN = "Subject LIKE '% (_)'"
_WHOLE = "Id NOT IN (SELECT Id FROM hurt)"


def look_like_gaming(damage: Damage, staff: tuple[Person, ...]) -> None:
    """Change records that nothing is wrong with."""
    ids = {person.login: person.id for person in staff}
    for login, (part, subject) in SAME_SUBJECT.items():
        damage.rows.execute(
            f"""UPDATE "Case" SET Subject = ? WHERE OwnerId = ? AND chance(Id, 'same') < {part} AND {_AS_DRAWN}""",
            [subject, ids[login]],
        )
    damage.rows.execute(
        f"""UPDATE Account SET LastModifiedDate = saved.moment, SystemModstamp = saved.moment FROM (
            SELECT Id, last_workday - (dice(Id, 'saved') % 2)::INT + to_seconds(36000 + (dice(Id, 'at') % 25000)::INT)
                AS moment
            FROM Account, (SELECT CASE dayofweek(ended) WHEN 0 THEN ended - 2 WHEN 6 THEN ended - 1
                               ELSE ended END AS last_workday
                           FROM (SELECT (date_trunc('month', getvariable('today')) - INTERVAL 1 DAY)::DATE AS ended))
            WHERE LastModifiedById IN ({", ".join("?" for _ in SAVING_LATE)})
                AND CreatedDate < day(100) AND LastModifiedDate < day(70) AND {_WHOLE}
        ) AS saved WHERE saved.Id = Account.Id""",
        [ids[login] for login in SAVING_LATE],
    )
