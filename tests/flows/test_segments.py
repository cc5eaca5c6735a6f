"""Segments over HTTP, with all services at work: from the rule to the refused line (N3, P11, O2, T12)."""

from typing import Any
from uuid import uuid4

import pytest

from tests.flows.rights.waiting import wait_until
from tests.house import Api, House

pytestmark = pytest.mark.flow
BRANDED = {"field": "brand", "comparison": "equals", "value": "Сегментна"}


@pytest.fixture(scope="module")
def admin(house: House) -> Api:
    return house.api()


@pytest.fixture(scope="module")
def goods(admin: Api) -> dict[str, str]:
    """A type of prices, a branded mace and a lamp at 100."""
    kind = admin.post("/price-types", {"code": f"SEG_{uuid4().hex[:6].upper()}", "name": "Роздріб сегментів"})["id"]
    tag = uuid4().hex[:6]
    mace = admin.post("/items", {"sku": f"MACE-{tag}", "name": "Булава", "brand": "Сегментна"})["id"]
    lamp = admin.post("/items", {"sku": f"LAMP-{tag}", "name": "Лампа"})["id"]
    prices = [{"item_id": item, "price_type_id": kind, "value": "100"} for item in (mace, lamp)]
    admin.post("/price-settings", {"effective_from": "2026-01-01", "prices": prices})
    return {"kind": kind, "mace": mace, "lamp": lamp}


@pytest.fixture(scope="module")
def segment(admin: Api, goods: dict[str, str]) -> dict[str, Any]:
    body = {"name": f"Сегмент {uuid4()}", "way": "by_indicators", "answer": "snapshot", "rule": BRANDED}
    made: dict[str, Any] = admin.post("/item-segments", body)
    assert made["rule"] == BRANDED
    return made


@pytest.fixture(scope="module")
def client(admin: Api) -> dict[str, str]:
    ours = admin.post("/organizations", {"name": "ТОВ «Сегментне»", "edrpou": "43001002"})["id"]
    card = {
        "organization_id": ours,
        "kind": "company",
        "name": f"ТОВ «Булавник {uuid4().hex[:6]}»",
        "roles": ["client"],
    }
    return {"organization_id": ours, "partner_id": admin.post("/partners", card)["id"]}


def members(api: Api, path: str) -> list[tuple[str, str, bool]]:
    rows = api.get(f"{path}/members")["items"]
    return [(row["name"], row["reason"], row["member"]) for row in rows]


def test_a_snapshot_is_refreshed_and_hands_beat_it(admin: Api, goods: dict[str, str], segment: dict[str, Any]) -> None:
    path = f"/item-segments/{segment['id']}"
    assert members(admin, path) == []
    assert admin.post(f"{path}/refresh")["refreshed_at"]
    assert members(admin, path) == [("Булава", "rule", True)]
    admin.post(f"{path}/members", {"put_in": [goods["lamp"]], "take_out": [goods["mace"]]})
    assert members(admin, path) == [("Булава", "hand", False), ("Лампа", "hand", True)]
    admin.post(f"{path}/members", {"leave_to_rule": [goods["lamp"], goods["mace"]]})
    assert members(admin, path) == [("Булава", "rule", True)]
    told = [(row["name"], row["move"], row["reason"]) for row in admin.get(f"{path}/changes")["items"]]
    assert len(told) == 5
    assert told[-1] == ("Булава", "came", "rule")


def test_what_is_outside_the_offers_segment_is_refused_in_an_order_too(
    admin: Api, goods: dict[str, str], segment: dict[str, Any], client: dict[str, str]
) -> None:
    admin.post(f"/item-segments/{segment['id']}/refresh")
    terms = {"price_type_id": goods["kind"], "item_segment_id": segment["id"]}
    offer = admin.post("/offers", {**client, "name": "Булавна", "valid_from": "2026-01-01", "terms": terms})["id"]
    for move in ("submit", "approve"):
        admin.post(f"/offers/{offer}/{move}")
    discount = {"name": "Булавна знижка", "percent": "10", "item_segment_id": segment["id"], "offer_id": offer}
    admin.post("/discounts", discount)
    lines = [{"item_id": goods[name], "quantity": "1"} for name in ("mace", "lamp")]
    asked = {**client, "offer_id": offer}
    quote = admin.post("/quotes", {**asked, "on": "2026-06-01", "lines": lines[:1]})
    assert quote["total"] == "90.00"
    assert f"on the segment “{segment['name']}”" in quote["lines"][0]["reasons"][-1]["text"]
    warehouse = admin.post("/warehouses", {"organization_id": client["organization_id"], "name": "Склад"})["id"]
    for path, more in (("/quotes", {"on": "2026-06-01"}), ("/orders", {"warehouse_id": warehouse})):
        answer = admin.send("POST", path, {**asked, "lines": lines, **more}, {"Idempotency-Key": str(uuid4())})
        assert (answer.status, answer.body["code"]) == (409, "item_outside_offer")
        assert [one["pointer"] for one in answer.body["errors"]] == ["/lines/1/item_id"]


