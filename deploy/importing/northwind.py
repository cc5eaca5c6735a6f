"""Northwind's tables as exported to CSV: a wholesaler's clients, staff, suppliers, items and orders.

Amounts are taken as they are, in the base currency of the organization they are brought into (the source's are in US
dollars). Dates are month/day/year. `NULL` is nothing.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from services.chassis.money import half_up, line_total

COUNTRIES = {
    "Argentina": "AR",
    "Australia": "AU",
    "Austria": "AT",
    "Belgium": "BE",
    "Brazil": "BR",
    "Canada": "CA",
    "Denmark": "DK",
    "Finland": "FI",
    "France": "FR",
    "Germany": "DE",
    "Ireland": "IE",
    "Italy": "IT",
    "Japan": "JP",
    "Mexico": "MX",
    "Netherlands": "NL",
    "Norway": "NO",
    "Poland": "PL",
    "Portugal": "PT",
    "Singapore": "SG",
    "Spain": "ES",
    "Sweden": "SE",
    "Switzerland": "CH",
    "UK": "GB",
    "USA": "US",
    "Venezuela": "VE",
}

Row = Mapping[str, str | None]


@dataclass(frozen=True)
class Line:
    product: str
    quantity: Decimal
    price: Decimal
    discount: Decimal
    """In percent."""

    @property
    def gross(self) -> Decimal:
        return half_up(self.quantity * self.price)

    @property
    def net(self) -> Decimal:
        return line_total(self.quantity, self.price, self.discount)


@dataclass(frozen=True)
class SourceOrder:
    number: str
    customer: str
    employee: str
    ordered_on: date
    shipped_on: date | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Figures:
    """What must be the same in the source and in Ugoda. Each line is rounded half up to the cent."""

    clients: int
    items: int
    orders: int
    lines: int
    gross: Decimal
    net: Decimal
    shipped_orders: int
    shipped: Decimal


@dataclass(frozen=True)
class Northwind:
    """`orders` by date, then number."""

    customers: tuple[Row, ...]
    employees: tuple[Row, ...]
    suppliers: tuple[Row, ...]
    products: tuple[Row, ...]
    orders: tuple[SourceOrder, ...]

    @property
    def figures(self) -> Figures:
        lines = [line for order in self.orders for line in order.lines]
        shipped = [order for order in self.orders if order.shipped_on]
        return Figures(
            clients=len(self.customers),
            items=len(self.products),
            orders=len(self.orders),
            lines=len(lines),
            gross=sum((line.gross for line in lines), Decimal(0)),
            net=sum((line.net for line in lines), Decimal(0)),
            shipped_orders=len(shipped),
            shipped=sum((line.net for order in shipped for line in order.lines), Decimal(0)),
        )

    def prices(self) -> dict[date, dict[str, Decimal]]:
        """From which day each product cost what: a product's price changes with the first order at another one."""
        changes: dict[date, dict[str, Decimal]] = {}
        now: dict[str, Decimal] = {}
        for order in self.orders:
            for line in order.lines:
                if now.get(line.product) != line.price:
                    now[line.product] = line.price
                    changes.setdefault(order.ordered_on, {})[line.product] = line.price
        return changes

    def shipped_quantities(self) -> dict[str, Decimal]:
        sums: dict[str, Decimal] = {}
        for order in self.orders:
            for line in order.lines if order.shipped_on else ():
                sums[line.product] = sums.get(line.product, Decimal(0)) + line.quantity
        return sums

    def manager_of(self) -> dict[str, str]:
        """Each customer's employee: who took its latest order."""
        return {order.customer: order.employee for order in self.orders}


def read(directory: Path, until: date | None = None) -> Northwind:
    """All tables; of the orders those up to `until`, that day included."""
    lines: dict[str, list[Line]] = {}
    for row in _rows(directory / "Order_Details.csv"):
        lines.setdefault(_text(row, "OrderID"), []).append(
            Line(
                product=_text(row, "ProductID"),
                quantity=_number(row, "Quantity"),
                price=_number(row, "UnitPrice"),
                discount=_number(row, "Discount") * 100,
            )
        )
    orders = [_order(row, lines) for row in _rows(directory / "Orders.csv")]
    return Northwind(
        customers=tuple(_rows(directory / "Customers.csv")),
        employees=tuple(_rows(directory / "Employees.csv")),
        suppliers=tuple(_rows(directory / "Suppliers.csv")),
        products=tuple(_rows(directory / "Products.csv")),
        orders=tuple(
            sorted(
                (order for order in orders if until is None or order.ordered_on <= until),
                key=lambda order: (order.ordered_on, order.number),
            )
        ),
    )


def _order(row: Row, lines: Mapping[str, list[Line]]) -> SourceOrder:
    number = _text(row, "OrderID")
    shipped = row["ShippedDate"]
    return SourceOrder(
        number=number,
        customer=_text(row, "CustomerID"),
        employee=_text(row, "EmployeeID"),
        ordered_on=_day(_text(row, "OrderDate")),
        shipped_on=_day(shipped) if shipped else None,
        lines=tuple(lines[number]),
    )


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: None if value in ("NULL", "") else value.strip() for name, value in row.items()}


def _text(row: Row, name: str) -> str:
    value = row[name]
    if value is None:
        raise ValueError(f"{name} is empty in {dict(row)}")
    return value


def _number(row: Row, name: str) -> Decimal:
    return Decimal(_text(row, name))


def _day(text: str) -> date:
    return datetime.strptime(text, "%m/%d/%Y").date()
