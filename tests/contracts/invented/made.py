"""What all invented records are made with."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from services.chassis.actor import Actor, Role
from services.chassis.ids import uuid_for

AT = datetime(2026, 3, 2, 8, 30, 15, 123456, tzinfo=UTC)
LATER = datetime(2026, 3, 20, 14, 0, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def an_id(name: str) -> UUID:
    return uuid_for("sample", name)


ACTOR = Actor(
    an_id("user-mavka"),
    "Мавка Лісова",
    frozenset({Role.MANAGER}),
    staff_id=an_id("staff-mavka"),
    organization_id=an_id("organization"),
)


def made(model: type[Any], called: str, /, **values: Any) -> Any:
    return model(id=an_id(called), created_at=AT, updated_at=LATER, **values)
