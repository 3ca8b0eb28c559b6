"""Whom a sharing rule reaches, and what the ceiling of a user says about it."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from sf_audit.access import Access, Held, Kind, Right
from sf_audit.access.answers.question import person
from sf_audit.access.answers.records import Sharing
from sf_audit.access.answers.why import why
from sf_audit.access.sharing.memberships import Reached, standing
from sf_audit.access.sharing.sharing_rules import Level, Party, RuleKind, SharingRule, SharingRules
from sf_audit.model.access import Records
from tests.access.access_graphs import Org, snapshot_of

READ, EDIT = (Held(Kind.OBJECT, "Account", right) for right in (Right.READ, Right.EDIT))
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


def reached(org: Org, user: str, tag: str, name: str = "") -> Reached:
    return reached_each(org, (user,), tag, name)[user]


def reached_each(org: Org, users: Iterable[str], tag: str, name: str) -> dict[str, Reached]:
    kinds = {row["Id"]: row["UserType"] for row in org.rows["User"]}
    with snapshot_of(org) as snapshot:
        return {
            user: standing(snapshot, f"005_{user}", kinds[f"005_{user}"]).reached(Party(tag, name)) for user in users
        }


@pytest.mark.parametrize(
    ("tag", "name", "expected"),
    [
        ("role", "Rep", {"ann": "member", "lea": "above", "hal": "above"}),
        ("roles", "rep", {"ann": "member", "lea": "above", "hal": "above"}),
        ("roleAndSubordinates", "Lead", {"lea": "member", "ann": "member", "pat": "member", "hal": "above"}),
        ("rolesAndSubordinates", "Lead", {"lea": "member", "ann": "member", "pat": "member", "hal": "above"}),
        ("roleAndSubordinatesInternal", "Lead", {"lea": "member", "ann": "member", "hal": "above"}),
        ("portalRole", "Dealer", {"pat": "member", "ann": "above", "lea": "above", "hal": "above"}),
        ("portalRoleandSubordinates", "Dealer", {"pat": "member", "ann": "above", "lea": "above", "hal": "above"}),
        ("group", "Desk", {"ann": "member", "lea": "above", "hal": "above"}),
        ("groups", "DESK", {"ann": "member", "lea": "above", "hal": "above"}),
        ("group", "Quiet", {"ann": "member"}),
        ("queue", "Line", {"ann": "member", "lea": "above", "hal": "above"}),
        ("allInternalUsers", "", dict.fromkeys(("hal", "lea", "ann", "oli"), "member")),
        ("allPartnerUsers", "", {"pat": "member", "ann": "above", "lea": "above", "hal": "above"}),
        ("allCustomerPortalUsers", "", {}),
        ("guestUser", "visitor", {"vis": "perhaps"}),
        ("group", "Land", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
        ("group", "Gone", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
        ("role", "Gone", dict.fromkeys(("hal", "lea", "ann", "oli", "pat"), "perhaps")),
        ("territory", "EMEA", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
        ("managers", "x", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
        ("channelProgramGroup", "x", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
        ("planet", "Mars", dict.fromkeys(("hal", "lea", "ann", "oli", "pat", "vis"), "perhaps")),
    ],
)
def test_each_audience_reaches_just_these(tag: str, name: str, expected: dict[str, str]) -> None:
    users = ("hal", "lea", "ann", "oli", "pat", "vis")

    found = reached_each(company(), users, tag, name)

    assert found == dict.fromkeys(users, "no") | expected


@pytest.mark.parametrize("table", ["UserRole", "Group", "GroupMember"])
def test_where_roles_or_groups_were_not_read_nobody_is_told_no(table: str) -> None:
    org = company()
    org.without.add(table)

    assert {reached(org, "oli", "group", "Desk"), reached(org, "oli", "role", "Rep")} == {Reached.PERHAPS}


def test_roles_are_also_known_by_the_groups_that_salesforce_keeps_for_them() -> None:
    org = company()
    for row in org.rows["UserRole"]:
        row["DeveloperName"] = None
    group(org, "Rep", "Role", related="00E_Rep")

    assert [str(reached(org, user, "role", "Rep")) for user in ("ann", "lea", "oli")] == ["member", "above", "no"]


def test_random_hierarchies_agree_with_who_is_a_member_by_definition() -> None:
    chance = random.Random(7)
    for _ in range(25):
        org, users, roles = Org(), [f"u{number}" for number in range(6)], [f"r{number}" for number in range(5)]
        org.profile("Staff")
        above = {role: chance.choice([None, *roles[:number]]) for number, role in enumerate(roles)}
        for role in roles:
            org.add("UserRole", Id=f"00E_{role}", Name=role, DeveloperName=role, ParentRoleId=id_of(above[role]))
        of = {user: chance.choice([None, *roles]) for user in users}
        for user, held in of.items():
            org.user(user, "Staff", UserRoleId=id_of(held))
        names = [f"g{number}" for number in range(5)]
        system = {f"s{role}": role for role in roles}
        for name, role in system.items():
            group(org, name, "RoleAndSubordinates", related=f"00E_{role}")
        inside = {name: chance.sample([*users, *names, *system], 3) for name in names}
        for name, members in inside.items():
            group(org, name, "Regular", *(f"005_{member}" if member in of else f"00G_{member}" for member in members))

        with snapshot_of(org) as snapshot:
            stands = {user: standing(snapshot, f"005_{user}", "Standard") for user in users}
        for name in names:
            meant = members_of(name, inside, system, of, above)
            roles_held = {of.get(member, member) for member in meant}
            bosses = {user for user in users if any(below(of[user], role, above) for role in roles_held)}
            expected = {user: "member" if user in meant else "above" if user in bosses else "no" for user in users}
            assert {user: str(stands[user].reached(Party("group", name))) for user in users} == expected


def members_of(
    name: str,
    inside: dict[str, list[str]],
    system: dict[str, str],
    of: dict[str, str | None],
    above: dict[str, str | None],
    seen: frozenset[str] = frozenset(),
) -> set[str]:
    """From the group down to its people, the other way round than the program goes; and roles, also empty ones.

    Whoever is above a role reaches what is shared with it, whether or not it has users ("Role Hierarchy").
    """
    if name in of:
        return {name}
    if name in system:
        roles = {role for role in above if role == system[name] or below(system[name], role, above)}
        return roles | {user for user, role in of.items() if role in roles}
    found: set[str] = set()
    for one in [] if name in seen else inside[name]:
        found |= members_of(one, inside, system, of, above, seen | {name})
    return found


def below(upper: str | None, lower: str | None, above: dict[str, str | None]) -> bool:
    at = above[lower] if lower else None
    while at and at != upper:
        at = above[at]
    return at is not None


def id_of(role: str | None) -> str | None:
    return role and f"00E_{role}"


def on(name: str, rule: str, level: Level, *to: Party, kind: RuleKind = RuleKind.OWNER, **more: Level) -> SharingRule:
    return SharingRule(name, rule, kind, level, to, owners=(Party("role", "Other"),), children=more)


def records(org: Org, user: str, held: Held, rules: Iterable[SharingRule] | None, **more: object) -> Records | None:
    known = None if rules is None else SharingRules(tuple(rules), frozenset(FAMILY))
    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        return why(access, person(access, user), held, Sharing(known, **more)).records  # type: ignore[arg-type]


DESK, ALL = Party("group", "Desk"), Party("allInternalUsers")


def test_the_ceiling_says_which_rule_opens_how_much_because_of_what() -> None:
    rules = [
        on("Account", "To_Desk", Level.EDIT, DESK),
        on("Account", "To_All", Level.READ, ALL),
        on("Account", "To_Other", Level.EDIT, Party("role", "Gone"), Party("role", "Other")),
        on("Account", "To_Land", Level.READ, Party("territory", "EMEA"), kind=RuleKind.TERRITORY),
        on("Account", "Closed", Level.NONE, ALL),
    ]

    found = records(company(), "ann", READ, rules)

    assert found is not None
    assert [(one.rule, one.level, one.sure) for one in found.opened_by] == [
        ("To_Desk", "edit", True),
        ("To_Other", "edit", False),
        ("To_All", "read", True),
        ("To_Land", "read", False),
    ]
    assert found.opened_by[0].said == (
        "up to Edit: records owned by role Other (sharing rule To_Desk), because of group Desk"
    )
    assert found.opened_by[1].said == (
        "perhaps up to Edit: records owned by role Other (sharing rule To_Other), if the user is in role Gone: "
        "the snapshot does not tell"
    )
    assert found.notes == ()
    assert (found.reach, found.sharing_model) == ("own and shared", "Private")


def test_managers_come_by_what_is_shared_with_those_below() -> None:
    found = records(company(), "lea", READ, [on("Account", "To_Desk", Level.READ, DESK)])

    assert found is not None
    assert [one.said for one in found.opened_by] == [
        "up to Read: records owned by role Other (sharing rule To_Desk), because of people below in group Desk"
    ]


def test_only_rules_that_edit_widen_what_can_be_edited() -> None:
    rules = [on("Account", "A", Level.READ, ALL), on("Account", "B", Level.UNKNOWN, ALL)]

    found = records(company("Read"), "ann", EDIT, rules)

    assert found is not None
    assert [(one.rule, one.level) for one in found.opened_by] == [("B", "unknown")]
    assert "up to an unknown level" in found.opened_by[0].said


def test_where_the_default_opens_all_rules_are_not_told() -> None:
    found = records(company("ReadWrite"), "ann", EDIT, [on("Account", "A", Level.EDIT, ALL)])

    assert found is not None
    assert (found.reach, found.opened_by, found.notes) == ("all", (), ())


def test_rules_on_accounts_bring_their_children_along() -> None:
    rules = [on("Account", "A", Level.EDIT, ALL, Case=Level.READ, Contact=Level.NONE)]

    case = records(company(), "ann", Held(Kind.OBJECT, "Case", Right.READ), rules)
    contact = records(company(), "ann", Held(Kind.OBJECT, "Contact", Right.READ), rules)

    assert case is not None
    assert contact is not None
    assert [(one.object, one.level) for one in case.opened_by] == [("Account", "read")]
    assert "of Account, and the Case records that come with them" in case.opened_by[0].said
    assert contact.opened_by == ()


def test_an_account_rule_that_does_not_speak_of_a_child_is_not_taken_for_a_no() -> None:
    found = records(company(), "ann", Held(Kind.OBJECT, "Case", Right.EDIT), [on("account", "A", Level.READ, ALL)])

    assert found is not None
    assert [(one.object, one.level) for one in found.opened_by] == [("account", "unknown")]


def test_everybody_is_named_once() -> None:
    found = records(company(), "ann", READ, [on("Account", "A", Level.READ, Party("allInternalUsers", "AllInternal"))])

    assert found is not None
    assert found.opened_by[0].said.endswith(", because of all internal users")


def test_rules_on_children_let_read_their_accounts_and_no_more() -> None:
    rules = [on("Case", "A", Level.EDIT, ALL)]

    assert [one.level for one in (records(company(), "ann", READ, rules) or Records("", "", "")).opened_by] == ["read"]
    assert (records(company(), "ann", EDIT, rules) or Records("", "", "")).opened_by == ()


def test_guests_are_reached_by_rules_for_guests_alone() -> None:
    guest = on("Account", "G", Level.READ, Party("guestUser", "visitor"), kind=RuleKind.GUEST)

    found = records(company(), "vis", READ, [guest, on("Account", "A", Level.READ, ALL)])

    assert found is not None
    assert [one.rule for one in found.opened_by] == ["G"]
    assert (records(company(), "ann", READ, [guest]) or Records("", "", "")).opened_by == ()


def test_a_kind_of_rule_that_is_not_known_is_said() -> None:
    found = records(company(), "ann", READ, [on("Account", "New", Level.READ, ALL, kind=RuleKind.UNKNOWN)])

    assert found is not None
    assert [one.sure for one in found.opened_by] == [False]
    assert "by a kind of rule that is not known (sharing rule New)" in found.opened_by[0].said


def test_without_metadata_or_with_half_of_it_rules_may_open_more() -> None:
    nothing = records(company(), "ann", READ, None)
    with snapshot_of(company()) as snapshot:
        access = Access.of(snapshot)
        half = why(access, person(access, "ann"), READ, Sharing(SharingRules((), frozenset({"Case"})))).records

    assert nothing is not None
    assert half is not None
    assert nothing.notes == ("sharing rules: not read, and they may open more; give --metadata DIR",)
    assert half.notes == (
        "sharing rules of Account: not in the metadata, and there may be some",
        "sharing rules of Contact, which may open Account too: not in the metadata",
        "sharing rules of Opportunity, which may open Account too: not in the metadata",
    )


def test_records_that_follow_a_parent_are_opened_with_it() -> None:
    found = records(company("ControlledByParent"), "ann", READ, [])

    assert found is not None
    assert found.reach == "as far as the parent record"
    assert found.notes == ("Account follows another record: what opens that one opens it too",)


def test_names_of_people_and_accounts_in_a_rule_can_be_withheld() -> None:
    rules = [on("Account", "A", Level.READ, Party("managers", "jo@acme.test"))]

    said = [one.said for one in (records(company(), "ann", READ, rules, redact=True) or Records("", "", "")).opened_by]

    assert len(said) == 1
    assert "jo@" not in said[0]
    assert "managers of (name withheld)" in said[0]


def test_rights_that_are_not_held_or_are_about_no_records_say_nothing_of_records() -> None:
    org = company()
    org.on_object("0PS_XStaff", "Lead", "Read")

    assert records(org, "ann", Held(Kind.OBJECT, "Lead", Right.EDIT), None) is None
    assert records(org, "ann", Held(Kind.OBJECT, "Account", Right.CREATE), None) is None
    assert records(org, "ann", Held(Kind.SYSTEM, "ApiEnabled", Right.USE), None) is None
