"""What users are licensed for, and sets that need a licence they lack."""

from __future__ import annotations

import pytest

from sf_audit.access import Access
from sf_audit.access.effective.licences import Licences, licences
from sf_audit.model.review import NotReadable
from tests.access.access_graphs import Org, snapshot_of


def test_licences_are_named_and_a_set_whose_licence_is_missing_is_too() -> None:
    org = Org()
    org.profile("Staff")
    org.rows["Profile"][0]["UserLicenseId"] = "100_sf"
    org.add("UserLicense", Id="100_sf", Name="Salesforce")
    for one in ("crm", "cpq"):
        org.add("PermissionSetLicense", Id=f"0PL_{one}", DeveloperName=one)
    org.add("PermissionSetLicenseAssign", AssigneeId="005_ann", PermissionSetLicenseId="0PL_crm")
    sets = [org.permission_set(f"uses_{one}", LicenseId=f"0PL_{one}") for one in ("crm", "cpq")]
    user = org.user("ann", "Staff", *sets)

    with snapshot_of(org) as snapshot:
        found = licences(Access.of(snapshot), user)

    assert found == Licences("Salesforce", ("crm",), ("uses_cpq",))


def test_licences_that_were_not_read_are_not_called_missing() -> None:
    org = Org()
    org.profile("Staff")
    user = org.user("ann", "Staff")

    with snapshot_of(org) as snapshot, pytest.raises(NotReadable):
        licences(Access.of(snapshot), user)


def test_the_user_licence_is_left_out_where_it_was_not_read() -> None:
    for unread in ("UserLicense", "Profile.UserLicenseId"):
        org = Org()
        org.profile("Staff")
        if unread == "UserLicense":
            org.rows["Profile"][0]["UserLicenseId"] = "100_sf"
        else:
            org.add("UserLicense", Id="100_sf", Name="Salesforce")
        org.add("PermissionSetLicense", Id="0PL_crm", DeveloperName="crm")
        org.add("PermissionSetLicenseAssign", AssigneeId="005_ann", PermissionSetLicenseId="0PL_crm")
        org.permission_set("uses_crm", LicenseId="0PL_crm")
        user = org.user("ann", "Staff")

        with snapshot_of(org) as snapshot:
            assert licences(Access.of(snapshot), user) == Licences("", ("crm",))
