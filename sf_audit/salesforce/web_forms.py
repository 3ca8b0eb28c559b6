"""Records that the platform creates from forms of a web site, and the value that says so.

Web-to-Lead sets the lead source of the form, and Web-to-Case an origin: `Web` in both, unless somebody chose another
value ("Web-to-Lead Setup", "Set Up Web-to-Case" in Salesforce Help). Such records are created by a user whom an
administrator chose, so who created them does not tell.
"""

from __future__ import annotations

from collections.abc import Mapping

WEB = "Web"

#: By object the field that says it.
SAYING_WEB: Mapping[str, str] = {"Lead": "LeadSource", "Case": "Origin"}
