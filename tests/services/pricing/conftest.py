import pytest

from tests.services.bench import Bench
from tests.services.builders import Catalogue


@pytest.fixture
def catalogue(pricing: Bench) -> Catalogue:
    return Catalogue(pricing)
