"""A sales office of two teams, and what each has with its clients.

Head of sales (sees everybody's clients)
Elder (a manager) ── Alina (a manager, her own client)
Bohdan (a manager, his own client; nobody's subordinate)
A user of Bohdan's client, from outside
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

from tests.house import Api, House

T = TypeVar("T")
PATIENCE_SECONDS = 90.0
STAGES = [{"code": "contact", "name": "Контакт", "next": ["terms"]}, {"code": "terms", "name": "Умови"}]
EDRPOU = "42001017"
SALES_CODE = "RIGHTS"


@dataclass(frozen=True)
class Shared:
    """What the whole office uses, and no client owns."""

    organization: str
    warehouse: str
    kind: str
    reason: str
    price_type: str
    item: str
    setting: str
    receipt: str
    channel: str
    department: str


@dataclass(frozen=True)
class Business:
    """Ids of one client and of everything there is with it."""

    partner: str
    deal: str
    order: str
    line: str
    shipment: str
    payment: str
    claim: str
    task: str
    name: str

    @property
    def ids(self) -> dict[str, str]:
        return {name: value for name, value in self.__dict__.items() if name != "name"}


@dataclass(frozen=True)
class Office:
    house: House
    admin: Api
    head: Api
    elder: Api
    alina: Api
    bohdan: Api
    outsider: Api
    staff: dict[str, str]
    shared: Shared
    alinas: Business
    bohdans: Business


def open_office(house: House) -> Office:
    admin = house.api()
    shared = found(admin)
    staff = hire(admin, shared.organization)
    tag = uuid4().hex[:6]
    people = {
        name: house.add_user(f"{name}-{tag}", ("manager",), staff_id=staff[name])
        for name in ("elder", "alina", "bohdan")
    }
    head = house.add_user(f"head-{tag}", ("head_of_sales",), staff_id=staff["head"])
    alinas = do_business(admin, people["alina"], shared, f"ТОВ «Калина {tag}»")
    bohdans = do_business(admin, people["bohdan"], shared, f"ТОВ «Барвінок {tag}»")
    outsider = house.add_user(f"outsider-{tag}", ("client",), partner_id=bohdans.partner)
    office = Office(
        house, admin, head, **people, outsider=outsider, staff=staff, shared=shared, alinas=alinas, bohdans=bohdans
    )
    wait_until(lambda: everything_is_told(office), "all services to know both clients' documents")
    return office


def found(admin: Api) -> Shared:
    """Idempotent: the keys are fixed, so a second office of the same house shares it."""

    def made(path: str, body: Any) -> str:
        return str(admin.post(path, body, f"rights-{path}")["id"])

    organization = made("/organizations", {"name": "ТОВ «Дзвін»", "edrpou": EDRPOU})
    price_type = made("/price-types", {"code": SALES_CODE, "name": "Роздріб", "for_sales": True})
    item = made("/items", {"sku": "RIGHTS-1", "name": "Чайник"})
    warehouse = made("/warehouses", {"organization_id": organization, "name": "Склад «Дзвін»"})
    price = {"item_id": item, "price_type_id": price_type, "value": "100.00"}
    receipt = {"item_id": item, "quantity": "100000", "price": "60"}
    return Shared(
        organization=organization,
        warehouse=warehouse,
        kind=made("/deal-kinds", {"name": "Продаж", "stages": STAGES}),
        reason=made("/loss-reasons", {"name": "Дорого"}),
        price_type=price_type,
        item=item,
        setting=made("/price-settings", {"effective_from": "2026-01-01", "prices": [price]}),
        receipt=made("/receipts", {"warehouse_id": warehouse, "lines": [receipt]}),
        channel=made("/channels", {"name": "Виставка"}),
        department=made("/departments", {"organization_id": organization, "name": "Відділ продажу"}),
    )


def hire(admin: Api, organization: str) -> dict[str, str]:
    def card(name: str, superior: str | None = None) -> str:
        body = {"organization_id": organization, "full_name": name, "superior_id": superior}
        return str(admin.post("/staff", body)["id"])

    head = card("Головко Ганна")
    elder = card("Старенко Степан", head)
    return {
        "head": head,
        "elder": elder,
        "alina": card("Алиненко Аліна", elder),
        "bohdan": card("Богданів Богдан", head),
    }


def do_business(admin: Api, manager: Api, shared: Shared, name: str) -> Business:
    """One of everything with a client of this manager, made by whoever may make it."""
    parties = {"organization_id": shared.organization}
    partner = manager.post("/partners", {**parties, "kind": "company", "name": name})["id"]
    parties["partner_id"] = partner
    deal = manager.post("/deals", {**parties, "name": f"Угода з {name}", "kind_id": shared.kind})["id"]
    # a new client is the manager's own in other services once they have heard of it
    for path in (f"/partners/{partner}/balance", f"/deals/{deal}"):
        wait_until(lambda path=path: manager.send("GET", path).status == 200, f"{path} to be seen by its manager")
    order = manager.post("/orders", {**parties, **order_of(shared), "deal_id": deal})
    admin.post(f"/orders/{order['id']}/approve")
    line = order["lines"][0]["id"]
    shipped = [{"line_id": line, "quantity": "2"}]
    return Business(
        partner=partner,
        deal=deal,
        order=order["id"],
        line=line,
        shipment=manager.post("/shipments", {"order_id": order["id"], "lines": shipped})["id"],
        payment=admin.post("/payments", {**parties, "order_id": order["id"], "amount": "100"})["id"],
        claim=manager.post("/claims", {"subject": "Подряпина", "kind": "quality", "order_id": order["id"]})["id"],
        task=manager.post("/tasks", {"title": f"Подзвонити до {name}", "partner_id": partner})["id"],
        name=name,
    )


def order_of(shared: Shared) -> dict[str, Any]:
    """What any order says but its parties. Other stories of the house may have other price types for sales."""
    lines = [{"item_id": shared.item, "quantity": "5"}]
    return {"warehouse_id": shared.warehouse, "price_type_id": shared.price_type, "lines": lines}


def everything_is_told(office: Office) -> bool:
    """Rights in each service, and the timeline, have heard of both clients."""
    return all(not unheard(manager, business) for manager, business in pairs(office))


def pairs(office: Office) -> list[tuple[Api, Business]]:
    return [(office.alina, office.alinas), (office.bohdan, office.bohdans)]


LISTS = {
    "partner": "/partners?limit=200",
    "deal": "/deals?limit=200",
    "order": "/orders?limit=200",
    "shipment": "/shipments?limit=200",
    "payment": "/payments?limit=200",
    "claim": "/claims?limit=200",
}
TIMELINE = {"deal", "order", "shipment", "payment", "claim", "task"}


def unheard(api: Api, business: Business) -> list[str]:
    """Lists of this person in which the client's documents do not stand."""
    missing = [noun for noun, path in LISTS.items() if business.ids[noun].encode() not in api.send("GET", path).raw]
    seen = api.send("GET", f"/partners/{business.partner}/timeline?limit=200").raw
    missing += [f"timeline: {noun}" for noun in TIMELINE if business.ids[noun].encode() not in seen]
    if api.send("GET", f"/partners/{business.partner}/balance").status != 200:
        missing.append("balance")
    return missing


def wait_until(look: Callable[[], T], what: str, seconds: float = PATIENCE_SECONDS) -> T:
    """The first true thing that `look` sees."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.05)
    return seen
