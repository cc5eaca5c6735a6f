"""Structured logs: one JSON document a line, with the request's id; personal data is never passed to a log call."""

import logging
import sys
from typing import Any

import structlog

from services.chassis.settings import settings


def configure(process: str) -> None:
    level = logging.getLevelNamesMapping()[settings().log_level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s", force=True
    )
    # Nameko logs each refused operation with a traceback; a refusal is an answer, and failures are logged by the host
    logging.getLogger("nameko.containers").setLevel(logging.CRITICAL)
    logging.getLogger("pika").setLevel(logging.CRITICAL)


def bind(**values: Any) -> None:
    structlog.contextvars.bind_contextvars(**values)
