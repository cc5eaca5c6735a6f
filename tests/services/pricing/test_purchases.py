"""What goods were bought for: receipts set the prices that follow the purchase price, each once (T1)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.chassis.ids import uuid7, uuid_for
from services.orders import contracts as orders
from services.pricing import contracts
from services.pricing.models import PriceSetting, PurchasePrice
from tests.services.cast import PRICER, SVITLODIM
from tests.services.pricing.desk import Desk
from tests.services.pricing.test_price_types import a_markup, change, recalculate

MARCH, APRIL = "2026-03-01", "2026-04-01"


def on_purchase(desk: Desk, code: str = "COST_PLUS", markup: str = "50", **more: Any) -> str:
    """Follows receipts at once, in prices without VAT, unless said otherwise."""
    how = {"way": "markup_on_purchase", "markup": markup, "set_on_receipt": True, "vat_included": False}
    return desk.a_price_type(code, **{**how, **more})


def a_receipt(*lines: tuple[str, str], on: str = MARCH, name: str = "receipt", hour: int = 9) -> orders.ReceiptView:
    return orders.ReceiptView(
        id=uuid_for("receipt", name),
        number="REC-000001",
        organization_id=SVITLODIM,
        warehouse_id=uuid7(),
        supplier_id=None,
        received_on=date.fromisoformat(on),
        lines=tuple(
            orders.ReceiptLineView(item_id=UUID(item), quantity=Decimal(1), price=Decimal(price))
            for item, price in lines
        ),
        created_at=datetime(2026, 3, 1, hour, tzinfo=UTC),
        version=1,
    )


def _line(item: str, price: str) -> orders.ReceiptLineView:
    return orders.ReceiptLineView(item_id=UUID(item), quantity=Decimal(1), price=Decimal(price))


def hear(desk: Desk, receipt: orders.ReceiptView, **how: Any) -> None:
    desk.bench.hear(orders.GOODS_RECEIVED, receipt, **how)


def cost_plus(desk: Desk, item: str, day: str, price_type: str) -> str | None:
    return desk.price_on(item, day, price_type_id=price_type, prices_with_vat=False)


def test_a_receipt_sets_what_follows_the_purchase_price_from_its_date(desk: Desk) -> None:
    plus = on_purchase(desk)
    retail = a_markup(desk, "RETAIL_PLUS", plus, markup="10")
    lamp = desk.an_item("LAMP")
    receipt = a_receipt((lamp, "60"))
    hear(desk, receipt)
    assert [cost_plus(desk, lamp, day, plus) for day in ("2026-02-28", MARCH)] == [None, "90.0000"]
    assert desk.price_on(lamp, MARCH, price_type_id=retail) == "118.8000"  # 90 and 20 % VAT are 108, and 10 %
    setting = desk.bench.rows(PriceSetting)[-1]
    assert (setting.receipt_id, setting.count, setting.computed) == (receipt.id, 0, 2)
    assert desk.bench.told()[-1] == "prices_set"


def test_a_receipt_told_twice_and_replayed_sets_prices_once(desk: Desk) -> None:
    plus = on_purchase(desk)
    lamp = desk.an_item("LAMP")
    receipt = a_receipt((lamp, "60"))
    hear(desk, receipt)
    desk.price((lamp, "85"), on=APRIL, price_type=plus)
    for replayed in (False, True):
        hear(desk, receipt, replayed=replayed)
    assert len(desk.bench.rows(PurchasePrice)) == 1
    assert len(desk.bench.rows(PriceSetting)) == 2
    assert cost_plus(desk, lamp, APRIL, plus) == "85.0000"


def test_receipts_heard_in_the_wrong_order_make_the_history_of_the_right_one(desk: Desk) -> None:
    plus = on_purchase(desk)
    lamp = desk.an_item("LAMP")
    hear(desk, a_receipt((lamp, "80"), on=APRIL, name="second"))
    hear(desk, a_receipt((lamp, "60"), on=MARCH, name="first"))
    assert [cost_plus(desk, lamp, day, plus) for day in (MARCH, "2026-03-31", APRIL)] == [
        "90.0000",
        "90.0000",
        "120.0000",
    ]


def test_of_two_receipts_of_one_date_the_one_made_later_counts(desk: Desk) -> None:
    plus = on_purchase(desk)
    lamp = desk.an_item("LAMP")
    hear(desk, a_receipt((lamp, "80"), name="evening", hour=18))
    hear(desk, a_receipt((lamp, "60"), name="morning", hour=9))
    assert cost_plus(desk, lamp, MARCH, plus) == "120.0000"


def test_of_an_item_named_twice_the_last_line_counts_and_gifts_say_nothing(desk: Desk) -> None:
    plus = on_purchase(desk)
    lamp, cable = desk.an_item("LAMP"), desk.an_item("CABLE")
    hear(desk, a_receipt((lamp, "60"), (lamp, "70"), (cable, "0")))
    assert [cost_plus(desk, item, MARCH, plus) for item in (lamp, cable)] == ["105.0000", None]


def test_a_type_that_does_not_follow_receipts_waits_until_it_is_computed_anew(desk: Desk) -> None:
    quiet = on_purchase(desk, set_on_receipt=False)
    lamp = desk.an_item("LAMP")
    hear(desk, a_receipt((lamp, "60")))
    assert (cost_plus(desk, lamp, APRIL, quiet), desk.bench.rows(PriceSetting)) == (None, [])
    recalculate(desk, quiet, APRIL)
    assert [cost_plus(desk, lamp, day, quiet) for day in (MARCH, APRIL)] == [None, "90.0000"]


def test_what_follows_a_quiet_type_stays_with_it(desk: Desk) -> None:
    loud, quiet = on_purchase(desk), on_purchase(desk, "QUIET", set_on_receipt=False)
    behind = a_markup(desk, "BEHIND", quiet)
    lamp = desk.an_item("LAMP")
    hear(desk, a_receipt((lamp, "60"), name="first"))
    recalculate(desk, quiet, MARCH)
    hear(desk, a_receipt((lamp, "80"), on=APRIL, name="second"))
    assert [cost_plus(desk, lamp, APRIL, one) for one in (loud, quiet)] == ["120.0000", "90.0000"]
    assert desk.price_on(lamp, APRIL, price_type_id=behind) == "129.6000"


def test_what_was_computed_before_a_receipt_was_told_stays_when_something_else_is_cancelled(desk: Desk) -> None:
    quiet = on_purchase(desk, set_on_receipt=False)
    lamp = desk.an_item("LAMP")
    hear(desk, a_receipt((lamp, "60"), name="first"))
    other = desk.price((lamp, "100"), on=MARCH)
    recalculate(desk, quiet, APRIL)
    hear(desk, a_receipt((lamp, "80"), on="2026-03-15", name="told late"))
    desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": other["id"]}, by=PRICER)
    assert cost_plus(desk, lamp, APRIL, quiet) == "90.0000"
    recalculate(desk, quiet, APRIL)
    assert cost_plus(desk, lamp, APRIL, quiet) == "120.0000"


def test_what_knew_of_a_receipt_still_does_though_its_clock_was_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is behind where a setting has begun first and waits until the receipt is in."""

    def at(minute: int) -> None:
        monkeypatch.setattr("services.chassis.runtime.utc_now", lambda: datetime(2026, 3, 10, 9, minute, tzinfo=UTC))

    at(0)
    quiet = on_purchase(desk, set_on_receipt=False)
    lamp = desk.an_item("LAMP")
    other = desk.price((lamp, "100"), on=MARCH)
    at(5)
    hear(desk, a_receipt((lamp, "60")))
    at(3)
    recalculate(desk, quiet, APRIL)
    at(10)
    desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": other["id"]}, by=PRICER)
    assert cost_plus(desk, lamp, APRIL, quiet) == "90.0000"


