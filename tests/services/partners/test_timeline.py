"""The client's timeline hears of proposals, returns, refunds and cancelled payments; what of it the client is shown."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.chassis.actor import Actor, Role
from services.chassis.contracts import Event
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


def seen(company: Company, client: str, by: Actor) -> list[tuple[str | None, ...]]:
    """Documents of other services, the oldest first."""
    rows = company.bench.listed(contracts.LIST_TIMELINE, partner_id=client, order="happened_at", by=by)
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
