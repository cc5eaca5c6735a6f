"""Analysis of claims: by what they are counted, how they ended and how long that took; whose claims."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from services.marketing import contracts
from services.marketing.models import Claim
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.builders import LAMP
from tests.services.cast import DARYNA, DZVIN, HEAD, KALYNA, STRANGER, SVITLODIM, TARAS, Client
from tests.services.marketing.desk import MARKETER, Desk
from tests.services.news import NEWS

BEGUN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
MARCH = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


def a_claim(
    at: Desk,
    client: Client = KALYNA,
    begun: datetime = BEGUN,
    hours: int | None = None,
    satisfied: bool = True,
    review: dict[str, Any] | None = None,
    **more: Any,
) -> str:
    """A claim registered then; decided so many hours later, if any."""
    body = {"subject": "Лампа не світить", "kind": "quality", "partner_id": client.id, **more}
    claim: str = at.bench.do(contracts.REGISTER_CLAIM, body)["id"]
    if hours is not None or review is not None:
        at.bench.do(contracts.REVIEW_CLAIM, {"id": claim, **(review or {})})
    times: dict[str, Any] = {"created_at": begun}
    if hours is not None:
        at.bench.do(contracts.DECIDE_CLAIM, {"id": claim, "satisfied": satisfied, "result": "Вирішено"})
        times["decided_at"] = begun + timedelta(hours=hours)
    with at.bench.database.write() as session:
        session.execute(update(Claim).where(Claim.id == UUID(claim)).values(**times))
    return claim


def report(at: Desk, by: Any = HEAD, **asked: str) -> dict[str, Any]:
    return at.bench.do(contracts.REPORT_CLAIMS, {**MARCH, **asked}, by=by)


def counts(shown: dict[str, Any]) -> dict[str, int]:
    return {row["name"] or row["key"]: row["count"] for row in shown["rows"]}


def test_claims_are_counted_by_cause_the_most_frequent_first(at: Desk) -> None:
    causes = {
        name: at.bench.do(contracts.ADD_CLAIM_CAUSE, {"name": name}, by=MARKETER)["id"]
        for name in ("Брак", "Пакування")
    }
    a_claim(at)
    a_claim(at, review={"cause_id": causes["Брак"]})
    a_claim(at, hours=10, review={"cause_id": causes["Пакування"]})
    a_claim(at, hours=20, satisfied=False, review={"cause_id": causes["Пакування"]})
    shown = report(at)
    assert counts(shown) == {"Пакування": 2, "": 1, "Брак": 1}
    assert shown["rows"][0] == {
        "key": causes["Пакування"],
        "name": "Пакування",
        "count": 2,
        "open": 0,
        "satisfied": 1,
        "not_satisfied": 1,
        "mean_hours": "15.00",
        "median_hours": "15.00",
    }
    assert (shown["total"]["count"], shown["total"]["open"], shown["total"]["mean_hours"]) == (4, 2, "15.00")


def test_claims_are_counted_by_kind_status_department_item_and_month(at: Desk) -> None:
    department = NEWS[partners.STAFF_CHANGED.address][0]
    view = partners.DepartmentView(id=department, organization_id=SVITLODIM, name="Склад", parent_id=None, version=1)
    at.bench.peers.reply(partners.GET_DEPARTMENT, view)
    at.bench.peers.reply(pricing.GET_ITEM, NEWS[pricing.ITEM_CHANGED.address][1])
    lamp = pricing.ItemView.model_validate({**NEWS[pricing.ITEM_CHANGED.address][1].model_dump(), "id": LAMP.id})
    at.bench.hear(pricing.ITEM_CHANGED, lamp, version=2)
    a_claim(at, item_id=LAMP.id, review={"guilty_department_id": department})
    a_claim(at, kind="delivery", begun=datetime(2026, 3, 31, 21, 30, tzinfo=UTC))  # in Kyiv April has begun
    whole = {"date_to": "2026-04-30"}
    assert counts(report(at, **whole)) == {"": 2}
    for by, wanted in (
        ("kind", {"delivery": 1, "quality": 1}),
        ("status", {"registered": 1, "under_review": 1}),
        ("department", {"": 1, str(department): 1}),
        ("item", {"": 1, lamp.name: 1}),
        ("month", {"2026-03": 1, "2026-04": 1}),
    ):
        shown = at.bench.do(contracts.REPORT_CLAIMS, {**MARCH, **whole, "by": by})
        assert counts(shown) == wanted, by


@pytest.mark.parametrize(
    ("begun", "counted"),
    [
        (datetime(2026, 2, 28, 21, 59, 59, tzinfo=UTC), 0),
        (datetime(2026, 2, 28, 22, 0, tzinfo=UTC), 1),
        (datetime(2026, 3, 31, 20, 59, 59, tzinfo=UTC), 1),
        (datetime(2026, 3, 31, 21, 0, tzinfo=UTC), 0),
    ],
    ids=["last moment before", "first moment", "last moment", "first moment after"],
)
def test_the_period_is_of_days_in_kyiv(at: Desk, begun: datetime, counted: int) -> None:
    a_claim(at, begun=begun)
    assert report(at)["total"]["count"] == counted


@pytest.mark.parametrize(("first", "last", "taken"), [("0001-01-01", "9999-12-31", 1), ("9999-12-31", "9999-12-31", 0)])
def test_the_first_and_the_last_day_there_are_may_be_asked_for(at: Desk, first: str, last: str, taken: int) -> None:
    a_claim(at)
    assert report(at, date_from=first, date_to=last)["total"]["count"] == taken


def test_a_period_backwards_is_refused(at: Desk) -> None:
    refusal = at.bench.refuses(contracts.REPORT_CLAIMS, {"date_from": "2026-03-02", "date_to": "2026-03-01"})
    assert [field.pointer for field in refusal.fields] == ["/date_to"]


@pytest.mark.parametrize(
    ("actor", "counted"),
    [(HEAD, 3), (MARKETER, 3), (TARAS, 1), (DARYNA, 2), (STRANGER, 0)],
    ids=["head", "marketer", "taras", "daryna", "stranger"],
)
def test_only_claims_of_ones_own_clients_are_counted(at: Desk, actor: Any, counted: int) -> None:
    for client in (KALYNA, DZVIN, DZVIN):
        a_claim(at, client)
    assert report(at, by=actor)["total"]["count"] == counted


def test_a_client_is_not_told_how_we_deal_with_claims(at: Desk) -> None:
    assert at.bench.refuses(contracts.REPORT_CLAIMS, MARCH, by=KALYNA.login).code.name == "forbidden"
