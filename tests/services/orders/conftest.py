import pytest

from tests.services.bench import Bench
from tests.services.builders import Shop
from tests.services.orders.talks import Talks


@pytest.fixture
def shop(orders: Bench) -> Shop:
    return Shop(orders)


@pytest.fixture
def talks(orders: Bench) -> Talks:
    return Talks(orders)
