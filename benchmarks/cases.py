"""What is measured: each case as one client does it on its connection."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from uuid import uuid4

import orjson

from benchmarks.wire import Connection

ECHO_PATH = "/bench/echo"
LINES = 10
LISTED = 50


@dataclass(frozen=True)
class World:
    """What the seeding made, as far as requests name it."""

    manager: str
    """The `Authorization` line of a manager whose clients these are."""
    head: str
    organization: str
    warehouse: str
    partners: tuple[str, ...]
    items: tuple[str, ...]
    orders: tuple[str, ...]
    day: str
    echoed: str
    """The body the floor echoes: an order as it is read."""


Case = Callable[[Connection, World, int], Awaitable[None]]
"""One round trip, or one chain of them. The number is different each time."""


async def floor(connection: Connection, world: World, number: int) -> None:
    await connection.send("POST", ECHO_PATH, "", world.echoed.encode())


async def register_client(connection: Connection, world: World, number: int) -> None:
    await _command(connection, world.manager, "/partners", new_client(world.organization, number))


async def list_clients(connection: Connection, world: World, number: int) -> None:
    await connection.send("GET", f"/api/v1/partners?limit={LISTED}&order=name", world.manager)


async def price_items(connection: Connection, world: World, number: int) -> None:
    body = orjson.dumps({"on": world.day, "lines": _lines(world, number)})
    await connection.send("POST", "/api/v1/quotes", world.manager, body)


async def create_and_approve(connection: Connection, world: World, number: int) -> None:
    order = {
        "organization_id": world.organization,
        "partner_id": world.partners[number % len(world.partners)],
        "warehouse_id": world.warehouse,
        "lines": _lines(world, number),
    }
    made = orjson.loads(await _command(connection, world.manager, "/orders", order))
    await _command(connection, world.head, f"/orders/{made['id']}/approve", {})


async def read_order(connection: Connection, world: World, number: int) -> None:
    await connection.send("GET", f"/api/v1/orders/{world.orders[number % len(world.orders)]}", world.manager)


CASES: dict[str, Case] = {
    "floor": floor,
    "read_order": read_order,
    "list_clients": list_clients,
    "price_items": price_items,
    "register_client": register_client,
    "create_and_approve": create_and_approve,
}
"""The floor first: its rounds alternate with the others'."""


_CODES = ("50", "63", "66", "67", "68", "73", "93", "95", "96", "97")
_PHONES = count(uuid4().int % (len(_CODES) * 10**7))


def _phone() -> str:
    """Of nobody registered before: a client with another's phone would be refused as a likely duplicate."""
    code, number = divmod(next(_PHONES), 10**7)
    return f"+380{_CODES[code % len(_CODES)]}{number:07d}"


def new_client(organization: str, number: int) -> dict[str, object]:
    """A shop with its address, phone, e-mail and a person to talk to; plainly invented."""
    name = f"{_FIRST[number % len(_FIRST)]} {_SECOND[number // len(_FIRST) % len(_SECOND)]} {uuid4().hex[:6]}"
    return {
        "organization_id": organization,
        "kind": "company",
        "name": name,
        "details": [
            {"kind": "address", "value": f"м. Вигадане, вул. Навантажувальна, {number % 200 + 1}", "purpose": "офіс"},
            {"kind": "phone", "value": _phone()},
            {"kind": "email", "value": f"client-{uuid4().hex[:12]}@example.com"},
        ],
        "contact_persons": [{"full_name": "Вигадана Олена", "position": "закупівлі", "phone": _phone()}],
    }


_FIRST = ("Світлодім", "Ґанок", "Їдальня", "Явір", "Оболонь", "Єдність", "Іскра", "Бджола")
_SECOND = ("Плюс", "Маркет", "Торг", "Північ", "Схід")


def _lines(world: World, number: int) -> list[dict[str, str]]:
    first = number * LINES
    chosen = [world.items[(first + place) % len(world.items)] for place in range(LINES)]
    return [{"item_id": item, "quantity": str(place + 1)} for place, item in enumerate(chosen)]


async def _command(connection: Connection, who: str, path: str, body: object) -> bytes:
    headers = f"{who}idempotency-key: {uuid4()}\r\n"
    return await connection.send("POST", f"/api/v1{path}", headers, orjson.dumps(body))
