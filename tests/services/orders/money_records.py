"""What the plain model of orders, stock and settlements keeps: orders with lines and steps, shipments, pots."""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
CENT = Decimal("0.01")
PAYING = ("payment", "refund", "offset", "return", "given_back")
"""Kinds of movements that pay for what was charged, or take back what had paid."""


class No(Exception):
    """The model refuses; its text is the code of the refusal."""


def rounded(value: Decimal, to: str = "0.01") -> Decimal:
    return value.quantize(Decimal(to), ROUND_HALF_UP)


@dataclass(frozen=True)
class Stage:
    """So many percent, so many calendar days after a shipment; of an advance or prepayment, after the order."""

    percent: int
    days: int
    kind: str = "credit"


@dataclass
class Asked:
    """A stage of an order in money: what is asked of the client by it."""

    kind: str
    amount: Decimal


@dataclass
class Due:
    prepaid: bool
    on: date
    turn: int
    amount: Decimal
    shipped_on: date
    deposit: bool = False


@dataclass
class Pot:
    """One object of settlements. `moves`: (day, amount), above zero where the client owes more."""

    name: str
    dues: list[Due] = field(default_factory=list)
    moves: list[tuple[date, str, Decimal]] = field(default_factory=list)

    def money(self, *kinds: str, until: date = date.max) -> Decimal:
        return sum((amount for on, kind, amount in self.moves if kind in kinds and on <= until), ZERO)

    def balance(self, until: date = date.max) -> Decimal:
        return sum((amount for on, _, amount in self.moves if on <= until), ZERO)

    def open(self, until: date = date.max) -> list[tuple[Due, Decimal]]:
        """What of each due is not paid: what came back pays for what it was charged for, what was prepaid last; then
        money pays the prepaid ones first, then the earliest."""
        money = -self.money("payment", "refund", "offset", until=until)
        came = {False: -self.money("return", until=until), True: -self.money("given_back", until=until)}
        known = [due for due in self.dues if due.shipped_on <= until]
        known.sort(key=lambda due: (not due.prepaid, due.on, due.turn))
        left = {due.turn: due.amount for due in known}
        for due in sorted(known, key=lambda due: due.prepaid):
            came[due.deposit] -= _pay(left, due, came[due.deposit])
        for due in known:
            money -= _pay(left, due, money)
        return [(due, left[due.turn]) for due in known if left[due.turn]]


def _pay(left: dict[int, Decimal], due: Due, amount: Decimal) -> Decimal:
    part = max(min(left[due.turn], amount), ZERO)
    left[due.turn] -= part
    return part


@dataclass
class Back:
    """What came back of a shipment's line so far."""

    quantity: Decimal = ZERO
    total: Decimal = ZERO
    cost: Decimal = ZERO


@dataclass
class Part:
    """A line of a shipment."""

    line: "Line"
    quantity: Decimal
    total: Decimal
    cost: Decimal
    back: Back = field(default_factory=Back)


@dataclass
class Crates:
    """Our crates that went with a shipment. `moves`: (day, crates, deposit), above zero where the client has more."""

    number: Decimal
    due_on: date | None
    deposit: Decimal
    moves: list[tuple[date, Decimal, Decimal]] = field(default_factory=list)

    @property
    def owed(self) -> Decimal:
        return sum((number for _, number, _ in self.moves), ZERO)

    @property
    def left(self) -> Decimal:
        """What of the deposit is not given back."""
        return sum((deposit for _, _, deposit in self.moves), ZERO)


@dataclass
class Shipment:
    on: date
    pot: Pot
    parts: list[Part]
    crates: Crates | None = None


@dataclass
class CratesBack:
    """A return of crates."""

    order: "Order"
    shipment: Shipment
    on: date
    number: Decimal
    deposit: Decimal
    cancelled: bool = False


@dataclass
class Line:
    good: str
    quantity: Decimal
    total: Decimal
    reserved: Decimal = ZERO
    shipped: Decimal = ZERO
    charged: Decimal = ZERO

    @property
    def open(self) -> Decimal:
        return self.quantity - self.shipped


