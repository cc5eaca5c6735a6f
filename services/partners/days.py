"""Where a business day begins and ends, as instants."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.chassis.settings import settings


def day_begins(day: date) -> datetime:
    """Its midnight in the settings' time zone (Europe/Kyiv by default), in UTC."""
    return datetime.combine(day, time.min, ZoneInfo(settings().time_zone)).astimezone(UTC)


def day_ends(day: date) -> datetime:
    """The midnight after it: a day is 23 or 25 hours long twice a year."""
    return day_begins(day + timedelta(days=1))
