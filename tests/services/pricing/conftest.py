import pytest

from tests.services.bench import Bench
from tests.services.builders import Catalogue
from tests.services.pricing.desk import Desk


@pytest.fixture
def catalogue(pricing: Bench) -> Catalogue:
    return Catalogue(pricing)


@pytest.fixture
def desk(pricing: Bench) -> Desk:
    return Desk(pricing)
