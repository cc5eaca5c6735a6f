"""Northwind into Ugoda, through the gateway.

What is there already is found by what both sides call it: our organization by its code, people and partners by name,
items by SKU, orders by `external_number`. So a run that was killed goes on where it stopped, and one more changes
nothing. The clients' phones are kept as phones where they can be dialled from abroad, else in the notes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import phonenumbers

from deploy.client import Api
from deploy.importing.northwind import COUNTRIES, Figures, Northwind, Row, SourceOrder
from services.chassis.money import half_up

ORGANIZATION = {"name": "Northwind Traders", "edrpou": "41000007"}
"""Pays no VAT: the source's amounts carry none."""
PRICE_TYPE = {"code": "NORTHWIND", "name": "Northwind", "vat_included": False}
Progress = Callable[[str, int, Iterable[Any]], Iterable[Any]]
"""(what, how many, them) → them: whoever shows how far it is wraps each loop."""


@dataclass
class Known:
    """Ugoda's ids of what was brought in, by the source's."""

    organization: str
    warehouse: str
    price_type: str
    staff: dict[str, str] = field(default_factory=dict)
    partners: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)


def bring_in(api: Api, source: Northwind, progress: Progress) -> Known:
    """Everything of the source that is not there yet."""
    known = _company(api)
    _staff(api, known, source, progress)
    _partners(api, known, source, progress)
    _items(api, known, source, progress)
    _prices(api, known, source, progress)
    _receipts(api, known, source, progress)
    _orders(api, known, source, progress)
    _withdraw(api, source)
    return known


def figures(api: Api, known: Known, source: Northwind, progress: Progress) -> Figures:
    """The source's figures, counted anew from what Ugoda answers."""
    orders = list(api.all("/orders", organization_id=known.organization, order="created_at"))
    lines: list[dict[str, Any]] = []
    for order in progress("reading orders", len(orders), orders):
        lines += api.get(f"/orders/{order['id']}")["lines"]
    days = [order.ordered_on for order in source.orders] + [one.shipped_on for one in source.orders if one.shipped_on]
    sales = api.get(
        "/reports/sales",
        organization_id=known.organization,
        date_from=min(days, default=date.today()).isoformat(),
        date_to=max(days, default=date.today()).isoformat(),
    )
    partners = list(api.all("/partners", organization_id=known.organization))
    return Figures(
        clients=sum("client" in partner["roles"] for partner in partners),
        items=sum(item["sku"].startswith(_sku("")) for item in api.all("/items", order="sku")),
        orders=len(orders),
        lines=len(lines),
        gross=_sum(half_up(Decimal(line["quantity"]) * Decimal(line["listed_price"])) for line in lines),
        net=_sum(Decimal(order["total"]) for order in orders),
        shipped_orders=sum(row["shipments"] for row in sales["rows"]),
        shipped=Decimal(sales["revenue"]),
    )


def _company(api: Api) -> Known:
    code = ORGANIZATION["edrpou"]
    ours = next((one for one in api.all("/organizations") if one["edrpou"] == code), None)
    organization = (ours or api.post("/organizations", ORGANIZATION))["id"]
    warehouse = next(iter(api.all("/warehouses", organization_id=organization)), None)
    if warehouse is None:
        warehouse = api.post("/warehouses", {"organization_id": organization, "name": "Northwind"})
    kind = next((one for one in api.all("/price-types") if one["code"] == PRICE_TYPE["code"]), None)
    return Known(organization, warehouse["id"], (kind or api.post("/price-types", PRICE_TYPE))["id"])


def _staff(api: Api, known: Known, source: Northwind, progress: Progress) -> None:
    there = {one["full_name"]: one["id"] for one in api.all("/staff", organization_id=known.organization)}
    in_order = list(_superiors_first(source.employees))
    for row in progress("staff", len(in_order), in_order):
        name = f"{row['FirstName']} {row['LastName']}"
        body = {
            "organization_id": known.organization,
            "full_name": name,
            "position": row["Title"],
            "superior_id": known.staff.get(row["ReportsTo"] or ""),
        }
        known.staff[str(row["EmployeeID"])] = there.get(name) or api.post("/staff", body)["id"]


def _superiors_first(employees: Iterable[Row]) -> Iterator[Row]:
    waiting: list[Row] = list(employees)
    placed: set[str | None] = {None}
    while waiting:
        ready = [row for row in waiting if row["ReportsTo"] in placed]
        if not ready:
            raise ValueError("some employees report to each other in a ring, or to somebody who is not there")
        yield from ready
        placed |= {row["EmployeeID"] for row in ready}
        waiting = [row for row in waiting if row not in ready]


def _partners(api: Api, known: Known, source: Northwind, progress: Progress) -> None:
    there = {one["name"]: one["id"] for one in api.all("/partners", organization_id=known.organization)}
    managers = source.manager_of()
    wanted = [("client", "CustomerID", row) for row in source.customers]
    wanted += [("supplier", "SupplierID", row) for row in source.suppliers]
    for role, key, row in progress("partners", len(wanted), wanted):
        source_id, name = str(row[key]), str(row["CompanyName"])
        body = {
            "organization_id": known.organization,
            "kind": "company",
            "name": name,
            "roles": [role],
            "manager_id": known.staff.get(managers.get(source_id, "")) if role == "client" else None,
            # the tables are brought in whole; cards of one partner are merged afterwards
            "accept_duplicates": True,
            **_card(row, source_id if role == "client" else f"S-{source_id}"),
        }
        known.partners[f"{role} {source_id}"] = there.get(name) or api.post("/partners", body)["id"]


