"""Dates, times and yes-or-no as contracts take them: as written in OpenAPI, and nothing else.

pydantic by itself also takes "0" for the first of January 1970, a time without a zone (ambiguous twice a year),
and "1" or "off" for a boolean. An instant that cannot be told in UTC (year 9999, zone -14) is refused too.
"""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator
from pydantic_core import PydanticKnownError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}.*", re.ASCII)
_FLAGS = {"true": True, "false": False}


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise PydanticKnownError("date_type")
    try:
        return date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError:
        raise PydanticKnownError("date_parsing", {"error": "as 2026-03-01"}) from None


def _instant(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise PydanticKnownError("datetime_type")
    try:
        return datetime.fromisoformat(value.upper() if _INSTANT.fullmatch(value) else "")
    except ValueError:
        raise PydanticKnownError("datetime_parsing", {"error": "as 2026-03-01T10:00:00+02:00"}) from None


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise PydanticKnownError("datetime_parsing", {"error": "of the years 1 to 9999"}) from None


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _FLAGS:
        return _FLAGS[value]
    raise PydanticKnownError("bool_type")


Day = Annotated[date, BeforeValidator(_day)]
"""A business date, "2026-11-30"."""

Instant = Annotated[AwareDatetime, BeforeValidator(_instant), AfterValidator(_in_utc)]
"""A time with its zone, kept in UTC."""

Flag = Annotated[bool, BeforeValidator(_flag)]
"""`true` or `false`."""

STRICT: dict[Any, Any] = {date: Day, datetime: Instant, bool: Flag}
"""What stands for these types where a type is only known at run time."""
