"""Every exchange and queue, declared before the first message: an event published earlier would be gone.

    <service>.events  (topic)  ──routing key service.event[.field]──▶  events.<consumer>  (quorum)
    retry.<ms> (fanout) ▶ retry.<ms> (quorum, TTL) ──expired──▶ default exchange ▶ the queue named by the routing key
    events.<consumer>.dead (quorum): parked with the reason

Arguments of a queue cannot be changed later; names are frozen.
"""

from collections.abc import Iterable
from typing import Any

from pika import BlockingConnection, URLParameters
from pika.adapters.blocking_connection import BlockingChannel

from services.chassis.contracts import Contract, dead_queue, event_exchange, event_queue
from services.chassis.settings import settings

QUORUM: dict[str, Any] = {"x-queue-type": "quorum"}
CRASH_LIMIT = 100
"""Deliveries after which a message that kills its consumer each time is parked."""


def retry_exchange(delay_ms: int) -> str:
    return f"retry.{delay_ms}"


def declare(channel: BlockingChannel, contracts: Iterable[Contract]) -> None:
    contracts = list(contracts)
    for contract in contracts:
        channel.exchange_declare(event_exchange(contract.service), "topic", durable=True)
    for delay in settings().event_retry_delays_ms:
        _declare_pause(channel, delay)
    for contract in contracts:
        _declare_consumer(channel, contract)


def _declare_pause(channel: BlockingChannel, delay_ms: int) -> None:
    name = retry_exchange(delay_ms)
    channel.exchange_declare(name, "fanout", durable=True)
    arguments = {
        **QUORUM,
        "x-message-ttl": delay_ms,
        "x-dead-letter-exchange": "",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    channel.queue_declare(name, durable=True, arguments=arguments)
    channel.queue_bind(name, name)


def event_queue_arguments(service: str) -> dict[str, Any]:
    return {
        **QUORUM,
        "x-delivery-limit": CRASH_LIMIT,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": dead_queue(service),
    }


def _declare_consumer(channel: BlockingChannel, contract: Contract) -> None:
    queue = event_queue(contract.service)
    channel.queue_declare(dead_queue(contract.service), durable=True, arguments=QUORUM)
    channel.queue_declare(queue, durable=True, arguments=event_queue_arguments(contract.service))
    for address in contract.consumes:
        channel.queue_bind(queue, event_exchange(address.split(".")[0]), contract.binding_of(address))


def take_old_bindings_away(channel: BlockingChannel, contracts: Iterable[Contract]) -> None:
    """What an earlier version listened to and this one does not: the broker remembers, and nobody would handle it.

    Only when every process is of this version: an older one knows less, and would take a newer one's bindings away.
    """
    contracts = list(contracts)
    declare(channel, contracts)
    told = {event.address for contract in contracts for event in contract.events.values()}
    for contract in contracts:
        bound = {contract.binding_of(address) for address in contract.consumes}
        for address in told:
            for key in {address, f"{address}.#"} - bound:
                channel.queue_unbind(event_queue(contract.service), event_exchange(address.split(".")[0]), key)


def declare_everything(url: str, contracts: Iterable[Contract]) -> None:
    """On a connection of its own; declaring what is there already changes nothing."""
    connection = BlockingConnection(URLParameters(url))
    try:
        declare(connection.channel(), contracts)
    finally:
        connection.close()
