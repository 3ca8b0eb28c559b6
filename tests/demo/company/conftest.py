from datetime import date

import pytest

from sf_audit.demo.company.build import Company, build

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def company() -> Company:
    return build(today=TODAY)
