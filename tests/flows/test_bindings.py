"""What an earlier version listened to and this one does not is no longer delivered: nobody would know what to do."""

import pika
import pytest
from pika.exceptions import UnroutableError

from services.chassis.contracts import event_exchange, event_queue
from services.chassis.startup import all_contracts
from tests.house import House

pytestmark = pytest.mark.flow

OLD = "pricing.prices_set"
"""Nobody listens to it now."""


def test_a_binding_of_an_earlier_version_is_taken_away(house: House) -> None:
    assert not any(OLD in contract.consumes for contract in all_contracts())
    with pika.BlockingConnection(pika.URLParameters(house.broker.url)) as connection:
        channel = connection.channel()
        channel.queue_bind(event_queue("partners"), event_exchange("pricing"), OLD)
        house.ugoda("tidy")
        channel.confirm_delivery()
        with pytest.raises(UnroutableError):
            channel.basic_publish(event_exchange("pricing"), OLD, b"{}", mandatory=True)
