"""The ways in which the server says no, one per error format of the platform.

Wordings are those of real responses where one is known ("Status Codes and Error Responses" in the
"REST API Developer Guide" lists the codes).
"""

from __future__ import annotations


class Refusal(Exception):
    """No from a data API: answered as an array of `{message, errorCode}`, with `fields` where it is about a record."""

    def __init__(self, code: str, message: str, status: int = 400, fields: tuple[str, ...] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.fields = fields


class OAuthRefusal(Exception):
    """No from an OAuth endpoint: answered as `{error, error_description}`."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


class SoapFault(Exception):
    """No from a SOAP endpoint: a Fault with HTTP status 500; `detail` is the name of the fault's type."""

    def __init__(self, code: str, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.detail = detail


def not_found() -> Refusal:
    """The resource, object, version or job does not exist, or this user does not see it."""
    return Refusal("NOT_FOUND", "The requested resource does not exist", 404)


def no_such_external_id(name: str) -> Refusal:
    """What stands where an id or the name of an external id field should stand is neither."""
    return Refusal("NOT_FOUND", f"Provided external ID field does not exist or is not accessible: {name}", 404)


def not_insertable(label: str) -> Refusal:
    """This user may not create records of the object."""
    message = f"entity type cannot be inserted: {label}"
    return Refusal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", message, fields=())


def read_only() -> Refusal:
    """This user may neither change nor delete the record."""
    return Refusal("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", fields=())


def media_type_unsupported(named: str) -> Refusal:
    """The request body is in a format that is not read here."""
    return Refusal("UNSUPPORTED_MEDIA_TYPE", f"Content-Type not supported: {named}", 415)


def session_invalid() -> Refusal:
    """The token is missing, unknown or too old."""
    return Refusal("INVALID_SESSION_ID", "Session expired or invalid", 401)


def locator_invalid() -> Refusal:
    """The query locator is unknown or no longer open."""
    return Refusal("INVALID_QUERY_LOCATOR", "invalid query locator")


def requests_used_up() -> Refusal:
    """The org's requests of the day are spent."""
    return Refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", 403)


def method_not_allowed(method: str, allowed: str) -> Refusal:
    """The resource exists but does not take this method."""
    message = f"HTTP Method '{method}' not allowed. Allowed are {allowed}"
    return Refusal("METHOD_NOT_ALLOWED", message, 405)
