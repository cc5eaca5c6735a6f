"""One small company and its sales for the stories of failure, and how to wait until all was told to everybody."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

import pika
from sqlalchemy import text

from services.chassis.contracts import dead_queue, event_queue
from services.chassis.ids import uuid_for
from services.chassis.settings import SERVICES
from services.chassis.topology import retry_exchange
from tests.house import Answer, Api, House

T = TypeVar("T")

DELAYS_MS = (200, 600, 1500)
"""Pauses of an event that failed in these houses: short, and growing."""
SHORT_PAUSES = {"UGODA_EVENT_RETRY_DELAYS_MS": str(list(DELAYS_MS))}
PATIENCE_SECONDS = 90.0
_QUIET_SECONDS = 1.0

STAGES = [
    {"code": "contact", "name": "Контакт", "next": ["terms"]},
    {"code": "terms", "name": "Умови", "next": []},
]


@dataclass(frozen=True)
class Firm:
    """Ids of what every sale needs."""

    organization: str
    warehouse: str
    deal_kind: str
    price_type: str
    loss_reason: str
    item: str
    manager: str
    other_manager: str


def found_firm(api: Api) -> Firm:
    ours = api.post("/organizations", {"name": "ТОВ «Незламність»", "edrpou": "41414148"})["id"]
    price_type = api.post("/price-types", {"code": "RETAIL", "name": "Роздріб", "for_sales": True})["id"]
    hired = [
        api.post("/staff", {"organization_id": ours, "full_name": name})["id"]
        for name in ("Калинова Мирослава", "Дубовий Остап")
    ]
    firm = Firm(
        organization=ours,
        warehouse=api.post("/warehouses", {"organization_id": ours, "name": "Головний склад"})["id"],
        deal_kind=api.post("/deal-kinds", {"name": "Продаж", "stages": STAGES})["id"],
        price_type=price_type,
        loss_reason=api.post("/loss-reasons", {"name": "Зависока ціна"})["id"],
        item=priced_item(api, price_type, "SHARED"),
        manager=hired[0],
        other_manager=hired[1],
    )
    receive(api, firm, firm.item, 100_000)
    return firm


def priced_item(api: Api, price_type: str, sku: str) -> str:
    item: str = api.post("/items", {"sku": sku, "name": f"Товар {sku}"}, f"item-{sku}")["id"]
    price = {"item_id": item, "price_type_id": price_type, "value": "100.00"}
    api.post("/price-settings", {"effective_from": "2026-01-01", "prices": [price]}, f"price-{sku}")
    return item


def receive(api: Api, firm: Firm, item: str, quantity: int) -> None:
    line = {"item_id": item, "quantity": str(quantity), "price": "60"}
    api.post("/receipts", {"warehouse_id": firm.warehouse, "lines": [line]})


def a_client(api: Api, firm: Firm, name: str) -> str:
    body = {"organization_id": firm.organization, "kind": "company", "name": name, "manager_id": firm.manager}
    return str(api.post("/partners", body, str(uuid_for("client", name)))["id"])


def a_deal(api: Api, firm: Firm, client: str, name: str) -> Any:
    body = {"name": name, "kind_id": firm.deal_kind, "organization_id": firm.organization, "partner_id": client}
    return api.post("/deals", {**body, "potential": "5000.00"}, str(uuid_for("deal", name)))


def an_order(api: Api, firm: Firm, client: str, key: str, quantity: int = 3, item: str | None = None) -> Any:
    """Approved, nothing reserved yet."""
    body = {
        "organization_id": firm.organization,
        "partner_id": client,
        "warehouse_id": firm.warehouse,
        "lines": [{"item_id": item or firm.item, "quantity": str(quantity)}],
    }
    order = api.post("/orders", body, f"{key}-order")
    return api.post(f"/orders/{order['id']}/approve", {}, f"{key}-approve")


def a_payment(api: Api, firm: Firm, client: str, order: Any, key: str) -> Any:
    body = {"organization_id": firm.organization, "partner_id": client, "order_id": order["id"]}
    return api.post("/payments", {**body, "amount": order["payable"]}, f"{key}-payment")


def sell(api: Api, firm: Firm, key: str) -> str:
    """A whole sale; the order's id. Done again with the same key it changes nothing."""
    client = a_client(api, firm, f"ТОВ «Клієнт {key}»")
    order = an_order(api, firm, client, key)
    api.post(f"/orders/{order['id']}/reserve", {}, f"{key}-reserve")
    first = [{"line_id": order["lines"][0]["id"], "quantity": "1"}]
    api.post("/shipments", {"order_id": order["id"], "lines": first}, f"{key}-shipment-1")
    api.post("/shipments", {"order_id": order["id"]}, f"{key}-shipment-2")
    a_payment(api, firm, client, order, key)
    api.post(f"/orders/{order['id']}/close", {}, f"{key}-close")
    return str(order["id"])


def at_once(actions: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """All started at the same moment, each in a thread of its own; their answers in the order of the actions."""
    answers: dict[int, Answer] = {}
    start = threading.Barrier(len(actions))

    def run(place: int) -> None:
        start.wait()
        answers[place] = actions[place]()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[place] for place in range(len(actions))]


def wait_until(look: Callable[[], T], what: str, seconds: float = PATIENCE_SECONDS) -> T:
    """The first true thing that `look` sees."""
    deadline = time.monotonic() + seconds
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)


def settle(house: House, seconds: float = PATIENCE_SECONDS) -> None:
    """Until nothing has waited in any outbox, queue or pause for a whole second."""
    deadline = time.monotonic() + seconds
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < _QUIET_SECONDS:
        if untold(house):
            quiet_since = time.monotonic()
            assert quiet_since < deadline, f"{untold(house)} events still wait after {seconds:.0f} s"
        time.sleep(0.1)


def untold(house: House) -> int:
    """Events not yet given to all their consumers; those parked do not count."""
    waiting = sum(one(house, service, "SELECT count(*) FROM outbox") for service in SERVICES)
    queues = [event_queue(service) for service in SERVICES] + [retry_exchange(delay) for delay in DELAYS_MS]
    return waiting + sum(ready_messages(house, queues))


def parked_count(house: House, service: str) -> int:
    return ready_messages(house, [dead_queue(service)])[0]


def ready_messages(house: House, queues: Iterable[str]) -> list[int]:
    with closing(pika.BlockingConnection(pika.URLParameters(house.broker.url))) as connection:
        channel = connection.channel()
        return [channel.queue_declare(queue, passive=True).method.message_count for queue in queues]


def rows(house: House, service: str, query: str, **values: Any) -> list[tuple[Any, ...]]:
    """As the database itself holds them: no type of ours in between."""
    database = house.database(service)
    try:
        with database.reader.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]
    finally:
        database.dispose()


def one(house: House, service: str, query: str, **values: Any) -> int:
    return int(rows(house, service, query, **values)[0][0] or 0)


def change(house: House, service: str, *statements: str) -> None:
    database = house.database(service)
    try:
        with database.writer.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
    finally:
        database.dispose()


def dump(house: House, service: str, table: str) -> list[str]:
    """Every column of every row, in one order whatever the order of writing."""
    return sorted(repr(row) for row in rows(house, service, f"SELECT * FROM {table}"))
