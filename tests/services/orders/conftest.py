from typing import Any

import pytest

from tests.services.bench import Bench
from tests.services.builders import Shop
from tests.services.orders.euros import BY_BANK, BY_CONTRACT, Euros
from tests.services.orders.talks import Talks
from tests.services.till import Till


@pytest.fixture
def shop(orders: Bench) -> Shop:
    return Shop(orders)


@pytest.fixture
def talks(orders: Bench) -> Talks:
    return Talks(orders)


@pytest.fixture
def card(till: Till) -> str:
    """Of 5 percent at shipment, up to half of the lines; 200 bonuses on it."""
    till.on("2026-04-10")
    card = till.a_card()
    till.accrue("200")
    return card


@pytest.fixture
def lamp(till: Till) -> str:
    return till.an_item("LAMP", "100")


@pytest.fixture
def cable(till: Till) -> str:
    return till.an_item("CABLE", "30")


@pytest.fixture
def euros(till: Till) -> Euros:
    return Euros(till)


@pytest.fixture
def order(euros: Euros) -> dict[str, Any]:
    """1,080.56 EUR, paid in hryvnias at the National Bank's rate."""
    return euros.order(offer_id=euros.offer(**BY_BANK))


@pytest.fixture
def by_contract(euros: Euros) -> str:
    return euros.offer(**BY_CONTRACT)
