"""Refusals in the platform's own words, so that a client cannot tell the demo org from a real one.

Error codes and wordings: "SOQL and SOSL Reference", "Status Codes and Error Responses" in the "REST API Developer
Guide". Where the platform points into the query, the message starts with an empty line, a piece of the query, a caret
line, and the position.
"""

from __future__ import annotations

from typing import Final

# How much of the query the platform shows on either side of the place it points at.
_AROUND: Final = 39
_REFERENCE: Final = "Please reference your WSDL or the describe call for the appropriate names."


class SoqlError(Exception):
    """A query that the platform refuses: `code` is its errorCode, `status` the HTTP status."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


def malformed(message: str) -> SoqlError:
    """The query as a whole cannot be understood or is not allowed."""
    return SoqlError("MALFORMED_QUERY", message)


def pointing(text: str, at: int, message: str) -> str:
    """`message` with the piece of `text` around offset `at`, and a caret under it."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    column = at - start
    left = _word_start(line, column)
    right = _word_end(line, column)
    caret = " " * (column - left) + "^"
    row = text.count("\n", 0, at) + 1
    return f"\n{line[left:right]}\n{caret}\nERROR at Row:{row}:Column:{column + 1}\n{message}"


def _word_start(line: str, column: int) -> int:
    cut = column - _AROUND
    if cut <= 0:
        return 0
    space = line.find(" ", cut, column)
    return cut if space < 0 else space + 1


def _word_end(line: str, column: int) -> int:
    cut = column + _AROUND
    if cut >= len(line):
        return len(line)
    space = line.rfind(" ", column, cut)
    return cut if space < 0 else space


def unexpected(text: str, at: int, token: str) -> SoqlError:
    """The grammar does not allow `token` here."""
    return malformed(pointing(text, at, f"unexpected token: '{token}'"))


def no_such_column(text: str, at: int, column: str, entity: str) -> SoqlError:
    """The field is not there, or this user may not see it: the platform does not say which."""
    return SoqlError(
        "INVALID_FIELD",
        pointing(
            text,
            at,
            f"No such column '{column}' on entity '{entity}'. If you are attempting to use a custom field, be sure to "
            f"append the '__c' after the custom field name. {_REFERENCE}",
        ),
    )


def no_such_relationship(text: str, at: int, name: str) -> SoqlError:
    """A dotted path goes through a relationship that is not there, or not visible."""
    return SoqlError(
        "INVALID_FIELD",
        pointing(
            text,
            at,
            f"Didn't understand relationship '{name}' in field path. If you are attempting to use a custom "
            f"relationship, be sure to append the '__r' after the custom relationship name. {_REFERENCE}",
        ),
    )


def no_such_children(text: str, at: int, name: str) -> SoqlError:
    """A subquery names a child relationship that is not there, or not visible."""
    return SoqlError(
        "INVALID_TYPE",
        pointing(
            text,
            at,
            f"Didn't understand relationship '{name}' in FROM part of query call. If you are attempting to use a "
            f"custom relationship, be sure to append the '__r' after the custom relationship name. {_REFERENCE}",
        ),
    )


def no_such_type(text: str, at: int, name: str) -> SoqlError:
    """The object is not there, not visible, or not at this endpoint."""
    return SoqlError(
        "INVALID_TYPE",
        pointing(
            text,
            at,
            f"sObject type '{name}' is not supported. If you are attempting to use a custom object, be sure to append "
            f"the '__c' after the entity name. {_REFERENCE}",
        ),
    )


def invalid_field(text: str, at: int, message: str) -> SoqlError:
    """The field is there, but this cannot be done with it."""
    return SoqlError("INVALID_FIELD", pointing(text, at, message))


def no_query_more(name: str) -> SoqlError:
    """More rows than one batch, of something that is only given in one batch."""
    return SoqlError(
        "EXCEEDED_ID_LIMIT",
        f"{name} does not support queryMore(), use LIMIT to restrict the results to a single batch",
    )
