"""Which column is which field, in the letters of different loaders."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sf_audit.warehouse.names import match
from sf_audit.warehouse.source import SourceRefused
from tests.warehouse.accounts import source


@pytest.mark.parametrize(
    ("field", "column"),
    [
        ("Id", "id"),
        ("Id", "ID"),
        ("BillingCountry", "billing_country"),
        ("BillingCountry", "BillingCountry"),
        ("BillingCountry", "BILLING_COUNTRY"),
        ("My_Field__c", "my_field_c"),
        ("My_Field__c", "My_Field__c"),
        ("MyField__c", "my_field_c"),
        ("ns__Score_2__c", "ns_score_2_c"),
        ("PersonEmail", "person_email"),
        ("Tier__pc", "tier_pc"),
        ("SystemModstamp", "system_modstamp"),
    ],
)
def test_a_field_is_found_in_the_letters_of_a_loader(tmp_path: Path, field: str, column: str) -> None:
    assert match(source(tmp_path), [field], ["other", column]).columns == {field: column}


def test_two_fields_that_a_column_may_be_are_not_guessed(tmp_path: Path) -> None:
    found = match(source(tmp_path), ["My_Field__c", "MyField__c", "Name"], ["my_field_c", "name"])

    assert found.columns == {"Name": "name"}
    assert found.ambiguous == {
        "My_Field__c": "my_field_c may be My_Field__c, MyField__c",
        "MyField__c": "my_field_c may be My_Field__c, MyField__c",
    }


def test_two_columns_that_a_field_may_be_are_not_guessed(tmp_path: Path) -> None:
    found = match(source(tmp_path), ["MyField__c"], ["my_field_c", "myfield_c"])

    assert (found.columns, list(found.ambiguous)) == ({}, ["MyField__c"])


def test_the_same_name_is_no_guess(tmp_path: Path) -> None:
    found = match(source(tmp_path), ["My_Field__c", "MyField__c"], ["MyField__c", "My_Field__c"])

    assert found.columns == {"My_Field__c": "My_Field__c", "MyField__c": "MyField__c"}


def test_a_column_that_is_named_is_taken_from_nobody_else(tmp_path: Path) -> None:
    named = source(tmp_path, columns={"my_field__C": "my_field_c", "MyField__c": "other"})

    found = match(named, ["My_Field__c", "MyField__c"], ["my_field_c", "other"])

    assert found.columns == {"My_Field__c": "my_field_c", "MyField__c": "other"}


def test_what_the_loader_adds_is_no_field(tmp_path: Path) -> None:
    assert match(source(tmp_path), ["Fivetran_Deleted__c"], ["_fivetran_deleted"]).columns == {}


def test_thousands_of_columns_take_no_time(tmp_path: Path) -> None:
    columns = [f"column_{number}_c" for number in range(5_000)]
    began = time.process_time()

    found = match(source(tmp_path), [f"Column_{number}__c" for number in range(800)], columns)

    assert (len(found.columns), found.ambiguous) == (800, {})
    assert time.process_time() - began < 1


def test_a_name_in_two_spellings_has_to_be_written_exactly(tmp_path: Path) -> None:
    with pytest.raises(SourceRefused, match="has 2 columns NAME"):
        match(source(tmp_path, columns={"Name": "NAME"}), ["Name"], ["name", "Name"])
