"""How fields are filled, as the org counts it: which queries are sent, and what a refusal costs."""

from __future__ import annotations

from typing import Any

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.collect.org_profile import profiles
from sf_audit.connector.http.client import Client
from sf_audit.model.field_profile import Fill, ObjectProfile
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import error, said, text_field

RATINGS = [{"value": "Hot", "active": True}, {"value": "Tepid", "active": False}]


def filled_in(name: str, **more: Any) -> dict[str, Any]:
    return {**text_field(name), "updateable": True, "nillable": True, "aggregatable": True, **more}


def leads(org: Org) -> None:
    org.add(
        "Lead",
        [
            filled_in("Rating", type="picklist", picklistValues=RATINGS),
            filled_in("Status", type="picklist", nillable=False),
            filled_in("Score__c", calculated=True),
            filled_in("Known__c", type="boolean"),
            filled_in("Notes__c", aggregatable=False),
            filled_in("Email", updateable=False),
        ],
        [],
    )


def counted(*rows: dict[str, Any]) -> Any:
    return said({"totalSize": len(rows), "done": True, "records": list(rows)})


def profile(client: Client, name: str = "Lead") -> ObjectProfile:
    (found,) = profiles(client, Describes(client), [name])
    return found


def test_fields_that_people_fill_in_are_counted_together_and_by_status(org: Org, client: Client) -> None:
    leads(org)
    for reply in (
        counted({"n0": 100, "n1": 60}),
        counted({"n0": 20, "n1": 19}),
        counted({"g": "Open", "n0": 70, "n1": 55}, {"g": "Closed", "n0": 30, "n1": 5}),
        counted({"g": "Open", "n0": 20, "n1": 19}),
        counted({"v": None, "n": 40}, {"v": "Hot", "n": 50}, {"v": "Tepid", "n": 9}, {"v": "Lukewarm", "n": 1}),
    ):
        org.fail_once("COUNT", reply)

    found = profile(client)

    (rating,) = found.fields
    assert (rating.object, rating.field, rating.everywhere) == ("Lead", "Rating", Fill(100, 60, 20, 19))
    assert rating.groups == {"Status": {"Open": Fill(70, 55, 20, 19), "Closed": Fill(30, 5, 0, 0)}}
    assert (rating.stale_values, rating.stale_records) == (2, 10)
    assert found.not_counted == ()
    assert [asked.partition("q=")[2] for asked in org.arrived if "COUNT" in asked] == [
        "SELECT+COUNT%28Id%29+n0%2C+COUNT%28Rating%29+n1+FROM+Lead",
        "SELECT+COUNT%28Id%29+n0%2C+COUNT%28Rating%29+n1+FROM+Lead+WHERE+CreatedDate+%3D+LAST_N_DAYS%3A90",
        "SELECT+Status+g%2C+COUNT%28Id%29+n0%2C+COUNT%28Rating%29+n1+FROM+Lead+GROUP+BY+Status",
        "SELECT+Status+g%2C+COUNT%28Id%29+n0%2C+COUNT%28Rating%29+n1+FROM+Lead"
        "+WHERE+CreatedDate+%3D+LAST_N_DAYS%3A90+GROUP+BY+Status",
        "SELECT+Rating+v%2C+COUNT%28Id%29+n+FROM+Lead+GROUP+BY+Rating",
    ]


def test_a_count_that_is_refused_costs_its_fields_and_is_told(org: Org, client: Client) -> None:
    leads(org)
    for reply in (counted({"n0": 100, "n1": 60}), error("INVALID_FIELD", 400), counted(), counted()):
        org.fail_once("COUNT", reply)

    found = profile(client)

    assert found.fields == ()
    assert found.not_counted == ("Lead: the org did not count Rating (INVALID_FIELD)",)


def test_numbers_that_are_none_are_never_believed(org: Org, client: Client) -> None:
    leads(org)
    for reply in (counted({"n0": 100, "n1": "many"}), counted(), counted(), counted()):
        org.fail_once("COUNT", reply)

    found = profile(client)

    assert found.fields == ()
    assert found.not_counted == ("Lead: the org did not count Rating (UNEXPECTED_AGGREGATE)",)


def test_an_object_that_is_not_there_is_told(org: Org, client: Client) -> None:
    leads(org)

    found = profile(client, "Leed")

    assert found.fields == ()
    assert found.not_counted == (
        "Leed is not visible to the auditor user, or this org does not have it; did you mean Lead?",
    )


def test_no_answer_about_all_records_is_not_an_org_without_records(org: Org, client: Client) -> None:
    leads(org)
    for reply in (counted(), counted({"n0": 0, "n1": 0}), counted(), counted()):
        org.fail_once("COUNT", reply)

    found = profile(client)

    assert found.fields == ()
    assert found.not_counted == ("Lead: the org did not count Rating (UNEXPECTED_AGGREGATE)",)


def test_an_object_is_counted_once_however_it_is_spelled(org: Org, client: Client) -> None:
    leads(org)

    assert len(list(profiles(client, Describes(client), ["lead", "Lead", "LEAD"]))) == 1
