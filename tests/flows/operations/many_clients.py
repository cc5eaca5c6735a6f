"""Very many clients of one manager, written straight into the databases of all services."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert

from services.chassis.ids import uuid7
from services.chassis.settings import SERVICES
from services.chassis.tables import partner_access
from services.chassis.text import search_key, sort_key
from services.partners.models import Partner
from tests.flows.operations.scene import Firm
from tests.house import Api, House

_CHUNK = 5_000


def hire(api: Api, firm: Firm, name: str) -> str:
    return str(api.post("/staff", {"organization_id": firm.organization, "full_name": name})["id"])


def fill(house: House, firm: Firm, manager: str, count: int) -> list[str]:
    """Register so many clients of this manager, at version 1, known to every service; some of their ids."""
    ids = [uuid7() for _ in range(count)]
    _write(house, "partners", Partner.__table__, (_card(firm, manager, id_, place) for place, id_ in enumerate(ids)))
    for service in set(SERVICES) - {"partners"}:
        _write(house, service, partner_access, (_known(manager, id_, place) for place, id_ in enumerate(ids)))
    return [str(id_) for id_ in ids[:: max(1, count // 1000)]]


def _write(house: House, service: str, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    assert isinstance(table, Table)
    database = house.database(service)
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            _insert(database, table, chunk)
            chunk = []
    if chunk:
        _insert(database, table, chunk)
    database.dispose()


def _insert(database: Any, table: Table, rows: list[dict[str, Any]]) -> None:
    with database.writer.begin() as connection:
        connection.execute(insert(table), rows)


def _card(firm: Firm, manager: str, id_: UUID, place: int) -> dict[str, Any]:
    now, name = datetime.now(UTC), _name(place)
    return {
        "id": id_,
        "version": 1,
        "created_at": now,
        "updated_at": now,
        "organization_id": UUID(firm.organization),
        "kind": "company",
        "name": name,
        "sort_key": sort_key(name),
        "search_key": search_key(name),
        "roles": ["client"],
        "manager_id": UUID(manager),
    }


def _known(manager: str, id_: UUID, place: int) -> dict[str, Any]:
    name = _name(place)
    return {
        "partner_id": id_,
        "epoch": 0,
        "version": 1,
        "name": name,
        "sort_key": sort_key(name),
        "manager_id": UUID(manager),
        "archived": False,
    }


def _name(place: int) -> str:
    return f"ТОВ «Численні {place:06d}»"
