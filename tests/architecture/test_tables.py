"""Tables are what the models say, on both databases, in columns that mean the same on both."""

import importlib
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    Numeric,
    Text,
    Time,
    Uuid,
)
from sqlalchemy import types as sql
from sqlalchemy.types import TypeDecorator

import services.chassis.jobs  # noqa: F401 - its table is one of the chassis's
from deploy.local.postgres import Postgres
from gateway.identity.models import Base as IdentityBase
from services.chassis.database import Database
from services.chassis.erasing import rows_of_partner
from services.chassis.migrate import differences, migrate
from services.chassis.settings import DATABASES, SERVICES
from services.chassis.startup import metadata_of
from services.chassis.tables import chassis_metadata, partner_access
from tests.architecture.tree import complain

PLAIN = (sql.String, Integer, sql.BigInteger, Boolean, Date, Uuid, Text)
"""Types that both databases keep alike."""
TREACHEROUS = (Float, Numeric, DateTime, Time, Interval, LargeBinary, sql.JSON)
"""On SQLite: decimals are floats, times lose their zone, JSON is compared by its text."""


def metadata() -> dict[str, MetaData]:
    ours = {service: metadata_of(service) for service in SERVICES}
    return {**ours, "gateway": IdentityBase.metadata, "chassis": chassis_metadata}


def _kind(column_type: Any) -> Any:
    """What a chassis type says of itself; a bare type is itself."""
    return None if isinstance(column_type, TypeDecorator) else column_type


def test_amounts_and_times_are_kept_in_the_chassis_types() -> None:
    wrong = [
        f"{name}: {table.name}.{column.name} is {column.type!r}"
        for name, tables in metadata().items()
        for table in tables.tables.values()
        for column in table.columns
        if (kind := _kind(column.type)) is not None
        if isinstance(kind, TREACHEROUS) or not isinstance(kind, PLAIN)
    ]
    complain("SQLite's NUMERIC is a float and its times lose their zone: use services.chassis.columns.", wrong)


def test_chassis_types_are_the_only_types_of_our_own() -> None:
    foreign = [
        f"{name}: {table.name}.{column.name} is {column.type!r}"
        for name, tables in metadata().items()
        for table in tables.tables.values()
        for column in table.columns
        if isinstance(column.type, TypeDecorator) and type(column.type).__module__ != "services.chassis.columns"
    ]
    complain("A column type of a service's own is tested on neither database.", foreign)


def _differences(name: str, url: str) -> list[object]:
    """Between the models of a service with the chassis's tables, and a database brought up by migrations alone."""
    database = Database(url)
    migrate(name, database)
    found = differences(database.writer, metadata()[name])
    if name != "gateway":
        found += [one for one in differences(database.writer, chassis_metadata) if not _is_view(name, one)]
    database.dispose()
    return found


def _is_view(name: str, difference: object) -> bool:
    """Partners own what the others keep in `partner_access`: a view there, which Alembic does not look at."""
    return name == "partners" and str(difference).startswith("('add_") and partner_access.name in str(difference)


REASON = "Production has what migrations made, tests what models say: run `ugoda migration` and read what it wrote."


@pytest.mark.parametrize("name", DATABASES)
def test_models_equal_migrations_on_sqlite(name: str, tmp_path: Path) -> None:
    complain(REASON, [str(one) for one in _differences(name, f"sqlite:///{tmp_path}/{name}.sqlite")])


@pytest.mark.flow
@pytest.mark.parametrize("name", DATABASES)
def test_models_equal_migrations_on_postgres(name: str, postgres: Postgres) -> None:
    complain(REASON, [str(one) for one in _differences(name, postgres.create_database(f"models_{name}"))])


@pytest.mark.parametrize("name", [*DATABASES, "chassis"])
def test_revisions_are_numbered_in_one_line(name: str) -> None:
    package = {"gateway": "gateway.identity"}.get(name, f"services.{name}")
    folder = Path(str(importlib.import_module(f"{package}.migrations").__file__)).parent / "versions"
    revisions = sorted(path.name for path in folder.glob("[0-9]*.py"))
    assert revisions, f"{name} has no migrations"
    expected = [f"{place:04d}" for place in range(1, len(revisions) + 1)]
    assert [revision[:4] for revision in revisions] == expected, (
        f"{name}: two revisions of one number, or a gap, leave some databases behind: {revisions}"
    )


STAYS = {
    "deal_documents.title",  # its owner tells it anew, blanked
    "event_costs.item",
    "event_providers.provides",
    "order_lines.name",
    "orders.carrier",
    "orders.line_of_business",
    "orders.zone",
    "packaging_reminders.title",  # a shipment's number and a day
    "proposal_lines.name",
    "shipments.power_number",
}
"""Texts in documents of a client that say what was sold and done, not who the client is."""


@pytest.mark.parametrize("service", ["deals", "orders", "marketing"])
def test_what_is_written_of_a_client_goes_when_it_is_erased(service: str) -> None:
    kept = [
        f"{table.name}.{column.name}"
        for table in metadata_of(service).sorted_tables
        if rows_of_partner(table, UUID(int=0)) is not None
        for column in table.c
        if isinstance(column.type, sql.String) and (column.type.length or LONG) >= LONG
        if not column.info.get("personal")
    ]
    complain(
        'Free text tells of people: mark the column `info={"personal": True}`, or say here why it stays.',
        sorted(set(kept) - STAYS),
    )


LONG = 200
"""Characters from which on a text holds more than a code."""
