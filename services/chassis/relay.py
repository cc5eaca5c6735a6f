"""Moves events from outboxes to the broker: read a batch, publish all, await the confirms, delete those ids.

A process of its own: plain pika, no eventlet, one relay for all services on a laptop, one each in production.
One leader per service (advisory lock on PostgreSQL; a lock file beside a SQLite database). Dying between
publish and delete publishes a batch again: consumers know it by their inbox.
"""

import fcntl
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pika
import structlog
from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from pika.exceptions import AMQPError
from sqlalchemy import Connection, Row, delete, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from services.chassis import metrics
from services.chassis.contracts import Contract, dead_queue, event_exchange, event_queue
from services.chassis.database import Database
from services.chassis.failpoints import failpoint
from services.chassis.settings import settings
from services.chassis.tables import outbox
from services.chassis.topology import declare
from services.chassis.tx import utc_now

log = structlog.get_logger()

BATCH = 200
_NEXT = select(outbox).order_by(outbox.c.id).limit(BATCH)  # made once: it is asked a hundred times a second
LOOK_SECONDS = 5.0


class Lead:
    """At most one relay works on a service's outbox at a time: order within it is kept, nothing goes twice in vain."""

    def __init__(self, service: str, database: Database):
        self._service = service
        self._database = database
        self._held: Any = None

    def take(self) -> bool:
        if self._held is None:
            self._held = self._lock_file() if self._database.is_sqlite else self._advisory_lock()
        return self._held is not None

    def is_held(self) -> bool:
        """Asked before each batch: a failover of PostgreSQL ends the session that held the lock without a word."""
        if isinstance(self._held, Connection):
            self._held.execute(text("SELECT 1"))
        return True

    def lose(self) -> None:
        if isinstance(self._held, Connection):
            with suppress(DBAPIError):
                self._held.invalidate()
                self._held.close()
        self._held = None

    def _lock_file(self) -> Any:
        path = Path(f"{make_url(self._database.url).database}.relay")
        file = path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
        return file

    def _advisory_lock(self) -> Any:
        connection = self._database.reader.connect().execution_options(isolation_level="AUTOCOMMIT")
        key = f"relay:{self._service}"
        if connection.execute(text("SELECT pg_try_advisory_lock(hashtext(:key))"), {"key": key}).scalar():
            return connection
        connection.close()
        return None


class Relay:
    def __init__(self, databases: dict[str, Database], contracts: Sequence[Contract], broker_url: str):
        self._databases = databases
        self._leads = {service: Lead(service, database) for service, database in databases.items()}
        self._contracts = contracts
        self._parameters = pika.URLParameters(broker_url)
        self._connection: BlockingConnection | None = None
        self._publisher: ConfirmedPublisher | None = None
        self._look_again = 0.0
        self._empty_at: dict[str, int | str | None] = {}
        """The pulse of each database at which its outbox was last seen empty."""

    def run(self) -> None:
        """Forever; survives broker and database going away."""
        while True:
            moved = 0
            try:
                for service in self._databases:
                    moved = max(moved, self.drain(service))
                self._look_at_queues()
                if self._connection is not None:
                    self._connection.process_data_events(0)
            except (AMQPError, OSError) as error:
                self._disconnect()
                log.warning("broker_lost", reason=repr(error))
                time.sleep(0.5)
            if moved < BATCH:
                # also when there was something: going on at once would send the next events one by one, each with
                # a transaction and a confirm of its own, at several times the cost
                time.sleep(settings().relay_poll_ms / 1000)

    def drain(self, service: str) -> int:
        """One batch of one service; how many events the broker has confirmed."""
        database = self._databases[service]
        lead = self._leads[service]
        try:
            if not lead.take():
                return 0
            pulse = database.pulse()
            if pulse is not None and pulse == self._empty_at.get(service):
                return 0
            with database.reader.connect() as connection:
                rows = connection.execute(_NEXT).all()
            if not rows:
                self._empty_at[service] = pulse
                metrics.relayed(service, 0, 0, 0.0)
                return 0
            lag = (utc_now() - rows[0].created_at).total_seconds()
            # before the broker is asked: when it is away, this is what tells
            metrics.relayed(service, 0, len(rows), lag)
            if not lead.is_held():
                return 0
            self._channel().publish(service, rows)
            failpoint("after_publish_before_delete", service)
            with database.writer.begin() as connection:
                connection.execute(delete(outbox).where(outbox.c.id.in_([row.id for row in rows])))
                waiting = connection.scalar(select(func.count()).select_from(outbox)) if len(rows) == BATCH else 0
            metrics.relayed(service, len(rows), waiting or 0, lag)
            return len(rows)
        except DBAPIError as error:
            lead.lose()
            log.warning("database_lost", service=service, reason=str(error.orig))
            time.sleep(0.5)
            return 0

    def _look_at_queues(self) -> None:
        """How many events wait and how many are parked, for the metrics; every few seconds."""
        if time.monotonic() < self._look_again:
            return
        self._look_again = time.monotonic() + LOOK_SECONDS
        self._channel()
        assert self._connection is not None
        channel = self._connection.channel()
        for service in self._databases:
            for queue in (event_queue(service), dead_queue(service)):
                metrics.queue_messages(queue, channel.queue_declare(queue, passive=True).method.message_count)
        channel.close()

    def _channel(self) -> "ConfirmedPublisher":
        if self._publisher is None:
            self._connection = BlockingConnection(self._parameters)
            channel = self._connection.channel()
            declare(channel, self._contracts)
            self._publisher = ConfirmedPublisher(channel)
        return self._publisher

    def _disconnect(self) -> None:
        self._publisher = None
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()


class ConfirmedPublisher:
    """Publishes a batch and then waits for all confirms together: ten times as fast as one by one.

    pika's blocking channel waits after each message; so the confirms are counted on the connection underneath.
    """

    def __init__(self, channel: BlockingChannel):
        self._channel = channel
        self._raw = channel._impl
        self._unconfirmed: set[int] = set()
        self._sent = 0
        self._refused = False
        self._raw.confirm_delivery(self._on_confirm)
        channel.connection.process_data_events(0)

    def publish(self, service: str, rows: Sequence[Row[Any]]) -> None:
        """Raises AMQPError when the broker refused or did not confirm within ten seconds."""
        self._refused = False
        for row in rows:
            self._sent += 1
            self._unconfirmed.add(self._sent)
            self._raw.basic_publish(
                event_exchange(service), row.type, row.body.encode(), _properties(row), mandatory=False
            )
        deadline = time.monotonic() + 10
        while self._unconfirmed:
            self._channel.connection.process_data_events(0.01)
            if self._refused or time.monotonic() > deadline:
                raise AMQPError("the broker did not confirm a batch")

    def _on_confirm(self, frame: Any) -> None:
        tag = frame.method.delivery_tag
        self._refused |= isinstance(frame.method, pika.spec.Basic.Nack)
        if frame.method.multiple:
            self._unconfirmed = {sent for sent in self._unconfirmed if sent > tag}
        else:
            self._unconfirmed.discard(tag)


def _properties(row: Row[Any]) -> pika.BasicProperties:
    return pika.BasicProperties(
        content_type="application/json",
        content_encoding="utf-8",
        delivery_mode=2,
        message_id=row.event_id.hex,
        headers={"trace": row.trace},
    )
