"""Rows put in by the thousand stand as they were said, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg2.extensions import set_wait_callback
from psycopg2.extras import wait_select
from sqlalchemy import Boolean, Column, Date, Integer, MetaData, Table, Text, Uuid, delete, select
from sqlalchemy.exc import IntegrityError

from deploy.local.postgres import Postgres
from services.chassis.columns import JsonText, Price, UtcDateTime
from services.chassis.database import Database
from services.chassis.statements import insert_rows

metadata = MetaData()
shelf = Table(
    "shelf",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner_id", Uuid),
    Column("name", Text),
    Column("price", Price()),
    Column("since", Date),
    Column("known_from", UtcDateTime()),
    Column("told", JsonText()),
    Column("open", Boolean),
)
# PostgreSQL keeps no zero character, and no surrogate goes over a wire
WORDS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12)
ROW = st.fixed_dictionaries(
    {
        "owner_id": st.none() | st.uuids(),
        "name": st.none() | WORDS | st.sampled_from(["", r"\N", r"\.", "\t", "a\r\nb", "\\", "null"]),
        "price": st.none() | st.decimals(0, 999999999, places=4),
        "since": st.none() | st.dates(min_value=date(1900, 1, 1)),
        "known_from": st.none() | st.datetimes(min_value=datetime(1971, 1, 1), timezones=st.just(UTC)),
        "told": st.none() | st.dictionaries(WORDS, WORDS, max_size=3),
        "open": st.none() | st.booleans(),
    }
)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('shelf')}/shelf.sqlite"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.create_database("statements")
    made = Database(url, workers=2)
    metadata.create_all(made.writer)
    yield made
    made.dispose()


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=5))
def test_rows_stand_as_they_were_said(database: Database, said: list[dict[str, Any]]) -> None:
    rows = [{"id": place, **row} for place, row in enumerate(said)]
    with database.write() as session:
        session.execute(delete(shelf))
        insert_rows(session, shelf, rows)
        found = session.execute(select(shelf).order_by(shelf.c.id)).mappings().all()
    assert [dict(row) for row in found] == rows


def test_a_row_that_is_there_already_is_refused_as_by_any_insert(database: Database) -> None:
    row = {"id": 1, "owner_id": UUID(int=7), "name": "Полиця", "price": Decimal("12.5000")}
    with pytest.raises(IntegrityError), database.write() as session:
        insert_rows(session, shelf, [row, row])


def test_rows_go_in_while_eventlet_waits_for_the_driver_s_answers(database: Database) -> None:
    """As in a service: the driver refuses to copy while anybody else waits for it."""
    set_wait_callback(wait_select)
    try:
        with database.write() as session:
            session.execute(delete(shelf))
            insert_rows(session, shelf, [{"id": 1, "name": "Полиця"}])
            assert session.scalar(select(shelf.c.name)) == "Полиця"
    finally:
        set_wait_callback(None)
