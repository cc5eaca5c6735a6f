"""Invented records of pricing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from services.pricing.models import (
    CardKind,
    CardOrder,
    Item,
    LoyaltyCard,
    Offer,
    OfferPeriod,
    OfferVersion,
    PriceSetting,
)
from tests.contracts.invented.made import an_id, made

A_MOMENT = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)


def item_changed() -> list[Any]:
    names = {
        "sku": "BULAVA-1",
        "name": "Булава кована",
        "name_en": "Forged mace",
        "price_group_id": an_id("maces"),
        "brand": "Вигадана кузня",
    }
    return [made(Item, "item", kind="goods", unit="шт", vat_rate="20", withdrawn=False, **names)]


def prices_set() -> list[Any]:
    return [made(PriceSetting, "prices", number="PRC-000001", effective_from=date(2026, 4, 1), count=12)]


def prices_cancelled() -> list[Any]:
    when = {"agreed_at": A_MOMENT, "cancelled_at": A_MOMENT}
    names = {"number": "PRC-000002", "effective_from": date(2026, 5, 1), "count": 3, "status": "cancelled"}
    return [made(PriceSetting, "cancelled prices", **names, **when)]


def bonuses_withheld() -> list[Any]:
    kind = made(CardKind, "card kind", name="Булавна", personal=True, medium="barcode")
    day = date(2026, 1, 1)
    card = made(LoyaltyCard, "card", code="C-1", kind_id=kind.id, status="active", valid_from=day)
    money = {
        "asked": Decimal("50.00"),
        "spent": Decimal("47.50"),
        "withheld": Decimal("1.20"),
        "returned": Decimal("50.05"),
    }
    about = {"card_id": card.id, "partner_id": an_id("partner"), "dropped": False}
    return [kind, card, made(CardOrder, "order", **about, **money)]


def offer_changed() -> list[Any]:
    """The next version of an individual offer waits for agreement."""
    offer = made(
        Offer,
        "offer",
        number="OFR-000001",
        name="Булави з відстрочкою",
        kind="individual",
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        standard_id=an_id("offer-standard"),
        status="in_force",
        version_number=1,
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
        open_to_clients=False,
        open_to_representatives=False,
        responsible_id=an_id("staff-mavka"),
    )
    period = {"offer_id": offer.id, "valid_from": date(2026, 1, 1), "open_to_clients": False}
    offer.versions = [
        OfferVersion(number=1, status="in_force", in_force_from=date(2026, 1, 1), said={}, **period),
        OfferVersion(number=2, status="on_approval", said={}, return_reason="Забагато відстрочки", **period),
    ]
    above = {"number": "OFR-000000", "name": "Булави", "kind": "standard", "organization_id": an_id("organization")}
    day = date(2026, 1, 1)
    standard = made(Offer, "offer-standard", status="in_force", valid_from=day, open_to_clients=True, **above)
    agreed = {"status": "in_force", "in_force_from": day, "valid_from": day, "open_to_clients": True}
    standard.versions = [OfferVersion(offer_id=standard.id, number=1, said={}, **agreed)]
    return [standard, offer]


def offer_period_changed() -> list[Any]:
    *above, offer = offer_changed()
    names = ("organization_id", "partner_id")
    period = made(
        OfferPeriod,
        "offer-period",
        offer_id=offer.id,
        title="План продажів за офертою OFR-000001: 5000.00 UAH, 01.04.2026-30.04.2026",
        assignee_id=offer.responsible_id,
        starts_on=date(2026, 4, 1),
        due_on=date(2026, 4, 30),
        amount=Decimal("5000.00"),
        currency="UAH",
        status="done",
        result="4200.00 / 5000.00 UAH",
        **{name: getattr(offer, name) for name in names},
    )
    return [*above, offer, period]
