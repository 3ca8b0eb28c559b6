"""Which region a country field means."""

from __future__ import annotations

import pytest

from sf_audit.expectations.texts.countries import region_of

NAMES = {
    "DE": ["DE", "de", " Germany ", "Deutschland", "DEUTSCHLAND", "Allemagne", "Германия", "ドイツ", "DEU"],
    "US": ["US", "USA", "U.S.A.", "United States", "united states of america", "Vereinigte Staaten", "Estados Unidos"],
    "GB": ["GB", "UK", "U.K.", "United Kingdom", "Great Britain", "England", "Großbritannien", "GROSSBRITANNIEN"],
    "AT": ["Österreich", "Oesterreich", "Austria"],
    "CI": ["Côte d’Ivoire", "Cote d'Ivoire", "Ivory Coast"],
    "NL": ["Netherlands", "The Netherlands", "Holland", "Nederland"],
    "KR": ["Korea", "South Korea", "Republic of Korea", "대한민국"],
    "CZ": ["Czechia", "Czech Republic", "Česká republika"],
    "": ["", "-", "Absurdistan", "n/a", "California", "Europe", "Ý", "49"],
}


@pytest.mark.parametrize(("region", "name"), [(region, name) for region, names in NAMES.items() for name in names])
def test_a_country_is_known_by_its_names(region: str, name: str) -> None:
    assert region_of(name) == region
