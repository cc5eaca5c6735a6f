"""What items sell, over the real broker: shipped and returned, counted, rated, compared with the plan; a replay makes
the same rows again."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from services.chassis.tx import utc_now
from tests.flows.operations.scene import (
    Firm,
    a_client,
    an_order,
    change,
    dump,
    priced_item,
    receive,
    settle,
    wait_until,
)
from tests.house import Api, House

pytestmark = pytest.mark.flow

TOLD = ("known_sales", "known_receipts", "known_staff")


class Goods(NamedTuple):
    """Their ids."""

    lamp: str
    cable: str
    drill: str


def today() -> date:
    return utc_now().astimezone(ZoneInfo("Europe/Kyiv")).date()


def recompute(api: Api) -> None:
    job = api.post("/item-indicators/recompute")["id"]
    wait_until(lambda: api.get(f"/jobs/{job}")["status"] == "done", "items to be ranked")


def shown(api: Api, *items: str) -> list[tuple[Any, ...]]:
    asked = "&".join(f"item_id={item}" for item in items)
    names = ("sku", "turnover", "quantity_sold", "stock", "last_sale", "rating", "rating_by_sales")
    return [tuple(row[name] for name in names) for row in api.get(f"/item-indicators?{asked}")["items"]]


@pytest.fixture(scope="module")
def goods(own_house: House, firm: Firm) -> Goods:
    """Of 40,000 lamps 12,000 are sold and 2,000 come back, of 7 cables 3 are sold; the drill lies nowhere."""
    settle(own_house)
    api = own_house.api()
    lamp, cable, drill = (priced_item(api, firm.price_type, f"SELLS-{name}") for name in ("LAMP", "CABLE", "DRILL"))
    for item, quantity in ((lamp, 30_000), (lamp, 10_000), (cable, 7)):
        receive(api, firm, item, quantity)
    client = a_client(api, firm, "ТОВ «Показник»")
    for key, item, quantity in (("cable", cable, 3), ("lamp", lamp, 12_000)):
        order = an_order(api, firm, client, f"sells-{key}", quantity, item)
        shipment = api.post("/shipments", {"order_id": order["id"]})
    back = [{"line_id": order["lines"][0]["id"], "quantity": "2000"}]
    api.post("/returns", {"shipment_id": shipment["id"], "lines": back, "reason": "Не підійшло"})
    settle(own_house)
    # of all that the house has sold one is the hit, and nothing sells as lamps do
    api.post("/item-indicators/rules", {"hit_percent": "0.0001"})
    recompute(api)
    return Goods(lamp, cable, drill)


def test_a_shipment_and_a_return_are_counted_and_rated(goods: Goods, api: Api) -> None:
    day = today().isoformat()
    # the firm pays no VAT: 12,000 pieces for 100.00 each, 2,000 of them back
    assert shown(api, *goods) == [
        ("SELLS-LAMP", "1000000.00", "10000.000", "30000.000", day, "hit", "hit"),
        ("SELLS-CABLE", "300.00", "3.000", "4.000", day, "steady", "steady"),
        ("SELLS-DRILL", "0.00", "0.000", None, None, None, None),
    ]
    fixed = api.post(f"/items/{goods.drill}/rating", {"rating": "slow"})
    assert (fixed["rating"], fixed["rating_fixed"]) == ("slow", True)
    assert [row["sku"] for row in api.get("/items?rating=slow&q=SELLS")["items"]] == ["SELLS-DRILL"]
    recompute(api)
    assert shown(api, goods.drill)[0][-2:] == ("slow", None)


def test_sales_are_compared_with_the_plan_and_each_sees_their_own(
    own_house: House, firm: Firm, goods: Goods, api: Api
) -> None:
    manager = own_house.add_user("sells-manager", ("manager",), staff_id=firm.manager)
    other = own_house.add_user("sells-other", ("manager",), staff_id=firm.other_manager)
    month = today().isoformat()[:7]
    plans = {
        "item": [{"key": goods.lamp, "amount": "1200000"}, {"key": goods.drill, "amount": "100"}],
        "manager": [{"key": firm.manager, "amount": "2000000"}, {"key": firm.other_manager, "amount": "50"}],
    }
    for by, rows in plans.items():
        plan = api.post("/sales-plans", {"month": month, "by": by, "rows": rows})["id"]
        api.post(f"/sales-plans/{plan}/agree")
    asked = f"month_from={month}&month_to={month}"
    report = api.get(f"/reports/sales-plan?by=item&{asked}")["rows"]
    found = {row["name"]: (row["plan"], row["fact"], row["percent"]) for row in report}
    assert found["Товар SELLS-LAMP"] == ("1200000.00", "1000000.00", "83.33")
    assert found["Товар SELLS-CABLE"] == (None, "300.00", None)
    assert found["Товар SELLS-DRILL"] == ("100.00", "0.00", "0.00")
    own, others = (person.get(f"/reports/sales-plan?by=manager&{asked}") for person in (manager, other))
    [row] = own["rows"]
    # other stories of this house sell to this manager's clients too
    assert (row["name"], row["plan"], row["fact"]) == ("Калинова Мирослава", "2000000.00", own["fact"])
    assert Decimal(own["fact"]) >= Decimal("1000300.00")
    # nor does the other see that plan; what they see sold by her was sold to clients who are theirs now
    assert {row["plan"] for row in others["rows"] if row["name"] == "Калинова Мирослава"} <= {None}
    assert ("Дубовий Остап", "50.00") in {(row["name"], row["plan"]) for row in others["rows"]}


def test_a_replay_makes_the_same_rows_and_the_same_figures(own_house: House, goods: Goods, api: Api) -> None:
    before, ranked = _dumps(own_house), shown(api, *goods)
    assert all(before)
    own_house.ugoda("replay", "all")
    settle(own_house)
    assert _dumps(own_house) == before
    change(own_house, "pricing", *(f"DELETE FROM {table}" for table in TOLD))
    recompute(api)
    assert shown(api, goods.lamp)[0][1:4] == ("0.00", "0.000", None)
    own_house.ugoda("replay", "all")
    settle(own_house)
    assert _dumps(own_house) == before
    recompute(api)
    assert shown(api, *goods) == ranked


def _dumps(house: House) -> list[list[str]]:
    return [dump(house, "pricing", table) for table in TOLD]
