"""Forgetting on time: keys, consumed facts and audit rows older than the settings say.

State marks of the inbox stay: they are what "the latest wins" stands on, one row for each subject.
"""

from datetime import timedelta

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from services.chassis.contracts import EventKind
from services.chassis.runtime import Runtime
from services.chassis.settings import SERVICES, settings
from services.chassis.statements import upsert
from services.chassis.tables import audit_rows, facts_of_service, idempotency_keys, inbox
from services.chassis.tx import utc_now

HOURLY = timedelta(hours=1)


def forget_old(runtime: Runtime) -> bool:
    """Once an hour for each service, whoever comes first; false when it was not yet time."""
    now = utc_now()

    def forget(session: Session) -> bool:
        last = session.scalar(select(facts_of_service.c.value).where(facts_of_service.c.name == "retention"))
        if last is not None and now.isoformat() < last:
            return False
        row = {"name": "retention", "value": (now + HOURLY).isoformat()}
        upsert(session, facts_of_service, row, ("name",))
        _delete_before(session, idempotency_keys, "created_at", settings().key_retention_days)
        _delete_before(session, audit_rows, "at", settings().audit_retention_days)
        facts = _fact_types()
        limit = now - timedelta(days=settings().inbox_retention_days)
        session.execute(delete(inbox).where(inbox.c.type.in_(facts), inbox.c.recorded_at < limit))
        return True

    if not _is_time(runtime, now.isoformat()):
        return False
    return bool(runtime.transaction(forget))


def _is_time(runtime: Runtime, now: str) -> bool:
    """A look without the writer lock: it is not time on all but one of thousands of looks."""
    with runtime.database.read() as session:
        last = session.scalar(select(facts_of_service.c.value).where(facts_of_service.c.name == "retention"))
    return last is None or now >= last


def _delete_before(session: Session, table: Table, column: str, days: int) -> None:
    session.execute(delete(table).where(table.c[column] < utc_now() - timedelta(days=days)))


def _fact_types() -> list[str]:
    from services.chassis.startup import contract_of

    events = [event for service in SERVICES for event in contract_of(service).events.values()]
    return [event.address for event in events if event.kind is EventKind.FACT]
