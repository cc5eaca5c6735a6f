"""The company the load works on, made through the API as any client would make it."""

import re
from datetime import date

import orjson

from benchmarks import load
from benchmarks.cases import World
from tests.house import Api, House

ITEMS = 200
_HOST = "127.0.0.1"
_CROWD = 8


def port_of(house: House) -> int:
    return int(house.environment["UGODA_HTTP_PORT"])


def make_world(house: House, clients: int, orders: int) -> World:
    admin = house.api()
    ours = admin.post("/organizations", {"name": "ТОВ «Вимірювач»", "edrpou": "41414148"})["id"]
    warehouse = admin.post("/warehouses", {"organization_id": ours, "name": "Склад"})["id"]
    head = admin.post("/staff", {"organization_id": ours, "full_name": "Соломія Провідна"})["id"]
    person = {"organization_id": ours, "full_name": "Тарас Перший", "superior_id": head}
    manager = admin.post("/staff", person)["id"]
    world = World(
        manager=_authorization(house.add_user("bench-manager", ("manager",), staff_id=manager)),
        head=_authorization(house.add_user("bench-head", ("head_of_sales",), staff_id=head)),
        organization=ours,
        warehouse=warehouse,
        partners=(),
        items=_priced_items(admin),
        orders=(),
        day=date.today().isoformat(),
        echoed="",
    )
    load.run(load.Task("register_client", _HOST, port_of(house), _CROWD, 60, clients, clients, 0, world))
    world = _with(world, partners=_ids(admin, "/partners", clients))
    load.run(load.Task("create_and_approve", _HOST, port_of(house), _CROWD, 60, orders, orders, 0, world))
    made = _ids(admin, "/orders", orders)
    read = orjson.dumps(admin.get(f"/orders/{made[0]}"))
    # the same size in bytes on the way back too: a stock service escapes what is not ASCII
    return _with(world, orders=made, echoed=re.sub(rb"[\x80-\xff]", b"x", read).decode())


def _with(world: World, **fields: object) -> World:
    return World(**{**world.__dict__, **fields})


def _authorization(person: Api) -> str:
    return f"authorization: Bearer {person.token}\r\n"


def _priced_items(admin: Api) -> tuple[str, ...]:
    price_type = admin.post("/price-types", {"code": "RETAIL", "name": "Роздрібна", "for_sales": True})["id"]
    items = tuple(
        admin.post("/items", {"sku": f"BENCH-{number:03d}", "name": f"Товар вимірювальний {number}"})["id"]
        for number in range(ITEMS)
    )
    prices = [
        {"item_id": item, "price_type_id": price_type, "value": f"{100 + number}.50"}
        for number, item in enumerate(items)
    ]
    admin.post("/price-settings", {"effective_from": date.today().isoformat(), "prices": prices})
    return items


def _ids(admin: Api, path: str, most: int) -> tuple[str, ...]:
    ids: list[str] = []
    cursor = ""
    while len(ids) < most:
        page = admin.get(f"{path}?limit=200{cursor}")
        ids += [row["id"] for row in page["items"]]
        if not page["next"]:
            break
        cursor = f"&cursor={page['next']}"
    return tuple(ids[:most])
