"""What sharing rules open of the records that a right is held on."""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.access import Access, Held, Kind, Right
from sf_audit.access.answers.question import person
from sf_audit.access.answers.records import Sharing
from sf_audit.access.answers.why import why
from sf_audit.access.sharing.sharing_rules import Level, Party, RuleKind, SharingRule, SharingRules
from sf_audit.model.access import Records
from tests.access.access_graphs import Org, snapshot_of
from tests.access_answers.sharing_scenes import FAMILY, company

READ, EDIT = (Held(Kind.OBJECT, "Account", right) for right in (Right.READ, Right.EDIT))


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
