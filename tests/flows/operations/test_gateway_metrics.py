"""The gateway's workers count into files of their own; its metrics are of them all."""

import re

import pytest

from deploy.local.ports import wait_until
from tests.house import House, a_house

pytestmark = pytest.mark.flow

REQUESTS = 24


def test_metrics_of_the_gateway_sum_up_its_workers() -> None:
    with a_house(UGODA_HTTP_WORKERS="2") as house:
        api = house.api()
        for _ in range(REQUESTS):
            api.get("/partners")

        # a request is counted after its answer has gone out
        wait_until(lambda: _lists_answered(house) >= REQUESTS, 10)
        assert _lists_answered(house) == REQUESTS


def _lists_answered(house: House) -> int:
    """Nobody but this test asks this house for partners."""
    metrics = house.ops("gateway", "/metrics").raw.decode()
    counted = r'^ugoda_operation_seconds_count{[^}]*operation="list_partners"[^}]*} ([\d.]+)$'
    return int(sum(map(float, re.findall(counted, metrics, re.M))))
