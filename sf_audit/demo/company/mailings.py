"""Who gets mail after opting out of it, and who is in a campaign that sends none."""

from __future__ import annotations

from sf_audit.demo.company.damage import Damage
from sf_audit.demo.company.ids import BEYOND

#: Campaigns that are made anew: type, and whether they run. Only the first sends mail.
_CAMPAIGNS = (("Email", True), ("Trade Show", True), ("Email", False))
_FIRST = 9100


def mail_those_who_opted_out(damage: Damage) -> None:
    """Some who opted out are in a newsletter that runs, others at a fair or in a newsletter that is over."""
    for place, (kind, active) in enumerate(_CAMPAIGNS):
        damage.add_like_first(
            "Campaign",
            f"sfid('701', {_FIRST + place}) AS Id, {active} AS IsActive, '{kind} {_FIRST + place}' AS Name,"
            f" '{kind}' AS Type",
        )
        sends = kind == "Email" and active
        for who, among in (("Contact", "true"), ("Lead", "NOT IsConverted")):
            defect = f"{who.lower()}-mailed-after-opt-out" if sends else f"trap-{who.lower()}-opted-out"
            hit = damage.choose(f"{defect}-{place}", who, 5 if sends else 2, among)
            damage.rows.execute(f'UPDATE "{who}" SET HasOptedOutOfEmail = true FROM hit WHERE hit.Id = "{who}".Id')
            _invite(damage, who, place)
            campaign = "a newsletter that runs" if sends else "no campaign that sends mail now"
            for record in hit:
                damage.write(defect, who, record, f"Opted out of e-mail, and is in {campaign}.")


def _invite(damage: Damage, who: str, place: int) -> None:
    """Make those who were hit members of a campaign."""
    first = BEYOND + place * 100 + (50 if who == "Lead" else 0)
    damage.rows.execute(
        f"INSERT INTO CampaignMember BY NAME SELECT CampaignMember.* REPLACE (sfid('00v', {first} + place) AS Id,"
        f" sfid('701', {_FIRST + place}) AS CampaignId, NULL AS ContactId, NULL AS LeadId, 'Sent' AS Status,"
        " false AS HasResponded, NULL AS FirstRespondedDate)"
        " FROM (SELECT * FROM CampaignMember ORDER BY Id LIMIT 1) AS CampaignMember, hit"
    )
    damage.rows.execute(
        f"UPDATE CampaignMember SET {who}Id = hit.Id FROM hit"
        f" WHERE CampaignMember.Id = sfid('00v', {first} + hit.place)"
    )
