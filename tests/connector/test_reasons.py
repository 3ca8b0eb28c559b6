"""What a review tells people to grant can be granted."""

from __future__ import annotations

import pytest

from sf_audit.connector.api.unread_reasons import (
    access_to,
    field_not_visible,
    incomplete,
    not_counted,
    refused,
    rows_not_seen,
)
from sf_audit.connector.http.api_errors import ORG_PAST_ITS_SHARE, ApiError, Kind
from sf_audit.model.review import Reason


@pytest.mark.parametrize(
    ("table", "permission"),
    [
        ("UserLogin", "Manage Users"),
        ("LoginHistory", "Manage Users"),
        ("PermissionSetGroup", "View Setup and Configuration"),
        ("Profile", "View Setup and Configuration"),
        ("FieldDefinition", "View Setup and Configuration"),
        ("AsyncApexJob", "View Setup and Configuration"),
        ("UserRole", "View Roles and Role Hierarchy"),
        ("Account", "Read on Account"),
    ],
)
def test_objects_of_the_setup_are_opened_by_a_permission_of_the_user(table: str, permission: str) -> None:
    assert access_to(table) == permission


def test_a_column_of_a_setup_object_is_opened_as_the_object_is() -> None:
    assert field_not_visible("PermissionSet", "Name").unlocked_by == "View Setup and Configuration"
    assert field_not_visible("Account", "Name").unlocked_by == "Read on Account.Name"


def test_records_of_a_child_are_opened_by_its_parent() -> None:
    assert rows_not_seen("OpportunityContactRole").unlocked_by == "View All Records on Opportunity, or View All Data"


@pytest.mark.parametrize(
    ("refusal", "detail", "unlocked_by"),
    [
        (
            ApiError(Kind.PERMISSION, "API_DISABLED_FOR_ORG"),
            "the org does not let the auditor user use the API (API_DISABLED_FOR_ORG)",
            "API Enabled",
        ),
        (
            ApiError(Kind.INVALID_RESPONSE, "NOT_JSON"),
            "Case could not be read: a web page came in place of an answer (NOT_JSON)",
            "Look at the proxy between this machine and Salesforce, then run again",
        ),
        (
            ApiError(Kind.LIMIT, "REQUEST_LIMIT_EXCEEDED"),
            "the org's API calls of these 24 hours were used up before Case was read (REQUEST_LIMIT_EXCEEDED)",
            "Run again when the org has API calls left",
        ),
        (
            ApiError(Kind.CONCURRENCY_LIMIT, "REQUEST_LIMIT_EXCEEDED"),
            "Case could not be read: too many long calls ran in the org at once (REQUEST_LIMIT_EXCEEDED)",
            "Run again when fewer programs call the org",
        ),
        (
            ApiError(Kind.BUDGET, ORG_PAST_ITS_SHARE),
            "others had used most of the org's API calls of the day before Case was read (ORG_PAST_ITS_SHARE)",
            "Run again later, or let the run go on up to more of the org's day (--org-share)",
        ),
    ],
)
def test_what_helps_is_named(refusal: ApiError, detail: str, unlocked_by: str) -> None:
    unread = refused("Case", refusal)

    assert (unread.detail, unread.unlocked_by) == (detail, unlocked_by)


def test_tables_of_ours_have_names_for_people() -> None:
    unread = refused("fill_counts", ApiError(Kind.UNAVAILABLE, "HTTP_500"))

    assert unread.detail == "the count of filled fields could not be read (HTTP_500)"


def test_a_count_that_was_refused_is_a_sentence() -> None:
    unread = not_counted("Case", "Case", ApiError(Kind.PERMISSION, "INSUFFICIENT_ACCESS"))

    assert (unread.reason, unread.detail, unread.unlocked_by) == (
        Reason.OBJECT_NOT_READABLE,
        "the org did not count Case (INSUFFICIENT_ACCESS)",
        "Read on Case",
    )


def test_a_web_page_in_place_of_rows_names_the_proxy() -> None:
    assert "proxy" in incomplete("Case", "a page was refused (NOT_JSON)").unlocked_by


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("PROXY_REFUSED", "the proxy did not let the call through: PROXY_REFUSED"),
        ("CERTIFICATE_NOT_TRUSTED", "the certificate on the way to the org is not trusted: CERTIFICATE_NOT_TRUSTED"),
    ],
)
def test_what_is_not_the_orgs_doing_is_not_said_of_it(code: str, said: str) -> None:
    assert str(ApiError(Kind.UNAVAILABLE, code)) == said
