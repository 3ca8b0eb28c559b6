"""The company as a whole: the same twice, ids that check, references that lead somewhere, columns of the schema."""

import json
from datetime import date
from pathlib import Path
from string import ascii_uppercase

from sf_audit.demo.company.build import Company, build
from sf_audit.demo.company.ids import record_id
from sf_audit.demo.company.planted import write_planted

DAY = date(2026, 3, 2)
TYPES = {
    "boolean": "BOOLEAN",
    "int": "BIGINT",
    "double": "DECIMAL(18,",
    "currency": "DECIMAL(18,",
    "percent": "DECIMAL(18,",
    "date": "DATE",
    "datetime": "TIMESTAMP",
}


def content(company: Company) -> dict[str, object]:
    return {
        name: company.org.rows.execute(f'SELECT count(*), bit_xor(hash(row)) FROM "{name}" AS row').fetchone()
        for name in company.org.objects
    }


def test_same_arguments_give_the_same_company() -> None:
    first, second = build(records=1500, today=DAY), build(records=1500, today=DAY)

    assert content(first) == content(second)
    assert first.planted == second.planted


def test_another_seed_gives_another_company() -> None:
    first, second = build(records=1500, today=DAY), build(records=1500, today=DAY, seed=2)

    assert content(first)["Account"] != content(second)["Account"]
    assert first.planted != second.planted


def test_smallest_company_has_every_defect(company: Company) -> None:
    small = build(records=1, today=DAY)

    assert {one.defect for one in small.planted} == {one.defect for one in company.planted}


def test_sizes_are_as_asked(company: Company) -> None:
    counted = {
        name: company.org.rows.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0]
        for name in ("Account", "Contact", "Opportunity", "User", "Organization")
    }

    assert counted == {"Account": 2088, "Contact": 1440, "Opportunity": 486, "User": 62, "Organization": 1}


def check_letters(short: str) -> str:
    letters = ""
    for chunk in (short[0:5], short[5:10], short[10:15]):
        bits = "".join("1" if letter in ascii_uppercase else "0" for letter in reversed(chunk))
        letters += "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[int(bits, 2)]
    return letters


def test_ids_are_unique_checked_and_begin_with_the_key_prefix(company: Company) -> None:
    seen: set[str] = set()
    for name, one in company.org.objects.items():
        ids = [record for (record,) in company.org.rows.execute(f'SELECT Id FROM "{name}"').fetchall()]

        assert ids, name
        assert all(len(record) == 18 and record[15:] == check_letters(record[:15]) for record in ids), name
        assert all(record.startswith(one.key_prefix) for record in ids), name
        assert not seen.intersection(ids), name
        assert len(set(ids)) == len(ids), name
        seen.update(ids)


def test_sql_and_python_write_the_same_id(company: Company) -> None:
    written = company.org.rows.execute("SELECT sfid('00Q', 123456), sfid('0Pa', 77)").fetchall()

    assert (
        written == [(record_id("00Q", 123456), record_id("0Pa", 77))] == [("00Q5e0000028KpiEAE", "0Pa5e0000027ojjCAA")]
    )


def test_every_reference_leads_to_a_record(company: Company) -> None:
    for name, one in company.org.objects.items():
        for field in one.fields:
            known = [other for other in field.references if other in company.org.objects]
            if not known or field.type != "reference":
                continue
            targets = " UNION ALL ".join(f'SELECT Id FROM "{other}"' for other in known)
            lost = company.org.rows.execute(
                f'SELECT count(*) FROM "{name}" WHERE "{field.name}" IS NOT NULL AND "{field.name}" NOT IN ({targets})'
            ).fetchall()

            assert lost == [(0,)], f"{name}.{field.name}"


def test_columns_are_those_of_the_schema(company: Company) -> None:
    tables = {table for (table,) in company.org.rows.execute("SHOW TABLES").fetchall()}

    assert tables == set(company.org.objects)
    for name, one in company.org.objects.items():
        described = company.org.rows.execute(f'DESCRIBE "{name}"').fetchall()
        columns = {column: kind for column, kind, *_ in described}

        assert set(columns) == {field.name for field in one.fields if field.type != "address"}, name
        for field in one.fields:
            if field.type != "address":
                assert columns[field.name].startswith(TYPES.get(field.type, "VARCHAR")), f"{name}.{field.name}"


def test_required_fields_are_filled_and_texts_fit(company: Company) -> None:
    for name, one in company.org.objects.items():
        for field in one.fields:
            if not field.nillable:
                empty = f'SELECT count(*) FROM "{name}" WHERE "{field.name}" IS NULL'
                assert company.org.rows.execute(empty).fetchall() == [(0,)], f"{name}.{field.name}"
            if field.length and field.type not in ("address", "boolean"):
                longest = f'SELECT coalesce(max(length("{field.name}")), 0) FROM "{name}"'
                assert company.org.rows.execute(longest).fetchall()[0][0] <= field.length, f"{name}.{field.name}"


def test_nothing_happened_in_the_future_or_before_it_was_made(company: Company) -> None:
    for name, one in company.org.objects.items():
        names = {field.name for field in one.fields}
        if {"CreatedDate", "LastModifiedDate"} <= names:
            odd = company.org.rows.execute(
                f'SELECT count(*) FROM "{name}" WHERE CreatedDate > LastModifiedDate'
                " OR LastModifiedDate >= TIMESTAMP '2026-11-22' OR SystemModstamp >= TIMESTAMP '2026-11-22'"
            ).fetchall()

            assert odd == [(0,)], name


def test_parts_know_their_compound_and_parents_their_children(company: Company) -> None:
    account, contact = company.org.objects["Account"], company.org.objects["Contact"]

    assert {field.name: field.compound for field in account.fields}["BillingCity"] == "BillingAddress"
    assert {field.name: field.compound for field in contact.fields}["LastName"] == "Name"
    assert account.children["Contacts"] == ("Contact", "AccountId")
    assert account.children["Service_Plans__r"] == ("Service_Plan__c", "Account__c")


def test_planted_json_can_be_read_back(company: Company, tmp_path: Path) -> None:
    write_planted(tmp_path / "planted.json", company.planted)

    listed = json.loads((tmp_path / "planted.json").read_text(encoding="utf-8"))

    assert len(listed) == len(company.planted)
    assert listed[0].keys() == {"defect", "object", "id", "says", "hint_rule"}


def test_a_large_company_has_each_id_once() -> None:
    rows = build(records=300_000, today=date(2026, 12, 1)).org.rows

    ((made, ids),) = rows.execute("SELECT count(*), count(DISTINCT Id) FROM Opportunity").fetchall()
    assert made > 9_006  # as many as would meet those that are added one by one, were they numbered from 9,000
    assert ids == made
