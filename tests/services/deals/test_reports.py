"""The funnel, expected income and losses (D12, D13): only one's own deals, and every figure opens into the list."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.chassis.ids import uuid7
from services.deals import contracts
from services.deals.models import Deal, DealStage
from services.partners import contracts as partners
from tests.services.builders import RIVAL, Pipeline, a_partner
from tests.services.cast import (
    ADMIN,
    DARYNA,
    DARYNA_ID,
    DZVIN,
    HEAD,
    KALYNA,
    PROMIN,
    SOLOMIIA_ID,
    SVITLODIM,
    TARAS,
    TARAS_ID,
)

EVER = {"date_from": "2020-01-01", "date_to": "2040-12-31"}
MARCH = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def funnel(pipeline: Pipeline, by: Any = HEAD, **asked: Any) -> dict[str, Any]:
    """The funnel of the pipeline's own kind."""
    report = pipeline.bench.do(contracts.REPORT_FUNNEL, {**EVER, **asked}, by=by)
    return next(kind for kind in report["kinds"] if kind["kind_id"] == pipeline.kind)


def stages(report: dict[str, Any], *names: str) -> dict[str, Any]:
    return {stage["stage"]: tuple(stage[name] for name in names) for stage in report["stages"]}


def opened(pipeline: Pipeline, filters: dict[str, str], by: Any = HEAD) -> int:
    """How many deals the list shows with a figure's filters, given as an address has them."""
    many = {"status", "stage", "reached", "source"}
    asked = {name: [value] if name in many else value for name, value in filters.items()}
    return len(pipeline.bench.listed(contracts.LIST_DEALS, by=by, limit=200, **asked))


def put(
    pipeline: Pipeline, deal: Any, opened_at: datetime, *stays: tuple[datetime, datetime | None], **more: Any
) -> None:
    """Move a deal in time: when it was opened, its stays in order, and when it was closed."""
    stages = DealStage.__table__
    with pipeline.bench.database.write() as session:
        change = Deal.__table__.update().where(Deal.id == UUID(deal["id"]))
        session.execute(change.values(created_at=opened_at, **more))
        rows = sorted(pipeline.bench.rows(DealStage, DealStage.deal_id == UUID(deal["id"])), key=lambda row: row.id)
        for row, (entered, left) in zip(rows, stays, strict=True):
            session.execute(stages.update().where(stages.c.id == row.id).values(entered_at=entered, left_at=left))


def test_a_cohort_s_funnel_counts_what_has_become_of_the_deals_opened_in_the_period(pipeline: Pipeline) -> None:
    won, lost, standing = pipeline.a_deal("proposal"), pipeline.a_deal("qualification"), pipeline.a_deal(potential="1")
    put(pipeline, won, at(2), (at(2), at(4)), (at(4), at(5)), (at(5), at(9)))
    put(pipeline, lost, at(2), (at(2), at(6)), (at(6), at(7)))
    pipeline.bench.do(contracts.WIN_DEAL, {"id": won["id"]})
    pipeline.lose(lost)
    report = funnel(pipeline)
    assert stages(report, "reached", "standing", "went_on", "won") == {
        "first_contact": (3, 1, 2, 1),
        "qualification": (2, 0, 1, 1),
        "proposal": (1, 0, 1, 1),
        "agreement": (0, 0, 0, 0),
    }
    assert stages(report, "reached_amount", "standing_amount")["first_contact"] == ("100001.00", "1.00")
    assert stages(report, "went_on_share", "won_share")["first_contact"] == ("66.6700", "33.3300")
    assert stages(report, "went_on_share", "won_share")["agreement"] == (None, None)
    assert stages(report, "mean_days", "median_days")["first_contact"] == ("3.00", "3.00")
    totals = {name: (report[name]["deals"], report[name]["amount"]) for name in ("in_work", "won", "lost")}
    assert totals == {"in_work": (1, "1.00"), "won": (1, "50000.00"), "lost": (1, "50000.00")}
    assert standing["status"] == "in_work"


def a_march(pipeline: Pipeline) -> None:
    """One deal opened in February, moved on in March and won in it; another opened in March and moved on in April."""
    first, second = pipeline.a_deal("proposal"), pipeline.a_deal("qualification")
    pipeline.bench.do(contracts.WIN_DEAL, {"id": first["id"]})
    stays = (at(10, month=2), at(5)), (at(5), at(10)), (at(10), at(20))
    put(pipeline, first, at(10, month=2), *stays, closed_at=at(20))
    put(pipeline, second, at(15), (at(15), at(3, month=4)), (at(3, month=4), None))


