"""When a record was changed: said by its event, whatever wrote it on the way."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.chassis.actor import SYSTEM
from services.chassis.runtime import Incoming
from services.marketing import contracts
from services.marketing.models import AdvertisingChannel
from tests.services.bench import Bench
from tests.services.cast import ADMIN


@pytest.fixture
def service(bench: Callable[[str], Bench]) -> Bench:
    return bench("marketing")


def test_a_record_that_a_query_wrote_on_the_way_has_the_time_of_its_change(service: Bench) -> None:
    channel = service.do(contracts.ADD_CHANNEL, {"name": "Виставки"}, by=ADMIN)["id"]

    def rename(session: Session) -> None:
        tx = service.runtime.tx(session, Incoming(SYSTEM), "test")
        record = session.get_one(AdvertisingChannel, UUID(channel))
        record.name = "Ярмарки"
        assert session.scalar(select(func.count()).select_from(AdvertisingChannel)) == 1
        tx.announce(contracts.CHANNEL_CHANGED, record)
        tx.finish()
        assert record.updated_at == tx.now

    service.runtime.transaction(rename)

    [row] = service.rows(AdvertisingChannel)
    assert row.updated_at > row.created_at
    assert service.events()[-1]["occurred_at"] == row.updated_at.isoformat()
