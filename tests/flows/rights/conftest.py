"""One office for all tests of rights of a house: made at the first asking."""

import pytest

from tests.flows.rights.scene import Office, open_office
from tests.house import House


@pytest.fixture(scope="session")
def office(house: House) -> Office:
    return open_office(house)
