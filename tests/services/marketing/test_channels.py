"""Advertising channels: a tree that people rename, move and archive, and what each costs."""

import pytest

from services.chassis.ids import uuid7
from services.marketing import contracts
from tests.services.cast import HEAD, TARAS
from tests.services.marketing.desk import MARKETER, Desk


def test_channels_form_a_tree_and_know_what_they_cost(at: Desk) -> None:
    parent = at.a_channel()
    child = at.a_channel("Весняна виставка", parent_id=parent["id"])
    assert [row["id"] for row in at.bench.listed(contracts.LIST_CHANNELS, parent_id=parent["id"])] == [child["id"]]
    at.spend(child, "5000.00", "2026-03-01", "2026-03-31")
    rows = at.bench.listed(contracts.LIST_CHANNEL_COSTS, channel_id=child["id"])
    assert [(row["amount"], row["currency"]) for row in rows] == [("5000.00", "UAH")]


@pytest.mark.parametrize(("end", "taken"), [("2026-02-28", False), ("2026-03-01", True), ("2026-03-02", True)])
def test_a_period_may_be_one_day_but_not_end_before_it_begins(at: Desk, end: str, taken: bool) -> None:
    cost = {"id": at.a_channel()["id"], "date_from": "2026-03-01", "date_to": end, "amount": "1.00"}
    if taken:
        assert at.bench.do(contracts.ADD_CHANNEL_COST, cost)["date_to"] == end
    else:
        assert [field.pointer for field in at.bench.refuses(contracts.ADD_CHANNEL_COST, cost).fields] == ["/date_to"]


def test_a_channel_is_renamed_and_moved_and_says_so(at: Desk) -> None:
    wide, channel = at.a_channel("Інтернет"), at.a_channel("Пошук")
    change = {"id": channel["id"], "name": "Реклама в пошуку", "parent_id": wide["id"]}
    moved = at.bench.do(contracts.CHANGE_CHANNEL, change, by=MARKETER)
    assert (moved["name"], moved["parent_id"]) == ("Реклама в пошуку", wide["id"])
    assert at.bench.told()[-1] == "channel_changed"
    assert at.bench.listed(contracts.LIST_CHANNELS, q="реклама")[0]["id"] == channel["id"]


def test_what_is_not_given_stays_and_null_puts_a_channel_at_the_top(at: Desk) -> None:
    wide = at.a_channel("Інтернет")
    channel = at.a_channel("Пошук", parent_id=wide["id"])
    renamed = at.bench.do(contracts.CHANGE_CHANNEL, {"id": channel["id"], "name": "Пошук і карти"})
    assert renamed["parent_id"] == wide["id"]
    top = at.bench.do(contracts.CHANGE_CHANNEL, {"id": channel["id"], "parent_id": None})
    assert (top["name"], top["parent_id"]) == ("Пошук і карти", None)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_channel_does_not_stand_below_itself_through_any_depth(at: Desk, depth: int) -> None:
    chain = [at.a_channel("Інтернет")]
    for name in ("Мережі", "Блоги"):
        chain.append(at.a_channel(name, parent_id=chain[-1]["id"]))
    refusal = at.bench.refuses(contracts.CHANGE_CHANNEL, {"id": chain[0]["id"], "parent_id": chain[depth]["id"]})
    assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("channel_ring", ["/parent_id"])


def test_an_unknown_or_archived_channel_is_no_wider_one(at: Desk) -> None:
    old, channel = at.a_channel("Газети"), at.a_channel("Пошук")
    at.bench.do(contracts.ARCHIVE_CHANNEL, {"id": old["id"]})
    for parent in (old["id"], str(uuid7())):
        refusal = at.bench.refuses(contracts.CHANGE_CHANNEL, {"id": channel["id"], "parent_id": parent})
        assert (refusal.code.name, [field.pointer for field in refusal.fields]) == ("unknown_reference", ["/parent_id"])


def test_an_archived_channel_is_kept_and_found_among_the_archived(at: Desk) -> None:
    old, live = at.a_channel("Газети"), at.a_channel("Пошук")
    at.spend(old, "100.00", "2026-01-01", "2026-01-31")
    assert at.bench.do(contracts.ARCHIVE_CHANNEL, {"id": old["id"]}, by=MARKETER)["archived_at"] is not None
    for archived, wanted in (("true", old), ("false", live)):
        found = at.bench.listed(contracts.LIST_CHANNELS, archived=archived)
        assert [row["id"] for row in found] == [wanted["id"]]
    assert len(at.bench.listed(contracts.LIST_CHANNELS)) == 2
    assert at.bench.do(contracts.GET_CHANNEL, {"id": old["id"]}, by=TARAS)["name"] == "Газети"


def test_an_archived_channel_is_neither_changed_nor_archived_again(at: Desk) -> None:
    old = at.a_channel("Газети")["id"]
    at.bench.do(contracts.ARCHIVE_CHANNEL, {"id": old})
    for operation, body in (
        (contracts.ARCHIVE_CHANNEL, {"id": old}),
        (contracts.CHANGE_CHANNEL, {"id": old, "name": "Журнали"}),
    ):
        assert at.bench.refuses(operation, body).code.name == "channel_archived"


def test_a_channel_is_archived_after_those_below_it(at: Desk) -> None:
    wide = at.a_channel("Газети")
    narrow = at.a_channel("Обласна газета", parent_id=wide["id"])
    assert at.bench.refuses(contracts.ARCHIVE_CHANNEL, {"id": wide["id"]}).code.name == "channel_has_channels"
    for one in (narrow, wide):
        at.bench.do(contracts.ARCHIVE_CHANNEL, {"id": one["id"]}, by=HEAD)
    assert at.bench.listed(contracts.LIST_CHANNELS, archived="false") == []
