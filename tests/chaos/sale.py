"""One thin sale as an unsure client makes it: every request is repeated with its key until it is answered."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from typing import Any

UNSURE = frozenset({429, 500, 502, 503, 504})
PATIENCE_SECONDS = 240.0
ANSWERS_LOST = 0.05
"""How many answers of a sale are lost on their way: its request is then repeated, and must be answered the same."""


class Refused(Exception):
    """A definite no: the story expects none."""


@dataclass
class Api:
    """An HTTP client that signs in again when its token ends and repeats when unsure."""

    address: str
    login: str
    password: str
    repeats: int = 0
    _token: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, path: str, body: dict[str, Any], key: str | None = None) -> Any:
        answer = self._until_answered("POST", path, body, key or str(uuid.uuid4()))
        if key and random.random() < ANSWERS_LOST:
            again = self._until_answered("POST", path, body, key)
            if again != answer:
                raise Refused(f"POST {path}: answered {answer}, and when repeated {again}")
        return answer

    def get(self, path: str) -> Any:
        return self._until_answered("GET", path, None, None)

    def _until_answered(self, method: str, path: str, body: dict[str, Any] | None, key: str | None) -> Any:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            status, answer = self._once(method, path, body, key)
            if status == 401:
                self._token = ""
            elif 200 <= status < 300:
                return answer
            elif status not in UNSURE and status != 0:
                raise Refused(f"{method} {path}: {status} {answer}")
            if time.monotonic() > deadline:
                raise Refused(f"{method} {path}: no answer for {PATIENCE_SECONDS} s, last {status} {answer}")
            self.repeats += 1
            time.sleep(0.15)

    def _once(self, method: str, path: str, body: dict[str, Any] | None, key: str | None) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json"}
        if path != "/auth/token":
            headers["Authorization"] = f"Bearer {self._access()}"
        if key:
            headers["Idempotency-Key"] = key
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/api/v1{path}", data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (OSError, ValueError) as error:
            return 0, repr(error)

    def _access(self) -> str:
        with self._lock:
            while not self._token:
                status, answer = self._once(
                    "POST", "/auth/token", {"login": self.login, "password": self.password}, None
                )
                if status == 200:
                    self._token = answer["access_token"]
                else:
                    time.sleep(0.3)
            return self._token


@dataclass(frozen=True)
class Company:
    organization: str
    warehouse: str
    deal_kind: str
    price_type: str
    shared_item: str


PRICE, QUANTITY, SHIPPED_FIRST = "100.00", 3, 1
STOCKED = 100_000


def found_company(api: Api) -> Company:
    ours = api.post("/organizations", {"name": "ТОВ «Стійкість»", "edrpou": "41414148"})["id"]
    warehouse = api.post("/warehouses", {"organization_id": ours, "name": "Склад"})["id"]
    kind = api.post("/deal-kinds", {"name": "Продаж", "stages": STAGES})["id"]
    price_type = api.post("/price-types", {"code": "RETAIL", "name": "Роздріб", "for_sales": True})["id"]
    item = api.post("/items", {"sku": "SHARED", "name": "Спільний товар"})["id"]
    price = {"item_id": item, "price_type_id": price_type, "value": PRICE}
    api.post("/price-settings", {"effective_from": "2026-01-01", "prices": [price]})
    line = {"item_id": item, "quantity": str(STOCKED), "price": "60"}
    api.post("/receipts", {"warehouse_id": warehouse, "lines": [line]})
    return Company(ours, warehouse, kind, price_type, item)


STAGES = [
    {"code": "contact", "name": "Контакт", "next": ["terms"]},
    {"code": "terms", "name": "Умови", "next": []},
]


def sell(api: Api, company: Company, number: int) -> None:
    """Register, price, deal, order, approve, reserve, ship in two parts, pay, claim: every service takes part."""
    key = f"sale-{number}"
    partner = api.post(
        "/partners",
        {"organization_id": company.organization, "kind": "company", "name": f"Клієнт {number:04d}"},
        f"{key}-partner",
    )["id"]
    item = api.post("/items", {"sku": f"OWN-{number}", "name": f"Товар {number}"}, f"{key}-item")["id"]
    price = {"item_id": item, "price_type_id": company.price_type, "value": PRICE}
    api.post("/price-settings", {"effective_from": "2026-01-01", "prices": [price]}, f"{key}-price")
    receipt = {"item_id": item, "quantity": str(QUANTITY), "price": "70"}
    api.post("/receipts", {"warehouse_id": company.warehouse, "lines": [receipt]}, f"{key}-receipt")
    deal = api.post(
        "/deals",
        {
            "name": f"Угода {number}",
            "kind_id": company.deal_kind,
            "organization_id": company.organization,
            "partner_id": partner,
        },
        f"{key}-deal",
    )["id"]
    api.post(f"/deals/{deal}/stage", {"stage": "terms"}, f"{key}-stage")
    order = _order(api, company, partner, item, key)
    lines = [{"line_id": line["id"], "quantity": str(SHIPPED_FIRST)} for line in order["lines"]]
    api.post("/shipments", {"order_id": order["id"], "lines": lines}, f"{key}-shipment-1")
    api.post("/shipments", {"order_id": order["id"]}, f"{key}-shipment-2")
    payment = {"organization_id": company.organization, "partner_id": partner, "order_id": order["id"]}
    api.post("/payments", {**payment, "amount": order["payable"]}, f"{key}-payment")
    api.post(f"/deals/{deal}/win", {}, f"{key}-win")
    api.post("/claims", {"subject": "Подряпина", "kind": "quality", "order_id": order["id"]}, f"{key}-claim")
    closed = api.post(f"/orders/{order['id']}/close", {}, f"{key}-close")
    assert closed["state"] == "closed", closed


def _order(api: Api, company: Company, partner: str, item: str, key: str) -> Any:
    order = api.post(
        "/orders",
        {
            "organization_id": company.organization,
            "partner_id": partner,
            "warehouse_id": company.warehouse,
            "lines": [{"item_id": one, "quantity": str(QUANTITY)} for one in (item, company.shared_item)],
        },
        f"{key}-order",
    )
    api.post(f"/orders/{order['id']}/approve", {}, f"{key}-approve")
    return api.post(f"/orders/{order['id']}/reserve", {}, f"{key}-reserve")
