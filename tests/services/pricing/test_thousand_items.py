"""Three price types of 1,000 items go out and come back (T8); through a spreadsheet program: `tests/flows`."""

from services.chassis.ids import uuid_for
from services.pricing import contracts
from services.pricing.models import Item
from tests.services.bench import FIRST_RECORDED
from tests.services.cast import PRICER
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.sheets import BROKEN, EDITED, MARCH, body, changes, exported, preview, problems, worked_on
from tests.services.pricing.test_price_types import a_markup


def _a_thousand(desk: Desk) -> list[str]:
    """Items straight into the database: one by one they would take longer than all the rest."""
    items = [
        Item(
            id=uuid_for("cast", "item", f"ITEM-{place:04}"),
            sku=f"ITEM-{place:04}",
            name=f"Товар {place:04}",
            kind="goods",
            unit="шт",
            vat_rate="20",
            created_at=FIRST_RECORDED,
            updated_at=FIRST_RECORDED,
        )
        for place in range(1000)
    ]
    with desk.bench.database.write() as session:
        session.add_all(items)
        return [str(item.id) for item in items]


def test_a_thousand_items_come_back_unchanged_and_of_twenty_five_cells_twenty_are_set(desk: Desk) -> None:
    wholesale = desk.a_price_type("WHOLESALE")
    dealer = a_markup(desk, "DEALER", markup="7.77")
    items = _a_thousand(desk)
    for step, price_type in enumerate((desk.retail, wholesale), 3):
        desk.price(
            *[(item, f"{place * step / 100 + 0.01:.2f}") for place, item in enumerate(items)],
            on=JANUARY,
            price_type=price_type,
        )
    data = exported(desk, desk.retail, wholesale, dealer)
    untouched = preview(desk, data)
    assert (untouched["changes"], untouched["problems"]) == ([], [])
    data = worked_on(data)
    shown = preview(desk, data)
    assert {cell: new for cell, (_, new, _) in changes(shown).items()} == {
        cell: f"{value:.4f}" for cell, value in EDITED.items()
    }
    assert len(shown["followed"]) == 10, "dealer prices follow the retail ones"
    assert problems(shown) == {cell: code for cell, (_, code) in BROKEN.items()}
    setting = desk.bench.do(contracts.SET_PRICE_SHEET, body(data), by=PRICER)
    assert (setting["count"], setting["computed"], problems(setting)) == (20, 10, problems(shown))
    rows = desk.bench.listed(contracts.LIST_PRICES, setting_id=setting["id"], origin="manual", limit=200)
    assert sorted(row["value"] for row in rows) == sorted(f"{value:.4f}" for value in EDITED.values())
    assert {row["valid_from"] for row in rows} == {MARCH}
