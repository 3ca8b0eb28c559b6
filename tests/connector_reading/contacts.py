"""Contacts with everything in them that breaks careless readers."""

from __future__ import annotations

from tests.connector_reading.replies import Row, text_field


def contacts(count: int) -> list[Row]:
    """Records with everything in them that breaks careless readers."""
    awkward = ['O"Brien, "the 2nd"', "line\nbreak", "NA", "null", "", "naïve ☃ 中", "007", "1e5", ' "" ']
    return [
        {
            "Id": f"003000000{at:06d}AAA",
            "Name": f"{awkward[at % len(awkward)]} {at}",
            "Email": None if at % 7 == 0 else f"c{at}@example.org",
            "Last": awkward[at % len(awkward)] or None,
        }
        for at in range(count)
    ]


CONTACT_FIELDS = [text_field("Name"), text_field("Email", "email"), text_field("Last")]
