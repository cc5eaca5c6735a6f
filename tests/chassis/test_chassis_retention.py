"""Retention forgets what is older than the settings say, and nothing else; once an hour, whoever comes first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, delete, insert

from services.chassis.ids import uuid7
from services.chassis.retention import HOURLY, forget_old
from services.chassis.settings import settings
from services.chassis.tables import audit_rows, facts_of_service, idempotency_keys, inbox
from services.chassis.tx import utc_now
from tests.services.bench import Bench

FACT, STATE = "orders.payment_received", "orders.order_changed"
MOMENT = timedelta(seconds=30)
"""Longer than a test takes, so that what was not yet old stays so."""


@pytest.fixture
def service(bench: Callable[[str], Bench]) -> Bench:
    return bench("partners")


def _keep(service: Bench, table: Table, **values: Any) -> None:
    with service.database.write() as session:
        session.execute(insert(table).values(values))


def _key(service: Bench, at: datetime) -> None:
    about = {"operation": "register_partner", "key": str(uuid7()), "body_hash": "0" * 64}
    _keep(service, idempotency_keys, actor_id=uuid7(), created_at=at, **about)


def _audit(service: Bench, at: datetime) -> None:
    who = {"actor_id": uuid7(), "actor_name": "Мавка", "operation": "partners.register_partner", "request_id": "1"}
    what = {"subject_type": "Partner", "subject_id": uuid7(), "version": 1, "changes": {}}
    _keep(service, audit_rows, id=uuid7(), at=at, **who, **what)


def _mark(service: Bench, kind: str, at: datetime) -> None:
    _keep(service, inbox, type=kind, subject_id=uuid7(), epoch=0, version=1, recorded_at=at)


def _fact(service: Bench, at: datetime) -> None:
    _mark(service, FACT, at)


KEPT: list[Any] = [
    (idempotency_keys, "key_retention_days", _key),
    (audit_rows, "audit_retention_days", _audit),
    (inbox, "inbox_retention_days", _fact),
]


@pytest.mark.parametrize(("age", "left"), [(-MOMENT, 1), (timedelta(0), 0), (MOMENT, 0)])
@pytest.mark.parametrize(("table", "days", "put"), KEPT)
def test_only_what_is_as_old_as_the_settings_say_is_forgotten(
    service: Bench, table: Table, days: str, put: Callable[[Bench, datetime], None], age: timedelta, left: int
) -> None:
    put(service, utc_now() - timedelta(days=getattr(settings(), days)) - age)
    assert forget_old(service.runtime)
    assert len(service.rows(table)) == left


def test_the_mark_of_a_states_latest_version_is_never_forgotten(service: Bench) -> None:
    _mark(service, STATE, utc_now() - timedelta(days=10_000))
    forget_old(service.runtime)
    assert len(service.rows(inbox)) == 1


def test_within_the_hour_nothing_more_is_forgotten(service: Bench) -> None:
    assert forget_old(service.runtime)
    _key(service, utc_now() - timedelta(days=400))
    assert not forget_old(service.runtime)
    assert len(service.rows(idempotency_keys)) == 1


@pytest.mark.parametrize(("since", "worked"), [(HOURLY - MOMENT, False), (HOURLY, True), (HOURLY + MOMENT, True)])
def test_an_hour_later_it_is_time_again(service: Bench, since: timedelta, worked: bool) -> None:
    with service.database.write() as session:
        session.execute(delete(facts_of_service).where(facts_of_service.c.name == "retention"))
    _keep(service, facts_of_service, name="retention", value=(utc_now() - since + HOURLY).isoformat())
    assert forget_old(service.runtime) == worked
