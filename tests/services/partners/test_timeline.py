"""The client's timeline hears of proposals, returns, refunds, cancelled payments, deals; what the client sees of it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.chassis.actor import Actor, Role
from services.chassis.contracts import Event
from services.chassis.ids import uuid7
from services.deals import contracts as deals
from services.orders import contracts as orders
from services.partners import contracts
from services.partners.models import TimelineEntry
from tests.services.cast import a_person
from tests.services.company import Company
from tests.services.news import NEWS

SENT_AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def client(company: Company) -> str:
    return str(company.a_partner()["id"])


def hear(company: Company, client: str, event: Event, *, replayed: bool = False, **more: Any) -> None:
    subject, view = NEWS[event.address]
    told = event.view.model_validate({**view.model_dump(), "partner_id": client, **more})
    company.bench.hear(event, told, subject_id=subject, replayed=replayed)


def seen(company: Company, client: str, by: Actor, **asked: Any) -> list[tuple[str | None, ...]]:
    """Documents of other services, the oldest first."""
    rows = company.bench.listed(contracts.LIST_TIMELINE, partner_id=client, order="happened_at", by=by, **asked)
    names = ("kind", "number", "title", "status", "amount")
    return [tuple(row[name] for name in names) for row in rows if row["kind"] not in ("partner", "task")]


def itself(client: str) -> Actor:
    return a_person("Калина", Role.CLIENT, partner_id=UUID(client))


def sent(**more: Any) -> dict[str, Any]:
    version = {"number": 1, "status": "sent", "payable": "240.00", "valid_to": None, "sent_at": SENT_AT, **more}
    return {"sent_number": 1, "sent": version}


# ---------------------------------------------------------------- goods and money that come back


def test_goods_that_came_back_and_money_given_back_are_told_to_us_and_to_the_client(
    company: Company, client: str
) -> None:
    hear(company, client, orders.GOODS_RETURNED)
    hear(company, client, orders.MONEY_REFUNDED)
    told = {
        ("return", "RET-000001", "Не підійшов цоколь", None, "24.00"),
        ("refund", "RFD-000001", None, None, "40.00"),
    }
    for by in (company.taras, itself(client)):
        assert set(seen(company, client, by)) == told


def test_money_of_a_debt_in_currency_that_came_and_went_in_hryvnias_says_how_many(
    company: Company, client: str
) -> None:
    paid = {"currency": "EUR", "amount": "1080.56", "hryvnia_amount": "52000.00", "rate": "48.1234"}
    hear(company, client, orders.PAYMENT_RECEIVED, **paid)
    hear(company, client, orders.MONEY_REFUNDED, **paid | {"amount": "100.00", "hryvnia_amount": "4900.00"})
    told = [
        ("payment", "PAY-000001", "52000.00 UAH", None, "1080.56"),
        ("refund", "RFD-000001", "4900.00 UAH", None, "100.00"),
    ]
    assert sorted(seen(company, client, itself(client))) == told
    hear(company, client, orders.PAYMENT_CANCELLED, **paid)
    cancelled = ("payment", "PAY-000001", "52000.00 UAH", "cancelled", "1080.56")
    assert sorted(seen(company, client, company.taras)) == [cancelled, told[1]]


CANCELLED = [("payment", "PAY-000001", None, "cancelled", "240.00")]


def test_a_payment_that_no_longer_counts_says_so_on_its_row(company: Company, client: str) -> None:
    hear(company, client, orders.PAYMENT_RECEIVED)
    assert seen(company, client, company.taras) == [("payment", "PAY-000001", None, None, "240.00")]
    received = company.bench.rows(TimelineEntry)[0].happened_at
    hear(company, client, orders.PAYMENT_CANCELLED)
    for by in (company.taras, itself(client)):
        assert seen(company, client, by) == CANCELLED
    assert company.bench.rows(TimelineEntry)[0].happened_at == received


def test_a_payment_whose_cancelling_was_told_before_it_is_cancelled_too(company: Company, client: str) -> None:
    hear(company, client, orders.PAYMENT_CANCELLED)
    assert seen(company, client, company.taras) == CANCELLED
    hear(company, client, orders.PAYMENT_RECEIVED)
    assert seen(company, client, company.taras) == CANCELLED


def test_a_replay_of_payments_makes_none_count_again(company: Company, client: str) -> None:
    for replayed in (False, True):
        hear(company, client, orders.PAYMENT_RECEIVED, replayed=replayed)
        hear(company, client, orders.PAYMENT_CANCELLED, replayed=replayed)
        assert seen(company, client, company.taras) == CANCELLED
    hear(company, client, orders.PAYMENT_RECEIVED, replayed=True)
    assert seen(company, client, company.taras) == CANCELLED


def test_packaging_that_came_back_is_told_to_us_and_to_the_client_until_it_did_not(
    company: Company, client: str
) -> None:
    for more, status in (({}, None), ({"version": 3, "cancelled_on": "2026-03-05"}, "cancelled")):
        for _ in range(2):
            hear(company, client, orders.PACKAGING_RETURN_CHANGED, **more)
        for by in (company.taras, itself(client)):
            assert seen(company, client, by) == [("packaging_return", "PKR-000001", None, status, "60.00")]


# ---------------------------------------------------------------- proposals


def test_a_proposal_in_preparation_is_told_to_our_people_only(company: Company, client: str) -> None:
    hear(company, client, orders.PROPOSAL_CHANGED)
    assert seen(company, client, company.taras) == [("proposal", "PRO-000001", None, "draft", "240.00")]
    assert seen(company, client, itself(client)) == []


def test_a_client_sees_a_proposal_from_the_moment_it_was_sent(company: Company, client: str) -> None:
    hear(company, client, orders.PROPOSAL_CHANGED, version=3, status="sent", **sent())
    assert seen(company, client, itself(client)) == [("proposal_sent", "PRO-000001", None, "sent", "240.00")]
    row = company.bench.rows(TimelineEntry, TimelineEntry.kind == "proposal_sent")[0]
    assert row.happened_at == SENT_AT


def test_the_next_version_is_not_shown_to_the_client_before_it_is_sent(company: Company, client: str) -> None:
    hear(company, client, orders.PROPOSAL_CHANGED, version=3, status="sent", **sent())
    draft = {"version": 4, "version_number": 2, "status": "draft", "payable": "180.00", **sent()}
    hear(company, client, orders.PROPOSAL_CHANGED, **draft)
    assert seen(company, client, itself(client)) == [("proposal_sent", "PRO-000001", None, "sent", "240.00")]
    assert sorted(seen(company, client, company.taras)) == [
        ("proposal", "PRO-000001", None, "draft", "180.00"),
        ("proposal_sent", "PRO-000001", None, "sent", "240.00"),
    ]


def test_what_the_client_decided_stands_on_what_was_sent(company: Company, client: str) -> None:
    accepted = {"version": 4, "status": "accepted", **sent(status="accepted", payable="120.00")}
    hear(company, client, orders.PROPOSAL_CHANGED, **accepted)
    assert seen(company, client, itself(client)) == [("proposal_sent", "PRO-000001", None, "accepted", "120.00")]


# ---------------------------------------------------------------- deals

LOST = ("deal_lost", "DEAL-000001", "Дорожче", None, "50000.00")
TAKEN_BACK = ("deal_lost", "DEAL-000001", "Дорожче", "reopened", "50000.00")
WON = ("deal_won", "DEAL-000001", None, None, "50000.00")
CLOSINGS = {"kind": ["deal_won", "deal_lost"]}


def test_a_decided_deal_stands_once_and_says_how_it_ended(company: Company, client: str) -> None:
    hear(company, client, deals.DEAL_CHANGED, version=1)
    hear(company, client, deals.DEAL_WON)
    hear(company, client, deals.DEAL_CHANGED, version=2, status="won")
    assert seen(company, client, company.taras) == [("deal", "DEAL-000001", "Освітлення цеху", "won", "50000.00")]
    assert seen(company, client, itself(client)) == []
    assert seen(company, client, itself(client), **CLOSINGS) == []


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (1, 0, 3, 2), (3, 2, 1, 0), (2, 3, 0, 1)])
def test_a_deal_lost_reopened_lost_and_won_ends_right_in_whatever_order_it_is_told(
    company: Company, client: str, order: tuple[int, ...]
) -> None:
    """Two losses taken back, each a row of its own; then the win."""
    first, second, third = uuid7(), uuid7(), uuid7()
    story: list[tuple[Event, UUID]] = [(deals.DEAL_LOST, first), (deals.DEAL_REOPENED, first)]
    story += [(deals.DEAL_LOST, second), (deals.DEAL_REOPENED, second)]
    for replayed in (False, True):
        for place in order:
            event, closing = story[place]
            close(company, client, event, closing, replayed=replayed)
        close(company, client, deals.DEAL_WON, third, replayed=replayed)
        hear(company, client, deals.DEAL_CHANGED, version=7, status="won", replayed=replayed)
        hear(company, client, deals.DEAL_CHANGED, version=5, status="lost", replayed=replayed)
        assert [row[3] for row in seen(company, client, company.taras)] == ["won"]
        told = seen(company, client, company.taras, **CLOSINGS)
        assert sorted(told, key=str) == sorted([TAKEN_BACK, TAKEN_BACK, WON], key=str)


def test_a_deal_lost_twice_has_two_losses(company: Company, client: str) -> None:
    first, second = uuid7(), uuid7()
    close(company, client, deals.DEAL_LOST, first)
    close(company, client, deals.DEAL_REOPENED, first)
    close(company, client, deals.DEAL_LOST, second)
    told = seen(company, client, company.taras, kind=["deal_lost"])
    assert sorted(told, key=str) == sorted([TAKEN_BACK, LOST], key=str)


def test_a_loss_told_before_closings_were_records_is_still_heard(company: Company, client: str) -> None:
    subject, view = NEWS[deals.DEAL_LOST.address]
    old = {name: value for name, value in view.model_dump().items() if name != "deal_id"}
    told = deals.DealLost.model_validate({**old, "partner_id": client})
    company.bench.hear(deals.DEAL_LOST, told, subject_id=subject)
    assert seen(company, client, company.taras, kind=["deal_lost"]) == [LOST]


def close(company: Company, client: str, event: Event, closing: UUID, *, replayed: bool = False) -> None:
    view = NEWS[event.address][1].model_copy(update={"id": closing, "partner_id": UUID(client)})
    company.bench.hear(event, view, subject_id=closing, replayed=replayed)
