import pytest

from tests.services.bench import Bench
from tests.services.company import Company


@pytest.fixture
def company(partners: Bench) -> Company:
    return Company(partners)
