"""One house for each database, shared by the stories that can share; pytest never keeps both up at once."""

from collections.abc import Iterator

import pytest

from tests.flows.operations.scene import SHORT_PAUSES, Firm, found_firm
from tests.house import Api, House, a_house


@pytest.fixture(scope="package", params=["sqlite", "postgres"])
def own_house(request: pytest.FixtureRequest) -> Iterator[House]:
    """With short pauses of failed events, so that nobody waits minutes for a parked one."""
    with a_house(request.param, **SHORT_PAUSES) as house:
        yield house


@pytest.fixture(scope="package")
def firm(own_house: House) -> Firm:
    return found_firm(own_house.api())


@pytest.fixture
def api(own_house: House) -> Api:
    """Signed in anew for each story: houses are restored and restarted under them."""
    return own_house.api()
