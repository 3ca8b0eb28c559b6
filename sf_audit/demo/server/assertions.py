"""What the server asserts about Salesforce, and how sure anybody can be of it.

A client that only works with one value of a *guessed* behaviour is not finished: its tests run
with each of the `others` too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Certainty = Literal["recorded", "documented", "guessed"]


@dataclass(frozen=True, slots=True)
class Assertion:
    """One behaviour: how it is known, what it says, and the other values a client must survive."""

    certainty: Certainty
    says: str
    others: tuple[object, ...] = ()


ASSERTIONS: Mapping[str, Assertion] = {
    "soap_login": Assertion("documented", "SOAP login() is off by default in orgs made since Winter '26", (False,)),
    "soap_login_below": Assertion("documented", "login() does not exist in API version 65.0 and later"),
    "token_lifetime": Assertion("guessed", "a session ends a fixed time after sign-in, used or not", (2.0,)),
    "batch_size": Assertion("documented", "a REST batch holds up to 2,000 rows", (200, 7)),
    "smallest_batch": Assertion("documented", "Sforce-Query-Options asks for 200 to 2,000 rows"),
    "short_batches": Assertion("documented", "a batch may be shorter than asked for", (3,)),
    "open_cursors": Assertion("documented", "ten query locators are open per user; the oldest is dropped", (1,)),
    "longest_url": Assertion("guessed", "a request line beyond 16 KB is answered with 414"),
    "bulk_rows_per_page": Assertion("guessed", "without maxRecords the server chooses the page size", (3,)),
    "job_polls": Assertion("documented", "a job is InProgress for a while, for small results as well", (0, 3)),
    "header_on_first_page_only": Assertion("guessed", "every page of a bulk result repeats the header row", (True,)),
    "final_newline": Assertion("guessed", "the last CSV record ends in a newline", (False,)),
    "empty_result_has_header": Assertion("guessed", "a bulk result without rows still has the header row", (False,)),
    "number_of_records_processed": Assertion("documented", "a finished job says numberRecordsProcessed", (False,)),
    "last_locator": Assertion("documented", "Sforce-Locator is the word null on the last page", ("",)),
    "language": Assertion("recorded", "messages are in the user's language, error codes are not", ("ja",)),
    "strict_tooling": Assertion("documented", "reified objects refuse OR, !=, LIMIT, GROUP BY", (False,)),
    "flow_names_object": Assertion(
        "guessed", "FlowDefinitionView leads to the definition of a flow's object", (False,)
    ),
    "limit_info": Assertion("documented", "Sforce-Limit-Info may add the use per app", ("per_app", "absent")),
}
