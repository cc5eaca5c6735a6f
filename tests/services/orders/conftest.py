import pytest

from tests.services.bench import Bench
from tests.services.builders import Shop


@pytest.fixture
def shop(orders: Bench) -> Shop:
    return Shop(orders)