def test_a_threshold_holds_against_receipts_too(desk: Desk) -> None:
    plus = on_purchase(desk, markup="0", threshold="5")
    lamp = desk.an_item("LAMP")
    for place, (price, expected) in enumerate((("100", "100.0000"), ("104.99", "100.0000"), ("105", "105.0000"))):
        hear(desk, a_receipt((lamp, price), on=f"2026-03-0{place + 1}", name=f"receipt-{place}"))
        assert cost_plus(desk, lamp, f"2026-03-0{place + 1}", plus) == expected


def test_a_receipt_of_goods_not_known_here_is_kept_for_later(desk: Desk) -> None:
    on_purchase(desk)
    hear(desk, a_receipt((str(uuid7()), "60")))
    assert len(desk.bench.rows(PurchasePrice)) == 1
    assert desk.bench.rows(PriceSetting) == []


def test_a_price_group_may_follow_a_type_where_the_others_follow_receipts(desk: Desk) -> None:
    group = desk.a_price_group()
    plus = on_purchase(desk, vat_included=True)
    change(desk, plus, groups=[{"price_group_id": group, "base_id": desk.retail, "markup": "1"}])
    lamp, drill = desk.an_item("LAMP"), desk.an_item("DRILL", price_group_id=group)
    hear(desk, a_receipt((lamp, "60"), (drill, "60")))
    desk.price((drill, "200"), on=MARCH)
    assert [desk.price_on(item, MARCH, price_type_id=plus) for item in (lamp, drill)] == ["108.0000", "202.0000"]
    listed = desk.bench.listed(contracts.LIST_PRICES, item_id=[drill], by=PRICER)
    assert len(listed) == 2


def test_a_type_that_does_not_follow_receipts_follows_one_that_does(desk: Desk) -> None:
    """Whether by the row of a price group, or for all while its condition names what receipts tell."""
    group = desk.a_price_group()
    loud = on_purchase(desk, vat_included=True)
    rows = [{"price_group_id": group, "base_id": loud, "markup": "10"}]
    quiet = on_purchase(desk, "QUIET", vat_included=True, set_on_receipt=False, groups=rows)
    bought = a_markup(desk, "BOUGHT", loud, condition="purchase > 0")
    lamp, drill = desk.an_item("LAMP"), desk.an_item("DRILL", price_group_id=group)
    hear(desk, a_receipt((lamp, "60"), (drill, "60")))
    assert [desk.price_on(item, MARCH, price_type_id=quiet) for item in (lamp, drill)] == [None, "118.8000"]
    assert desk.price_on(lamp, MARCH, price_type_id=bought) == "129.6000"
