"""Whatever our people wrote in an erased client's documents goes; what was sold and for how much stays."""

from services.chassis.ids import uuid7
from services.orders import contracts
from services.partners import contracts as partners
from tests.services.builders import INSTALL, LAMP, Shop, line_parts
from tests.services.cast import CASHIER, KALYNA, KEEPER
from tests.services.orders.money import on_account

WORDS = "Мати двох дітей"


def test_what_was_written_in_an_erased_client_s_documents_is_gone(shop: Shop) -> None:
    shop.receive((LAMP, "20", "60.00"))
    order = shop.an_order((LAMP, "10"), (INSTALL, "1"), status="to_fulfil", comment=WORDS)
    shipment = shop.ship(order, (1, "5"))
    back = {"shipment_id": shipment["id"], "lines": line_parts(order, (1, "1")), "reason": WORDS}
    shop.bench.do(contracts.RETURN_GOODS, back, by=KEEPER)
    dropped = {"id": order["id"], "lines": [{"line_id": order["lines"][1]["id"]}], "reason": WORDS}
    shop.bench.do(contracts.CANCEL_LINES, dropped)
    other = shop.an_order((INSTALL, "1"), status="to_fulfil")
    shop.bench.do(contracts.CANCEL_ORDER, {"id": other["id"], "reason": WORDS})
    paid = shop.bench.do(contracts.RECEIVE_PAYMENT, on_account("500.00", purpose=WORDS), by=CASHIER)
    shop.bench.do(contracts.CANCEL_PAYMENT, {"id": paid["id"], "reason": WORDS}, by=CASHIER)
    assert len(shop.bench.holding(WORDS)) > 5

    shop.bench.hear(partners.PARTNER_ERASED, partners.PartnerErased(partner_id=KALYNA.id), subject_id=uuid7())

    assert shop.bench.holding(WORDS) == []
    kept = shop.now(order)
    assert (kept["comment"], kept["number"], kept["lines"][0]["total"]) == (None, order["number"], "1200.00")
