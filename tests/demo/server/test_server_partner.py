"""The Partner API over real HTTPS: a session from `login()` can ask who it is, query, and end."""

from __future__ import annotations

import re

import pytest
import requests

from sf_audit.demo.server.settings import Credential
from tests.demo.server.handmade_org import ACCOUNTS, USER, Client, Serve


def send(client: Client, body: str, session: str | None = None) -> requests.Response:
    token = client.server.access_token if session is None else session
    envelope = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:u="urn:partner.soap.sforce.com">'
        f"<e:Header><u:SessionHeader><u:sessionId>{token}</u:sessionId></u:SessionHeader></e:Header>"
        f"<e:Body>{body}</e:Body></e:Envelope>"
    )
    headers = {"Content-Type": "text/xml", "SOAPAction": '""', "Authorization": ""}
    return client.call("POST", "/services/Soap/u/62.0", data=envelope.encode(), headers=headers)


def query(client: Client, text: str) -> requests.Response:
    return send(client, f"<u:query><u:queryString>{text}</u:queryString></u:query>")


def test_who_is_signed_in(client: Client) -> None:
    answer = send(client, "<u:getUserInfo/>")

    assert answer.status_code == 200
    assert f"<userId>{USER}</userId>" in answer.text
    assert "<getUserInfoResponse><result>" in answer.text


def test_rows_with_a_parent_and_an_empty_value(client: Client) -> None:
    answer = query(
        client, "SELECT Name, Industry, IsDeleted, CreatedDate, Owner.Name FROM Account WHERE Name = 'Account 1'"
    )

    assert re.findall(r"<result>(.*)</result>", answer.text)[0] == (
        '<done>true</done><queryLocator xsi:nil="true"/>'
        '<records xsi:type="sf:sObject" xmlns:sf="urn:sobject.partner.soap.sforce.com"><sf:type>Account</sf:type>'
        '<sf:Id xsi:nil="true"/><sf:Name>Account 1</sf:Name><sf:Industry xsi:nil="true"/>'
        "<sf:IsDeleted>false</sf:IsDeleted><sf:CreatedDate>2026-01-02T03:04:05.000Z</sf:CreatedDate>"
        '<sf:Owner xsi:type="sf:sObject"><sf:type>User</sf:type><sf:Id xsi:nil="true"/>'
        "<sf:Name>Audit Reader</sf:Name></sf:Owner></records><size>1</size>"
    )


def test_batches_follow_each_other(tens: Client) -> None:
    answer = query(tens, "SELECT Id FROM Account")
    found = [answer.text.count("<records ")]
    while locator := re.findall(r"<queryLocator>(.*?)</queryLocator>", answer.text):
        answer = send(tens, f"<u:queryMore><u:queryLocator>{locator[0]}</u:queryLocator></u:queryMore>")
        found.append(answer.text.count("<records "))

    assert found == [10, 10, 5]
    assert f"<size>{ACCOUNTS}</size>" in answer.text


@pytest.mark.parametrize(
    ("text", "fault", "code"),
    [
        ("SELECT Nothing FROM Account", "InvalidFieldFault", "INVALID_FIELD"),
        ("SELECT Id FROM Nothing", "InvalidSObjectFault", "INVALID_TYPE"),
        ("SELECT", "MalformedQueryFault", "MALFORMED_QUERY"),
    ],
)
def test_a_wrong_query_is_a_fault_of_its_own(client: Client, text: str, fault: str, code: str) -> None:
    answer = query(client, text)

    assert answer.status_code == 500
    assert f"<faultcode>sf:{code}</faultcode>" in answer.text
    assert f'<sf:{fault} xsi:type="sf:{fault}"><sf:exceptionCode>{code}</sf:exceptionCode>' in answer.text


def test_a_session_can_be_ended(serve: Serve) -> None:
    client = serve(users=(Credential("auditor@demo.example", "secret"),))
    signed_in = send(
        client, "<u:login><u:username>auditor@demo.example</u:username><u:password>secret</u:password></u:login>"
    )
    session = re.findall(r"<sessionId>(.*?)</sessionId>", signed_in.text)[0]

    ended = send(client, "<u:logout/>", session)

    assert (ended.status_code, "<logoutResponse></logoutResponse>" in ended.text) == (200, True)
    assert "<faultcode>sf:INVALID_SESSION_ID</faultcode>" in send(client, "<u:getUserInfo/>", session).text


def test_what_would_write_is_refused_and_counted(serve: Serve) -> None:
    client = serve()

    answer = send(client, "<u:create><u:sObjects/></u:create>")

    assert (answer.status_code, "sf:FUNCTIONALITY_NOT_ENABLED" in answer.text) == (500, True)
    assert client.server.state.writes == 1
