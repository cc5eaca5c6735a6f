"""How to ask for every operation: a valid address and body, with names of records in braces.

`{order}` and the like are filled in by whoever asks: ids of one's own client, of another's, or of nothing at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from gateway.identity.contracts import ROOT_OPERATIONS
from gateway.identity.contracts import api as identity
from services.chassis.common import common
from services.chassis.contracts import Operation
from services.chassis.startup import all_contracts

PARTIES = {"organization_id": "{organization}", "partner_id": "{partner}"}
LINES = [{"item_id": "{item}", "quantity": "2"}]
OF_ORDER = [{"line_id": "{line}", "quantity": "1"}]
PRICES = [{"item_id": "{item}", "price_type_id": "{price_type}", "value": "101.5"}]
STAGES = [{"code": "new", "name": "Нова", "next": ["old"]}, {"code": "old", "name": "Стара"}]
PERIOD = {"date_from": "2026-01-01", "date_to": "2026-01-31"}

REQUESTS: dict[str, tuple[str, Any]] = {
    "register_organization": ("/organizations", {"name": "ТОВ «{tag}»", "edrpou": "{edrpou}"}),
    "change_organization": ("/organizations/{organization}", {"name": "ТОВ «Дзвін {tag}»"}),
    "get_organization": ("/organizations/{organization}", None),
    "list_organizations": ("/organizations?limit=200", None),
    "open_department": ("/departments", {"organization_id": "{organization}", "name": "Відділ {tag}"}),
    "get_department": ("/departments/{department}", None),
    "list_departments": ("/departments?limit=200", None),
    "hire_staff": ("/staff", {"organization_id": "{organization}", "full_name": "Новенький {tag}"}),
    "change_staff": ("/staff/{staff}", {"position": "Менеджер"}),
    "get_staff": ("/staff/{staff}", None),
    "list_staff": ("/staff?limit=200", None),
    "get_team": ("/staff/{staff}/team", None),
    "hand_clients_over": ("/staff/{staff}/hand-over", {"to_staff_id": "{other_staff}"}),
    "register_partner": (
        "/partners",
        {"organization_id": "{organization}", "kind": "company", "name": "ТОВ «Новий {tag}»"},
    ),
    "change_partner": ("/partners/{partner}", {"notes": "Змінено"}),
    "assign_partner": ("/partners/{partner}/assign", {"manager_id": "{staff}"}),
    "add_contact_person": ("/partners/{partner}/contact-persons", {"full_name": "Особа {tag}"}),
    "archive_partner": ("/partners/{partner}/archive", {}),
    "erase_partner": ("/partners/{partner}/erase", {}),
    "get_partner": ("/partners/{partner}", None),
    "list_partners": ("/partners?limit=200", None),
    "get_terms_of_sale": ("/partners/{partner}/terms-of-sale?organization_id={organization}", None),
    "give_task": ("/tasks", {"title": "Завдання {tag}", "partner_id": "{partner}"}),
    "complete_task": ("/tasks/{task}/complete", {"result": "Зроблено"}),
    "get_task": ("/tasks/{task}", None),
    "list_tasks": ("/tasks?limit=200&partner_id={partner}", None),
    "list_timeline": ("/partners/{partner}/timeline?limit=200", None),
    "add_item": ("/items", {"sku": "T-{tag}", "name": "Товар {tag}"}),
    "change_item": ("/items/{item}", {"name_en": "Kettle"}),
    "get_item": ("/items/{item}", None),
    "get_items": ("/items/by-ids", {"ids": ["{item}"]}),
    "list_items": ("/items?limit=200", None),
    "add_price_type": ("/price-types", {"code": "T_{code}", "name": "Вид {tag}"}),
    "list_price_types": ("/price-types?limit=200", None),
    "set_prices": ("/price-settings", {"effective_from": "2027-01-01", "prices": PRICES}),
    "get_price_setting": ("/price-settings/{setting}", None),
    "list_prices": ("/prices?limit=200", None),
    "add_price_group": ("/price-groups", {"name": "Група {tag}"}),
    "change_price_group": ("/price-groups/{price_group}", {"name_en": "Tools"}),
    "make_offer": (
        "/offers",
        {
            **PARTIES,
            "name": "Оферта {tag}",
            "valid_from": "2026-01-01",
            "terms": {"price_type_id": "{price_type}"},
        },
    ),
    "change_offer": ("/offers/{offer}", {"name": "Оферта {tag}"}),
    "list_offers": ("/offers?limit=200", None),
    "get_client_offers": ("/partners/{partner}/offers?organization_id={organization}", None),
    "set_discount_root": ("/discount-root", {"combine": "highest"}),
    "add_discount_group": ("/discount-groups", {"name": "Знижки {tag}", "combine": "sum"}),
    "change_discount_group": ("/discount-groups/{discount_group}", {"priority": 2}),
    "add_discount": ("/discounts", {"name": "Знижка {tag}", "percent": "1", "valid_to": "2025-12-31"}),
    "set_manual_limit": ("/manual-limits", {"role": "manager", "percent": "5"}),
    "add_card_kind": ("/card-kinds", {"name": "Картки {tag}"}),
    "issue_card": (
        "/loyalty-cards",
        {"code": "C-{code}", "kind_id": "{card_kind}", "partner_id": "{partner}", "valid_from": "2026-01-01"},
    ),
    "list_cards": ("/loyalty-cards?limit=200&partner_id={partner}", None),
    "ask_quote": ("/quotes", {"on": "2026-06-01", "lines": LINES}),
    "add_deal_kind": ("/deal-kinds", {"name": "Вид {tag}", "stages": STAGES}),
    "list_deal_kinds": ("/deal-kinds?limit=200", None),
    "add_loss_reason": ("/loss-reasons", {"name": "Причина {tag}"}),
    "list_loss_reasons": ("/loss-reasons?limit=200", None),
    "register_deal": ("/deals", {**PARTIES, "name": "Угода {tag}", "kind_id": "{kind}"}),
    "change_deal": ("/deals/{deal}", {"potential": "1000"}),
    "move_deal": ("/deals/{deal}/stage", {"stage": "terms"}),
    "win_deal": ("/deals/{deal}/win", {}),
    "lose_deal": ("/deals/{deal}/lose", {"loss_reason_id": "{reason}"}),
    "get_deal": ("/deals/{deal}", None),
    "list_deals": ("/deals?limit=200&partner_id={partner}", None),
    "create_order": ("/orders", {**PARTIES, "warehouse_id": "{warehouse}", "lines": LINES}),
    "approve_order": ("/orders/{order}/approve", {}),
    "reserve_order": ("/orders/{order}/reserve", {"lines": OF_ORDER}),
    "cancel_order": ("/orders/{order}/cancel", {"reason": "Передумали"}),
    "close_order": ("/orders/{order}/close", {}),
    "get_order": ("/orders/{order}", None),
    "list_orders": ("/orders?limit=200&partner_id={partner}&id={order}", None),
    "open_warehouse": ("/warehouses", {"organization_id": "{organization}", "name": "Склад {tag}"}),
    "list_warehouses": ("/warehouses?limit=200", None),
    "receive_goods": (
        "/receipts",
        {"warehouse_id": "{warehouse}", "lines": [{"item_id": "{item}", "quantity": "10", "price": "60"}]},
    ),
    "get_receipt": ("/receipts/{receipt}", None),
    "list_stock": ("/stock?limit=200", None),
    "ship_goods": ("/shipments", {"order_id": "{order}", "lines": OF_ORDER}),
    "get_shipment": ("/shipments/{shipment}", None),
    "list_shipments": ("/shipments?limit=200&order_id={order}", None),
    "receive_payment": ("/payments", {**PARTIES, "amount": "10.50"}),
    "get_payment": ("/payments/{payment}", None),
    "list_payments": ("/payments?limit=200&partner_id={partner}", None),
    "get_balance": ("/partners/{partner}/balance", None),
    "report_sales": ("/reports/sales?date_from=2026-01-01&date_to=2030-12-31&by=client", None),
    "add_channel": ("/channels", {"name": "Канал {tag}"}),
    "list_channels": ("/channels?limit=200", None),
    "add_channel_cost": ("/channels/{channel}/costs", {**PERIOD, "amount": "500"}),
    "list_channel_costs": ("/channel-costs?limit=200", None),
    "register_claim": ("/claims", {"subject": "Претензія {tag}", "kind": "quality", "partner_id": "{partner}"}),
    "review_claim": ("/claims/{claim}/review", {"cause": "Перевезення"}),
    "decide_claim": ("/claims/{claim}/decide", {"satisfied": True, "result": "Замінено"}),
    "get_claim": ("/claims/{claim}", None),
    "list_claims": ("/claims?limit=200&partner_id={partner}", None),
    "get_job": ("/jobs/{job}", None),
    "cancel_job": ("/jobs/{job}/cancel", {}),
    "list_audit": ("/audit?limit=200&service={service}", None),
    "sign_in": ("/auth/token", {"login": "{login}", "password": "{password}"}),
    "refresh_sign_in": ("/auth/refresh", {"refresh_token": "{refresh_token}"}),
    "sign_out": ("/auth/sign-out", {"refresh_token": "{refresh_token}"}),
    "get_me": ("/auth/me", None),
    "change_own_password": (
        "/auth/password",
        {"current_password": "{password}", "new_password": "{new_password}"},
    ),
    "list_users": ("/users?limit=200", None),
    "add_user": (
        "/users",
        {"login": "user-{code}", "name": "Користувач", "password": "{new_password}", "roles": ["warehouse"]},
    ),
    "change_user": ("/users/{user}", {"name": "Користувач {tag}"}),
    "get_key_set": ("/.well-known/jwks.json", None),
}

OPERATIONS: dict[str, Operation] = {
    operation.name: operation
    for operation in [
        *(one for contract in [*all_contracts(), common, identity] for one in contract.operations.values()),
        *ROOT_OPERATIONS,
    ]
}
"""Everything that can be asked over HTTP."""


def _as_declared(operation: Operation) -> tuple[str, Any]:
    """The request of an operation not written out above: its path, of a record of its first noun, and its example."""
    noun = operation.path.split("/")[1].removesuffix("s").replace("-", "_")
    body = None if operation.method == "GET" else operation.example or {}
    return operation.path.replace("{id}", f"{{{noun}}}"), body


REQUESTS |= {name: _as_declared(one) for name, one in OPERATIONS.items() if name not in REQUESTS}

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Asked:
    """One request ready to be sent."""

    operation: Operation
    path: str
    body: Any

    @property
    def method(self) -> str:
        return self.operation.method


def asked(name: str, values: Mapping[str, str], **body: Any) -> Asked:
    """The request of an operation with these records; `body` adds to its body."""
    path, given = REQUESTS[name]
    return Asked(OPERATIONS[name], filled(path, values), filled({**given, **body} if body else given, values))


def filled(template: Any, values: Mapping[str, str]) -> Any:
    if isinstance(template, str):
        return _PLACE.sub(lambda place: values[place[1]], template)
    if isinstance(template, dict):
        return {name: filled(value, values) for name, value in template.items()}
    return [filled(value, values) for value in template] if isinstance(template, list) else template


def places(name: str) -> set[str]:
    """Names of the records an operation's request speaks of."""
    return set(_PLACE.findall(repr(REQUESTS[name])))


class Nothing(dict[str, str]):
    """Values for a request that is right in form and speaks of nothing there is."""

    def __missing__(self, name: str) -> str:
        return _MADE_UP[name]() if name in _MADE_UP else str(uuid4())


_MADE_UP = {
    "tag": lambda: uuid4().hex[:8],
    "code": lambda: uuid4().hex[:8].upper(),
    "edrpou": lambda: "42001038",
    "job": lambda: f"partners.{uuid4()}",
    "service": lambda: "orders",
    "login": lambda: "nobody-of-ours",
    "password": lambda: "wrong-password-of-nobody",
    "new_password": lambda: f"Довгий-пароль-{uuid4().hex[:8]}",
    "refresh_token": lambda: uuid4().hex,
}