def test_a_standard_offer_for_a_segment_is_for_those_who_are_in_it(
    house: House, admin: Api, goods: dict[str, str], client: dict[str, str]
) -> None:
    partner, ours = client["partner_id"], client["organization_id"]
    audience = admin.post("/partner-segments", {"name": f"Важливі {uuid4()}", "way": "by_hand"})["id"]
    terms = {"price_type_id": goods["kind"], "partner_segment_id": audience}
    body = {"organization_id": ours, "name": "Для важливих", "valid_from": "2026-01-01", "open_to_clients": True}
    offer = admin.post("/offers", {**body, "terms": terms})["id"]
    for move in ("submit", "approve"):
        admin.post(f"/offers/{offer}/{move}")
    login = house.add_user(f"seg-{uuid4().hex[:6]}", ("client",), partner_id=partner)
    warehouse = admin.post("/warehouses", {"organization_id": ours, "name": "Склад важливих"})["id"]
    order = {**client, "offer_id": offer, "lines": [{"item_id": goods["lamp"], "quantity": "1"}]}
    order["warehouse_id"] = warehouse

    def offered(api: Api) -> bool:
        rows = api.get(f"/partners/{partner}/offers?organization_id={ours}")["offers"]
        return offer in {row["id"] for row in rows}

    def refusal(api: Api) -> tuple[int, str, str]:
        answer = api.send("POST", "/orders", order, {"Idempotency-Key": str(uuid4())})
        return answer.status, answer.body["code"], answer.body["errors"][0]["pointer"]

    path = f"/partner-segments/{audience}/members"
    admin.post(path, {"put_in": [partner]})
    assert offered(admin)
    wait_until(lambda: offered(login), "the client to see what it is offered")
    made = admin.post("/orders", order)
    assert (login.post("/orders", order)["total"], made["total"]) == ("100.00", "100.00")
    assert login.get(f"/offers/{offer}")["terms"]["partner_segment_id"] is None
    admin.post(path, {"take_out": [partner]})
    assert (offered(admin), offered(login)) == (False, False)
    assert refusal(admin) == (409, "offer_for_segment", "/offer_id")
    assert refusal(login) == (409, "offer_for_another", "/offer_id")
    lines = [{**order["lines"][0], "line_id": made["lines"][0]["id"], "quantity": "2"}]
    changed = admin.post(f"/orders/{made['id']}", {"lines": lines}, method="PATCH")
    assert (changed["total"], changed["offer_id"]) == ("200.00", offer)


def test_prices_of_a_segment_are_set_at_once(admin: Api, goods: dict[str, str], segment: dict[str, Any]) -> None:
    admin.post(f"/item-segments/{segment['id']}/refresh")
    row = {"item_segment_id": segment["id"], "price_type_id": goods["kind"], "percent": "25"}
    assert admin.post("/price-settings", {"effective_from": "2027-06-01", "prices": [row]})["count"] == 1
    asked = f"item_id={goods['mace']}&price_type_id={goods['kind']}&on=2027-06-02"
    assert admin.get(f"/prices/on-day?{asked}")["value"] == "125.0000"


def test_a_manager_sees_own_clients_alone_in_a_segment(house: House, admin: Api, client: dict[str, str]) -> None:
    ours = client["organization_id"]
    people = {}
    for name in ("Тамара Сегментна", "Остап Сегментний"):
        staff = admin.post("/staff", {"organization_id": ours, "full_name": name})["id"]
        people[name] = house.add_user(f"seg-{uuid4().hex[:6]}", ("manager",), staff_id=staff)
    card = {"organization_id": ours, "kind": "company", "roles": ["carrier"]}
    for name, api in people.items():
        api.post("/partners", {**card, "name": f"Перевізник, якого веде {name}"})
    rule = {"all_of": [{"field": "roles", "comparison": "contains", "value": "carrier"}]}
    made = admin.post("/partner-segments", {"name": f"Перевізники {uuid4()}", "way": "by_indicators", "rule": rule})
    path = f"/partner-segments/{made['id']}"
    for name, api in people.items():
        wait_until(lambda api=api: len(members(api, path)) == 1, "one's own client to be seen")
        assert members(api, path) == [(f"Перевізник, якого веде {name}", "rule", True)]
    assert len(members(admin, path)) >= len(people)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"way": "by_formula", "formula": "[1,2].all(a, [1,2].all(b, a < b))"}, ["/formula"]),
        ({"way": "by_formula", "formula": 'price["RETAIL"] > 1'}, ["/formula"]),
        ({"way": "by_indicators", "rule": {"field": "brend", "comparison": "empty"}}, ["/rule/field"]),
        ({"way": "by_indicators", "rule": {"all_of": []}}, ["/rule/all_of"]),
        ({"way": "by_indicators"}, ["/rule"]),
    ],
)
def test_what_is_wrong_is_named_at_its_place(admin: Api, body: dict[str, Any], pointers: list[str]) -> None:
    answer = admin.send("POST", "/item-segments", {"name": "Хибний", **body}, {"Idempotency-Key": str(uuid4())})
    assert answer.status == 422
    assert [one["pointer"] for one in answer.body["errors"]] == pointers


@pytest.mark.parametrize(("depth", "status"), [(50, 422), (1000, 400)])
def test_a_rule_nested_without_end_is_refused(admin: Api, depth: int, status: int) -> None:
    """By the bound of rules, or before: as no JSON that anything takes."""
    rule = '{"none_of": [' * depth + '{"field": "brand", "comparison": "empty"}' + "]}" * depth
    body = f'{{"name": "Хибний", "way": "by_indicators", "rule": {rule}}}'.encode()
    assert admin.send("POST", "/item-segments", body, {"Idempotency-Key": str(uuid4())}).status == status
