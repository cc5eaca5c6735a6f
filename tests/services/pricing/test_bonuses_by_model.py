"""Random lives of a card against a plain model, in which every cent is a coin that lies somewhere (T13).

`UGODA_MODEL_EXAMPLES=1000` tries more lives, each time others; without it the same few are tried.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.chassis import runtime
from services.chassis.ids import uuid7
from services.chassis.jobs import start_daily, work_once
from services.chassis.startup import jobs_of
from services.orders import contracts as orders
from services.pricing import contracts
from services.pricing.models import BonusEntry, BonusLot, CardOrder
from tests.services.bench import Bench, empty
from tests.services.cast import ADMIN, KALYNA, PRICER

EXAMPLES = int(os.environ.get("UGODA_MODEL_EXAMPLES", "0"))
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LIVES, WAITS = 3, 1
"""Days: what is earned is in force a day later, for three days more."""
ACTS = ("accrue", "spend", "ship", "ship", "pay", "unpay", "take_back", "shrink", "cancel", "day", "day", "again")


@dataclass(frozen=True)
class Step:
    act: str
    which: int
    cents: int


@dataclass
class Lot:
    start: int
    end: int | None
    shipment: int | None = None


@dataclass
class Coin:
    """`of`: the order that spent it; none: the card holds it."""

    lot: Lot
    of: int | None = None


@dataclass
class Parcel:
    order: int
    payable: int
    shipped_on: int
    earned: int = 0
    withheld: int = 0
    returned: int = 0


@dataclass
class Model:
    after_payment: bool
    day: int = 0
    coins: list[Coin] = field(default_factory=list)
    parcels: list[Parcel] = field(default_factory=list)
    stands: dict[int, int] = field(default_factory=dict)
    paid: dict[int, int] = field(default_factory=dict)
    paid_on: dict[int, int] = field(default_factory=dict)
    returned: dict[int, int] = field(default_factory=dict)
    """Bonuses of goods that came back, by order."""

    @property
    def held(self) -> list[Coin]:
        return [coin for coin in self.coins if coin.of is None]

    def over(self, coin: Coin) -> bool:
        return coin.lot.end is not None and coin.lot.end < self.day

    @property
    def spendable(self) -> list[Coin]:
        return [coin for coin in self.held if coin.lot.start <= self.day and not self.over(coin)]

    def accrue(self, cents: int, lot: Lot) -> None:
        self.coins += [Coin(lot) for _ in range(cents)]

    def spend(self, order: int, cents: int) -> bool:
        chosen = self.spendable[:cents]
        if len(chosen) < cents:
            return False
        for coin in chosen:
            coin.of = order
        self.stands[order] = cents
        return True

    def expire(self) -> None:
        self.coins = [coin for coin in self.coins if coin.of is not None or not self.over(coin)]

    def settle(self, order: int, earned_on: int | None = None) -> None:
        """First what the order spent beyond what it takes comes back, then each parcel earns what it should; what
        waited for money, from the day it came."""
        spent = [coin for coin in self.coins if coin.of == order]
        wanted = max(self.stands.get(order, 0) - self.returned.get(order, 0), 0)
        for coin in reversed(spent[wanted:]):
            if self.over(coin):
                self.coins = [one for one in self.coins if one.lot is not coin.lot or one.of is not None]
                coin.lot.end = self.day + WAITS + LIVES
            coin.of = None
        asked = 0
        for number, parcel in enumerate(self.parcels):
            if parcel.order == order:
                left = parcel.payable - parcel.returned
                asked += left
                waits = self.after_payment and self.paid.get(order, 0) < asked
                day = parcel.shipped_on
                if self.after_payment:
                    day = max(day, self.day if earned_on is None else earned_on)
                self.earn(number, parcel, 0 if waits else (left + 1) // 2, day)

    def earn(self, number: int, parcel: Parcel, wanted: int, day: int) -> None:
        """Half of what is paid, rounded up at a half."""
        while parcel.earned > wanted:
            alive = [coin for coin in self.held if not self.over(coin)]
            own = [coin for coin in alive if coin.lot.shipment == number]
            if alive:
                self.coins = [one for one in self.coins if one is not (own or alive)[0]]
            else:
                parcel.withheld += 1
            parcel.earned -= 1
        forgiven = min(wanted - parcel.earned, parcel.withheld)
        parcel.withheld -= forgiven
        start = day + WAITS
        self.accrue(wanted - parcel.earned - forgiven, Lot(start, start + LIVES, number))
        parcel.earned = wanted


class Life:
    """The service, led by the same steps."""

    def __init__(self, bench: Bench, clock: pytest.MonkeyPatch, *, after_payment: bool):
        self.bench, self.clock = bench, clock
        self.model = Model(after_payment)
        self.told: list[tuple[Any, Any, datetime]] = []
        self.orders: list[UUID] = []
        self.parcels: list[UUID] = []
        self.versions: dict[int, int] = {}
        self._to_day(0)
        accrue = "after_payment" if after_payment else "at_shipment"
        bonus = {"percent": "50", "limit": "100", "in_force_after": WAITS, "lives": LIVES, "accrue": accrue}
        kind = bench.do(contracts.ADD_CARD_KIND, {"name": "Модельна", "personal": False, "bonus": bonus}, by=PRICER)
        body = {"code": "MODEL", "kind_id": kind["id"], "valid_from": "2026-01-01"}
        self.card = UUID(bench.do(contracts.ISSUE_CARD, body)["id"])
        bench.do(contracts.ACTIVATE_CARD, {"id": self.card})

    def _to_day(self, day: int) -> None:
        self.model.day = day
        moment = MORNING + timedelta(days=day)
        self.clock.setattr(runtime, "utc_now", lambda: moment)
        self.clock.setattr("services.chassis.jobs.utc_now", lambda: moment)

    @property
    def now(self) -> datetime:
        return MORNING + timedelta(days=self.model.day)

    def take(self, step: Step) -> None:
        getattr(self, f"_{step.act}")(step)

    def _accrue(self, step: Step) -> None:
        ends = None if step.which == 0 else self.model.day + step.which
        body: dict[str, Any] = {"id": self.card, "amount": money(step.cents), "reason": "Подарунок"}
        if ends is not None:
            body["expires_on"] = (MORNING + timedelta(days=ends)).date()
        self.bench.do(contracts.ACCRUE_BONUSES, body)
        self.model.accrue(step.cents, Lot(self.model.day, ends))

    def _spend(self, step: Step) -> None:
        order = uuid7()
        asked = {"card_id": self.card, "order_id": order, "partner_id": KALYNA.id, "total": "1000"}
        number = len(self.orders)
        self.orders.append(order)
        body = {**asked, "amount": money(step.cents)}
        if self.model.spend(number, step.cents):
            self.bench.do(contracts.SPEND_BONUSES, body, by=ADMIN)
        else:
            assert self.bench.refuses(contracts.SPEND_BONUSES, body, by=ADMIN).code.name == "not_enough_bonuses"
        self._tell(number)

    def _tell(self, number: int) -> None:
        """The order as it stands."""
        self.versions[number] = self.versions.get(number, 0) + 1
        view = orders.CardOrder(
            id=self.orders[number],
            card_id=self.card,
            partner_id=KALYNA.id,
            bonuses=money(self.model.stands.get(number, 0)),
            paid=money(self.model.paid.get(number, 0)),
            paid_on=self._paid_on(number),
            version=self.versions[number],
        )
        self._hear(orders.CARD_ORDER_CHANGED, view)
        self.model.settle(number, self.model.paid_on.get(number))

    def _paid_on(self, number: int) -> date | None:
        day = self.model.paid_on.get(number)
        return None if day is None else (MORNING + timedelta(days=day)).date()

    def _ship(self, step: Step) -> None:
        if not self.orders:
            return
        number = step.which % len(self.orders)
        self.parcels.append(uuid7())
        self.model.parcels.append(Parcel(number, step.cents, self.model.day))
        about = {"shipped_on": self.now.date(), "total": money(step.cents), "revenue": money(step.cents)}
        view = orders.GoodsShipped(id=self.parcels[-1], number="SHP", **self._of(number), **about)
        self._hear(orders.GOODS_SHIPPED, view)
        self.model.settle(number, self.model.paid_on.get(number))

    def _take_back(self, step: Step) -> None:
        if not self.parcels:
            return
        place = step.which % len(self.parcels)
        parcel = self.model.parcels[place]
        payable = min(step.cents, parcel.payable - parcel.returned)
        holds = self.model.stands.get(parcel.order, 0) - self.model.returned.get(parcel.order, 0)
        bonuses = min(step.cents // 2, max(holds, 0))
        parcel.returned += payable
        self.model.returned[parcel.order] = self.model.returned.get(parcel.order, 0) + bonuses
        money_of = {"total": money(payable), "revenue": money(payable), "bonuses": money(bonuses)}
        about = {"shipment_id": self.parcels[place], "returned_on": self.now.date(), "reason": "Не підійшло"}
        view = orders.GoodsReturned(id=uuid7(), number="RET", **self._of(parcel.order), **about, **money_of)
        self._hear(orders.GOODS_RETURNED, view)
        self.model.settle(parcel.order)

    def _pay(self, step: Step) -> None:
        self._money(step, step.cents)

    def _unpay(self, step: Step) -> None:
        self._money(step, -step.cents)

    def _money(self, step: Step, cents: int) -> None:
        if self.orders:
            number = step.which % len(self.orders)
            self.model.paid[number] = max(self.model.paid.get(number, 0) + cents, 0)
            if cents > 0:
                self.model.paid_on[number] = self.model.day
            self._tell(number)

    def _shrink(self, step: Step) -> None:
        if self.orders:
            number = step.which % len(self.orders)
            self.model.stands[number] = max(self.model.stands.get(number, 0) - step.cents, 0)
            self._tell(number)

    def _cancel(self, step: Step) -> None:
        self._shrink(Step("shrink", step.which, 10_000))

    def _day(self, step: Step) -> None:
        self._to_day(self.model.day + 1)
        if step.which % 2:
            self.model.expire()
            start_daily(self.bench.runtime, jobs_of("pricing"))
            while work_once(self.bench.runtime, jobs_of("pricing")):
                pass

    def _again(self, step: Step) -> None:
        """Something that was told is told again, as a replay does."""
        if self.told:
            event, view, at = self.told[step.which % len(self.told)]
            self.bench.hear(event, view, replayed=True, at=at)

    def _hear(self, event: Any, view: Any) -> None:
        self.told.append((event, view, self.now))
        self.bench.hear(event, view, at=self.now)

    def _of(self, number: int) -> dict[str, Any]:
        about = {"organization_id": UUID(int=1), "partner_id": KALYNA.id, "manager_id": None, "currency": "UAH"}
        return {**about, "order_id": self.orders[number], "card_id": self.card}

    def compare(self) -> None:
        shown = self.bench.do(contracts.GET_CARD_BONUSES, {"id": self.card})
        entries = [row.amount for row in self.bench.rows(BonusEntry)]
        lots = [row.rest for row in self.bench.rows(BonusLot)]
        assert shown["balance"] == money(len(self.model.held))
        assert shown["available"] == money(len(self.model.spendable))
        assert sum(entries, Decimal(0)) == sum(lots, Decimal(0)) == Decimal(shown["balance"])
        assert min(lots, default=0) >= 0
        known = {row.id: row for row in self.bench.rows(CardOrder)}
        for number, order in enumerate(self.orders):
            spent = len([coin for coin in self.model.coins if coin.of == number])
            withheld = sum(parcel.withheld for parcel in self.model.parcels if parcel.order == number)
            assert (known[order].spent, known[order].withheld) == (Decimal(money(spent)), Decimal(money(withheld)))


def money(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


STEPS = st.builds(Step, act=st.sampled_from(ACTS), which=st.integers(0, 6), cents=st.integers(1, 12))


@given(steps=st.lists(STEPS, min_size=8, max_size=24), after_payment=st.booleans())
@settings(
    max_examples=EXAMPLES or 15,
    derandomize=not EXAMPLES,
    # a failing life is made shorter only where there is time for it
    phases=(Phase.generate, Phase.shrink) if EXAMPLES else (Phase.generate,),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_card_holds_what_the_model_does_after_every_step(
    pricing: Bench, steps: Sequence[Step], after_payment: bool
) -> None:
    empty("pricing", pricing.database)
    with pytest.MonkeyPatch.context() as clock:
        life = Life(pricing, clock, after_payment=after_payment)
        life.take(Step("accrue", 0, 12))
        for step in steps:
            life.take(step)
            life.compare()
