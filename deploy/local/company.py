"""The demo company: founded through the gateway as any client would, with fixed keys, so that twice is once."""

from datetime import date

from deploy.client import Api

ITEMS = (
    ("CABLE-3X25", "Кабель мідний 3×2,5", "м", "54.60"),
    ("LAMP-LED-10", "Лампа світлодіодна 10 Вт", "шт", "89.00"),
    ("SOCKET-2", "Розетка подвійна «Світанок»", "шт", "145.50"),
    ("TV-55", "Телевізор 55 дюймів «Обрій»", "шт", "19999.00"),
    ("INSTALL", "Монтаж електропроводки", "год", "450.00"),
)


def found_company(client: Api) -> None:
    """Organization, staff, warehouse, items with prices, a deal kind: what the first order needs."""
    if client.get("/organizations", limit=1)["items"]:
        return
    organization = client.post(
        "/organizations",
        {
            "name": "ТОВ «Світлодім Демо»",
            "edrpou": "32855961",
            "vat_number": "328559600001",
            "requisite_policies": [
                {"kind": "company", "role": "client", "requisites": ["edrpou", "phone", "contact_person"]}
            ],
        },
        key="demo-organization",
    )
    ours = organization["id"]
    head = _hire(client, ours, "demo-staff-1", "Соломія Провідна", "Керівниця відділу продажів", None)
    _hire(client, ours, "demo-staff-2", "Тарас Перший", "Менеджер з продажу", head)
    _hire(client, ours, "demo-staff-3", "Дарина Друга", "Менеджерка з продажу", head)
    warehouse = client.post("/warehouses", {"organization_id": ours, "name": "Головний склад"}, key="demo-warehouse")
    _stock_up(client, warehouse["id"])
    stages = [
        {"code": "first_contact", "name": "Перший контакт", "next": ["qualification"]},
        {"code": "qualification", "name": "Кваліфікація", "next": ["proposal"]},
        {"code": "proposal", "name": "Пропозиція", "next": ["agreement", "qualification"]},
        {"code": "agreement", "name": "Погодження умов", "next": ["proposal"]},
    ]
    client.post("/deal-kinds", {"name": "Продаж обладнання", "stages": stages}, key="demo-deal-kind")
    client.post("/loss-reasons", {"name": "Дорожче, ніж у конкурента"}, key="demo-loss-reason")
    client.post("/channels", {"name": "Виставки"}, key="demo-channel")


def _hire(client: Api, organization: str, key: str, name: str, position: str, superior: str | None) -> str:
    body = {"organization_id": organization, "full_name": name, "position": position, "superior_id": superior}
    staff_id: str = client.post("/staff", body, key=key)["id"]
    return staff_id


def _stock_up(client: Api, warehouse: str) -> None:
    retail = client.post(
        "/price-types", {"code": "RETAIL", "name": "Роздрібна", "for_sales": True}, key="demo-price-type"
    )
    prices, lines = [], []
    for sku, name, unit, price in ITEMS:
        kind = "service" if sku == "INSTALL" else "goods"
        item = client.post("/items", {"sku": sku, "name": name, "unit": unit, "kind": kind}, key=f"demo-item-{sku}")
        prices.append({"item_id": item["id"], "price_type_id": retail["id"], "value": price})
        if kind == "goods":
            lines.append({"item_id": item["id"], "quantity": "100", "price": f"{float(price) * 0.6:.2f}"})
    start = date.today().replace(month=1, day=1).isoformat()
    client.post("/price-settings", {"effective_from": start, "prices": prices}, key="demo-prices")
    client.post("/receipts", {"warehouse_id": warehouse, "lines": lines}, key="demo-receipt")
