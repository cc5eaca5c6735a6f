"""What the story of orders, stock and settlements says: bodies, pricing's answers, sums."""

from decimal import Decimal
from typing import Any

from services.pricing import contracts as pricing
from tests.services.builders import LAMP, a_quote
from tests.services.cast import KALYNA, SVITLODIM
from tests.services.orders.money_records import ZERO, Stage


def forget(_: Any) -> None:
    """Nothing is remembered of the answer."""


def thousandths(quantity: Decimal) -> Decimal:
    return max(quantity.quantize(Decimal("0.001")), Decimal("0.001"))


def parties() -> dict[str, Any]:
    return {"organization_id": SVITLODIM, "partner_id": KALYNA.id}


def summed(moves: list[tuple[str, str, Decimal]]) -> dict[tuple[str, str], Decimal]:
    sums: dict[tuple[str, str], Decimal] = {}
    for on, kind, amount in moves:
        sums[on, kind] = sums.get((on, kind), ZERO) + amount
    return {key: amount for key, amount in sums.items() if amount}


def crates_of(tenths: int, day: int) -> Decimal:
    """How many go with a shipment: none with every other."""
    return Decimal(tenths) / 2 if day % 2 == 0 else ZERO


def quote_under(by_shipment: bool, stages: tuple[Stage, ...], crate_days: int | None, *, deposit: bool) -> Any:
    """Pricing's answer, with the terms of an offer."""
    terms = pricing.TermsOfOffer(
        id=LAMP.id,
        number="OFR-000001",
        name="Вигадана оферта",
        kind=pricing.OfferKind.STANDARD,
        version_number=1,
        price_type_id=LAMP.id,
        currency="UAH",
        settled_by=pricing.SettledBy.SHIPMENT if by_shipment else pricing.SettledBy.ORDER,
        packaging_days=crate_days,
        packaging_deposit=deposit,
        payment_stages=tuple(
            pricing.PaymentStage(kind=pricing.StageKind(stage.kind), percent=Decimal(stage.percent), shift=stage.days)
            for stage in stages
        ),
    )
    return lambda asked, incoming: a_quote(asked, incoming).model_copy(update={"terms": terms})
