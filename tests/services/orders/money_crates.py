"""Crates that come back, told to the service and to the model; and what is owed of them, compared."""

from typing import Any

from services.orders import contracts
from tests.services.builders import CRATE
from tests.services.cast import KALYNA, KEEPER
from tests.services.orders.money_records import CratesBack
from tests.services.orders.money_story import DAY, Step, Story
from tests.services.orders.money_words import forget, thousandths


class CrateStory(Story):
    """Orders, money, and our packaging."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.crate_returns: list[str] = []

    def _take_crates(self, step: Step) -> Any:
        out = [one for one in self.shipments if one[1].crates is not None]
        if not out:
            return None
        model, shipment, shipment_id = out[step.which % len(out)]
        assert shipment.crates is not None
        on = self.today + step.day * DAY
        number = thousandths(shipment.crates.number * step.tenths / 10) if step.other else None
        body: dict[str, Any] = {"shipment_id": shipment_id, "returned_on": on}
        if number is not None:
            body["lines"] = [{"item_id": CRATE.id, "quantity": str(number)}]
        return (
            lambda: self.firm.take_crates(model, shipment, number, on),
            lambda: self.shop.bench.do(contracts.RETURN_PACKAGING, body, by=KEEPER),
            lambda returned: self.crate_returns.append(returned["id"]),
        )

    def _cancel_crates(self, step: Step) -> Any:
        if not self.crate_returns:
            return None
        place = step.which % len(self.crate_returns)
        body = {"id": self.crate_returns[place], "reason": "Ящиків не привезли"}
        back: CratesBack = self.firm.crates_back[place]
        return (
            lambda: self.firm.cancel_crates(back),
            lambda: self.shop.bench.do(contracts.CANCEL_PACKAGING_RETURN, body, by=KEEPER),
            forget,
        )

    def compare(self) -> None:
        super().compare()
        rows = self.shop.bench.listed(contracts.LIST_PACKAGING, partner_id=KALYNA.id)
        names = ("shipped_on", "due_on", "quantity", "owed", "overdue", "deposit")
        assert sorted(str([row[name] for name in names]) for row in rows) == sorted(self._crates_out())

    def _crates_out(self) -> list[str]:
        gone = [(one.on, one.crates) for order in self.firm.orders for one in order.shipments]
        return [
            str(
                [
                    str(on),
                    crates.due_on and str(crates.due_on),
                    f"{crates.number:.3f}",
                    f"{crates.owed:.3f}",
                    crates.due_on is not None and crates.due_on < self.today and crates.owed > 0,
                    f"{crates.left:.2f}",
                ]
            )
            for on, crates in gone
            if crates is not None
        ]