def test_a_flow_s_funnel_counts_what_moved_in_the_period(pipeline: Pipeline) -> None:
    a_march(pipeline)
    flow = funnel(pipeline, basis="flow", **MARCH)
    assert stages(flow, "reached", "standing", "went_on", "won") == {
        "first_contact": (1, 0, 0, 0),
        "qualification": (1, 0, 1, 1),
        "proposal": (1, 0, 1, 1),
        "agreement": (0, 0, 0, 0),
    }
    assert [flow[name]["deals"] for name in ("in_work", "won", "lost")] == [1, 1, 0]
    cohort = funnel(pipeline, basis="cohort", **MARCH)
    assert stages(cohort, "reached", "standing", "went_on", "won") == {
        "first_contact": (1, 0, 1, 0),
        "qualification": (1, 1, 0, 0),
        "proposal": (0, 0, 0, 0),
        "agreement": (0, 0, 0, 0),
    }
    assert [cohort[name]["deals"] for name in ("in_work", "won", "lost")] == [1, 0, 0]


@pytest.mark.parametrize("basis", ["cohort", "flow"])
@pytest.mark.parametrize("more", [{}, {"manager_id": str(SOLOMIIA_ID), "organization_id": str(SVITLODIM)}])
def test_every_figure_of_a_funnel_opens_into_as_many_deals(pipeline: Pipeline, basis: str, more: Any) -> None:
    a_march(pipeline)
    pipeline.lose(pipeline.a_deal("agreement", by=TARAS, organization_id=PROMIN))
    for period in (MARCH, EVER):
        report = funnel(pipeline, basis=basis, **period, **more)
        for stage in report["stages"]:
            assert opened(pipeline, stage["reached_opened_by"]) == stage["reached"], stage
            assert opened(pipeline, stage["standing_opened_by"]) == stage["standing"], stage
        for name in ("in_work", "won", "lost"):
            assert opened(pipeline, report[name]["opened_by"]) == report[name]["deals"], name


@pytest.mark.parametrize(
    ("opened_at", "counted"),
    [
        (datetime(2026, 2, 28, 21, 59, 59, 999999, tzinfo=UTC), 0),
        (datetime(2026, 2, 28, 22, 0, tzinfo=UTC), 1),
        (datetime(2026, 3, 31, 20, 59, 59, 999999, tzinfo=UTC), 1),
        (datetime(2026, 3, 31, 21, 0, tzinfo=UTC), 0),
    ],
)
def test_a_period_s_days_are_kyiv_s(pipeline: Pipeline, opened_at: datetime, counted: int) -> None:
    put(pipeline, pipeline.a_deal(), opened_at, (opened_at, None))
    for basis in ("cohort", "flow"):
        assert stages(funnel(pipeline, basis=basis, **MARCH), "reached")["first_contact"] == (counted,)


def test_funnels_are_of_the_deals_one_may_see_and_asks_for(pipeline: Pipeline) -> None:
    region = uuid7()
    client = a_partner(region_id=region, primary_interest={"kind": "channel", "id": uuid7()})
    pipeline.bench.hear(partners.PARTNER_CHANGED, client, version=2)
    pipeline.a_deal(by=TARAS)
    pipeline.a_deal(by=DARYNA, client=DZVIN)
    pipeline.a_deal(by=DARYNA, client=DZVIN, organization_id=PROMIN, currency="EUR")
    for asked, reached in (
        ({}, 3),
        ({"by": TARAS}, 1),
        ({"by": DARYNA}, 2),
        ({"manager_id": DARYNA_ID}, 2),
        ({"manager_id": DARYNA_ID, "by": TARAS}, 0),
        ({"organization_id": PROMIN}, 1),
        ({"region_id": region}, 1),
        ({"source": "channel"}, 1),
        ({"source": "partner"}, 0),
    ):
        assert stages(funnel(pipeline, **asked), "reached")["first_contact"] == (reached,), asked
    in_hryvnias = stages(funnel(pipeline), "reached_amount")["first_contact"]
    assert in_hryvnias == ("100000.00",)
    assert stages(funnel(pipeline, currency="EUR"), "reached_amount")["first_contact"] == ("50000.00",)


