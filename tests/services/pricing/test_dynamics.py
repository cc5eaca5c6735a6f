"""Growth and decline of prices over a period, per item, group and type (T6)."""

from typing import Any

from services.pricing import contracts
from tests.services.cast import KALYNA
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.test_price_types import a_markup

MARCH, MAY = "2026-03-01", "2026-05-01"


def dynamics(desk: Desk, date_to: str = MARCH, **more: Any) -> list[dict[str, Any]]:
    asked = {"date_from": JANUARY, "date_to": date_to, **more}
    rows: list[dict[str, Any]] = desk.bench.do(contracts.REPORT_PRICE_DYNAMICS, asked)["rows"]
    return rows


def shown(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_prices_of_the_last_day_are_compared_with_those_of_the_first_largest_moves_first(desk: Desk) -> None:
    a_markup(desk, "DEALER")
    lamp, torch = desk.an_item("LAMP", "Лампа", "100"), desk.an_item("TORCH", "Ліхтар", "50")
    desk.price((lamp, "110"), (torch, "40"), on=MARCH)
    desk.price((desk.an_item("NEW"), "1"), on=MARCH)  # no price on the first day
    found = dynamics(desk, price_type_id=desk.retail)
    assert [shown(row, "key", "old", "new", "percent", "grown", "fallen") for row in found] == [
        (torch, "50.0000", "40.0000", "-20.00", 0, 1),
        (lamp, "100.0000", "110.0000", "10.00", 1, 0),
    ]
    assert [row["percent"] for row in dynamics(desk, "2026-02-28", price_type_id=desk.retail)] == ["0.00", "0.00"]
    assert len(dynamics(desk)) == 4
    assert [row["key"] for row in dynamics(desk, price_type_id=desk.retail, limit=1)] == [torch]


def test_a_group_s_and_a_type_s_prices_are_compared_together(desk: Desk) -> None:
    tools = desk.a_price_group()
    drill, saw = (desk.an_item(sku, price="100", price_group_id=tools) for sku in ("DRILL", "SAW"))
    lamp = desk.an_item("LAMP", price="0")
    desk.price((drill, "125"), (saw, "95"), (lamp, "10"), on=MARCH)
    names = ("key", "old", "new", "percent", "items", "grown", "fallen")
    by_group = [shown(row, *names) for row in dynamics(desk, by="price_group")]
    assert by_group == [
        (tools, "200.0000", "220.0000", "10.00", 2, 1, 1),
        (None, "0.0000", "10.0000", None, 1, 1, 0),
    ]
    assert [shown(row, *names) for row in dynamics(desk, by="price_type")] == [
        (None, "200.0000", "230.0000", "15.00", 3, 2, 1)
    ]
    assert len(dynamics(desk, price_group_id=tools)) == 2


def test_a_period_that_ends_before_it_begins_is_refused(desk: Desk) -> None:
    asked = {"date_from": MARCH, "date_to": JANUARY}
    refusal = desk.bench.refuses(contracts.REPORT_PRICE_DYNAMICS, asked)
    assert [field.pointer for field in refusal.fields] == ["/date_to"]


def test_a_client_is_shown_no_dynamics(desk: Desk) -> None:
    asked = {"date_from": JANUARY, "date_to": MARCH}
    assert desk.bench.refuses(contracts.REPORT_PRICE_DYNAMICS, asked, by=KALYNA.login).code.name == "forbidden"
