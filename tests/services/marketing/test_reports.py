"""What channels and events cost and brought: first touch, the tree, periods, whose clients, replays."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.chassis.ids import uuid7
from services.deals import contracts as deals
from services.marketing import contracts
from services.marketing.models import KnownSale
from services.orders import contracts as orders
from services.partners import contracts as partners
from tests.services.bench import Bench
from tests.services.builders import a_partner
from tests.services.cast import DARYNA, DZVIN, HEAD, KALYNA, STRANGER, TARAS, Client
from tests.services.marketing.desk import MARKETER, Desk
from tests.services.news import NEWS

MARCH = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


@pytest.fixture
def at(marketing: Bench) -> Desk:
    """Nobody is introduced: each test says by what its clients came."""
    return Desk(marketing, known=())


def came(at: Desk, client: Client, kind: str | None = None, id_: Any = None, version: int = 1, **more: Any) -> None:
    """A client and what it first came by."""
    interest = {"kind": kind, "id": id_, "note": None} if kind else None
    at.bench.hear(partners.PARTNER_CHANGED, a_partner(client, primary_interest=interest, **more), version=version)


def a_deal(at: Desk, client: Client, **more: Any) -> None:
    news = NEWS[deals.DEAL_CHANGED.address][1].model_dump()
    body = {"created_at": datetime(2026, 3, 2, 10, 0, tzinfo=UTC), **more}
    view = deals.DealView.model_validate({**news, "id": uuid4(), "partner_id": client.id, **body})
    at.bench.hear(deals.DEAL_CHANGED, view)


def an_order(at: Desk, client: Client, payable: str = "240.00", **more: Any) -> None:
    news = NEWS[orders.ORDER_CHANGED.address][1].model_dump()
    body = {"payable": payable, "ordered_on": date(2026, 3, 2), **more}
    view = orders.OrderRow.model_validate({**news, "id": uuid4(), "partner_id": client.id, **body})
    at.bench.hear(orders.ORDER_CHANGED, view)


def a_sale(at: Desk, client: Client, revenue: str = "200.00", cost: str | None = "150.00", **more: Any) -> UUID:
    news = NEWS[orders.GOODS_SHIPPED.address][1].model_dump()
    body = {"id": uuid4(), "revenue": revenue, "cost": cost, "shipped_on": date(2026, 3, 2), **more}
    view = orders.GoodsShipped.model_validate({**news, "partner_id": client.id, **body})
    at.bench.hear(orders.GOODS_SHIPPED, view)
    return view.id


def a_return(at: Desk, client: Client, revenue: str = "80.00", cost: str | None = "60.00", **more: Any) -> UUID:
    news = NEWS[orders.GOODS_RETURNED.address][1].model_dump()
    body = {"id": uuid4(), "revenue": revenue, "cost": cost, "returned_on": date(2026, 3, 2), **more}
    view = orders.GoodsReturned.model_validate({**news, "partner_id": client.id, **body})
    at.bench.hear(orders.GOODS_RETURNED, view)
    return view.id


def of_channels(at: Desk, by: Any = MARKETER, **period: str) -> dict[str, Any]:
    return at.bench.do(contracts.REPORT_CHANNELS, {**MARCH, **period}, by=by)


def row_of(report: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in report["rows"] if row["id"] == record["id"])
    return found


def test_a_channel_shows_what_it_cost_and_what_its_clients_brought(at: Desk) -> None:
    channel = at.a_channel()
    at.spend(channel, "100.00", "2026-03-01", "2026-03-31")
    came(at, KALYNA, "channel", channel["id"], created_at="2026-03-05T10:00:00Z")
    a_deal(at, KALYNA, status="won", closed_at=datetime(2026, 3, 20, tzinfo=UTC))
    a_deal(at, KALYNA)
    an_order(at, KALYNA)
    a_sale(at, KALYNA, "400.00", "250.00")
    assert row_of(of_channels(at), channel)["own"] == {
        "cost": "100.00",
        "first_interests": 1,
        "deals": 2,
        "won": 1,
        "orders": 1,
        "ordered": "240.00",
        "revenue": "400.00",
        "margin": "150.00",
        "return_on_spending": "0.5000",
    }


def test_goods_that_came_back_lessen_revenue_and_margin_of_channels_and_events(at: Desk) -> None:
    channel, event = at.a_channel(), at.an_event(planned_from="2026-03-01", planned_to="2026-03-02")
    at.spend(channel, "10.00", "2026-03-01", "2026-03-31")
    came(at, KALYNA, "channel", channel["id"])
    came(at, DZVIN, "marketing_event", event["id"])
    for client in (KALYNA, DZVIN):
        a_sale(at, client, "200.00", "150.00")
        a_return(at, client, "80.00", "60.00")
    of_channel = row_of(of_channels(at), channel)["own"]
    of_event = row_of(at.bench.do(contracts.REPORT_EVENTS, MARCH, by=MARKETER), event)["effect"]
    for shown in (of_channel, of_event):
        assert (shown["revenue"], shown["margin"]) == ("120.00", "30.00")
    assert of_channel["return_on_spending"] == "2.0000"


@pytest.mark.parametrize(
    ("day", "revenue"), [("2026-03-31", "120.00"), ("2026-04-01", "200.00"), ("2026-02-28", "200.00")]
)
def test_a_return_counts_on_its_own_day_not_on_the_day_of_its_shipment(at: Desk, day: str, revenue: str) -> None:
    channel = at.a_channel()
    came(at, KALYNA, "channel", channel["id"])
    a_sale(at, KALYNA)
    a_return(at, KALYNA, returned_on=day)
    assert row_of(of_channels(at), channel)["own"]["revenue"] == revenue


def test_a_return_whose_cost_is_not_known_lessens_revenue_and_is_said(at: Desk) -> None:
    channel = at.a_channel()
    came(at, KALYNA, "channel", channel["id"])
    a_sale(at, KALYNA, "200.00", "150.00")
    a_return(at, KALYNA, "80.00", None)
    report = of_channels(at)
    shown = row_of(report, channel)["own"]
    assert (shown["revenue"], shown["margin"], report["sales_without_cost"]) == ("120.00", "50.00", 1)


def test_a_channel_without_spending_has_no_return(at: Desk) -> None:
    channel = at.a_channel()
    came(at, KALYNA, "channel", channel["id"])
    a_sale(at, KALYNA)
    shown = row_of(of_channels(at), channel)["own"]
    assert (shown["margin"], shown["return_on_spending"]) == ("50.00", None)


def test_a_channel_with_those_below_it_has_theirs_and_their_events_too(at: Desk) -> None:
    wide = at.a_channel("Виставки")
    narrow = at.a_channel("Весняні", parent_id=wide["id"])
    event = at.an_event(channel_id=narrow["id"])
    spent = {"id": event["id"], "item": "Стенд", "actual": "30.00", "spent_on": "2026-03-10"}
    at.bench.do(contracts.ADD_EVENT_COST, spent, by=MARKETER)
    at.spend(wide, "10.00", "2026-03-01", "2026-03-01")
    came(at, KALYNA, "channel", wide["id"])
    came(at, DZVIN, "marketing_event", event["id"])
    a_sale(at, KALYNA, "1.00", "0.00")
    a_sale(at, DZVIN, "20.00", "0.00")
    report = of_channels(at)
    shown = {
        name: (row_of(report, one)["own"]["revenue"], row_of(report, one)["whole"]["revenue"])
        for name, one in (("wide", wide), ("narrow", narrow))
    }
    assert shown == {"wide": ("1.00", "21.00"), "narrow": ("0.00", "20.00")}
    assert row_of(report, wide)["whole"]["cost"] == "40.00"
    assert (report["total"]["revenue"], report["total"]["cost"]) == ("21.00", "40.00")
    assert report["other"]["revenue"] == "0.00"


def test_who_came_another_way_is_counted_beside_and_the_whole_is_whole(at: Desk) -> None:
    channel = at.a_channel()
    came(at, KALYNA, "channel", channel["id"])
    came(at, DZVIN, "partner", KALYNA.id)
    unheard_of = Client(uuid7(), "ТОВ «Невідоме»", KALYNA.manager_id)
    for client in (KALYNA, DZVIN, unheard_of):
        a_sale(at, client)
    report = of_channels(at)
    assert (report["other"]["revenue"], report["total"]["revenue"]) == ("400.00", "600.00")


def test_an_interest_in_a_channel_nobody_knows_counts_with_the_others(at: Desk) -> None:
    came(at, KALYNA, "channel", uuid7(), created_at="2026-03-05T10:00:00Z")
    report = of_channels(at)
    assert (report["rows"], report["other"]["first_interests"]) == ([], 1)


@pytest.mark.parametrize(
    ("registered", "counted"),
    [
        ("2026-02-28T21:59:59Z", 0),
        ("2026-02-28T22:00:00Z", 1),
        ("2026-03-31T20:59:59Z", 1),
        ("2026-03-31T21:00:00Z", 0),
    ],
    ids=["last moment before", "first moment", "last moment", "first moment after"],
)
def test_the_period_begins_and_ends_with_the_day_in_kyiv(at: Desk, registered: str, counted: int) -> None:
    channel = at.a_channel()
    came(at, KALYNA, "channel", channel["id"], created_at=registered)
    assert row_of(of_channels(at), channel)["own"]["first_interests"] == counted


@pytest.mark.parametrize(
    ("day", "counted"), [("2026-02-28", 0), ("2026-03-01", 1), ("2026-03-31", 1), ("2026-04-01", 0)]
)
def test_a_sale_counts_on_its_day_whenever_the_client_first_came(at: Desk, day: str, counted: int) -> None:
    channel = at.a_channel()
    came(at, KALYNA, "channel", channel["id"], created_at="2025-01-01T10:00:00Z")
    a_sale(at, KALYNA, shipped_on=day)
    an_order(at, KALYNA, ordered_on=day)
    shown = row_of(of_channels(at), channel)["own"]
    assert (shown["first_interests"], shown["orders"], shown["revenue"]) == (0, counted, f"{counted * 200}.00")


def test_a_cost_is_shared_over_the_months_it_covers_to_the_cent(at: Desk) -> None:
    channel = at.a_channel()
    at.spend(channel, "100.00", "2026-01-15", "2026-03-15")
    months = [("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), ("2026-03-01", "2026-03-31")]
    costs = [row_of(of_channels(at, date_from=begin, date_to=end), channel)["own"]["cost"] for begin, end in months]
    assert costs == ["28.33", "46.67", "25.00"]
    assert sum(map(Decimal, costs)) == Decimal("100.00")


def test_a_supplier_and_a_merged_card_are_no_first_interests(at: Desk) -> None:
    channel = at.a_channel()
    march = {"created_at": "2026-03-05T10:00:00Z"}
    came(at, KALYNA, "channel", channel["id"], roles=("supplier",), **march)
    came(at, DZVIN, "channel", channel["id"], merged_into=KALYNA.id, **march)
    assert row_of(of_channels(at), channel)["own"]["first_interests"] == 0


def test_a_client_of_two_cards_first_came_when_the_earlier_was_registered(at: Desk) -> None:
    channel = at.a_channel()
    came(at, KALYNA, "channel", channel["id"], created_at="2026-03-05T10:00:00Z")
    april = {"date_from": "2026-04-01", "date_to": "2026-04-30"}
    heir = {"created_at": "2026-04-05T10:00:00Z"}
    came(at, DZVIN, **heir)
    came(at, KALYNA, version=2, merged_into=DZVIN.id, created_at="2026-03-05T10:00:00Z")
    came(at, DZVIN, "channel", channel["id"], version=2, **heir)
    for period, counted in ((MARCH, 1), (april, 0)):
        assert row_of(of_channels(at, **period), channel)["own"]["first_interests"] == counted


def test_what_a_merged_card_brought_is_its_heir_s(at: Desk) -> None:
    ours, theirs = at.a_channel("Пошук"), at.a_channel("Газети")
    came(at, KALYNA, "channel", ours["id"])
    came(at, DZVIN, "channel", theirs["id"], merged_into=KALYNA.id)
    a_sale(at, DZVIN)
    report = of_channels(at)
    assert (row_of(report, ours)["own"]["revenue"], row_of(report, theirs)["own"]["revenue"]) == ("200.00", "0.00")


def test_a_cancelled_order_and_a_deal_won_in_another_month_do_not_count(at: Desk) -> None:
    channel = at.a_channel()
    came(at, KALYNA, "channel", channel["id"])
    an_order(at, KALYNA, status="cancelled")
    a_deal(at, KALYNA, status="won", closed_at=datetime(2026, 4, 1, 10, tzinfo=UTC))
    a_deal(at, KALYNA, status="lost", closed_at=datetime(2026, 3, 3, 10, tzinfo=UTC))
    shown = row_of(of_channels(at), channel)["own"]
    assert (shown["orders"], shown["deals"], shown["won"]) == (0, 2, 0)
    april = row_of(of_channels(at, date_from="2026-04-01", date_to="2026-04-30"), channel)["own"]
    assert (april["deals"], april["won"]) == (0, 1)


def test_what_is_in_other_currencies_is_left_out_and_said(at: Desk) -> None:
    channel = at.a_channel()
    at.spend(channel, "100.00", "2026-03-01", "2026-03-31", currency="EUR")
    event = at.an_event(currency="EUR")
    spent = {"id": event["id"], "item": "Стенд", "actual": "30.00", "spent_on": "2026-03-10"}
    at.bench.do(contracts.ADD_EVENT_COST, spent, by=MARKETER)
    came(at, KALYNA, "channel", channel["id"])
    a_sale(at, KALYNA, currency="USD")
    an_order(at, KALYNA, currency="USD")
    report = of_channels(at)
    assert (report["left_out"], report["currency"]) == (4, "UAH")
    assert {report["total"][name] for name in ("cost", "ordered", "revenue", "margin")} == {"0.00"}


def test_a_sale_whose_cost_is_not_known_is_in_revenue_and_not_in_margin(at: Desk) -> None:
    channel = at.a_channel()
    came(at, KALYNA, "channel", channel["id"])
    a_sale(at, KALYNA, "200.00", "150.00")
    a_sale(at, KALYNA, "100.00", None)
    report = of_channels(at)
    shown = row_of(report, channel)["own"]
    assert (shown["revenue"], shown["margin"], report["sales_without_cost"]) == ("300.00", "50.00", 1)


def test_a_replay_brings_the_cost_that_a_sale_was_first_told_without(at: Desk) -> None:
    sale = a_sale(at, KALYNA, cost=None)
    news = NEWS[orders.GOODS_SHIPPED.address][1].model_dump()
    view = orders.GoodsShipped.model_validate({**news, "id": sale, "partner_id": KALYNA.id, "cost": "120.00"})
    at.bench.hear(orders.GOODS_SHIPPED, view, replayed=True)
    assert [row.cost for row in at.bench.rows(KnownSale)] == [Decimal("120.00")]


def test_who_of_a_client_hears_late_keeps_the_latest(at: Desk) -> None:
    first, later = at.a_channel("Пошук"), at.a_channel("Газети")
    came(at, KALYNA, "channel", later["id"], version=3)
    came(at, KALYNA, "channel", first["id"], version=2)
    a_sale(at, KALYNA)
    assert row_of(of_channels(at), later)["own"]["revenue"] == "200.00"


@pytest.mark.parametrize(
    ("actor", "revenue", "number"),
    [(HEAD, "30.00", 2), (MARKETER, "30.00", 2), (TARAS, "10.00", 1), (DARYNA, "20.00", 1), (STRANGER, "0.00", 0)],
    ids=["head", "marketer", "taras", "daryna", "stranger"],
)
def test_both_reports_count_the_clients_of_who_asks(at: Desk, actor: Any, revenue: str, number: int) -> None:
    channel = at.a_channel()
    event = at.an_event(planned_from="2026-03-01", planned_to="2026-03-01")
    march = {"created_at": "2026-03-05T10:00:00Z"}
    for client, amount in ((KALYNA, "10.00"), (DZVIN, "20.00")):
        came(at, client, "channel", channel["id"], **march)
        a_sale(at, client, amount)
        an_order(at, client, amount)
        a_deal(at, client)
    seen = row_of(of_channels(at, by=actor), channel)["own"]
    assert {seen[name] for name in ("revenue", "ordered")} == {revenue}
    assert {seen[name] for name in ("first_interests", "deals", "orders")} == {number}
    for client in (KALYNA, DZVIN):
        came(at, client, "marketing_event", event["id"], version=2, **march)
    seen = row_of(at.bench.do(contracts.REPORT_EVENTS, MARCH, by=actor), event)["effect"]
    assert (seen["revenue"], seen["first_interests"]) == (revenue, number)


@pytest.mark.parametrize("operation", [contracts.REPORT_CHANNELS, contracts.REPORT_EVENTS])
def test_a_period_of_one_day_is_taken_and_one_backwards_refused(at: Desk, operation: Any) -> None:
    day = {"date_from": "2026-03-02", "date_to": "2026-03-02"}
    assert at.bench.do(operation, day)["date_to"] == "2026-03-02"
    refusal = at.bench.refuses(operation, {**day, "date_from": "2026-03-03"})
    assert [field.pointer for field in refusal.fields] == ["/date_to"]


# ---------------------------------------------------------------- events


def test_an_event_shows_its_guests_its_budget_and_what_it_brought(at: Desk) -> None:
    came(at, DZVIN)
    event = at.an_event(planned_from="2026-03-01", planned_to="2026-03-02", budget="500.00")
    came(at, KALYNA, "marketing_event", event["id"], created_at="2026-03-02T10:00:00Z")
    at.invite(event, KALYNA, DZVIN)
    at.start(event, on="2026-03-02")
    at.mark(event, "attended", KALYNA.name)
    spent = {"id": event["id"], "item": "Стенд", "actual": "40.00", "spent_on": "2026-03-10"}
    at.bench.do(contracts.ADD_EVENT_COST, spent, by=MARKETER)
    a_sale(at, KALYNA, "200.00", "150.00")
    row = row_of(at.bench.do(contracts.REPORT_EVENTS, MARCH, by=MARKETER), event)
    assert (row["date_from"], row["budget"], row["status"]) == ("2026-03-02", "500.00", "running")
    assert (row["guests"]["invited"], row["guests"]["attended"]) == (1, 1)
    shown = {name: row["effect"][name] for name in ("cost", "first_interests", "margin", "return_on_spending")}
    assert shown == {"cost": "40.00", "first_interests": 1, "margin": "50.00", "return_on_spending": "0.2500"}


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2026-02-20", "2026-02-28", False),
        ("2026-02-20", "2026-03-01", True),
        ("2026-03-31", "2026-04-05", True),
        ("2026-04-01", "2026-04-05", False),
    ],
)
def test_events_under_way_in_the_period_are_shown(at: Desk, first: str, last: str, shown: bool) -> None:
    at.an_event(planned_from=first, planned_to=last)
    assert bool(at.bench.do(contracts.REPORT_EVENTS, MARCH)["rows"]) is shown


def test_a_past_event_stays_shown_while_it_brings_something_and_a_cancelled_one_while_it_costs(at: Desk) -> None:
    past = at.an_event(planned_from="2025-10-01", planned_to="2025-10-02")
    off = at.an_event("cancelled", planned_from="2026-03-10", planned_to="2026-03-11")
    assert at.bench.do(contracts.REPORT_EVENTS, MARCH)["rows"] == []
    came(at, KALYNA, "marketing_event", past["id"])
    a_sale(at, KALYNA)
    spent = {"id": off["id"], "item": "Неустойка", "actual": "40.00", "spent_on": "2026-03-10"}
    at.bench.do(contracts.ADD_EVENT_COST, spent, by=MARKETER)
    report = at.bench.do(contracts.REPORT_EVENTS, MARCH)
    assert [row["id"] for row in report["rows"]] == [off["id"], past["id"]]
    assert (report["total"]["cost"], report["total"]["revenue"], report["other"]["cost"]) == ("40.00", "200.00", "0.00")


def test_the_number_of_statements_does_not_grow_with_channels_events_and_clients(at: Desk) -> None:
    counts = []
    for _ in range(2):
        for place in range(4):
            channel = at.a_channel(f"Канал {place}")
            at.an_event(channel_id=channel["id"], planned_from="2026-03-01", planned_to="2026-03-01")
            client = Client(uuid4(), f"ТОВ «Гість {place}»", KALYNA.manager_id)
            came(at, client, "channel", channel["id"])
            at.spend(channel, "1.00", "2026-03-01", "2026-03-01")
            a_sale(at, client)

        with at.bench.statements() as seen:
            of_channels(at)
            at.bench.do(contracts.REPORT_EVENTS, MARCH)
        counts.append(len(seen))
    assert counts[0] == counts[1]
