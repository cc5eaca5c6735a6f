"""What is read of Northwind's tables, from tables made here."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from deploy.importing.northwind import Figures, read

ORDERS = """OrderID,CustomerID,EmployeeID,OrderDate,ShippedDate
12,KAVUN,2,3/9/2020,NULL
11,KAVUN,1,3/5/2020,3/7/2020
10,DYNIA,1,3/5/2020,3/6/2020
"""
LINES = """OrderID,ProductID,UnitPrice,Quantity,Discount
10,1,2.50,3,0
11,1,2.50,1,0.15
11,2,0.35,1,0.5
12,1,3.00,2,0
"""


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    for name, text in {
        "Orders": ORDERS,
        "Order_Details": LINES,
        "Customers": "CustomerID,CompanyName\nKAVUN,Kavun Invented Trade\nDYNIA,Dynia Invented Trade\n",
        "Employees": "EmployeeID,ReportsTo\n1,NULL\n2,1\n",
        "Suppliers": "SupplierID\n1\n",
        "Products": "ProductID,SupplierID,UnitsInStock\n1,1,5\n2,1,0\n",
    }.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    return tmp_path


def test_figures_round_each_line_half_up_and_count_what_was_shipped(tables: Path) -> None:
    assert read(tables).figures == Figures(
        clients=2,
        items=2,
        orders=3,
        lines=4,
        gross=Decimal("16.35"),
        net=Decimal("15.81"),  # 7.50 + 2.13 (2.125) + 0.18 (0.175) + 6.00
        shipped_orders=2,
        shipped=Decimal("9.81"),
    )


def test_orders_come_by_date_and_then_number(tables: Path) -> None:
    assert [order.number for order in read(tables).orders] == ["10", "11", "12"]


def test_orders_after_the_last_day_asked_for_are_left_out(tables: Path) -> None:
    assert [order.number for order in read(tables, date(2020, 3, 8)).orders] == ["10", "11"]
    assert [order.number for order in read(tables, date(2020, 3, 9)).orders] == ["10", "11", "12"]


def test_a_price_is_set_on_the_day_of_the_first_order_at_it(tables: Path) -> None:
    assert read(tables).prices() == {
        date(2020, 3, 5): {"1": Decimal("2.50"), "2": Decimal("0.35")},
        date(2020, 3, 9): {"1": Decimal("3.00")},
    }


def test_only_shipped_orders_take_from_the_stock(tables: Path) -> None:
    assert read(tables).shipped_quantities() == {"1": Decimal(4), "2": Decimal(1)}


def test_a_client_is_led_by_who_took_its_latest_order(tables: Path) -> None:
    assert read(tables).manager_of() == {"DYNIA": "1", "KAVUN": "2"}
