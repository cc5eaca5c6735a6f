"""Questions to services over one multiplexing pika connection per worker.

Every call has a deadline that travels with it. An unknown service answers at once (mandatory publish); calls in
flight fail at once when the broker goes; the connection comes back by itself.
"""

import asyncio
import itertools
import time
import uuid
from typing import Any

import pika
import structlog
from pika.adapters.asyncio_connection import AsyncioConnection
from pika.channel import Channel

log = structlog.get_logger()

EXCHANGE = "nameko-rpc"


class BusDown(Exception):
    """The broker cannot be reached: the request was not sent."""


class NoService(Exception):
    """Nobody listens for this operation."""


class OutcomeUnknown(Exception):
    """The request was sent, and no answer came in time."""


class Bus:
    def __init__(self, url: str):
        self._parameters = pika.URLParameters(url)
        self._parameters.heartbeat = 30
        self._parameters.blocked_connection_timeout = 10
        self._connection: AsyncioConnection | None = None
        self._channel: Channel | None = None
        self._ready = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[tuple[bytes, dict[str, Any]]]] = {}
        self._prefix = uuid.uuid4().hex[:12]
        self._numbers = itertools.count()
        self._reply_to = ""
        self._closing = False
        self._keeper: asyncio.Task[None] | None = None

    @property
    def is_ready(self) -> bool:
        return self._ready.is_set()

    def start(self) -> None:
        self._keeper = asyncio.get_running_loop().create_task(self._keep_connected())

    async def stop(self) -> None:
        self._closing = True
        if self._keeper is not None:
            self._keeper.cancel()
        if self._connection is not None and self._connection.is_open:
            self._connection.close()

    async def call(
        self, address: str, body: bytes, headers: dict[str, Any], seconds: float
    ) -> tuple[bytes, dict[str, Any]]:
        """(reply body, reply headers). Raises BusDown, NoService or OutcomeUnknown."""
        deadline = time.monotonic() + seconds
        if not self._ready.is_set():
            await self._wait_ready(seconds)
        correlation_id = f"{self._prefix}{next(self._numbers)}"
        future: asyncio.Future[tuple[bytes, dict[str, Any]]] = asyncio.get_running_loop().create_future()
        self._waiting[correlation_id] = future
        try:
            self._publish(address, body, headers, correlation_id, seconds)
            async with asyncio.timeout(max(0.01, deadline - time.monotonic())):
                return await future
        except TimeoutError:
            raise OutcomeUnknown(address) from None
        finally:
            self._waiting.pop(correlation_id, None)

    def _publish(self, address: str, body: bytes, headers: dict[str, Any], correlation_id: str, seconds: float) -> None:
        properties = pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=1,
            reply_to=self._reply_to,
            correlation_id=correlation_id,
            expiration=str(int(seconds * 1000)),
            headers=headers,
        )
        try:
            assert self._channel is not None
            self._channel.basic_publish(EXCHANGE, address, body, properties, mandatory=True)
        except Exception as error:
            raise BusDown(str(error)) from error

    async def _wait_ready(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(min(seconds, 3.0)):
                await self._ready.wait()
        except TimeoutError:
            raise BusDown("no connection to the broker") from None

    async def _keep_connected(self) -> None:
        pause = 0.1
        while not self._closing:
            try:
                closed = await self._connect()
                pause = 0.1
                await closed
            except Exception as error:
                log.warning("broker_lost", reason=repr(error))
            self._lose()
            await asyncio.sleep(pause)
            pause = min(pause * 2, 2.0)

    async def _connect(self) -> "asyncio.Future[None]":
        """Connect, declare, consume. The future it returns is done when the connection is gone."""
        loop = asyncio.get_running_loop()
        opened: asyncio.Future[AsyncioConnection] = loop.create_future()
        closed: asyncio.Future[None] = loop.create_future()
        AsyncioConnection(
            self._parameters,
            on_open_callback=lambda connection: _settle(opened, connection),
            on_open_error_callback=lambda _, error: _fail(opened, error),
            on_close_callback=lambda _, __: _settle(closed, None),
            custom_ioloop=loop,
        )
        connection = await asyncio.wait_for(opened, 10)
        self._connection = connection
        channel_opened: asyncio.Future[Channel] = loop.create_future()
        connection.channel(on_open_callback=lambda channel: _settle(channel_opened, channel))
        channel = await asyncio.wait_for(channel_opened, 10)
        channel.add_on_return_callback(self._on_return)
        channel.add_on_close_callback(lambda _, __: _settle(closed, None))
        await self._consume(channel)
        self._channel = channel
        self._ready.set()
        return closed

    async def _consume(self, channel: Channel) -> None:
        # Nameko answers through its exchange, so direct reply-to would get nothing
        loop = asyncio.get_running_loop()
        exchange: asyncio.Future[Any] = loop.create_future()
        channel.exchange_declare(EXCHANGE, "topic", durable=True, callback=lambda frame: _settle(exchange, frame))
        await asyncio.wait_for(exchange, 10)
        declared: asyncio.Future[Any] = loop.create_future()
        channel.queue_declare("", exclusive=True, callback=lambda frame: _settle(declared, frame))
        self._reply_to = (await asyncio.wait_for(declared, 10)).method.queue
        bound: asyncio.Future[Any] = loop.create_future()
        channel.queue_bind(self._reply_to, EXCHANGE, self._reply_to, callback=lambda frame: _settle(bound, frame))
        await asyncio.wait_for(bound, 10)
        consuming: asyncio.Future[Any] = loop.create_future()
        channel.basic_consume(
            self._reply_to, self._on_reply, auto_ack=True, callback=lambda frame: _settle(consuming, frame)
        )
        await asyncio.wait_for(consuming, 10)

    def _on_reply(self, _: Channel, __: Any, properties: pika.BasicProperties, body: bytes) -> None:
        future = self._waiting.pop(properties.correlation_id or "", None)
        if future is not None:
            _settle(future, (body, properties.headers or {}))

    def _on_return(self, _: Channel, method: Any, properties: pika.BasicProperties, __: bytes) -> None:
        future = self._waiting.pop(properties.correlation_id or "", None)
        if future is not None:
            _fail(future, NoService(method.routing_key))

    def _lose(self) -> None:
        self._ready.clear()
        self._channel = None
        connection, self._connection = self._connection, None
        if connection is not None and connection.is_open:
            connection.close()
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            _fail(future, OutcomeUnknown("the broker went away while the answer was due"))


def _settle(future: "asyncio.Future[Any]", result: Any) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: "asyncio.Future[Any]", error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
