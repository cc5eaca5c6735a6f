"""What items sell, as pricing hears it: goods come in, are shipped and come back, on any day; and what follows."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.chassis import runtime
from services.chassis.ids import uuid_for
from services.chassis.jobs import work_once
from services.chassis.startup import jobs_of
from services.orders import contracts as orders
from services.pricing import contracts
from tests.services.bench import Bench
from tests.services.cast import KALYNA, PRICER, SVITLODIM, Client
from tests.services.pricing.desk import Desk

TODAY = "2026-12-01"
Line = tuple[str, str, str]
"""(item, quantity, money without VAT)"""


class Selling(Desk):
    """It is noon of the first of December 2026 until another day is said. Items are added at the beginning of 2026."""

    def __init__(self, bench: Bench, clock: pytest.MonkeyPatch):
        self._clock = clock
        self.on("2026-01-01")
        super().__init__(bench)
        self.goods = {sku: self.an_item(sku, f"Товар {sku}") for sku in ("LAMP", "CABLE", "DRILL")}
        self.on(TODAY)

    def on(self, day: str) -> None:
        noon = datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=UTC)
        self._clock.setattr(runtime, "utc_now", lambda: noon)
        self._clock.setattr("services.chassis.jobs.utc_now", lambda: noon)

    def receive(self, *lines: tuple[str, str], name: str = "1", **how: Any) -> None:
        """(item, quantity)"""
        bought = [
            orders.ReceiptLineView(item_id=self.item(item), quantity=Decimal(quantity), price=Decimal(60))
            for item, quantity in lines
        ]
        receipt = orders.ReceiptView(
            id=uuid_for("receipt", name),
            number=f"REC-{name}",
            organization_id=SVITLODIM,
            warehouse_id=uuid_for("warehouse"),
            supplier_id=None,
            received_on=date(2026, 1, 2),
            lines=tuple(bought),
            created_at=datetime(2026, 1, 2, 9, tzinfo=UTC),
            version=1,
        )
        self.bench.hear(orders.GOODS_RECEIVED, receipt, **how)

    def ship(self, *lines: Line, on: str = TODAY, name: str = "", replayed: bool = False, **more: Any) -> None:
        view = orders.GoodsShipped.model_validate(
            self._document(lines, name or f"{on}{lines}", shipped_on=on, number="SHP-1", total="0", **more)
        )
        self.bench.hear(orders.GOODS_SHIPPED, view, replayed=replayed)

    def give_back(self, *lines: Line, on: str = TODAY, name: str = "", replayed: bool = False, **more: Any) -> None:
        about = {"shipment_id": uuid_for("any"), "reason": "Не підійшло", "number": "RET-1", "total": "0"}
        view = orders.GoodsReturned.model_validate(
            self._document(lines, f"back {name or f'{on}{lines}'}", returned_on=on, **about, **more)
        )
        self.bench.hear(orders.GOODS_RETURNED, view, replayed=replayed)

    def _document(self, lines: tuple[Line, ...], name: str, client: Client = KALYNA, **more: Any) -> dict[str, Any]:
        sold = [
            {"item_id": self.item(item), "quantity": quantity, "revenue": revenue} for item, quantity, revenue in lines
        ]
        return {
            "id": uuid_for("document", name),
            "order_id": uuid_for("order"),
            "organization_id": SVITLODIM,
            "partner_id": client.id,
            "manager_id": client.manager_id,
            "currency": "UAH",
            "revenue": str(sum(Decimal(revenue) for _, _, revenue in lines)),
            "lines": sold,
            **more,
        }

    def item(self, sku: str) -> UUID:
        return UUID(self.goods.get(sku, sku))

    def work(self) -> None:
        while work_once(self.bench.runtime, jobs_of("pricing")):
            pass

    def recompute(self) -> dict[str, Any]:
        """The job, done."""
        self.bench.do(contracts.RECOMPUTE_INDICATORS, by=PRICER)
        self.work()
        return self.bench.listed(contracts.LIST_INDICATORS, by=PRICER, limit=200)[0]

    def indicators(self, sku: str) -> dict[str, Any]:
        [found] = self.bench.listed(contracts.LIST_INDICATORS, by=PRICER, item_id=[self.goods[sku]])
        return found

    def shown(self, name: str) -> dict[str, Any]:
        """By SKU."""
        rows = self.bench.listed(contracts.LIST_INDICATORS, by=PRICER, limit=200)
        return {row["sku"]: row[name] for row in rows}
