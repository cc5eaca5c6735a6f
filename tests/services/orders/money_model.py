"""A plain model of orders, stock and settlements, to hold the service against: lists and sums, no database.

It is written to be obviously right, not to be quick: every figure is counted anew from what happened.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tests.services.orders.money_records import (
    PAYING,
    ZERO,
    Back,
    Crates,
    CratesBack,
    Due,
    Line,
    No,
    Order,
    Part,
    Payment,
    Pot,
    Shipment,
    Stage,
    rounded,
)

CRATE = "CRATE"


@dataclass
class Firm:
    """One client of one organization in one currency, and one warehouse."""

    today: date
    prices: dict[str, Decimal]
    on_hand: dict[str, Decimal] = field(default_factory=dict)
    value: dict[str, Decimal] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    crates_back: list[CratesBack] = field(default_factory=list)
    account: Pot = field(default_factory=lambda: Pot("account"))
    turn: int = 0

    # ------------------------------------------------------------ orders and stock

    def receive(self, good: str, quantity: Decimal, price: Decimal) -> None:
        self.on_hand[good] = self.on_hand.get(good, ZERO) + quantity
        self.value[good] = self.value.get(good, ZERO) + quantity * price

    def create(
        self,
        wanted: list[tuple[str, Decimal]],
        by_shipment: bool,
        stages: tuple[Stage, ...],
        crates: tuple[int | None, Decimal],
    ) -> Order:
        """`crates`: how many days they may stay with the client, and the deposit for one."""
        lines = [Line(good, quantity, rounded(quantity * self.prices[good])) for good, quantity in wanted]
        order = Order(Pot(f"order {len(self.orders)}"), lines, by_shipment, stages)
        order.crate_days, order.crate_price = crates
        self.orders.append(order)
        return order

    def approve(self, order: Order) -> None:
        _demand(order, "on_approval")
        order.status = "to_fulfil"

    def cancel(self, order: Order) -> None:
        if order.status in ("cancelled", "closed"):
            raise No("order_ended")
        if order.paid or any(line.shipped for line in order.lines):
            raise No("order_in_progress")
        for line in order.lines:
            line.reserved = ZERO
        order.status = "cancelled"

    def close(self, order: Order) -> None:
        _demand(order, "to_fulfil")
        if order.state != "ready_to_close":
            raise No("not_ready_to_close")
        order.status = "closed"

    def reserved(self, good: str) -> Decimal:
        return sum((line.reserved for order in self.orders for line in order.lines if line.good == good), ZERO)

    def reserve(self, order: Order) -> None:
        _demand(order, "to_fulfil")
        if order.paid < order.needed("advance"):
            raise No("advance_unpaid")
        free = {good: self.on_hand.get(good, ZERO) - self.reserved(good) for good in self.prices}
        for line in order.lines:
            free[line.good] -= line.open - line.reserved
            if line.open > line.reserved and free[line.good] < 0:
                raise No("not_enough_stock")
        for line in order.lines:
            line.reserved = line.open

    def ship(self, order: Order, wanted: list[tuple[Line, Decimal]], on: date, crates: Decimal) -> None:
        _demand(order, "to_fulfil")
        if order.paid < order.needed("advance", "prepayment"):
            raise No("prepayment_unpaid")
        if not wanted:
            raise No("nothing_to_ship")
        if any(quantity > line.open for line, quantity in wanted):
            raise No("more_than_open")
        spare = {good: self.on_hand.get(good, ZERO) - self.reserved(good) for good in self.prices}
        for line, quantity in wanted:
            spare[line.good] -= quantity - min(quantity, line.reserved)
            if spare[line.good] < 0 and quantity > line.reserved:
                raise No("not_enough_stock")
        if crates > self.on_hand.get(CRATE, ZERO):
            raise No("not_enough_stock")
        pot = Pot(f"shipment {self.turn}") if order.by_shipment else order.pot
        shipment = Shipment(on, pot, [self._ship(line, quantity) for line, quantity in wanted])
        deposit = rounded(order.crate_price * crates)
        self._charge(order, shipment, sum((part.total for part in shipment.parts), ZERO), deposit)
        if crates:
            due_on = None if order.crate_days is None else on + timedelta(days=order.crate_days)
            shipment.crates = Crates(crates, due_on, deposit, [(on, crates, deposit)])
            self.on_hand[CRATE] -= crates

    def _ship(self, line: Line, quantity: Decimal) -> Part:
        held, value = self.on_hand[line.good], self.value[line.good]
        cost = value if quantity == held else rounded(value * quantity / held, "0.0001")
        self.on_hand[line.good] -= quantity
        self.value[line.good] -= cost
        line.reserved -= min(quantity, line.reserved)
        line.shipped += quantity
        total = rounded(line.total * line.shipped / line.quantity) - line.charged
        line.charged += total
        return Part(line, quantity, total, rounded(cost))

    def _charge(self, order: Order, shipment: Shipment, total: Decimal, deposit: Decimal) -> None:
        """The debt of a shipment, and its dues: what was prepaid is for the goods first."""
        before = order.paid - order.owed
        later = sum((pot.money(*PAYING) for pot in order.pots), ZERO) - sum(
            (pot.money(*PAYING, until=shipment.on) for pot in order.pots), ZERO
        )
        unspent = max(min(before, before + later), ZERO)
        free = min(unspent, total)
        shipment.pot.moves.append((shipment.on, "shipment", total))
        shipment.pot.moves += [(shipment.on, "deposit", deposit)] if deposit else []
        if shipment.pot is not order.pot and before > 0:
            self._shift(order.pot, shipment.pot, min(before, total + deposit), shipment.on)
        if free:
            shipment.pot.dues.append(self._due(True, shipment.on, free, shipment.on))
        rest = total - free
        credit = [stage for stage in order.stages if stage.kind == "credit"] or [Stage(100, 0)]
        whole = sum(stage.percent for stage in credit)
        for stage in credit:
            part = rest if stage is credit[-1] else rounded((total - free) * stage.percent / whole)
            rest -= part
            if part:
                day = shipment.on + timedelta(days=stage.days)
                shipment.pot.dues.append(self._due(False, day, part, shipment.on))
        for prepaid, part in ((True, min(unspent - free, deposit)), (False, deposit - min(unspent - free, deposit))):
            if part:
                due = self._due(prepaid, shipment.on, part, shipment.on)
                due.deposit = True
                shipment.pot.dues.append(due)
        order.shipments.append(shipment)
        order.shipped += total

    def _due(self, prepaid: bool, on: date, amount: Decimal, shipped_on: date) -> Due:
        self.turn += 1
        return Due(prepaid, on, self.turn, amount, shipped_on)

    def take_back(self, order: Order, shipment: Shipment, wanted: list[tuple[Part, Decimal]], on: date) -> None:
        if on < shipment.on:
            raise No("returned_too_early")
        if not wanted:
            raise No("nothing_to_return")
        if any(part.back.quantity + quantity > part.quantity for part, quantity in wanted):
            raise No("more_than_shipped")
        came = ZERO
        for part, quantity in wanted:
            now = part.back.quantity + quantity
            total = rounded(part.total * now / part.quantity) - part.back.total
            cost = rounded(part.cost * now / part.quantity) - part.back.cost
            part.back = Back(now, part.back.total + total, part.back.cost + cost)
            self.on_hand[part.line.good] += quantity
            self.value[part.line.good] += cost
            came += total
        order.shipped -= came
        order.ask_less(came)
        self._come_back(order, shipment, on, "return", came)

    def take_crates(self, order: Order, shipment: Shipment, number: Decimal | None, on: date) -> None:
        """So many, or all that are owed."""
        crates = shipment.crates
        assert crates is not None
        if on < shipment.on:
            raise No("returned_too_early")
        number = crates.owed if number is None else number
        if not number:
            raise No("nothing_to_return")
        if number > crates.owed:
            raise No("more_than_owed")
        now = crates.number - crates.owed + number
        given_back = max(rounded(crates.deposit * now / crates.number) - (crates.deposit - crates.left), ZERO)
        crates.moves.append((on, -number, -given_back))
        self.on_hand[CRATE] += number
        self.crates_back.append(CratesBack(order, shipment, on, number, given_back))
        self._come_back(order, shipment, on, "given_back", given_back)

    def cancel_crates(self, back: CratesBack) -> None:
        if back.cancelled:
            raise No("packaging_return_cancelled")
        if back.number > self.on_hand[CRATE]:
            raise No("not_enough_stock")
        back.cancelled, on = True, max(self.today, back.on)
        assert back.shipment.crates is not None
        back.shipment.crates.moves.append((on, back.number, back.deposit))
        self.on_hand[CRATE] -= back.number
        back.order.open_again()
        self._come_back(back.order, back.shipment, on, "given_back", -back.deposit)

    def _come_back(self, order: Order, shipment: Shipment, on: date, kind: str, amount: Decimal) -> None:
        """The debt is less by it; what had paid for it pays for other shipments."""
        if not amount:
            return
        shipment.pot.moves.append((on, kind, -amount))
        if shipment.pot is not order.pot and shipment.pot.balance() < 0:
            for pot, amount in self._places(order, -shipment.pot.balance()):
                self._shift(shipment.pot, pot, amount, on)
        elif shipment.pot is not order.pot and amount < 0:
            self._shift(order.pot, shipment.pot, min(-order.pot.balance(), shipment.pot.balance()), on)

    # ------------------------------------------------------------ money

    def pay(self, order: Order | None, amount: Decimal, on: date) -> None:
        payment = Payment(order, on)
        if order is not None:
            self._demand_not_cancelled(order)
            self._come(order, amount, on, "payment")
            payment.brought.append((order, amount))
        else:
            left = amount
            for owing, _, owed in self._oldest():
                part = min(owed, left)
                left -= part
                if part:
                    payment.brought.append((owing, part))
            for owing, part in payment.brought:
                assert owing is not None
                self._come(owing, part, on, "payment")
            if left:
                self.account.moves.append((on, "payment", -left))
                payment.brought.append((None, left))
        self.payments.append(payment)

    def cancel_payment(self, payment: Payment) -> None:
        if payment.cancelled:
            raise No("payment_is_cancelled")
        brought: dict[int, Decimal] = {}
        for order, amount in payment.brought:
            brought[id(order)] = brought.get(id(order), ZERO) + amount
        there = {id(order): order.paid for order in self.orders} | {id(None): -self.account.balance()}
        if any(amount > there[order] for order, amount in brought.items()):
            raise No("payment_is_spent")
        on = max(self.today, payment.on)
        for order in [*self.orders, None]:
            if id(order) in brought:
                self._go(order, brought[id(order)], on, "payment")
        payment.cancelled = True

    def refund(self, order: Order | None, amount: Decimal, on: date) -> None:
        self._demand_paid(order, amount)
        self._go(order, amount, on, "refund")

    def offset(self, source: Order | None, target: Order | None, amount: Decimal, on: date) -> None:
        if source is target:
            raise No("offset_of_nothing")
        if target is not None:
            self._demand_not_cancelled(target)
        self._demand_paid(source, amount)
        self._go(source, amount, on, "offset")
        if target is None:
            self.account.moves.append((on, "offset", -amount))
        else:
            self._come(target, amount, on, "offset")

    def _demand_paid(self, order: Order | None, amount: Decimal) -> None:
        if amount > (-self.account.balance() if order is None else order.paid):
            raise No("more_than_paid")

    def _demand_not_cancelled(self, order: Order) -> None:
        if order.status == "cancelled":
            raise No("order_takes_no_money")

    def _come(self, order: Order, amount: Decimal, on: date, kind: str) -> None:
        for pot, part in self._places(order, amount):
            pot.moves.append((on, kind, -part))
        order.paid += amount

    def _go(self, order: Order | None, amount: Decimal, on: date, kind: str) -> None:
        if order is None:
            self.account.moves.append((on, kind, amount))
            return
        order.paid -= amount
        order.open_again()
        for pot in [order.pot, *reversed([one.pot for one in order.shipments])]:
            part = min(-pot.money("payment", "refund", "offset"), amount) if order.by_shipment else amount
            if part > 0:
                pot.moves.append((on, kind, part))
                amount -= part

    def _places(self, order: Order, amount: Decimal) -> list[tuple[Pot, Decimal]]:
        """Money of an order goes to its oldest dues, where each shipment is settled by itself; the rest waits."""
        places = []
        for owing, pot, owed in self._oldest() if order.by_shipment else []:
            if owing is order:
                part = min(owed, amount)
                amount -= part
                places += [(pot, part)] if part else []
        return [*places, (order.pot, amount)] if amount else places

    def _oldest(self) -> list[tuple[Order, Pot, Decimal]]:
        pots = [(order, pot) for order in self.orders for pot in order.pots]
        dues = [(due, order, pot, owed) for order, pot in pots for due, owed in pot.open()]
        return [(order, pot, owed) for due, order, pot, owed in sorted(dues, key=lambda one: (one[0].on, one[0].turn))]

    def _shift(self, source: Pot, target: Pot, amount: Decimal, on: date) -> None:
        source.moves.append((on, "offset", amount))
        target.moves.append((on, "offset", -amount))

    # ------------------------------------------------------------ what must be seen

    @property
    def pots(self) -> list[Pot]:
        return [self.account, *(pot for order in self.orders for pot in order.pots)]

    def sums(self, until: date = date.max) -> dict[str, Decimal]:
        kinds = ("shipment", "deposit", *PAYING)
        return {kind: sum((pot.money(kind, until=until) for pot in self.pots), ZERO) for kind in kinds}

    @property
    def crates_out(self) -> Decimal:
        gone = [one.crates for order in self.orders for one in order.shipments if one.crates]
        return sum((crates.owed for crates in gone), ZERO)

    def owed(self, until: date = date.max) -> list[tuple[date, Decimal]]:
        """(day, what is not paid) of every due."""
        return [(due.on, owed) for pot in self.pots for due, owed in pot.open(until)]

    def overdue(self, on: date, until: date = date.max) -> Decimal:
        return sum((owed for day, owed in self.owed(until) if day < on), ZERO)


def _demand(order: Order, status: str) -> None:
    if order.status in ("cancelled", "closed"):
        raise No("order_ended")
    if order.status != status:
        raise No("order_status")
