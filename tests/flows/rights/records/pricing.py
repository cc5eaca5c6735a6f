"""An item with a price and a sales plan, terms of sale of all kinds, an offer and a card of the client."""

from itertools import count
from typing import Any
from uuid import uuid4

from tests.flows.rights.records.known import Known
from tests.flows.rights.records.partners import made
from tests.house import Api

OF_A_CLIENT = {"offer", "loyalty_card"}
LISTS = {"offer": "/offers?limit=200", "loyalty_card": "/loyalty-cards?limit=200"}
SALES_CODE = "RIGHTS"
BARCODE = "4820000000017"
BOX = {"name": "Ящик", "factor": "12"}
CRATE = {"sku": "RIGHTS-CRATE", "name": "Ящик поворотний", "kind": "returnable_packaging"}
LATER = {"effective_from": "2027-06-01"}


def shared(admin: Api, _: Known) -> dict[str, str]:
    price_type = made(admin, "/price-types", {"code": SALES_CODE, "name": "Роздріб", "for_sales": True})
    item = made(
        admin, "/items", {"sku": "RIGHTS-1", "name": "Чайник", "barcodes": [{"code": BARCODE}], "packages": [BOX]}
    )
    price = {"item_id": item, "price_type_id": price_type, "value": "100.00"}
    markup = {"way": "markup_on_type", "base_id": price_type, "markup": "10"}
    computed = {"code": "RIGHTS_MORE", "name": "Роздріб з націнкою", **markup}
    over = {"name": "Минула знижка", "percent": "1", "valid_to": "2025-12-31"}
    rule = {"field": "kind", "comparison": "equals", "value": "service"}
    segment = {"name": "Послуги", "way": "by_indicators", "answer": "snapshot", "rule": rule}
    # without a name: whatever is done to the setting below, the item keeps its price
    made(admin, "/price-settings", {"effective_from": "2026-01-01", "prices": [price]})
    return {
        "price_type": price_type,
        "computed_type": made(admin, "/price-types", computed),
        "item": item,
        "barcode": BARCODE,
        "crate": made(admin, "/items", CRATE),
        "package": admin.get(f"/items/{item}")["packages"][0]["id"],
        "product_category": made(admin, "/product-categories", {"name": "Чайники"}),
        "season": made(admin, "/seasons", {"name": "Зима"}),
        "seasonal_group": made(admin, "/seasonal-groups", {"name": "Для чаю"}),
        "setting": made(admin, "/price-settings", {**LATER, "prices": [price], "draft": True}),
        "calendar": made(admin, "/calendars", {"name": "Свята"}),
        "price_group": made(admin, "/price-groups", {"name": "Чайники"}),
        "discount_group": made(admin, "/discount-groups", {"name": "Знижки", "combine": "sum"}),
        "discount": made(admin, "/discounts", over),
        "sales_plan": made(admin, "/sales-plans", a_plan(item, "2026-01")),
        "item_segment": made(admin, "/item-segments", segment),
        "card_kind": made(admin, "/card-kinds", {"name": "Картки", "bonus": {"percent": "5", "limit": "50"}}),
    }


def business(admin: Api, manager: Api, known: Known) -> dict[str, str]:
    return {
        "offer": an_offer(manager, known, "submit", agreed_by=admin)["offer"],
        **a_card(manager, known),
    }


def an_offer(api: Api, known: Known, *moves: str, agreed_by: Api | None = None) -> dict[str, str]:
    """Moved so far; agreed in the end, if somebody is named who may."""
    terms = {"price_type_id": known.price_type}
    body = {**known.parties, "name": "Оферта", "valid_from": "2026-01-01", "open_to_clients": True, "terms": terms}
    offer: str = api.post("/offers", body)["id"]
    for move in moves:
        api.post(f"/offers/{offer}/{move}")
    if agreed_by is not None:
        agreed_by.post(f"/offers/{offer}/approve")
    return {"offer": offer}


def a_plan(item: str, month: str) -> dict[str, Any]:
    return {"month": month, "by": "item", "rows": [{"key": item, "amount": "1000"}]}


_YEARS = count(2000)


def a_draft_plan(api: Api, known: Known) -> dict[str, str]:
    """Of a month that nobody has planned yet."""
    return {"sales_plan": api.post("/sales-plans", a_plan(known.item, f"{next(_YEARS)}-05"))["id"]}


def an_agreed_plan(api: Api, known: Known) -> dict[str, str]:
    plan = a_draft_plan(api, known)
    api.post(f"/sales-plans/{plan['sales_plan']}/agree")
    return plan


def a_draft_setting(api: Api, known: Known) -> dict[str, str]:
    price = {"item_id": known.item, "price_type_id": known.price_type, "value": "102.00"}
    return {"setting": api.post("/price-settings", {**LATER, "prices": [price], "draft": True})["id"]}


def a_card(api: Api, known: Known) -> dict[str, str]:
    body = {"code": f"C-{uuid4().hex[:8].upper()}", "kind_id": known.card_kind, "partner_id": known.partner}
    return {"loyalty_card": api.post("/loyalty-cards", {**body, "valid_from": "2026-01-01"})["id"]}


def a_card_with_bonuses(api: Api, known: Known) -> dict[str, str]:
    """Active, and the id of an order that would be made with it."""
    made = a_card(api, known)
    api.post(f"/loyalty-cards/{made['loyalty_card']}/activate")
    api.post(f"/loyalty-cards/{made['loyalty_card']}/bonuses", {"amount": "100", "reason": "Подарунок"})
    return made | {"order": str(uuid4())}


def a_submitted_offer(api: Api, known: Known) -> dict[str, str]:
    return an_offer(api, known, "submit")


BEFORE = {
    **dict.fromkeys(("preview_price_setting", "agree_price_setting", "cancel_price_setting"), a_draft_setting),
    "agree_sales_plan": a_draft_plan,
    "reopen_sales_plan": an_agreed_plan,
    "change_offer": an_offer,
    "submit_offer": an_offer,
    "close_offer": an_offer,
    "approve_offer": a_submitted_offer,
    "return_offer": a_submitted_offer,
    "activate_card": a_card,
    "block_card": a_card,
    "spend_bonuses": a_card_with_bonuses,
}
