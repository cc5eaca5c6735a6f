import pytest

from tests.services.bench import Bench
from tests.services.builders import Pipeline


@pytest.fixture
def pipeline(deals: Bench) -> Pipeline:
    return Pipeline(deals)
