"""The gateway's workers count into files of their own; its metrics are of them all."""

import re

import pytest

from tests.house import a_house

pytestmark = pytest.mark.flow

REQUESTS = 24


def test_metrics_of_the_gateway_sum_up_its_workers() -> None:
    with a_house(UGODA_HTTP_WORKERS="2") as house:
        api = house.api()
        before = _answered(house.ops("gateway", "/metrics").raw.decode())
        for _ in range(REQUESTS):
            api.get("/partners")

        told = house.ops("gateway", "/metrics").raw.decode()

    assert _answered(told) == before + REQUESTS, told


def _answered(metrics: str) -> int:
    counts = re.findall(r'^ugoda_operation_seconds_count{[^}]*service="gateway"[^}]*} ([\d.]+)$', metrics, re.M)
    return int(sum(map(float, counts)))
