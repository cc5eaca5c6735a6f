"""Marketing at work."""

import pytest

from tests.services.bench import Bench
from tests.services.marketing.desk import Desk


@pytest.fixture
def at(marketing: Bench) -> Desk:
    return Desk(marketing)
