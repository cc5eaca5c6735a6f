"""Say again what the owner's rows say: fills a new consumer, mends an old one, follows every restore.

States and facts are made from rows by the same views as the first time; equal ids and versions, marked
`replayed`, so that consumers accept what they have already seen and change nothing by it.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import MetaData, delete, insert, select
from sqlalchemy.orm import Session

from services.chassis.access import hears_of_partners
from services.chassis.actor import SYSTEM
from services.chassis.contracts import Contract, Event
from services.chassis.runtime import EPOCH_OF, Runtime
from services.chassis.statements import upsert
from services.chassis.tables import chassis_metadata, facts_of_service, outbox, partner_access
from services.chassis.tx import all_of, outbox_row, utc_now

_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def replay(runtime: Runtime, names: Iterable[str] = ()) -> dict[str, int]:
    """Put events of these names (none: all) into the outbox again; how many of each."""
    chosen = set(names)
    counts = {}
    for event in runtime.contract.events.values():
        if (not chosen or event.name in chosen) and event.view in runtime.views:
            counts[event.name] = _replay_event(runtime, event)
    return counts


def forget_what_was_told(session: Session, contract: Contract, metadata: MetaData, epochs: Mapping[str, int]) -> None:
    """After a restore of all services: copies are of moments a little apart, so what others told is emptied, and
    believed only from their new epochs on. The replay that follows tells it again, from what the owners still have."""
    for table in (*chassis_metadata.tables.values(), *metadata.tables.values()):
        if table is partner_access and not hears_of_partners(contract):
            continue
        if table.info.get("fed_by_events"):
            session.execute(delete(table))
    for service, epoch in epochs.items():
        row = {"name": f"{EPOCH_OF}{service}", "value": str(epoch)}
        upsert(session, facts_of_service, row, ("name",))


def _replay_event(runtime: Runtime, event: Event) -> int:
    shown = runtime.views[event.view]
    count = 0
    with runtime.database.read() as session:
        reader = runtime.reader(session, SYSTEM)
        for batch in all_of(session, shown):
            rows = [
                outbox_row(reader, event, record, shown.build(reader, record), actor=SYSTEM, trace="", replayed=True)
                for record in batch
            ]
            runtime.transaction(partial(_store, rows=rows))
            count += len(rows)
    return count


def _store(session: Session, rows: list[dict[str, object]]) -> bool:
    session.execute(insert(outbox), rows)
    return True


def raise_epoch(session: Session) -> int:
    """After a restore: what this service says now beats what it said before. The new epoch.

    By the clock, not by counting on: one backup restored twice must not give two lives of the same number.
    """
    value = session.scalar(select(facts_of_service.c.value).where(facts_of_service.c.name == "epoch"))
    epoch = max(int(value or 0) + 1, int((utc_now() - _FIRST_DAY).total_seconds()))
    upsert(session, facts_of_service, {"name": "epoch", "value": str(epoch)}, ("name",))
    return epoch
