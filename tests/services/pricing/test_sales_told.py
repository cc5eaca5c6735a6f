"""What orders really tell of sales, heard by pricing as it is told: counted, compared with the plan, told again."""

from services.chassis.access import upsert_latest
from services.pricing import contracts
from services.pricing.models import KnownSale, KnownStaff
from tests.services.cast import HEAD, KALYNA, PRICER, TARAS, TARAS_ID
from tests.services.till import Till


def figures(till: Till) -> list[tuple[str, ...]]:
    rows = till.pricing.listed(contracts.LIST_INDICATORS, by=PRICER)
    names = ("sku", "turnover", "quantity_sold", "last_sale", "abc", "rating")
    return [tuple(row[name] for name in names) for row in rows]


def test_shipments_and_returns_of_orders_become_figures_of_items_whatever_is_told_again(till: Till) -> None:
    till.on("2026-04-10")
    lamp, cable = till.an_item("LAMP", "120.00"), till.an_item("CABLE", "10.03")
    first = till.order((lamp, "10"), (cable, "7"), card_id=None)
    second = till.order((lamp, "5"), (lamp, "1"), card_id=None)
    shipment = till.ship(first, on="2026-04-10")
    till.ship(second, (1, "5"), on="2026-04-11")
    till.ship(second, on="2026-04-12")
    till.on("2026-04-12")
    till.take_back(first, shipment, (1, "4"), (2, "7"))
    till.run_daily()
    # of 120.00 with VAT 100.00 are revenue: 10 + 5 + 1 - 4 lamps; all cables came back
    counted = [
        ("LAMP", "1200.00", "12.000", "2026-04-12", "A", "hit"),
        ("CABLE", "0.00", "0.000", "2026-04-10", "C", "steady"),
    ]
    assert figures(till) == counted

    with till.pricing.database.write() as session:
        named = {"id": TARAS_ID, "epoch": 0, "version": 1, "name": "Тарас Перший"}
        upsert_latest(session, KnownStaff.__table__, [named], key=("id",))
    rows = [{"key": str(TARAS_ID), "amount": "1600"}]
    plan = till.pricing.do(contracts.SET_SALES_PLAN, {"month": "2026-04", "by": "manager", "rows": rows}, by=PRICER)
    till.pricing.do(contracts.AGREE_SALES_PLAN, {"id": plan["id"]}, by=HEAD)
    asked = {"by": "manager", "month_from": "2026-04", "month_to": "2026-04"}
    for who in (HEAD, TARAS):
        [row] = till.pricing.do(contracts.REPORT_SALES_PLAN, asked, by=who)["rows"]
        assert (row["name"], row["plan"], row["fact"], row["percent"]) == (
            "Тарас Перший",
            "1600.00",
            "1200.00",
            "75.00",
        )

    before = sorted(map(str, till.pricing.rows(KnownSale)))
    assert len(before) == 6  # a row for each item of three shipments and of a return
    assert {row.partner_id for row in till.pricing.rows(KnownSale)} == {KALYNA.id}
    till.replay()
    assert sorted(map(str, till.pricing.rows(KnownSale))) == before
    with till.pricing.database.write() as session:
        session.execute(KnownSale.__table__.delete())
    till.replay()
    assert sorted(map(str, till.pricing.rows(KnownSale))) == before
    till.pricing.do(contracts.RECOMPUTE_INDICATORS, by=PRICER)
    till.run_daily()
    assert figures(till) == counted
