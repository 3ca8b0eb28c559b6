"""A name of a time zone is known, or it is said that it is not, whatever it is."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from sf_audit.model.time_zones import known_zone


def test_a_known_zone_is_that_zone() -> None:
    assert known_zone("Europe/Berlin") == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize("name", ["", "Europe", "Mars/Base", "../etc/passwd", "/etc/passwd", "x" * 5000, "a\0b"])
def test_whatever_is_no_zone_is_none(name: str) -> None:
    assert known_zone(name) is None
