"""A story told to the service and to the model side by side, step by step, and compared after each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from services.chassis.errors import Refusal
from services.chassis.tx import business_day, utc_now
from services.orders import contracts
from services.orders.models import ItemCost
from services.pricing import contracts as pricing
from tests.services.builders import CABLE, CRATE, LAMP, Good, Shop, line_parts
from tests.services.cast import APPROVER, CASHIER, KALYNA, KEEPER
from tests.services.orders.money_model import Firm
from tests.services.orders.money_records import ZERO, No, Order, Payment, Shipment, Stage
from tests.services.orders.money_words import crates_of, forget, parties, quote_under, summed, thousandths

GOODS: dict[str, Good] = {good.sku: good for good in (LAMP, CABLE)}
KEPT = {**GOODS, CRATE.sku: CRATE}
TERMS = (
    (),
    (Stage(100, 10),),
    (Stage(30, 5), Stage(70, 20)),
    (Stage(20, 0, "advance"), Stage(30, 3, "prepayment"), Stage(20, 5), Stage(30, 20)),
)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """One thing done: to which, with how much of it (of ten parts, more is too much), on which day."""

    act: str
    which: int
    other: int
    tenths: int
    day: int


@dataclass
class Story:
    """The service and the model, side by side."""

    shop: Shop
    today: date = field(default_factory=lambda: business_day(utc_now()))
    orders: list[dict[str, Any]] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)
    shipments: list[tuple[Order, Shipment, str]] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.firm = Firm(self.today, {good.sku: Decimal(good.price) for good in GOODS.values()})

    def play(self, step: Step) -> None:
        """Do it with both: they agree, or refuse alike."""
        prepared = getattr(self, f"_{step.act}")(step)
        if prepared is None:
            return
        in_model, asked, kept = prepared
        try:
            in_model()
            wanted = ""
        except No as no:
            wanted = str(no)
        try:
            answer = asked()
            got = ""
        except Refusal as refusal:
            got = (refusal.fields[0].code if refusal.code.name == "invalid" else "") or refusal.code.name
        assert got == wanted, step
        if not got:
            kept(answer)

    # ------------------------------------------------------------ what is done

    def _receive(self, step: Step) -> Any:
        good = CRATE if step.which == 2 else self._good(step.which)
        quantity, price = Decimal(step.tenths) * 3, Decimal(f"{step.other + 3}.37")
        return (
            lambda: self.firm.receive(good.sku, quantity, price),
            lambda: self.shop.receive((good, str(quantity), str(price))),
            forget,
        )

    def _create(self, step: Step) -> Any:
        wanted = [(self._good(step.which), Decimal(step.tenths))]
        wanted += [(self._good(step.other + 1), Decimal("2.5"))] if step.other % 2 else []
        by_shipment, stages = bool(step.which % 2), TERMS[step.other % len(TERMS)]
        days, price = 10 if step.tenths % 3 else None, ZERO if step.tenths % 2 else Decimal(CRATE.price)
        self.shop.bench.peers.reply(pricing.ASK_QUOTE, quote_under(by_shipment, stages, days, deposit=bool(price)))
        goods = [(good.sku, quantity) for good, quantity in wanted]
        return (
            lambda: self.firm.create(goods, by_shipment, stages, (days, price)),
            lambda: self.shop.an_order(*[(good, str(quantity)) for good, quantity in wanted]),
            self._keep_order,
        )

    def _approve(self, step: Step) -> Any:
        return self._with_order(step, self.firm.approve, contracts.APPROVE_ORDER, APPROVER)

    def _reserve(self, step: Step) -> Any:
        return self._with_order(step, self.firm.reserve, contracts.RESERVE_ORDER, KEEPER)

    def _close(self, step: Step) -> Any:
        return self._with_order(step, self.firm.close, contracts.CLOSE_ORDER, None)

    def _cancel(self, step: Step) -> Any:
        return self._with_order(step, self.firm.cancel, contracts.CANCEL_ORDER, None, reason="Передумали")

    def _ship(self, step: Step) -> Any:
        model, order = self._order(step.which)
        if model is None or order is None:
            return None
        place = step.other % len(model.lines)
        quantity = thousandths(model.lines[place].open * step.tenths / 10)
        body = {"order_id": order["id"], "lines": line_parts(order, (place + 1, str(quantity)))}
        return self._shipped(model, [(model.lines[place], quantity)], body, step)

    def _ship_all(self, step: Step) -> Any:
        model, order = self._order(step.which)
        if model is None or order is None:
            return None
        wanted = [(line, line.open) for line in model.lines if line.open > 0]
        return self._shipped(model, wanted, {"order_id": order["id"]}, step)

    def _shipped(self, model: Order, wanted: Any, body: dict[str, Any], step: Step) -> Any:
        on, crates = self.today + step.day * DAY, crates_of(step.tenths, step.day)
        if crates:
            body["packaging"] = [{"item_id": CRATE.id, "quantity": str(crates)}]

        def keep(shipment: dict[str, Any]) -> None:
            made = model.shipments[-1]
            self.shipments.append((model, made, shipment["id"]))
            self.numbers.setdefault(made.pot.name, shipment["number"])

        return (
            lambda: self.firm.ship(model, wanted, on, crates),
            lambda: self.shop.bench.do(contracts.SHIP_GOODS, {**body, "shipped_on": on}, by=KEEPER),
            keep,
        )

    def _take_back(self, step: Step) -> Any:
        if not self.shipments:
            return None
        model, shipment, shipment_id = self.shipments[step.which % len(self.shipments)]
        order = self.orders[self.firm.orders.index(model)]
        on = self.today + step.day * DAY
        body: dict[str, Any] = {"shipment_id": shipment_id, "reason": "Не підійшло", "returned_on": on}
        wanted = [(part, part.quantity - part.back.quantity) for part in shipment.parts]
        wanted = [one for one in wanted if one[1] > 0]
        if step.other:
            part = shipment.parts[step.other % len(shipment.parts)]
            wanted = [(part, thousandths(part.quantity * step.tenths / 10))]
            place = next(place for place, line in enumerate(model.lines, start=1) if line is part.line)
            body["lines"] = line_parts(order, (place, str(wanted[0][1])))
        return (
            lambda: self.firm.take_back(model, shipment, wanted, on),
            lambda: self.shop.bench.do(contracts.RETURN_GOODS, body, by=KEEPER),
            forget,
        )

    def _pay(self, step: Step) -> Any:
        model, order = self._order(step.which)
        return self._paid(step, model, order) if model is not None else None

    def _pay_account(self, step: Step) -> Any:
        return self._paid(step, None, None)

    def _paid(self, step: Step, model: Order | None, order: dict[str, Any] | None) -> Any:
        amount, on = Decimal(step.tenths * (step.other + 1)) * Decimal("33.37"), self.today + step.day * DAY
        body = {**parties(), "order_id": order and order["id"], "amount": amount, "paid_on": on}
        return (
            lambda: self.firm.pay(model, amount, on),
            lambda: self.shop.bench.do(contracts.RECEIVE_PAYMENT, body, by=CASHIER),
            lambda payment: self.payments.append(payment["id"]),
        )

    def _refund(self, step: Step) -> Any:
        model, order = self._order(step.which) if step.other % 3 else (None, None)
        there = model.paid if model is not None else -self.firm.account.balance()
        amount, on = self._share(there, step), self.today + step.day * DAY
        body = {**parties(), "order_id": order and order["id"], "amount": amount, "refunded_on": on}
        return (
            lambda: self.firm.refund(model, amount, on),
            lambda: self.shop.bench.do(contracts.GIVE_REFUND, body, by=CASHIER),
            forget,
        )

    def _cancel_payment(self, step: Step) -> Any:
        if not self.payments:
            return None
        place = step.which % len(self.payments)
        body = {"id": self.payments[place], "reason": "Банк відкликав"}
        payment: Payment = self.firm.payments[place]
        return (
            lambda: self.firm.cancel_payment(payment),
            lambda: self.shop.bench.do(contracts.CANCEL_PAYMENT, body, by=CASHIER),
            forget,
        )

    def _offset(self, step: Step) -> Any:
        source, given = self._order(step.which) if step.which else (None, None)
        target, taken = self._order(step.other) if step.other else (None, None)
        there = source.paid if source is not None else -self.firm.account.balance()
        amount, on = self._share(there, step), self.today + step.day * DAY
        body = {"from_order_id": given and given["id"], "to_order_id": taken and taken["id"]}
        body |= {"amount": amount, "offset_on": on}
        return (
            lambda: self.firm.offset(source, target, amount, on),
            lambda: self.shop.bench.do(contracts.OFFSET_MONEY, body, by=CASHIER),
            forget,
        )

    def _with_order(self, step: Step, model: Callable[[Order], None], operation: Any, by: Any, **body: Any) -> Any:
        known, order = self._order(step.which)
        if known is None or order is None:
            return None
        how = {"by": by} if by else {}
        asked = {"id": order["id"], **body}
        return lambda: model(known), lambda: self.shop.bench.do(operation, asked, **how), forget

    def _keep_order(self, order: dict[str, Any]) -> None:
        self.orders.append(order)
        self.numbers[self.firm.orders[-1].pot.name] = order["number"]

    def _order(self, which: int) -> Any:
        if not self.orders:
            return None, None
        place = which % len(self.orders)
        return self.firm.orders[place], self.orders[place]

    def _good(self, which: int) -> Good:
        return list(GOODS.values())[which % len(GOODS)]

    def _share(self, of: Decimal, step: Step) -> Decimal:
        return (of * step.tenths / 10).quantize(Decimal("0.01")) or Decimal("0.01")

    # ------------------------------------------------------------ what is compared

    def compare(self) -> None:
        assert self._seen_orders() == self._model_orders()
        assert self._seen_stock() == self._model_stock()
        middle = self.today - 12 * DAY
        for on in (None, middle):
            assert self._seen_balance(on) == self._model_balance(on)
        self._compare_credit()
        self._compare_objects()
        self._compare_register()
        self._compare_debts()

    def _seen_orders(self) -> list[Any]:
        seen = [self.shop.now(order) for order in self.orders]
        names = ("status", "state", "paid", "shipped_amount", "deposits")
        return [
            (
                *(one[name] for name in names),
                [(step["kind"], step["amount"], step["paid"]) for step in one["payment_steps"]],
                [(line["reserved"], line["shipped"]) for line in one["lines"]],
            )
            for one in seen
        ]

    def _model_orders(self) -> list[Any]:
        return [
            (
                *(one.status, one.state, *(f"{money:.2f}" for money in (one.paid, one.shipped, one.deposits))),
                [
                    (stage.kind, f"{stage.amount:.2f}", f"{paid:.2f}")
                    for stage, paid in zip(one.asked, one.covered(), strict=True)
                ],
                [(f"{line.reserved:.3f}", f"{line.shipped:.3f}") for line in one.lines],
            )
            for one in self.firm.orders
        ]

    def _seen_stock(self) -> dict[str, Any]:
        names = {good.id: sku for sku, good in KEPT.items()}
        costs = {names[row.item_id]: (row.quantity, row.value) for row in self.shop.bench.rows(ItemCost)}
        return {sku: (*map(Decimal, self.shop.stock(KEPT[sku])[:2]), *costs[sku]) for sku in costs}

    def _model_stock(self) -> dict[str, Any]:
        held = self.firm.on_hand
        # crates with clients are ours, and keep their cost
        ours = {**held, CRATE.sku: held.get(CRATE.sku, ZERO) + self.firm.crates_out}
        return {sku: (held[sku], self.firm.reserved(sku), ours[sku], self.firm.value[sku]) for sku in held}

    def _seen_balance(self, on: date | None) -> dict[str, Decimal]:
        asked = {"partner_id": KALYNA.id, "on": on}
        rows = self.shop.bench.do(contracts.GET_BALANCE, asked)["rows"]
        names = ("shipped", "returned", "deposits", "paid", "refunded", "moved", "balance", "overdue")
        return {name: Decimal(rows[0][name]) if rows else ZERO for name in names}

    def _model_balance(self, on: date | None) -> dict[str, Decimal]:
        until = on or date.max
        sums = self.firm.sums(until)
        return {
            "shipped": sums["shipment"],
            "returned": -sums["return"],
            "deposits": sums["deposit"] + sums["given_back"],
            "paid": -sums["payment"],
            "refunded": sums["refund"],
            "moved": -sums["offset"],
            "balance": sum(sums.values(), ZERO),
            "overdue": self.firm.overdue(on or self.today, until),
        }

    def _compare_credit(self) -> None:
        """Where all is credit, the steps are overdue by what the shipments are, and due on their first unpaid day."""
        for order, model in zip(self.orders, self.firm.orders, strict=True):
            if any(stage.kind != "credit" for stage in model.stages) or not model.stages:
                continue
            steps = self.shop.now(order)["payment_steps"]
            open_dues = [one for pot in model.pots for one in pot.open() if not one[0].deposit]
            late = sum((owed for due, owed in open_dues if due.on < self.today), ZERO)
            assert sum(Decimal(step["overdue"]) for step in steps) == late
            days = [step["due_on"] for step in steps if step["due_on"]]
            assert min(days, default=None) == min((str(due.on) for due, _ in open_dues), default=None)

    def _compare_objects(self) -> None:
        rows = self.shop.bench.do(contracts.GET_BALANCE, {"partner_id": KALYNA.id, "by": "object"})["rows"]
        seen = {row["object_number"]: (Decimal(row["balance"]), Decimal(row["overdue"])) for row in rows}
        wanted = {
            self.numbers.get(pot.name): (
                pot.balance(),
                sum((owed for due, owed in pot.open() if due.on < self.today), ZERO),
            )
            for pot in self.firm.pots
            if pot.balance()
        }
        assert seen == wanted

    def _compare_register(self) -> None:
        pages = self.shop.bench.pages(contracts.LIST_SETTLEMENTS, 50, partner_id=KALYNA.id)
        rows = [row for page in pages for row in page]
        moved = sorted((row["moved_on"], row["kind"], Decimal(row["amount"])) for row in rows)
        moves = [(str(on), kind, amount) for pot in self.firm.pots for on, kind, amount in pot.moves]
        # one due after another paid by one payment is one movement or several: compared by day, kind and sum
        assert summed(moved) == summed(moves)
        balance = ZERO
        for row in rows:
            balance += Decimal(row["amount"])
            assert Decimal(row["balance"]) == balance
        assert balance == sum(self.firm.sums().values(), ZERO)

    def _compare_debts(self) -> None:
        rows = self.shop.bench.do(contracts.REPORT_DEBTS, {"bounds": [10, 20], "on": self.today})["rows"]
        seen = [(row["debt"], row["not_due"], [age["amount"] for age in row["ages"]]) for row in rows]
        owed = self.firm.owed(self.today)
        late = [((self.today - day).days, amount) for day, amount in owed]

        def between(first: int, last: int) -> str:
            return f"{sum((amount for days, amount in late if first <= days <= last), ZERO):.2f}"

        ages = [between(1, 10), between(11, 20), between(21, 10_000)]
        wanted = [(between(-10_000, 10_000), between(-10_000, 0), ages)] if owed else []
        assert seen == wanted
