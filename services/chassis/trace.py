"""Traces through HTTP, RPC and events: one W3C trace id from the request to its last consequence.

The id always travels. Spans are recorded with OpenTelemetry only where a place to send them is set
(`UGODA_TRACE_FILE`): recording costs CPU for each operation, an id costs nothing.
"""

import os
import re
import secrets
import time
from collections.abc import Mapping
from functools import cache
from typing import Any

from services.chassis.settings import settings

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


def new() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def continued(traceparent: str | None) -> str:
    """The caller's trace if it sent a proper one, or a new one."""
    return traceparent if traceparent and _TRACEPARENT.fullmatch(traceparent) else new()


def record(
    service: str, name: str, traceparent: str, started: float, seconds: float, attributes: Mapping[str, Any]
) -> None:
    """Record a finished span as a child of `traceparent`. `started`: time.perf_counter() at its start."""
    if settings().trace_file:
        _record(service, name, traceparent, started, seconds, attributes)


def _record(
    service: str, name: str, traceparent: str, started: float, seconds: float, attributes: Mapping[str, Any]
) -> None:
    from opentelemetry import trace as otel

    parent = _TRACEPARENT.fullmatch(traceparent)
    context = None
    if parent is not None:
        above = otel.SpanContext(int(parent[1], 16), int(parent[2], 16), True, otel.TraceFlags(1))
        context = otel.set_span_in_context(otel.NonRecordingSpan(above))
    begin = time.time_ns() - int((time.perf_counter() - started) * 1e9)
    span = _tracer().start_span(f"{service}.{name}", context, attributes=dict(attributes), start_time=begin)
    span.end(begin + int(seconds * 1e9))


@cache
def _tracer() -> Any:
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"ugoda-{os.getpid()}"}))
    out = open(settings().trace_file, "a", buffering=1)  # noqa: SIM115 - open as long as the process
    provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter(out=out, formatter=_one_line)))
    return provider.get_tracer("ugoda")


def _one_line(span: Any) -> str:
    return str(span.to_json(indent=None)) + "\n"