def test_a_merged_client_s_deals_are_where_its_heir_is_and_came_by_what_brought_the_heir(pipeline: Pipeline) -> None:
    region, brought = uuid7(), {"kind": "channel", "id": uuid7()}
    pipeline.bench.hear(partners.PARTNER_CHANGED, a_partner(region_id=region, primary_interest=brought), version=2)
    gone = a_partner(DZVIN, region_id=uuid7(), primary_interest={"kind": "partner", "id": uuid7()})
    deal = pipeline.a_deal(client=DZVIN, potential="10")
    pipeline.bench.hear(partners.PARTNER_CHANGED, gone.model_copy(update={"merged_into": KALYNA.id}), version=2)
    for filters, counted in (({"region_id": region}, 1), ({"source": "channel"}, 1), ({"source": "partner"}, 0)):
        assert stages(funnel(pipeline, **filters), "reached")["first_contact"] == (counted,), filters
        income = pipeline.bench.do(contracts.REPORT_EXPECTED_INCOME, filters)
        assert (income["deals"], income["amount"]) == (counted, "10.00" if counted else "0.00"), filters
        assert opened(pipeline, {name: str(value) for name, value in filters.items()}) == counted, filters
    assert [row["id"] for row in pipeline.bench.listed(contracts.LIST_DEALS, source_id=brought["id"])] == [deal["id"]]


def test_a_kind_without_stages_has_its_outcomes_alone(pipeline: Pipeline) -> None:
    kind = pipeline.bench.do(contracts.ADD_DEAL_KIND, {"name": "Без етапів"}, by=ADMIN)["id"]
    pipeline.bench.do(contracts.WIN_DEAL, {"id": pipeline.a_deal(kind_id=kind)["id"]})
    pipeline.a_deal(kind_id=kind)
    for basis, in_work in (("cohort", 1), ("flow", 0)):
        asked = {**EVER, "basis": basis, "kind_id": kind}
        only = pipeline.bench.do(contracts.REPORT_FUNNEL, asked)["kinds"]
        assert [(one["stages"], one["won"]["deals"], one["in_work"]["deals"]) for one in only] == [([], 1, in_work)]


@pytest.mark.parametrize(("most", "fits"), [(2, False), (3, True), (4, True)])
def test_a_report_that_would_take_too_much_is_refused(
    pipeline: Pipeline, most: int, fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.deals.reports.MOST_STAYS", most)
    pipeline.a_deal("proposal")
    if fits:
        assert stages(funnel(pipeline), "reached")["proposal"] == (1,)
    else:
        refusal = pipeline.bench.refuses(contracts.REPORT_FUNNEL, EVER)
        assert (refusal.code.name, refusal.values["most"]) == ("report_too_wide", most)


def test_a_period_that_ends_before_it_begins_is_refused(pipeline: Pipeline) -> None:
    backwards = {"date_from": "2026-03-02", "date_to": "2026-03-01"}
    for operation in (contracts.REPORT_FUNNEL, contracts.REPORT_LOSSES):
        assert [field.pointer for field in pipeline.bench.refuses(operation, backwards).fields] == ["/date_to"]


def test_the_calendar_s_own_ends_are_a_period_like_any(pipeline: Pipeline) -> None:
    pipeline.a_deal()
    asked = {"date_from": "0001-01-01", "date_to": "9999-12-31"}
    report = funnel(pipeline, **asked)
    assert stages(report, "reached")["first_contact"] == (1,)
    assert opened(pipeline, report["stages"][0]["reached_opened_by"]) == 1
    assert pipeline.bench.do(contracts.REPORT_LOSSES, asked)["rows"] == []


def test_expected_income_is_summed_by_month_and_what_is_late_stands_out(pipeline: Pipeline) -> None:
    for day, potential in (("2024-02-29", "100"), ("2039-12-01", "10.50"), ("2039-12-31", None), (None, "7")):
        pipeline.a_deal(expected_close_on=day, potential=potential, by=TARAS)
    pipeline.a_deal(expected_close_on="2039-12-31", currency="EUR")
    pipeline.lose(pipeline.a_deal(expected_close_on="2039-12-31"))
    report = pipeline.bench.do(contracts.REPORT_EXPECTED_INCOME)
    names = ("month", "deals", "amount", "late", "late_amount")
    assert [tuple(month[name] for name in names) for month in report["months"]] == [
        ("2024-02", 1, "100.00", 1, "100.00"),
        ("2039-12", 2, "10.50", 0, "0.00"),
        (None, 1, "7.00", 0, "0.00"),
    ]
    assert (report["deals"], report["amount"]) == (4, "117.50")
    for month in report["months"][:2]:
        assert opened(pipeline, month["opened_by"]) == month["deals"], month
    assert pipeline.bench.do(contracts.REPORT_EXPECTED_INCOME, {"manager_id": DARYNA_ID})["months"] == []
    assert pipeline.bench.do(contracts.REPORT_EXPECTED_INCOME, by=DARYNA)["months"] == []


def some_losses(pipeline: Pipeline) -> str:
    """Two of Taras's deals lost by one reason, one to the rival; one of Daryna's by another; one taken up again."""
    other = pipeline.bench.do(contracts.ADD_LOSS_REASON, {"name": "Немає бюджету"}, by=ADMIN)["id"]
    to_rival = pipeline.a_deal("proposal", by=TARAS)
    person = {"id": to_rival["id"], "side": "competitor", "subject_id": RIVAL}
    pipeline.bench.do(contracts.ADD_PARTICIPANT, person)
    pipeline.bench.hear(partners.PARTNER_CHANGED, a_partner(id=RIVAL, name="Вогник"))
    pipeline.lose(to_rival, competitor_id=RIVAL)
    pipeline.lose(pipeline.a_deal(by=TARAS, potential="25000"))
    pipeline.lose(pipeline.a_deal(by=DARYNA, client=DZVIN, potential="25000"), loss_reason_id=other)
    again = pipeline.a_deal()
    pipeline.lose(again)
    pipeline.bench.do(contracts.REOPEN_DEAL, {"id": again["id"], "reason": "Повернувся"})
    return str(other)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("reason", [("Дорожче за конкурента", 2, "66.6700", "75.0000"), ("Немає бюджету", 1, "33.3300", "25.0000")]),
        ("competitor", [(None, 2, "66.6700", "50.0000"), ("Вогник", 1, "33.3300", "50.0000")]),
        ("stage", [("first_contact", 2, "66.6700", "50.0000"), ("proposal", 1, "33.3300", "50.0000")]),
        ("manager", [("Тарас Перший", 2, "66.6700", "75.0000"), (None, 1, "33.3300", "25.0000")]),
        ("kind", [("Продаж обладнання", 3, "100.0000", "100.0000")]),
    ],
)
def test_losses_are_told_by_what_they_have_in_common(pipeline: Pipeline, by: str, expected: Any) -> None:
    some_losses(pipeline)
    rest = dict.fromkeys(("position", "email", "department_id", "superior_id"))
    staff = {"id": TARAS_ID, "organization_id": SVITLODIM, "full_name": "Тарас Перший", "version": 2}
    pipeline.bench.hear(partners.STAFF_CHANGED, partners.StaffView(**staff, **rest))
    report = pipeline.bench.do(contracts.REPORT_LOSSES, {**EVER, "by": by})
    rows = [(row["name"], row["deals"], row["share"], row["amount_share"]) for row in report["rows"]]
    assert rows == expected
    assert (report["deals"], report["amount"]) == (3, "100000.00")
    for row in report["rows"]:
        if row["key"] is None:
            assert row["opened_by"] is None
        else:
            assert opened(pipeline, row["opened_by"]) == row["deals"], row


