"""The demo company, founded through the gateway as any client would: what is there already is found by its code or
name, so twice is once."""

from dataclasses import dataclass
from typing import Any

from deploy.client import Api

ORGANIZATION = {
    "name": "ТОВ «Світлодім Демо»",
    "edrpou": "32855961",
    "vat_number": "328559600001",
    "requisite_policies": [{"kind": "company", "role": "client", "requisites": ["edrpou", "phone", "contact_person"]}],
}
STAFF = (
    ("head", "Соломія Провідна", "Керівниця відділу продажів"),
    ("manager", "Тарас Перший", "Менеджер з продажу"),
    ("second", "Дарина Друга", "Менеджерка з продажу"),
)
ITEMS = (
    ("CABLE-3X25", "Кабель мідний 3×2,5", "м", "54.60"),
    ("LAMP-LED-10", "Лампа світлодіодна 10 Вт", "шт", "89.00"),
    ("SOCKET-2", "Розетка подвійна «Світанок»", "шт", "145.50"),
    ("TV-55", "Телевізор 55 дюймів «Обрій»", "шт", "19999.00"),
    ("INSTALL", "Монтаж електропроводки", "год", "450.00"),
)
STAGES = (
    {"code": "first_contact", "name": "Перший контакт", "next": ["qualification"]},
    {"code": "qualification", "name": "Кваліфікація", "next": ["proposal"]},
    {"code": "proposal", "name": "Пропозиція", "next": ["agreement", "qualification"]},
    {"code": "agreement", "name": "Погодження умов", "next": ["proposal"]},
)


@dataclass(frozen=True)
class Company:
    """Ids of what every sale needs. `staff`: by what they are here."""

    organization: str
    staff: dict[str, str]
    warehouse: str
    deal_kind: str
    loss_reason: str
    channel: str


def found_company(api: Api) -> Company:
    """Organization, staff, warehouse, items with prices, a deal kind: what the first order needs."""
    ours = api.ensure("/organizations", ORGANIZATION, by="edrpou")["id"]
    staff: dict[str, str] = {}
    for what, name, position in STAFF:
        card = {"organization_id": ours, "full_name": name, "position": position, "superior_id": staff.get("head")}
        staff[what] = api.ensure("/staff", card, by="full_name", organization_id=ours)["id"]
    warehouse = {"organization_id": ours, "name": "Головний склад"}
    company = Company(
        organization=ours,
        staff=staff,
        warehouse=api.ensure("/warehouses", warehouse, by="name", organization_id=ours)["id"],
        deal_kind=api.ensure("/deal-kinds", {"name": "Продаж обладнання", "stages": STAGES}, by="name")["id"],
        loss_reason=api.ensure("/loss-reasons", {"name": "Дорожче, ніж у конкурента"}, by="name")["id"],
        channel=api.ensure("/channels", {"name": "Виставки"}, by="name")["id"],
    )
    _stock_up(api, company)
    return company


def price(api: Api, price_type: str, values: dict[str, str]) -> None:
    """From the year's first day; `values`: by item. What has a price already keeps it."""
    there = {row["item_id"] for row in api.all("/prices", price_type_id=price_type)}
    rows = [
        {"item_id": item, "price_type_id": price_type, "value": value}
        for item, value in values.items()
        if item not in there
    ]
    if rows:
        year = api.get("/desk")["today"][:4]  # the services' day, whatever zone this machine lives in
        api.post("/price-settings", {"effective_from": f"{year}-01-01", "prices": rows})


def _stock_up(api: Api, company: Company) -> None:
    # where another type is for sales already it stays so
    for_sales = not any(one["for_sales"] for one in api.all("/price-types"))
    card = {"code": "RETAIL", "name": "Роздрібна", "for_sales": for_sales}
    retail = api.ensure("/price-types", card, by="code")["id"]
    there = {row["item_id"] for row in api.all("/stock", warehouse_id=company.warehouse)}
    prices: dict[str, str] = {}
    lines: list[dict[str, Any]] = []
    for sku, name, unit, value in ITEMS:
        kind = "service" if sku == "INSTALL" else "goods"
        card = {"sku": sku, "name": name, "unit": unit, "kind": kind}
        item = api.ensure("/items", card, by="sku", sku=sku)["id"]
        prices[item] = value
        if kind == "goods" and item not in there:
            lines.append({"item_id": item, "quantity": "100", "price": f"{float(value) * 0.6:.2f}"})
    price(api, retail, prices)
    if lines:
        api.post("/receipts", {"warehouse_id": company.warehouse, "lines": lines})
