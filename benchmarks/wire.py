"""The smallest HTTP/1.1 client that does the job: one keep-alive connection, one request at a time.

Two cores are shared by all that is measured, so the client must cost little; an ordinary one would cost as
much as the gateway.
"""

import asyncio
import re
from typing import cast

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Refused(Exception):
    """An answer that no case expects."""


class Connection(asyncio.Protocol):
    def __init__(self, host: str):
        self._host = host.encode()
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._buffer = bytearray()
        self._head = self._end = 0

    @classmethod
    async def open(cls, host: str, port: int) -> "Connection":
        _, connection = await asyncio.get_running_loop().create_connection(lambda: cls(f"{host}:{port}"), host, port)
        return connection

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    async def send(self, method: str, path: str, headers: str = "", body: bytes = b"") -> bytes:
        """The answer's body. `headers`: whole lines, each ended by CRLF. Raises Refused unless the status is 2xx."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        length = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\n{headers}{length}host: ".encode()
        self._transport.write(head + self._host + b"\r\n\r\n" + body)
        return await self._answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio's
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(Refused(f"the connection was closed: {error!r}"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._end and not self._read_head():
            return
        if len(self._buffer) >= self._end:
            self._settle()

    def _read_head(self) -> bool:
        self._head = self._buffer.find(b"\r\n\r\n")
        if self._head < 0:
            return False
        found = _LENGTH.search(self._buffer, 0, self._head)
        self._end = self._head + 4 + (int(found[1]) if found else 0)
        return True

    def _settle(self) -> None:
        status, body = bytes(self._buffer[9:12]), bytes(self._buffer[self._head + 4 : self._end])
        self._buffer.clear()
        self._end = 0
        assert self._answer is not None
        if status.startswith(b"2"):
            self._answer.set_result(body)
        else:
            self._answer.set_exception(Refused(f"{status.decode()} {body.decode()[:500]}"))
