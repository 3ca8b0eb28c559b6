"""Record ids as the platform writes them: 15 characters that tell upper case from lower, and 3 that check them.

"Record ID and 18-character IDs" in the "Object Reference for the Salesforce Platform": each of the last three
characters says which of five characters before are capitals, so that an id survives a spreadsheet.
"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase, digits

DIGITS = digits + ascii_uppercase + ascii_lowercase
CHECKS = ascii_uppercase + "012345"
FIRST = 31_415_926

#: From here on numbers are of records that are added one by one: no company has as many that are made together.
BEYOND = 500_000_000


def record_id(prefix: str, number: int) -> str:
    """The id of the `number`th record of the object with that key prefix; the SQL macro `sfid` says the same."""
    rest = number + FIRST
    written = ""
    for _ in range(5):
        rest, digit = divmod(rest, 62)
        written = DIGITS[digit] + written
    short = f"{prefix}5e00000{written}"
    return short + checksum(short)


def checksum(short: str) -> str:
    """The three letters that follow a 15-character id."""
    return "".join(
        CHECKS[sum(1 << place for place, letter in enumerate(short[start : start + 5]) if letter in ascii_uppercase)]
        for start in (0, 5, 10)
    )
