"""A name that the org does not have is told with the nearest one, and with what has to be changed."""

from __future__ import annotations

from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.dictionary import no_such_field, no_such_object

CHANGE = "No permission: the rule has to be changed (sf-audit rules check --org NAME)"


def test_an_object_that_is_not_there_is_a_matter_of_the_rule() -> None:
    assert no_such_object("Acount", ["Account"]) == Unread(
        Reason.RULE_DOES_NOT_FIT, "there is no object Acount in this org; did you mean Account?", CHANGE
    )
    assert no_such_object("Zebra__c", ["Account"]) == Unread(
        Reason.RULE_DOES_NOT_FIT, "there is no object Zebra__c in this org", CHANGE
    )


def test_a_field_that_is_not_there_is_a_matter_of_the_rule() -> None:
    assert no_such_field("Account", "Indstry", ["Industry"]) == Unread(
        Reason.RULE_DOES_NOT_FIT, "there is no field Indstry on Account in this org; did you mean Industry?", CHANGE
    )
    assert no_such_field("Account", "Zebra__c", ["Industry"]) == Unread(
        Reason.RULE_DOES_NOT_FIT, "there is no field Zebra__c on Account in this org", CHANGE
    )
