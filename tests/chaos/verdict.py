"""What must be true in the end, counted in the databases themselves."""

from collections import Counter
from pathlib import Path
from typing import Any

import pika
from sqlalchemy import text

from services.chassis.contracts import dead_queue, event_queue
from services.chassis.database import Database
from services.chassis.failpoints import APPLIED
from services.chassis.settings import SERVICES
from tests.chaos.sale import QUANTITY, STOCKED

PER_SALE = {"order": 1, "shipment": 2, "payment": 1, "deal": 1, "deal_won": 1, "claim": 1}
LINES = 2


def waiting(databases: dict[str, Database], broker_url: str) -> int:
    """Events not yet applied everywhere: in outboxes and queues, pauses included."""
    count = sum(_one(databases[service], "SELECT count(*) FROM outbox") for service in SERVICES)
    connection = pika.BlockingConnection(pika.URLParameters(broker_url))
    channel = connection.channel()
    names = [event_queue(service) for service in SERVICES]
    count += sum(channel.queue_declare(name, passive=True).method.message_count for name in names)
    connection.close()
    return count


def problems(databases: dict[str, Database], broker_url: str, sales: int) -> list[str]:
    """Everything that is not exactly as it must be; empty when nothing was lost or doubled."""
    found: list[str] = []

    def expect(what: str, got: Any, wanted: Any) -> None:
        if got != wanted:
            found.append(f"{what}: {got}, must be {wanted}")

    orders, partners = databases["orders"], databases["partners"]
    expect("orders", _one(orders, "SELECT count(*) FROM orders"), sales)
    expect("closed orders", _one(orders, "SELECT count(*) FROM orders WHERE state = 'closed'"), sales)
    expect("shipments", _one(orders, "SELECT count(*) FROM shipments"), 2 * sales)
    expect("payments", _one(orders, "SELECT count(*) FROM payments"), sales)
    expect("clients", _one(partners, "SELECT count(*) FROM partners"), sales)
    expect("deals won", _one(databases["deals"], "SELECT count(*) FROM deals WHERE status = 'won'"), sales)
    expect("claims", _one(databases["marketing"], "SELECT count(*) FROM claims"), sales)
    expect("items", _one(databases["pricing"], "SELECT count(*) FROM items"), sales + 1)
    for kind, count in PER_SALE.items():
        rows = f"SELECT count(*) FROM timeline WHERE kind = '{kind}'"
        expect(f"timeline {kind}", _one(partners, rows), count * sales)
    incomplete = (
        "SELECT count(*) FROM (SELECT partner_id FROM timeline GROUP BY partner_id "
        f"HAVING count(*) <> {sum(PER_SALE.values())}) AS odd"
    )
    expect("clients whose timeline is not whole", _one(partners, incomplete), 0)
    expect("open approval tasks", _one(partners, "SELECT count(*) FROM tasks WHERE status <> 'done'"), 0)
    owed = "SELECT (SELECT sum(total) FROM shipments) - (SELECT sum(amount) FROM payments)"
    expect("what clients owe", _one(orders, owed), 0)
    expect("what the register says they owe", _one(orders, "SELECT sum(amount) FROM settlements"), 0)
    expect("movements in the register", _one(orders, "SELECT count(*) FROM settlements"), 3 * sales)
    unequal = "SELECT count(*) FROM orders WHERE shipped_amount <> paid OR payable <> paid"
    expect("orders out of balance", _one(orders, unequal), 0)
    expect(
        "stock left of own items", _one(orders, f"SELECT sum(on_hand) FROM stock WHERE on_hand < {STOCKED * 500}"), 0
    )
    shared = (STOCKED - QUANTITY * sales) * 1000
    expect("stock of the shared item", _one(orders, "SELECT max(on_hand) FROM stock"), shared)
    expect("reserved", _one(orders, "SELECT sum(reserved) FROM stock"), 0)
    for service in SERVICES:
        expect(f"outbox of {service}", _one(databases[service], "SELECT count(*) FROM outbox"), 0)
        found += [f"dead event of {service}: {reason}" for reason in _dead(broker_url, service)]
        known = _one(databases[service], "SELECT count(*) FROM partner_access")
        expect(f"partners known to {service}", known, sales)
    return found


def observed(home: Path) -> Counter[str]:
    """What failpoints and cures noted: `name service` → times."""
    counts: Counter[str] = Counter()
    for log in (home / "failpoints").glob("*.log"):
        counts.update(line for line in log.read_text().split("\n") if line)
    return counts


def applied_twice(home: Path) -> list[str]:
    """Events a consumer applied more than once: what the inbox is there to prevent."""
    notes = {line: times for line, times in observed(home).items() if line.startswith(f"{APPLIED}:")}
    return [f"applied {times} times: {line}" for line, times in notes.items() if times > 1]


def _dead(broker_url: str, service: str) -> list[str]:
    connection = pika.BlockingConnection(pika.URLParameters(broker_url))
    channel = connection.channel()
    reasons = []
    for method, properties, _ in iter(lambda: channel.basic_get(dead_queue(service)), (None, None, None)):
        assert method is not None
        assert properties is not None
        headers = properties.headers or {}
        reasons.append(f"{headers.get('type')} {headers.get('failed_at')} {headers.get('reason')}")
    connection.close()
    return reasons


def _one(database: Database, query: str) -> int:
    with database.reader.connect() as connection:
        value = connection.execute(text(query)).scalar()
    return int(value or 0)