def test_what_a_merged_competitor_won_is_its_heir_s(pipeline: Pipeline) -> None:
    heir = uuid7()
    pipeline.bench.hear(partners.PARTNER_CHANGED, a_partner(id=heir, name="Вогник і партнери"))
    some_losses(pipeline)
    pipeline.bench.hear(partners.PARTNER_CHANGED, a_partner(id=RIVAL, name="Вогник", merged_into=heir), version=2)
    report = pipeline.bench.do(contracts.REPORT_LOSSES, {**EVER, "by": "competitor"})
    row = next(row for row in report["rows"] if row["key"])
    assert (row["key"], row["name"], row["deals"]) == (str(heir), "Вогник і партнери", 1)
    assert opened(pipeline, row["opened_by"]) == 1


def test_losses_are_of_the_deals_one_may_see_closed_in_the_period(pipeline: Pipeline) -> None:
    other = some_losses(pipeline)
    of_daryna = pipeline.bench.do(contracts.REPORT_LOSSES, EVER, by=DARYNA)
    assert [(row["key"], row["deals"]) for row in of_daryna["rows"]] == [(other, 1)]
    asked = {**EVER, "manager_id": TARAS_ID, "currency": "EUR"}
    of_taras = pipeline.bench.do(contracts.REPORT_LOSSES, asked)["rows"]
    assert [(row["deals"], row["amount"], row["amount_share"]) for row in of_taras] == [(2, "0.00", None)]
    assert pipeline.bench.do(contracts.REPORT_LOSSES, MARCH)["rows"] == []


@pytest.mark.parametrize("made", [1, 15])
def test_a_funnel_takes_as_many_statements_for_many_deals_as_for_one(pipeline: Pipeline, made: int) -> None:
    for _ in range(made):
        pipeline.a_deal("proposal")
    with pipeline.bench.statements() as seen:
        funnel(pipeline)
    assert len(seen) == 3, seen
