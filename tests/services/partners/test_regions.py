"""Business regions: a tree, and clients found in a region with all that lies in it."""

from typing import Any

from services.chassis.ids import uuid7
from services.partners import contracts
from tests.services.company import Company


def a_region(company: Company, name: str, **more: Any) -> str:
    region: str = company.bench.do(contracts.ADD_REGION, {"name": name, **more}, by=company.head)["id"]
    return region


def test_regions_lie_in_each_other_and_are_listed_by_parent(company: Company) -> None:
    west = a_region(company, "Захід")
    lviv = a_region(company, "Львівщина", parent_id=west)
    a_region(company, "Схід")
    assert [row["name"] for row in company.bench.listed(contracts.LIST_REGIONS)] == ["Захід", "Львівщина", "Схід"]
    assert [row["id"] for row in company.bench.listed(contracts.LIST_REGIONS, parent_id=west)] == [lviv]
    assert company.bench.told()[-1] == "region_changed"


def test_a_region_is_renamed_and_moved(company: Company) -> None:
    west, lviv = a_region(company, "Захід"), a_region(company, "Львівщина")
    moved = company.bench.do(contracts.CHANGE_REGION, {"id": lviv, "name": "Львів", "parent_id": west}, by=company.head)
    assert (moved["name"], moved["parent_id"], moved["version"]) == ("Львів", west, 2)
    top = company.bench.do(contracts.CHANGE_REGION, {"id": lviv, "parent_id": None}, by=company.head)
    assert (top["name"], top["parent_id"]) == ("Львів", None)


def test_a_region_never_lies_in_itself_near_or_far(company: Company) -> None:
    west = a_region(company, "Захід")
    lviv = a_region(company, "Львівщина", parent_id=west)
    stryi = a_region(company, "Стрий", parent_id=lviv)
    for parent in (west, lviv, stryi):
        body = {"id": west, "parent_id": parent}
        refusal = company.bench.refuses(contracts.CHANGE_REGION, body, by=company.head)
        assert (refusal.code.name, [one.pointer for one in refusal.fields]) == ("region_ring", ["/parent_id"])


def test_two_regions_of_one_name_lie_in_different_places(company: Company) -> None:
    west = a_region(company, "Захід")
    a_region(company, "Місто", parent_id=west)
    refusal = company.bench.refuses(contracts.ADD_REGION, {"name": "МІСТО", "parent_id": west}, by=company.head)
    assert (refusal.code.name, [one.pointer for one in refusal.fields]) == ("exists", ["/name"])
    town = a_region(company, "Місто")
    assert company.bench.refuses(contracts.ADD_REGION, {"name": "Захід"}, by=company.head).code.name == "exists"
    moved = {"id": town, "parent_id": west}
    assert company.bench.refuses(contracts.CHANGE_REGION, moved, by=company.head).code.name == "exists"


def test_a_region_that_is_not_there_is_refused(company: Company) -> None:
    unknown = company.bench.refuses(contracts.ADD_REGION, {"name": "Захід", "parent_id": uuid7()}, by=company.head)
    assert [one.pointer for one in unknown.fields] == ["/parent_id"]
    card = company.card(region_id=uuid7())
    refusal = company.bench.refuses(contracts.REGISTER_PARTNER, card, by=company.taras)
    assert [one.pointer for one in refusal.fields] == ["/region_id"]


def test_managers_read_regions_and_do_not_divide_the_market(company: Company) -> None:
    a_region(company, "Захід")
    assert len(company.bench.listed(contracts.LIST_REGIONS, by=company.taras)) == 1
    assert company.bench.refuses(contracts.ADD_REGION, {"name": "Схід"}, by=company.taras).code.name == "forbidden"


def test_clients_are_found_in_their_region_and_in_all_it_lies_in(company: Company) -> None:
    west = a_region(company, "Захід")
    lviv = a_region(company, "Львівщина", parent_id=west)
    stryi = a_region(company, "Стрий", parent_id=lviv)
    in_lviv = company.a_partner("ПП «Дзвін»", region_id=lviv)["id"]
    in_stryi = company.a_partner("ПП «Ясен»", region_id=stryi)["id"]
    company.a_partner("ПП «Ніде»")
    for region, clients in ((west, [in_lviv, in_stryi]), (lviv, [in_lviv, in_stryi]), (stryi, [in_stryi])):
        assert [row["id"] for row in company.bench.listed(contracts.LIST_PARTNERS, region_id=region)] == clients
    page = list(company.bench.pages(contracts.LIST_PARTNERS, 1, region_id=west))
    assert [row["id"] for rows in page for row in rows] == [in_lviv, in_stryi]


def test_a_client_changes_its_region(company: Company) -> None:
    west = a_region(company, "Захід")
    partner = company.a_partner()
    change = {"id": partner["id"], "region_id": west}
    assert company.bench.do(contracts.CHANGE_PARTNER, change, by=company.taras)["region_id"] == west
    kept = company.bench.do(contracts.CHANGE_PARTNER, {"id": partner["id"], "notes": "Тут"}, by=company.taras)
    assert kept["region_id"] == west
    assert company.bench.events()[-1]["data"]["region_id"] == west
    away = company.bench.do(contracts.CHANGE_PARTNER, {"id": partner["id"], "region_id": None}, by=company.taras)
    assert away["region_id"] is None
