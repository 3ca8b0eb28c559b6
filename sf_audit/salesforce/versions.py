"""API versions, and the days on which parts of the platform end.

"API End-of-Life Policy" in the "REST API Developer Guide", "SOAP API End-of-Life Policy" and "login()" in the "SOAP API
Developer Guide". A season stands for the first day on which production orgs get its release.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The newest version that the documentation lists (Winter '27), and the oldest that has all that an audit calls
#: ("Get Parallel Results for a Query Job": `resultPages`).
NEWEST, OLDEST = 68, 58

#: From this version on there is no login() in the SOAP API, so it is called in the one before.
SOAP_LOGIN_LAST = "64.0"


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends, and in which release; `source` is the title of the page that says so."""

    ends: str
    season: str
    source: str


SOAP_LOGIN_ENDS = Ending("SOAP API login()", "Summer '27", "SOAP API End-of-Life Policy")
#: Versions up to this number are gone by the release beside it; a call to one answers UNSUPPORTED_API_VERSION over SOAP
#: and 410 over REST.
RETIRED: Mapping[int, str] = {20: "Summer '22", 30: "Summer '25", 40: "Summer '28"}
