"""What an earlier version listened to and this one does not is no longer delivered: nobody would know what to do."""

import pika
import pytest
from pika.exceptions import UnroutableError

from services.chassis.contracts import event_exchange, event_queue
from services.chassis.startup import all_contracts, contract_of
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


def test_deals_hear_only_of_orders_of_deals(house: House) -> None:
    """Each event delivered in vain costs the broker as much as one that is needed."""
    with pika.BlockingConnection(pika.URLParameters(house.broker.url)) as connection:
        channel = connection.channel()
        heard = {queue: f"test.{queue}" for queue in ("partners", "deals")}
        keys = {service: contract_of(service).binding_of("orders.order_changed") for service in heard}
        for service, queue in heard.items():
            channel.queue_declare(queue, exclusive=True)
            channel.queue_bind(queue, event_exchange("orders"), keys[service])
        channel.confirm_delivery()
        for key in ("orders.order_changed", "orders.order_changed.deal_id"):
            channel.basic_publish(event_exchange("orders"), key, b"{}", mandatory=True)
        counts = {one: channel.queue_declare(queue, passive=True).method.message_count for one, queue in heard.items()}
    assert counts == {"partners": 2, "deals": 1}
