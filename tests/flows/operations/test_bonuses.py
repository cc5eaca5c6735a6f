"""Bonuses over the real broker: spent when ordering, earned when paid, given and taken back; a replay changes none."""

from decimal import Decimal
from typing import Any

import pytest

from tests.flows.operations.scene import Firm, a_client, at_once, dump, priced_item, settle
from tests.house import Api, House

pytestmark = pytest.mark.flow

LEDGER = ("bonus_entries", "bonus_lots", "card_orders", "card_shipments", "card_returns")
RULE = {"percent": "5", "accrue": "after_payment", "lives": 365, "limit": "50"}
RIVALS = 24


def a_card(api: Api, client: str, name: str, bonuses: str) -> str:
    kind = api.post("/card-kinds", {"name": f"Бонусна {name}", "bonus": RULE})["id"]
    body = {"code": f"CARD-{name}", "kind_id": kind, "partner_id": client, "valid_from": "2026-01-01"}
    card: str = api.post("/loyalty-cards", body)["id"]
    api.post(f"/loyalty-cards/{card}/activate")
    api.post(f"/loyalty-cards/{card}/bonuses", {"amount": bonuses, "reason": "Залишок"})
    return card


def ordered(firm: Firm, client: str, card: str, item: str, many: str, bonuses: str) -> dict[str, Any]:
    parties = {"organization_id": firm.organization, "partner_id": client, "warehouse_id": firm.warehouse}
    return {**parties, "card_id": card, "bonuses": bonuses, "lines": [{"item_id": item, "quantity": many}]}


def balance(api: Api, card: str) -> str:
    found: str = api.get(f"/loyalty-cards/{card}/bonuses")["balance"]
    entries = api.get(f"/bonus-entries?card_id={card}&limit=200")["items"]
    assert Decimal(found) == sum(Decimal(entry["amount"]) for entry in entries)
    return found


def test_a_card_is_spent_and_earned_over_the_broker_and_a_replay_changes_nothing(
    own_house: House, firm: Firm, api: Api
) -> None:
    client = a_client(api, firm, "ТОВ «Бонус»")
    card = a_card(api, client, "A", "200")
    body = ordered(firm, client, card, firm.item, "10", "150")
    order = api.post("/orders", body, "bonus-order")
    assert api.post("/orders", body, "bonus-order")["id"] == order["id"]
    assert (order["payable"], balance(api, card)) == ("850.00", "50.00")
    api.post(f"/orders/{order['id']}/approve")
    shipment = api.post("/shipments", {"order_id": order["id"]})
    for amount, wanted in (("849.99", "50.00"), ("0.01", "92.50")):
        parties = {"organization_id": firm.organization, "partner_id": client, "order_id": order["id"]}
        api.post("/payments", {**parties, "amount": amount})
        settle(own_house)
        assert balance(api, card) == wanted
    back = [{"line_id": order["lines"][0]["id"], "quantity": "4"}]
    api.post("/returns", {"shipment_id": shipment["id"], "lines": back, "reason": "Не підійшло"})
    settle(own_house)
    # 60 of the 150 are given back, 5 percent of 340 are taken back
    assert balance(api, card) == "135.50"
    refused = {**ordered(firm, client, card, firm.item, "1", "10"), "external_number": "TWICE"}
    api.post("/orders", {**refused, "bonuses": "5"})
    assert api.send("POST", "/orders", refused).body["code"] == "external_number_taken"
    settle(own_house)
    assert balance(api, card) == "130.50"
    before = [dump(own_house, "pricing", table) for table in LEDGER]
    assert all(before)
    assert "card_order_changed" in own_house.ugoda("replay", "all")
    settle(own_house)
    assert [dump(own_house, "pricing", table) for table in LEDGER] == before


def test_rivals_over_http_never_spend_more_than_the_card_holds(own_house: House, firm: Firm, api: Api) -> None:
    client = a_client(api, firm, "ТОВ «Суперники»")
    card = a_card(api, client, "R", "100")
    item = priced_item(api, firm.price_type, "RIVALS")
    body = ordered(firm, client, card, item, "1", "30")
    answers = at_once([lambda: api.send("POST", "/orders", body)] * RIVALS)
    told = sorted(answer.body.get("code", "done") for answer in answers)
    assert told == ["done"] * 3 + ["not_enough_bonuses"] * (RIVALS - 3)
    settle(own_house)
    assert balance(api, card) == "10.00"
