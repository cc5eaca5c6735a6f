"""A deal becomes an order: what it takes along, and whose deal it may be (D11)."""

from typing import Any

from services.chassis.ids import uuid7
from services.deals import contracts as deals
from services.orders import contracts
from services.pricing import contracts as pricing
from tests.services.builders import CABLE, LAMP, Shop, a_quote_under
from tests.services.cast import DZVIN, KALYNA, SVITLODIM, Client
from tests.services.news import NEWS


def a_deal_of(client: Client, *demand: dict[str, Any], **more: Any) -> deals.DealCard:
    view = NEWS[deals.DEAL_CHANGED.address][1].model_dump()
    unsaid = {"words": None, "price": None, "budget": None, "satisfied": False}
    lines = [{"id": uuid7(), "item_id": None, "quantity": "1", **unsaid, **line} for line in demand]
    nothing = {name: None for name, field in deals.DealCard.model_fields.items() if field.is_required()}
    many = dict.fromkeys(("stages", "participants", "reopenings"), ())
    card = {**nothing, **many, **view, "ordered": "0.00", "partner_id": client.id, "demand": lines, **more}
    return deals.DealCard.model_validate(card)


def of_a_deal(shop: Shop, deal: deals.DealCard, **more: Any) -> dict[str, Any]:
    shop.bench.peers.reply(deals.GET_DEAL, deal)
    return {"organization_id": SVITLODIM, "warehouse_id": shop.warehouse, "deal_id": deal.id, **more}


def test_a_deal_becomes_an_order_with_its_client_offer_and_the_items_needed(shop: Shop) -> None:
    needed = [
        {"item_id": LAMP.id, "quantity": "3"},
        {"words": "Щось, чого немає в каталозі"},
        {"item_id": CABLE.id, "satisfied": True},
        {"item_id": LAMP.id, "quantity": "0.5"},
    ]
    offer = uuid7()
    shop.bench.peers.reply(pricing.ASK_QUOTE, a_quote_under())
    body = of_a_deal(shop, a_deal_of(KALYNA, *needed, offer_id=offer))
    order = shop.bench.do(contracts.CREATE_ORDER, body)
    assert (order["partner_id"], order["offer_id"]) == (str(KALYNA.id), str(offer))
    assert [(line["sku"], line["quantity"]) for line in order["lines"]] == [("LAMP-10", "3.000"), ("LAMP-10", "0.500")]


def test_what_the_request_says_goes_before_the_deal(shop: Shop) -> None:
    said = {"lines": [{"item_id": CABLE.id, "quantity": "1"}], "price_type_id": uuid7()}
    body = of_a_deal(shop, a_deal_of(KALYNA, {"item_id": LAMP.id}, offer_id=uuid7()), **said)
    order = shop.bench.do(contracts.CREATE_ORDER, body)
    assert ([line["sku"] for line in order["lines"]], order["offer_id"]) == (["CABLE-3"], None)


def test_what_neither_the_request_nor_a_deal_says_is_named(shop: Shop) -> None:
    nothing = {"organization_id": SVITLODIM, "warehouse_id": shop.warehouse}
    for body, pointers in (
        (nothing, ["/partner_id", "/lines"]),
        (of_a_deal(shop, a_deal_of(KALYNA, {"words": "Щось"})), ["/lines"]),
    ):
        refusal = shop.bench.refuses(contracts.CREATE_ORDER, body)
        assert [(field.pointer, field.code) for field in refusal.fields] == [
            (pointer, "not_said_by_deal") for pointer in pointers
        ]


def test_a_deal_s_order_repeated_with_its_key_is_the_same_order(shop: Shop) -> None:
    body = of_a_deal(shop, a_deal_of(KALYNA, {"item_id": LAMP.id}))
    first = shop.bench.do(contracts.CREATE_ORDER, body, key="deal-1")
    shop.bench.peers.reply(deals.GET_DEAL, a_deal_of(KALYNA, {"item_id": CABLE.id}))
    assert shop.bench.do(contracts.CREATE_ORDER, body, key="deal-1")["id"] == first["id"]


def test_an_order_of_the_client_s_deal_knows_it(shop: Shop) -> None:
    deal = a_deal_of(KALYNA)
    shop.bench.peers.reply(deals.GET_DEAL, deal)
    order = shop.an_order(deal_id=deal.id, comment="Терміново")
    assert (order["deal_id"], order["organization_id"]) == (str(deal.id), str(SVITLODIM))
    assert order["comment"] == "Терміново"


def test_a_deal_of_another_client_is_a_conflict(shop: Shop) -> None:
    deal = a_deal_of(DZVIN)
    shop.bench.peers.reply(deals.GET_DEAL, deal)
    refusal = shop.bench.refuses(contracts.CREATE_ORDER, shop.order_body(deal_id=deal.id))
    assert (refusal.code.name, refusal.http_status) == ("deal_mismatch", 409)
