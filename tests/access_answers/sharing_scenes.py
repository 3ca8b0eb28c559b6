"""A company whose records are shared, and whom a rule reaches there."""

from __future__ import annotations

from tests.access.access_graphs import Org

FAMILY = ("Account", "Case", "Contact", "Opportunity")


def company(model: str = "Private") -> Org:
    """Ann is a rep below Lea, who is below Hal; Pat is a partner, Vis a guest; Desk is a group with Ann in it."""
    org = Org()
    for name in FAMILY:
        org.on_object(org.profile("Staff") if name == "Account" else "0PS_XStaff", name, "Read", "Edit")
        org.add("EntityDefinition", QualifiedApiName=name, InternalSharingModel=model, ExternalSharingModel="Private")
    for role, above in (("Head", None), ("Lead", "Head"), ("Rep", "Lead"), ("Other", "Head"), ("Dealer", "Rep")):
        org.add("UserRole", Id=f"00E_{role}", Name=role, DeveloperName=role, ParentRoleId=above and f"00E_{above}")
    for user, role in (("hal", "Head"), ("lea", "Lead"), ("ann", "Rep"), ("oli", "Other")):
        org.user(user, "Staff", UserRoleId=f"00E_{role}")
    org.user("pat", "Staff", UserType="PowerPartner", UserRoleId="00E_Dealer")
    org.user("vis", "Staff", UserType="Guest")
    group(org, "Desk", "Regular", "005_ann")
    group(org, "Quiet", "Regular", "005_ann", bosses=False)
    group(org, "Line", "Queue", "00G_Desk")
    group(org, "Land", "Regular", "00G_EMEA")
    group(org, "EMEA", "Territory")
    return org


def group(org: Org, name: str, kind: str, *members: str, bosses: bool = True, related: str | None = None) -> None:
    row = {"Id": f"00G_{name}", "DeveloperName": name, "Type": kind, "RelatedId": related, "DoesIncludeBosses": bosses}
    org.add("Group", **row)
    for member in members:
        org.add("GroupMember", GroupId=f"00G_{name}", UserOrGroupId=member)
