"""A long-lived channel for what a service process sends: replies, questions to peers, events put off.

One channel per process behind a semaphore: two greenlets must not interleave frames. A dead socket is noticed
before sending and replaced once; after that the caller hears of it.
"""

from contextlib import suppress
from typing import Any

import amqp
from eventlet.semaphore import Semaphore
from kombu import Connection

_GONE = (amqp.AMQPError, amqp.exceptions.MessageNacked, OSError)
_CONFIRM_SECONDS = 10


class Outlet:
    """`confirms`: wait until the broker holds the message (events put off; replies need it not)."""

    def __init__(self, url: str, *, confirms: bool = False):
        self._url = url
        self._confirms = confirms
        self._waiting = {"confirm_timeout": _CONFIRM_SECONDS} if confirms else {}
        self._turn = Semaphore()
        self._connection: Connection | None = None
        self._channel: Any = None

    def publish(self, body: bytes, exchange: str, routing_key: str, **properties: Any) -> None:
        """Raises `ConnectionError` when the broker cannot be reached now."""
        message = amqp.Message(body, content_type="application/json", content_encoding="utf-8", **properties)
        with self._turn:
            for last_try in (False, True):
                try:
                    self._open().basic_publish(message, exchange, routing_key, **self._waiting)
                    return
                except _GONE as error:
                    self._close()
                    if last_try:
                        raise ConnectionError(f"broker: {error}") from error

    def _open(self) -> Any:
        if self._channel is None:
            options = {"confirm_publish": self._confirms}
            # no heartbeat of its own: nobody reads this socket between sends; a send notices that it is dead
            self._connection = Connection(self._url, heartbeat=0, connect_timeout=3, transport_options=options)
            self._channel = self._connection.default_channel
        return self._channel

    def _close(self) -> None:
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            with suppress(Exception):  # it is gone either way
                connection.collapse(0.1)
