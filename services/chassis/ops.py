"""Health and metrics of a process, on a port of its own: `/health/live`, `/health/ready`, `/metrics`.

Live: the process turns. Ready: it can do its work now; the answer says what is missing.
"""

import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson
import structlog
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

log = structlog.get_logger()

Check = Callable[[], None]
"""Raises when what it looks at does not work."""


def serve_ops(
    host: str, port: int, checks: Mapping[str, Check], registry: CollectorRegistry = REGISTRY
) -> ThreadingHTTPServer:
    """Serve in a thread (a greenlet under eventlet) until the process ends."""
    server = ThreadingHTTPServer((host, port), _handler(checks, registry))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def readiness(checks: Mapping[str, Check]) -> tuple[int, bytes]:
    """(HTTP status, JSON body): 200 when every check passes, 503 naming those that do not."""
    problems = {}
    for name, check in checks.items():
        try:
            check()
        except Exception as error:
            problems[name] = f"{type(error).__name__}: {error}"[:200]
    body = orjson.dumps({"status": "unavailable" if problems else "ready", "problems": problems})
    return (503 if problems else 200), body


def _handler(checks: Mapping[str, Check], registry: CollectorRegistry) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._answer(200, generate_latest(registry), CONTENT_TYPE_LATEST)
            elif self.path == "/health/live":
                self._answer(200, b'{"status":"live"}')
            elif self.path == "/health/ready":
                self._answer(*readiness(checks))
            else:
                self._answer(404, b'{"status":"not found"}')

        def _answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Scrapes are not worth a line each."""

    return Handler