@dataclass
class Order:
    pot: Pot
    lines: list[Line]
    by_shipment: bool
    stages: tuple[Stage, ...]
    status: str = "on_approval"
    paid: Decimal = ZERO
    shipped: Decimal = ZERO
    crate_days: int | None = None
    crate_price: Decimal = ZERO
    shipments: list[Shipment] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        total = sum((line.total for line in self.lines), ZERO)
        for stage in self.stages:
            self.asked.append(Asked(stage.kind, rounded(total * stage.percent / 100)))
        if self.asked:
            self.asked[-1].amount += total - sum((stage.amount for stage in self.asked), ZERO)

    def needed(self, *kinds: str) -> Decimal:
        return sum((stage.amount for stage in self.asked if stage.kind in kinds), ZERO)

    @property
    def deposits(self) -> Decimal:
        return sum((one.crates.left for one in self.shipments if one.crates), ZERO)

    @property
    def owed(self) -> Decimal:
        return self.shipped + self.deposits

    def open_again(self) -> None:
        """A closed order of which something is owed is open again."""
        if self.status == "closed" and self.owed > self.paid:
            self.status = "to_fulfil"

    def unpaid_deposits(self, until: date = date.max) -> list[tuple[Due, Decimal]]:
        return [(due, owed) for pot in self.pots for due, owed in pot.open(until) if due.deposit]

    @property
    def on_goods(self) -> Decimal:
        """What of the order's money has not paid for deposits."""
        return self.paid - (self.deposits - sum((owed for _, owed in self.unpaid_deposits()), ZERO))

    def covered(self) -> list[Decimal]:
        """What is paid of each stage: the first is paid first. What has paid for deposits is no stage's, but those that
        block the order have all that was paid."""
        left, found = max(self.on_goods, min(self.paid, self.needed("advance", "prepayment"))), []
        for stage in self.asked:
            found.append(max(min(left, stage.amount), ZERO))
            left -= found[-1]
        return found

    def beside_stages(self) -> list[tuple[date, Decimal]]:
        """What is owed for goods because deposits took of the stages that block the order: the earliest of it, but for
        what these stages lack already."""
        blocking = [(one, paid) for one, paid in zip(self.asked, self.covered(), strict=True) if one.kind != "credit"]
        lack = sum((one.amount - paid for one, paid in blocking), ZERO)
        lent = max(min(self.paid, self.needed("advance", "prepayment")) - self.on_goods, ZERO)
        found = []
        dues = [(due, owed) for pot in self.pots for due, owed in pot.open() if not due.deposit]
        for due, owed in sorted(dues, key=lambda one: one[0].on):
            of_stages = min(lack, owed) if due.prepaid else ZERO
            part = min(lent, owed - of_stages)
            lack, lent = lack - of_stages, lent - part
            found.append((due.on, part))
        return found

    def ask_less(self, amount: Decimal) -> None:
        """The stages follow the total: those not yet paid shrink, the last first; then what was paid for nothing."""
        for of_paid in (False, True):
            for stage, paid in reversed(list(zip(self.asked, self.covered(), strict=True))):
                off = min(amount, paid if of_paid else stage.amount - paid)
                stage.amount -= off
                amount -= off

    @property
    def state(self) -> str:
        if self.status in ("cancelled", "closed"):
            return self.status
        if self.status == "on_approval":
            return "awaiting_approval"
        open_lines = [line for line in self.lines if line.open > 0]
        if not open_lines:
            return "awaiting_payment" if self.owed > self.paid else "ready_to_close"
        if self.paid < self.needed("advance"):
            return "awaiting_advance"
        if self.paid < self.needed("advance", "prepayment"):
            return "awaiting_prepayment"
        if any(line.reserved < line.open for line in open_lines):
            return "awaiting_supply"
        return "shipping" if any(line.shipped for line in self.lines) else "ready_to_ship"

    @property
    def pots(self) -> list[Pot]:
        return [self.pot, *(one.pot for one in self.shipments if one.pot is not self.pot)]


@dataclass
class Payment:
    to: Order | None
    on: date
    brought: list[tuple[Order | None, Decimal]] = field(default_factory=list)
    cancelled: bool = False
