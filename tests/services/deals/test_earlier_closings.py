"""Deals that were closed before closings were records have them once the database is brought up to date."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from deploy.local.postgres import Postgres
from services.chassis.columns import Money, UtcDateTime
from services.chassis.database import Database
from services.chassis.ids import uuid7
from services.chassis.migrate import migrate, run_migrations
from services.chassis.replay import replay
from services.deals.models import DealClosing
from tests.services.bench import Bench
from tests.services.cast import HEAD, KALYNA, SVITLODIM

FIRST, SECOND = (datetime(2026, month, 5, 10, tzinfo=UTC) for month in (1, 3))
AGAIN = datetime(2026, 2, 5, 10, tzinfo=UTC)


@pytest.fixture
def earlier(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of deals as it was before."""
    if kind == "sqlite":
        url = f"sqlite:///{tmp_path}/deals.sqlite"
    else:
        server: Postgres = request.getfixturevalue("postgres")
        url = server.create_database("earlier_closings")
    database = Database(url)
    with database.writer.connect() as connection:
        run_migrations(connection, "services.chassis.migrations", "alembic_version_chassis")
        run_migrations(connection, "services.deals.migrations", "alembic_version", "0004")
        connection.commit()
    yield database
    database.dispose()


def put(database: Database, table: str, **values: Any) -> Any:
    kinds = {datetime: UtcDateTime(), type(HEAD.user_id): sa.Uuid()}
    columns = [
        sa.column(name, Money() if name == "potential" else kinds.get(type(one))) for name, one in values.items()
    ]
    with database.write() as session:
        session.execute(sa.table(table, *columns).insert().values(values))
    return values["id"]


def a_record(**values: Any) -> dict[str, Any]:
    return {"id": uuid7(), "version": 1, "created_at": FIRST, "updated_at": FIRST, **values}


def a_deal(database: Database, number: str, status: str, closed_at: datetime | None, **more: Any) -> Any:
    kind = put(database, "deal_kinds", **a_record(name=number, sort_key=number, stages="[]"))
    row = a_record(number=number, name="Угода", sort_key="угода", search_key="угода", kind_id=kind, status=status)
    parties = {"organization_id": SVITLODIM, "partner_id": KALYNA.id, "currency": "UAH", "stage": "proposal"}
    return put(database, "deals", **row, **parties, closed_at=closed_at, potential=700, **more)


def test_each_closing_known_is_a_record_and_the_last_is_told_under_the_id_it_had(earlier: Database) -> None:
    reason = put(earlier, "loss_reasons", **a_record(name="Дорого", sort_key="дорого"))
    won = a_deal(earlier, "DEAL-1", "won", SECOND)
    lost = a_deal(earlier, "DEAL-2", "lost", SECOND, loss_reason_id=reason, loss_comment="Удвічі")
    a_deal(earlier, "DEAL-3", "in_work", None)
    how = {"at": AGAIN, "by": HEAD.user_id, "reason": "Повернулись", "lost_at": FIRST, "loss_reason_id": reason}
    before = put(earlier, "deal_reopenings", id=uuid7(), deal_id=lost, **how)
    migrate("deals", earlier)
    bench = Bench("deals", earlier)
    names = ("id", "deal_id", "status", "closed_at", "loss_comment", "reopened_at", "reopening_reason", "version")
    kept = {tuple(getattr(row, name) for name in names) for row in bench.rows(DealClosing)}
    assert kept == {
        (won, won, "won", SECOND, None, None, None, 1),
        (lost, lost, "lost", SECOND, "Удвічі", None, None, 1),
        (before, lost, "lost", FIRST, None, AGAIN, "Повернулись", 1),
    }
    assert replay(bench.runtime, ["deal_won", "deal_lost", "deal_reopened"]) == {
        "deal_won": 1,
        "deal_lost": 2,
        "deal_reopened": 1,
    }
    told = {(one["type"].removeprefix("deals."), one["subject_id"], one["data"]["reason"]) for one in bench.events()}
    assert told == {
        ("deal_won", str(won), None),
        ("deal_lost", str(lost), "Дорого"),
        ("deal_lost", str(before), "Дорого"),
        ("deal_reopened", str(before), "Дорого"),
    }
