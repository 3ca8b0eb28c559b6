"""SOAP: reading the little that requests hold, and writing envelopes and faults.

Requests are read with patterns, not with an XML parser: the two operations answered here hold a
handful of plain elements, and a pattern has no entities to expand.
"""

from __future__ import annotations

import html
import re

from starlette.responses import Response

from sf_audit.demo.server.refusals import SoapFault

_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_OPERATION = re.compile(r"<(?:[\w.-]+:)?Body[^>]*>\s*<(?:[\w.-]+:)?(\w+)", re.DOTALL)


def element(envelope: str, name: str) -> str | None:
    """The text of the first element of that local name."""
    found = elements(envelope, name)
    return html.unescape(found[0]) if found else None


def elements(envelope: str, name: str) -> list[str]:
    """The inner XML of each element of that local name."""
    return re.findall(rf"<(?:[\w.-]+:)?{name}(?:\s[^>]*)?>(.*?)</(?:[\w.-]+:)?{name}>", envelope, re.DOTALL)


def operation(envelope: str) -> str:
    """The name of the operation that the body asks for."""
    found = _OPERATION.search(envelope)
    return found[1] if found else ""


def text(value: str) -> str:
    """A value made safe to stand in an element."""
    return html.escape(value, quote=False)


def enveloped(body: str, namespace: str) -> Response:
    """A successful response of one of the SOAP APIs."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{_ENVELOPE}"'
        f' xmlns="{namespace}" xmlns:xsi="{_INSTANCE}"><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>'
    )
    return Response(document, media_type="text/xml;charset=UTF-8")


def fault_response(fault: SoapFault) -> Response:
    """A Fault; without a detail it is the transport's own, with one it is the API's."""
    if not fault.detail:
        code, string, detail = fault.code, fault.message, ""
    else:
        code, string = f"sf:{fault.code}", f"{fault.code}: {fault.message}"
        detail = (
            f'<detail><sf:{fault.detail} xsi:type="sf:{fault.detail}"><sf:exceptionCode>{fault.code}'
            f"</sf:exceptionCode><sf:exceptionMessage>{text(fault.message)}</sf:exceptionMessage>"
            f"</sf:{fault.detail}></detail>"
        )
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{_ENVELOPE}"'
        f' xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="{_INSTANCE}"><soapenv:Body><soapenv:Fault>'
        f"<faultcode>{code}</faultcode><faultstring>{text(string)}</faultstring>{detail}"
        "</soapenv:Fault></soapenv:Body></soapenv:Envelope>"
    )
    return Response(document, status_code=500, media_type="text/xml;charset=UTF-8")
