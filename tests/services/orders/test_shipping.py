"""Shipping: goods, revenue, debt and reservations move together, whole or not at all."""

from decimal import Decimal

import pytest

from services.orders import contracts
from services.orders.models import ShipmentLine
from tests.services.builders import CABLE, INSTALL, LAMP, Shop, shipping_body
from tests.services.cast import APPROVER, HEAD, KEEPER


def test_a_whole_shipment_empties_the_stock_and_makes_the_debt(shop: Shop) -> None:
    shop.receive((LAMP, "10", "60.00"))
    order = shop.an_order((LAMP, "4"), status="to_fulfil")
    shipment = shop.ship(order)
    assert (shipment["number"], shipment["total"], shipment["revenue"]) == ("SHP-000001", "480.00", "400.00")
    assert shop.stock(LAMP) == ("6.000", "0.000", "6.000")
    after = shop.now(order)
    assert (after["state"], after["shipped_amount"]) == ("awaiting_payment", "480.00")
