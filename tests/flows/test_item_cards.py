"""An item's card through the gateway: written, refused, scanned, found, and sold in packages."""

from uuid import uuid4

import pytest

from tests.house import Api, House

pytestmark = pytest.mark.flow
UNIT, BOX = "4006381333931", "96385074"


@pytest.fixture(params=["house", "postgres_house"])
def any_house(request: pytest.FixtureRequest) -> House:
    house: House = request.getfixturevalue(request.param)
    return house


def _added(admin: Api, path: str, name: str, **more: str) -> str:
    made: str = admin.post(path, {"name": f"{name} {uuid4().hex[:6]}", **more})["id"]
    return made


def test_a_card_is_written_scanned_found_and_sold_in_boxes(any_house: House) -> None:
    admin = any_house.api()
    light = _added(admin, "/product-categories", "Світло")
    lamps = _added(admin, "/product-categories", "Лампи", parent_id=light)
    winter, heating = _added(admin, "/seasons", "Зима"), _added(admin, "/seasonal-groups", "Опалення")
    circle = admin.send("PATCH", f"/product-categories/{light}", {"parent_id": lamps})
    assert (circle.status, circle.body["errors"][0]["pointer"]) == (422, "/parent_id")
    assert circle.body["errors"][0]["message"].count("→") == 2

    card = {
        "sku": f"CARD-{uuid4().hex[:8]}",
        "name": "Лампа вигадана",
        "uktzed_code": "9405210000",
        "product_category_id": lamps,
        "season_id": winter,
        "seasonal_group_id": heating,
        "barcodes": [{"code": UNIT}],
        "packages": [{"name": "Ящик", "factor": "12", "barcodes": [{"kind": "ean_8", "code": BOX}]}],
        "attributes": [{"name": "Колір", "text": "зелений"}, {"name": "Потужність", "number": "60"}],
    }
    broken = {**card, "uktzed_code": "94052", "barcodes": [{"code": f"{UNIT[:-1]}0"}], "weight": "-1"}
    refused = admin.send("POST", "/items", broken)
    assert refused.status == 422
    assert {one["pointer"] for one in refused.body["errors"]} == {"/uktzed_code", "/barcodes/0/code", "/weight"}

    item = admin.post("/items", card)
    box = item["packages"][0]["id"]
    assert admin.get(f"/items/{item['id']}") == item
    scanned = admin.get(f"/items/by-barcode/{BOX}")
    assert (scanned["item"]["sku"], scanned["package_id"]) == (card["sku"], box)
    for asked in (f"product_category_id={light}", f"season_id={winter}", f"barcode={UNIT}", f"q={BOX}"):
        assert [one["id"] for one in admin.get(f"/items?{asked}")["items"]] == [item["id"]], asked

    retail = admin.post("/price-types", {"code": f"T_{uuid4().hex[:8].upper()}", "name": "Роздріб"})["id"]
    of_unit = {"item_id": item["id"], "price_type_id": retail, "value": "10.05"}
    admin.post("/price-settings", {"effective_from": "2026-01-01", "prices": [of_unit]})
    of_box = {**of_unit, "package_id": box, "value": "110"}
    admin.post("/price-settings", {"effective_from": "2026-05-01", "prices": [of_box]})
    line = {"item_id": item["id"], "package_id": box, "quantity": "3"}
    for day, total in (("2026-04-30", "361.80"), ("2026-05-01", "330.00")):
        quote = admin.post("/quotes", {"on": day, "price_type_id": retail, "lines": [line]})
        assert (quote["total"], quote["lines"][0]["unit_quantity"]) == (total, "36.000")
    half = {**line, "quantity": "0.0001"}
    assert admin.send("POST", "/quotes", {"on": "2026-05-01", "price_type_id": retail, "lines": [half]}).status == 422
