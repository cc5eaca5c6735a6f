"""What was shipped and paid before there was a register is written into it when the database is brought up to date."""

import importlib.util
from pathlib import Path
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations

from services.chassis.ids import uuid7
from services.orders import contracts, migrations
from services.orders.models import Settlement, SettlementAccount, ShipmentDue
from tests.services.builders import Shop
from tests.services.cast import CASHIER, DZVIN, KALYNA
from tests.services.orders.money import MARCH, balance, on_account, pay_account, shipped

REVISIONS = Path(str(migrations.__file__)).parent / "versions"


def fill_again(shop: Shop) -> None:
    """The register is emptied, and filled by the migration."""
    path = next(REVISIONS.glob("*_settlements_of_earlier_documents.py"))
    spec = importlib.util.spec_from_file_location("filling", path)
    assert spec is not None
    assert spec.loader is not None
    filling = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(filling)
    with shop.bench.database.write() as session:
        for model in (Settlement, ShipmentDue, SettlementAccount):
            session.execute(model.__table__.delete())  # type: ignore[attr-defined]
        with Operations.context(MigrationContext.configure(session.connection())):
            filling.upgrade()


def seen(shop: Shop) -> list[Any]:
    asked = {"partner_id": KALYNA.id, "by": "object"}
    register = shop.bench.listed(contracts.LIST_SETTLEMENTS, partner_id=KALYNA.id)
    for row in register:
        del row["id"]
    debts = shop.bench.do(contracts.REPORT_DEBTS, {"on": "2026-03-20"})["rows"]
    return [register, shop.bench.do(contracts.GET_BALANCE, asked)["rows"], debts]


def test_the_register_is_what_it_would_have_been(shop: Shop) -> None:
    order = shipped(shop, on=MARCH[4])
    shop.pay(order, "400.00", paid_on="2026-03-10")
    shipped(shop, client=DZVIN)
    for more in ({"currency": "EUR"}, {"legal_entity_id": uuid7()}):
        pay_account(shop, "2000.00", paid_on="2026-03-11", **more)
    before = seen(shop)
    fill_again(shop)
    assert seen(shop) == before


def test_money_on_account_lies_where_it_is_looked_for_afterwards(shop: Shop) -> None:
    pay_account(shop, "100.00")
    fill_again(shop)
    shop.bench.do(contracts.GIVE_REFUND, on_account("40.00"), by=CASHIER)
    assert shop.bench.refuses(contracts.GIVE_REFUND, on_account("60.01"), by=CASHIER).code.name == "more_than_paid"
    assert balance(shop) == [("0.00", "100.00", "-60.00")]
