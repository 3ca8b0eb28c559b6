"""What is a telephone number that can be called: by the numbering plan of its region, as `phonenumbers` has it."""

from __future__ import annotations


def is_callable(number: str, region: str) -> bool:
    """Whether the text is a valid telephone number, of the region (a two-letter code) where it has no country code.

    A number of a possible length in a range that nobody gave out, such as 000-000-0000, is not valid. Letters are
    dialled as the keys they are on, and extensions do no harm.
    """
    from phonenumbers import NumberParseException, is_valid_number, parse  # 0.2 s: only where asked for

    try:
        return bool(is_valid_number(parse(number, region or None)))
    except NumberParseException:
        return False
