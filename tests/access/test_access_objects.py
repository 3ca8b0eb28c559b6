"""No grant means no access only where object permissions decide; about other objects nobody is told No."""

from __future__ import annotations

import pytest

from sf_audit.access import Access, Answer, Held, Kind, Right, holders
from sf_audit.model.review import NotReadable, Reason
from sf_audit.salesforce.object_access import DECIDED_ELSEWHERE
from tests.access.access_graphs import Org, snapshot_of


def org(*system: str) -> Org:
    found = Org()
    staff = found.profile("Staff", *system)
    found.on_object(staff, "Account", "Read")
    found.user("ann", "Staff")
    return found


def listed(found: Org, *names: str) -> Org:
    """With what describe says ObjectPermissions can be about."""
    for name in names:
        found.add("describe_picklist_values", object="ObjectPermissions", field="SobjectType", value=name)
    return found


def answer(found: Org, name: str, right: Right = Right.READ) -> Answer:
    with snapshot_of(found) as snapshot:
        return Access.of(snapshot).answer("005_ann", Held(Kind.OBJECT, name, right))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Account", Answer.YES),
        ("Contact", Answer.NO),
        ("Plan__c", Answer.NO),
        ("Task", Answer.NOT_CHECKED),
        ("User", Answer.NOT_CHECKED),
        ("OpportunityLineItem", Answer.NOT_CHECKED),
        ("Settings__c", Answer.NOT_CHECKED),
        ("Signal__e", Answer.NOT_CHECKED),
    ],
)
def test_only_an_object_that_can_be_granted_is_not_accessible_without_a_grant(name: str, expected: Answer) -> None:
    assert answer(listed(org(), "Account", "Contact", "Plan__c"), name) is expected


@pytest.mark.parametrize(("name", "expected"), [("Contact", Answer.NOT_CHECKED), ("Plan__c", Answer.NO)])
def test_without_the_list_only_rows_and_custom_objects_are_known_to_be_granted(name: str, expected: Answer) -> None:
    assert answer(org(), name) is expected


def test_all_data_permissions_answer_for_objects_that_no_set_names() -> None:
    found = listed(org("ModifyAllData", "ViewAllData"), "Account", "Contact")

    assert answer(found, "Contact", Right.EDIT) is Answer.YES
    with snapshot_of(found) as snapshot:
        access = Access.of(snapshot)
        assert [holder.user_id for holder in holders(access, Held(Kind.OBJECT, "Contact", Right.READ)).holders] == [
            "005_ann"
        ]


def test_nobody_is_told_no_where_object_permissions_were_not_read() -> None:
    found = listed(org(), "Account", "Contact")
    found.without.add("ObjectPermissions")

    assert answer(found, "Contact") is Answer.NOT_CHECKED


@pytest.mark.parametrize("name", sorted(DECIDED_ELSEWHERE))
def test_what_decides_elsewhere_is_said_with_its_page(name: str) -> None:
    with snapshot_of(listed(org(), "Account")) as snapshot:
        why = Access.of(snapshot).doubt(Held(Kind.OBJECT, name, Right.READ))

    assert why is not None
    assert why.reason is Reason.UNSUPPORTED
    assert why.detail.startswith(f"{name} has no object permissions: what decides about it is ")
    assert why.detail.endswith(f"(“{DECIDED_ELSEWHERE[name].source}”)")


def test_a_field_of_an_object_that_nobody_is_given_is_not_held() -> None:
    found = listed(org(), "Account", "Contact")
    found.described("Contact.Email")

    with snapshot_of(found) as snapshot:
        access = Access.of(snapshot)

        assert access.answer("005_ann", Held(Kind.FIELD, "Contact.Email", Right.READ)) is Answer.NO


@pytest.mark.parametrize("right", [Right.READ, Right.EDIT])
def test_what_decides_about_an_object_elsewhere_decides_about_its_fields_too(right: Right) -> None:
    with snapshot_of(listed(org(), "Account")) as snapshot:
        access = Access.of(snapshot)
        of_object = access.doubt(Held(Kind.OBJECT, "User", Right.READ))

        assert of_object is not None
        assert access.doubt(Held(Kind.FIELD, "User.Email", right)) == of_object
        with pytest.raises(NotReadable) as refused:
            access.require(Held(Kind.FIELD, "User.Email", right))

    assert refused.value.unread == of_object
