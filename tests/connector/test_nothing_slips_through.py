"""Whatever is tried, what the gate lets pass is a read of the org."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.connector.http.allowlist import refuse
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.select_only import writes

LITERAL = st.text(max_size=40).map(lambda text: text.replace("\\", "\\\\").replace("'", "\\'"))
CLAUSES = ["FOR VIEW", "for reference", "For\tUpdate", "UPDATE TRACKING", "update\nviewstat"]
PIECES = st.lists(
    st.sampled_from(
        ["/", "services", "data", "v62.0", "query", "tooling", "sobjects", "Account", "describe", "executeAnonymous",
         "apexrest", "..", "%2e", "%2F", "limits", "jobs", "?", "q=SELECT+Id+FROM+A", "_HttpMethod=DELETE", "&", ";",
         "#", "composite", "Soap", "\\", "@evil.example", "001000000000001AAA", "oauth2", "userinfo", "token"]
    ),
    max_size=14,
)  # fmt: skip


@given(LITERAL)
@settings(max_examples=200, deadline=None)
def test_a_literal_may_say_anything(text: str) -> None:
    assert writes(f"SELECT Id FROM Account WHERE Name = '{text}'") is None


@given(LITERAL, st.sampled_from(CLAUSES), st.sampled_from(["", " ", "\n"]))
@settings(max_examples=200, deadline=None)
def test_a_clause_that_writes_is_found_behind_any_literal(text: str, clause: str, gap: str) -> None:
    assert writes(f"SELECT Id FROM Account WHERE Name = '{text}'{gap}{clause}") is not None


@given(st.sampled_from(["GET", "POST", "PATCH", "DELETE", "PUT"]), PIECES)
@settings(max_examples=500, deadline=None)
def test_what_passes_is_a_read_of_the_org(method: str, pieces: list[str]) -> None:
    request = requests.Request(method, "https://acme.my.salesforce.com/").prepare()
    request.url = "https://acme.my.salesforce.com/services/data/v62.0/" + "".join(pieces)

    passed = refuse(request, Hosts()) is None

    url = urlsplit(request.url)
    if passed:
        assert method == "GET"
        assert url.hostname == "acme.my.salesforce.com"
        assert not {"executeAnonymous", "apexrest", "..", "composite", "token"} & set(url.path.split("/"))
        assert "_HttpMethod" not in url.query


@given(st.text(min_size=1, max_size=30))
@settings(max_examples=300, deadline=None)
def test_an_odd_path_does_not_pass(text: str) -> None:
    request = requests.Request("GET", "https://acme.my.salesforce.com/").prepare()
    request.url = f"https://acme.my.salesforce.com/services/data/v62.0/{quote(text)}"

    assert refuse(request, Hosts()) is not None or text.strip("/") in ("", "limits", "sobjects")