def _card(row: Row, foreign_number: str) -> dict[str, Any]:
    country = COUNTRIES[str(row["Country"])]
    address = ", ".join(filter(None, (row["Address"], row["City"], row["Region"], row["PostalCode"], row["Country"])))
    details = [{"kind": "address", "value": address}]
    phone = _international(row["Phone"], country)
    if phone:
        details.append({"kind": "phone", "value": phone})
    notes = [f"Phone: {row['Phone']}" if row["Phone"] and not phone else "", f"Fax: {row['Fax']}" if row["Fax"] else ""]
    return {
        "legal_entities": [{"name": row["CompanyName"], "country": country, "foreign_number": foreign_number}],
        "contact_persons": [{"full_name": row["ContactName"], "position": row["ContactTitle"]}],
        "details": details,
        "notes": "\n".join(filter(None, notes)) or None,
    }


def _international(phone: str | None, country: str) -> str | None:
    """In E.164, or nothing where there can be no such number (or none any more)."""
    if phone is None:
        return None
    try:
        number = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _items(api: Api, known: Known, source: Northwind, progress: Progress) -> None:
    there = {one["sku"]: one["id"] for one in api.all("/items", order="sku")}
    for row in progress("items", len(source.products), source.products):
        sku = _sku(str(row["ProductID"]))
        body = {"sku": sku, "name": row["ProductName"], "name_en": row["ProductName"], "vat_rate": "exempt"}
        known.items[str(row["ProductID"])] = there.get(sku) or api.post("/items", body)["id"]


def _sku(product: str) -> str:
    return f"NW-{product}"


def _prices(api: Api, known: Known, source: Northwind, progress: Progress) -> None:
    history = api.all("/prices", price_type_id=known.price_type)
    there = {(one["item_id"], one["valid_from"]) for one in history}
    settings = source.prices()
    for day, prices in progress("prices", len(settings), sorted(settings.items())):
        rows = [
            {"item_id": known.items[product], "price_type_id": known.price_type, "value": str(price)}
            for product, price in prices.items()
            if (known.items[product], day.isoformat()) not in there
        ]
        if rows:
            api.post("/price-settings", {"effective_from": day.isoformat(), "prices": rows})


def _receipts(api: Api, known: Known, source: Northwind, progress: Progress) -> None:
    """As much as was shipped and is left, from each supplier. What it cost the source does not say: nothing."""
    there = {row["item_id"] for row in api.all("/stock", warehouse_id=known.warehouse)}
    shipped = source.shipped_quantities()
    received_on = min((order.ordered_on for order in source.orders), default=date.today()) - timedelta(days=1)
    for supplier in progress("receipts", len(source.suppliers), source.suppliers):
        lines = []
        for row in source.products:
            quantity = shipped.get(str(row["ProductID"]), Decimal(0)) + Decimal(row["UnitsInStock"] or 0)
            item = known.items[str(row["ProductID"])]
            if row["SupplierID"] == supplier["SupplierID"] and quantity and item not in there:
                lines.append({"item_id": item, "quantity": str(quantity), "price": "0"})
        if lines:
            body = {
                "warehouse_id": known.warehouse,
                "supplier_id": known.partners[f"supplier {supplier['SupplierID']}"],
                "received_on": received_on.isoformat(),
                "lines": lines,
            }
            api.post("/receipts", body)


def _orders(api: Api, known: Known, source: Northwind, progress: Progress) -> None:
    """Each is created, approved (its discounts are typed by hand) and shipped, as far as it is not yet."""
    there = {one["external_number"]: one for one in api.all("/orders", organization_id=known.organization)}
    for order in progress("orders", len(source.orders), source.orders):
        brought = there.get(_sku(order.number)) or api.post("/orders", _order_body(known, order))
        if brought["status"] == "on_approval":
            brought = api.post(f"/orders/{brought['id']}/approve")
        if order.shipped_on and Decimal(brought["shipped_amount"]) == 0:
            api.post("/shipments", {"order_id": brought["id"], "shipped_on": order.shipped_on.isoformat()})


def _order_body(known: Known, order: SourceOrder) -> dict[str, Any]:
    return {
        "organization_id": known.organization,
        "partner_id": known.partners[f"client {order.customer}"],
        "warehouse_id": known.warehouse,
        "price_type_id": known.price_type,
        "prices_with_vat": False,
        "ordered_on": order.ordered_on.isoformat(),
        "external_number": _sku(order.number),
        "lines": [
            {
                "item_id": known.items[line.product],
                "quantity": str(line.quantity),
                **({"manual_discount": str(line.discount)} if line.discount else {}),
            }
            for line in order.lines
        ],
    }


def _withdraw(api: Api, source: Northwind) -> None:
    """Last: what is no longer sold can't be ordered."""
    over = {_sku(str(row["ProductID"])) for row in source.products if row["Discontinued"] == "1"}
    for item in list(api.all("/items", order="sku", withdrawn="false")):
        if item["sku"] in over:
            api.patch(f"/items/{item['id']}", {"withdrawn": True})


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))
