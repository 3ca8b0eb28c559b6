"""What is wrong with the pipeline, with leads that are there twice, with hierarchies, queues and campaigns.

The simple wounds are lines of `hygiene.txt`; here are the phrases they use, and what takes more than one record. All of
it comes after the other defects, so that those hit the records that they always hit.
"""

from __future__ import annotations

from sf_audit.demo.company.damage import Damage, Wound

#: For `hygiene.txt`.
WORKED_ON = 'OwnerId NOT IN (SELECT Id FROM "Group")'
RAMBLING = "repeat('Send the revised quote with the delivery dates to purchasing, then call Maria again; ', 4)"
CIRCLES = {
    "Account": ("ParentId", "account-in-circle", "trap-account-below-a-circle"),
    "Contact": ("ReportsToId", "contact-in-circle", "trap-contact-below-a-circle"),
}


def damage_hygiene(damage: Damage) -> None:
    """Break what takes more than one record."""
    for kind in CIRCLES:
        _close_circles(damage, kind)
    _repeat_leads(damage)
    _lead_as_contact(damage, "lead-is-contact", 10, "NOT IsConverted", "A contact has the same e-mail address.")
    converted = "A contact has the same e-mail address, because the lead was converted."
    _lead_as_contact(damage, "trap-converted-lead", 3, "IsConverted", converted)


def _close_circles(damage: Damage, kind: str) -> None:
    """Four records on two circles, and two more that only lead into one."""
    lookup, defect, trap = CIRCLES[kind]
    circles = damage.choose(defect, kind, 4, "true")
    damage.rows.execute(
        f'UPDATE "{kind}" SET "{lookup}" = other.Id FROM hit JOIN hit AS other'
        f' ON other.place = hit.place + 1 - 2 * (hit.place % 2) WHERE hit.Id = "{kind}".Id'
    )
    for record in circles:
        damage.write(defect, kind, record, f"{lookup} leads back to the record.")
    for number, record in enumerate(damage.choose(trap, kind, 2, "true")):
        damage.rows.execute(f'UPDATE "{kind}" SET "{lookup}" = ? WHERE Id = ?', [circles[number], record])
        damage.write(trap, kind, record, f"{lookup} leads into a circle that the record is not on.")


def _repeat_leads(damage: Damage) -> None:
    """Six open leads get the e-mail address of another open one, and two converted ones that of two of these."""
    says = "Another open lead has the same e-mail address."
    hit = damage.repeat(
        Wound("lead-duplicate-email", "Lead", 12, "Email = upper(first.Email)", says, "NOT IsConverted")
    )
    for number, record in enumerate(damage.choose("trap-lead-of-old", "Lead", 2, "IsConverted")):
        damage.rows.execute(
            "UPDATE Lead SET Email = (SELECT Email FROM Lead WHERE Id = ?) WHERE Id = ?", [hit[number], record]
        )
        damage.write("trap-lead-of-old", "Lead", record, "An open lead has the same address; this one was converted.")


def _lead_as_contact(damage: Damage, defect: str, count: int, among: str, says: str) -> None:
    """Leads get the e-mail addresses of contacts that nothing else is wrong with."""
    leads = damage.choose(defect, "Lead", count, among)
    lent = damage.rows.execute(
        "SELECT Email FROM Contact WHERE Id NOT IN (SELECT Id FROM hurt) ORDER BY dice(Id, ?), Id LIMIT ?",
        [defect, count],
    ).fetchall()
    for (address,), record in zip(lent, leads, strict=True):
        damage.rows.execute("UPDATE Lead SET Email = upper(?) WHERE Id = ?", [address, record])
        damage.write(defect, "Lead", record, says)
