"""Regular offers: a plan for each period, a task of whoever answers for it, plan and fact in the report (O2, O7)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.errors import NOT_FOUND
from services.chassis.ids import uuid7
from services.partners import contracts as partners
from services.pricing import contracts
from services.pricing.contracts import Every, RegularPlan
from services.pricing.models import OfferPeriod
from services.pricing.rules.regular import begun, period_of, planned, standing_on
from tests.services.cast import DARYNA, DARYNA_ID, HEAD, KALYNA, PRICER, SVITLODIM, TARAS, TARAS_ID
from tests.services.till import Till

# ---------------------------------------------------------------- the calendar


@pytest.mark.parametrize(
    ("every", "day", "first", "last"),
    [
        ("week", "2026-04-05", "2026-03-30", "2026-04-05"),  # Sunday is the last
        ("week", "2026-04-06", "2026-04-06", "2026-04-12"),
        ("month", "2028-02-29", "2028-02-01", "2028-02-29"),
        ("month", "2026-12-31", "2026-12-01", "2026-12-31"),
        ("quarter", "2026-03-31", "2026-01-01", "2026-03-31"),
        ("quarter", "2026-04-01", "2026-04-01", "2026-06-30"),
        ("quarter", "2026-12-31", "2026-10-01", "2026-12-31"),
    ],
)
def test_periods_are_those_of_the_calendar(every: str, day: str, first: str, last: str) -> None:
    found = period_of(Every(every), date.fromisoformat(day))
    assert (str(found.first), str(found.last)) == (first, last)


DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
PLANS = st.builds(
    RegularPlan,
    every=st.sampled_from(Every),
    amount=st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100),
)


@given(plan=PLANS, day=DAYS)
def test_the_period_of_each_of_its_days_is_the_same_one(plan: RegularPlan, day: date) -> None:
    whole = period_of(plan.every, day)
    assert whole.first <= day <= whole.last
    assert {period_of(plan.every, whole.first + timedelta(days)) for days in range(whole.days)} == {whole}
    assert period_of(plan.every, whole.last + timedelta(1)).first == whole.last + timedelta(1)
    assert planned(plan, day, date(2020, 1, 1), None) == (whole, plan.amount)


@given(plan=PLANS, day=DAYS, back=st.integers(0, 91), on=st.integers(0, 91))
def test_a_period_held_in_part_plans_its_share_by_days(plan: RegularPlan, day: date, back: int, on: int) -> None:
    begins, ends = day - timedelta(back), day + timedelta(on)
    held, amount = planned(plan, day, begins, ends)
    whole = period_of(plan.every, day)
    days = [whole.first + timedelta(place) for place in range(whole.days)]
    within = [one for one in days if begins <= one <= ends]
    assert (held.first, held.last) == (within[0], within[-1])
    exact = plan.amount * len(within) / len(days)
    assert abs(amount - exact) <= Decimal("0.005")
    # what is left of the period before and after plans the rest, a cent for each rounding
    rest = Decimal(0)
    if whole.first < begins:
        rest += planned(plan, whole.first, whole.first, begins - timedelta(1))[1]
    if ends < whole.last:
        rest += planned(plan, whole.last, ends + timedelta(1), None)[1]
    assert abs(amount + rest - plan.amount) <= Decimal("0.015")


# ---------------------------------------------------------------- periods are opened


@pytest.fixture
def lamp(till: Till) -> str:
    till.on("2026-04-10")
    till.pricing.peers.reply(partners.GET_STAFF, _staff)
    return till.an_item("LAMP", "100")


def _staff(asked: Any, _: Any) -> partners.StaffView:
    more = {"organization_id": SVITLODIM, "full_name": "Хтось Вигаданий", "version": 1}
    fields = partners.StaffView.model_fields
    empty = {name: None for name in fields if fields[name].is_required()}
    return partners.StaffView.model_construct(**{**empty, **more, "id": asked.id})


def regular(till: Till, every: str = "month", amount: str = "3000", client: Any = None, **more: Any) -> dict[str, Any]:
    terms = {"price_type_id": till.desk.retail, "plan": {"every": every, "amount": amount}}
    return till.desk.an_offer(client, terms=terms, **more)


def periods(till: Till) -> list[tuple[str, str, str, str]]:
    rows = till.pricing.listed(contracts.LIST_OFFER_PERIODS, order="starts_on")
    return [(row["starts_on"], row["due_on"], row["amount"], row["status"]) for row in rows]


def told(till: Till) -> list[tuple[str, str | None, str | None]]:
    events = [one for one in till.pricing.events() if one["type"] == contracts.OFFER_PERIOD_CHANGED.address]
    return [(one["data"]["status"], one["data"]["assignee_id"], one["data"]["result"]) for one in events]


def test_the_period_that_has_begun_is_opened_when_the_offer_is_agreed(till: Till, lamp: str) -> None:
    offer = regular(till)
    assert periods(till) == [("2026-04-01", "2026-04-30", "3000.00", "open")]
    assert offer["terms"]["plan"] == {"every": "month", "amount": "3000.00"}
    (period,) = till.pricing.listed(contracts.LIST_OFFER_PERIODS)
    assert period["title"] == "План продажів за офертою OFR-000001: 3000.00 UAH, 01.04.2026-30.04.2026"
    assert told(till) == [("open", str(HEAD.staff_id), None)]


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"valid_from": "2026-04-10"}, ("2026-04-10", "2026-04-30", "2100.00")),
        ({"valid_to": "2026-04-20"}, ("2026-04-01", "2026-04-20", "2000.00")),
        ({"valid_from": "2026-04-10", "valid_to": "2026-04-10"}, ("2026-04-10", "2026-04-10", "100.00")),
    ],
)
def test_a_period_held_in_part_plans_a_part(till: Till, lamp: str, more: Any, wanted: tuple[str, ...]) -> None:
    regular(till, **more)
    assert periods(till) == [(*wanted, "open")]


def test_an_offer_that_has_not_begun_opens_nothing_until_it_has(till: Till, lamp: str) -> None:
    regular(till, every="week", valid_from="2026-04-15")
    till.run_daily()
    assert periods(till) == []
    till.on("2026-04-15")
    till.run_daily()
    assert periods(till) == [("2026-04-15", "2026-04-19", "2142.86", "open")]


def test_each_day_opens_what_has_begun_and_closes_what_is_over(till: Till, lamp: str) -> None:
    offer = regular(till, every="week", amount="500")
    till.ship(till.order((lamp, "3"), offer_id=offer["id"], card_id=None))
    for day in ("2026-04-12", "2026-04-13", "2026-04-13"):
        till.on(day)
        till.run_daily()
    assert periods(till) == [
        ("2026-04-06", "2026-04-12", "500.00", "done"),
        ("2026-04-13", "2026-04-19", "500.00", "open"),
    ]
    assert told(till)[-2:] == [("done", str(HEAD.staff_id), "300.00 / 500.00 UAH"), ("open", str(HEAD.staff_id), None)]


def test_what_was_missed_while_nothing_ran_is_made_up_for(till: Till, lamp: str) -> None:
    regular(till, every="month", amount="100")
    till.on("2026-07-02")
    till.run_daily()
    assert [(first, status) for first, _, _, status in periods(till)] == [
        ("2026-04-01", "done"),
        ("2026-05-01", "open"),
        ("2026-06-01", "open"),
        ("2026-07-01", "open"),
    ]
    till.on("2026-07-03")
    till.run_daily()
    assert [status for *_, status in periods(till)] == ["done", "done", "done", "open"]


def test_a_new_plan_holds_from_the_next_period_on(till: Till, lamp: str) -> None:
    offer = regular(till)
    plan = {"plan": {"every": "quarter", "amount": "9100"}}
    till.desk.agree(till.desk.change(offer, terms=plan))
    assert periods(till) == [("2026-04-01", "2026-04-30", "3000.00", "open")]
    till.on("2026-05-01")
    till.run_daily()
    assert periods(till)[1:] == [("2026-05-01", "2026-06-30", "6100.00", "open")]


@pytest.mark.parametrize("how", ["closed", "expired", "no plan any more"])
def test_an_offer_that_plans_no_more_cancels_what_is_open(till: Till, lamp: str, how: str) -> None:
    offer = regular(till)
    if how == "closed":
        till.pricing.do(contracts.CLOSE_OFFER, {"id": offer["id"]})
    elif how == "expired":
        till.desk.agree(till.desk.change(offer, valid_to="2026-04-15"))
        assert [status for *_, status in periods(till)] == ["open"]
        till.on("2026-04-16")
        till.run_daily()
    else:
        till.desk.agree(till.desk.change(offer, terms={"plan": None}))
    assert [status for *_, status in periods(till)] == ["cancelled"]
    till.on("2026-05-02")
    till.run_daily()
    assert len(periods(till)) == 1


def test_days_on_which_nothing_was_planned_are_not_made_up_for(till: Till, lamp: str) -> None:
    offer = regular(till)
    till.desk.agree(till.desk.change(offer, terms={"plan": None}))
    till.on("2026-06-10")
    plan = {"plan": {"every": "month", "amount": "3000"}}
    till.desk.agree(till.desk.change(offer, terms=plan))
    assert periods(till)[1:] == [("2026-06-10", "2026-06-30", "2100.00", "open")]


def test_a_plan_that_was_dropped_and_taken_up_again_on_one_day_is_open_again(till: Till, lamp: str) -> None:
    offer = regular(till, valid_from="2026-04-10")
    till.desk.agree(till.desk.change(offer, terms={"plan": None}))
    till.desk.agree(till.desk.change(offer, terms={"plan": {"every": "month", "amount": "300"}}))
    assert periods(till) == [("2026-04-10", "2026-04-30", "210.00", "open")]
    assert [status for status, _, _ in told(till)] == ["open", "cancelled", "open"]


@dataclass(frozen=True)
class Version:
    number: int
    in_force_from: date
    valid_from: date
    valid_to: date | None
    said: dict[str, Any]


@dataclass
class Agreed:
    """An offer's versions as they were agreed, and when it was closed."""

    versions: list[Version] = field(default_factory=list)
    closed_on: date | None = None


SPRING = date(2026, 3, 2)
ACTS = st.lists(
    st.tuples(st.integers(0, 25), st.sampled_from([None, *Every]), st.none() | st.integers(0, 60)),
    min_size=1,
    max_size=5,
)
"""(days since the act before, the plan that is agreed then, days until the offer ends)."""


@given(acts=ACTS, idle=st.integers(1, 9))
def test_each_day_that_is_planned_is_in_one_period_whatever_is_agreed(acts: list[Any], idle: int) -> None:
    """Every `idle`-th day, and whenever something is agreed, it is looked what has begun: then the day is in a period
    if the offer plans anything on it, and no day is ever in two."""
    offer, day, last = Agreed(), SPRING, None
    covered: set[date] = set()
    for number, (wait, every, lasts) in enumerate(acts, start=1):
        for today in [day + timedelta(days) for days in range(wait + 1)]:
            if (today - SPRING).days % idle and today != day + timedelta(wait):
                continue
            for one in begun(offer, None, last, today):
                days = {one.period.first + timedelta(place) for place in range(one.period.days)}
                assert days, "a period without a day"
                assert not days & covered, "a day in two periods"
                assert one.period.first <= today
                covered |= days
                last = one.period.last
            assert today in covered or standing_on(offer, None, today) is None
        day += timedelta(wait)
        said = {"currency": "UAH", "plan": every and {"every": every, "amount": "1000"}}
        ends = None if lasts is None else day + timedelta(lasts)
        offer.versions.append(Version(number, day, SPRING, ends, said))


def test_an_individual_offer_reads_the_plan_through_unless_it_says_its_own_or_none(till: Till, lamp: str) -> None:
    standard = regular(till)
    said: list[dict[str, Any]] = [{}, {"plan": {"every": "week", "amount": "70"}}, {"plan": None}]
    for terms in said:
        till.desk.an_offer(KALYNA, standard_id=standard["id"], terms=terms)
    assert [amount for _, _, amount, _ in periods(till)] == ["3000.00", "3000.00", "70.00"]


# ---------------------------------------------------------------- whose task it is


def test_who_answers_is_the_client_s_manager_unless_another_is_named(till: Till, lamp: str) -> None:
    offer = regular(till, client=KALYNA)
    assert offer["responsible_id"] == str(TARAS_ID)
    changed = till.desk.change(offer, responsible_id=str(DARYNA_ID))
    assert (changed["responsible_id"], changed["next_version"]) == (str(DARYNA_ID), None), "no term: no version"
    assert [(status, who) for status, who, _ in told(till)] == [("open", str(TARAS_ID)), ("open", str(DARYNA_ID))]


def test_a_responsible_who_is_not_there_is_named(till: Till, lamp: str) -> None:
    till.pricing.peers.reply(partners.GET_STAFF, NOT_FOUND(subject="Staff"))
    body = till.desk.body(responsible_id=str(DARYNA_ID))
    refusal = till.pricing.refuses(contracts.MAKE_OFFER, body, by=PRICER)
    assert [(one.pointer, one.code) for one in refusal.fields] == [("/responsible_id", "unknown_reference")]


def test_rows_of_what_is_not_there_are_named_beside_a_new_responsible(till: Till, lamp: str) -> None:
    offer = till.desk.a_draft()
    rows = {"item_rows": [{"item_id": str(uuid7()), "price": "5"}], "group_rows": [{"price_group_id": str(uuid7())}]}
    body = {"id": offer["id"], "responsible_id": str(DARYNA_ID), **rows}
    refusal = till.pricing.refuses(contracts.CHANGE_OFFER, body, by=PRICER)
    wrong = {one.pointer for one in refusal.fields}
    assert {"/item_rows/0/item_id", "/group_rows/0/price_group_id"} <= wrong


@pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
def test_a_plan_is_of_money(till: Till, lamp: str, amount: str) -> None:
    terms = {"price_type_id": till.desk.retail, "plan": {"every": "month", "amount": amount}}
    refusal = till.pricing.refuses(contracts.MAKE_OFFER, till.desk.body(terms=terms))
    assert [one.pointer for one in refusal.fields] == ["/terms/plan/amount"]


def test_a_client_sees_neither_the_plan_nor_who_answers(till: Till, lamp: str) -> None:
    offer = regular(till, client=KALYNA)
    seen = till.desk.now(offer, by=KALYNA.login)
    assert (seen["responsible_id"], seen["terms"]["plan"]) == (None, None)
    assert "plan" not in seen["in_force"]["said"]


def test_what_a_standard_offer_plans_is_not_told_to_who_sees_only_some_clients(till: Till, lamp: str) -> None:
    """The plan is of all its clients; that of one's own client is."""
    standard, own = regular(till), regular(till, client=KALYNA)
    asked = {"on": "2026-04-10", "lines": [{"item_id": lamp, "quantity": "1"}], "partner_id": KALYNA.id}
    shown = {}
    for offer in (standard, own):
        for who in (HEAD, TARAS):
            seen = till.desk.now(offer, by=who)
            terms = till.pricing.do(contracts.GET_TERMS_OF_OFFER, {"id": offer["id"]}, by=who)
            quote = till.pricing.do(contracts.ASK_QUOTE, {**asked, "offer_id": offer["id"]}, by=who)
            plans = [
                one["plan"] is not None for one in (seen["terms"], seen["in_force"]["terms"], terms, quote["terms"])
            ]
            shown[offer["kind"], who.name] = {*plans, "plan" in seen["in_force"]["said"]}
    assert shown == {
        ("standard", HEAD.name): {True},
        ("standard", TARAS.name): {False},
        ("individual", HEAD.name): {True},
        ("individual", TARAS.name): {True},
    }


# ---------------------------------------------------------------- plan and fact


def test_the_report_shows_plan_and_fact_of_each_period(till: Till, lamp: str) -> None:
    offer = regular(till, client=KALYNA, amount="1000")
    till.ship(till.order((lamp, "3"), offer_id=offer["id"], card_id=None))
    till.on("2026-05-10")
    till.run_daily()
    till.ship(till.order((lamp, "12"), offer_id=offer["id"], card_id=None))
    april = {"starts_on": "2026-04-01", "ends_on": "2026-04-30", "sold": "300.00", "percent": "30.00"}
    may = {"starts_on": "2026-05-01", "ends_on": "2026-05-31", "sold": "1200.00", "percent": "120.00"}
    for period in (april, may):
        period["planned"] = "1000.00"
    for asked, wanted in (
        (("2026-04-01", "2026-05-31"), [april, may]),
        (("2026-04-30", "2026-04-30"), [april]),
        (("2026-05-01", "2026-05-01"), [may]),
        (("2026-06-01", "2026-06-30"), []),
    ):
        assert [row["periods"] for row in report(till, *asked)] == [wanted]


def test_what_is_planned_is_shown_though_nothing_was_sold(till: Till, lamp: str) -> None:
    regular(till, client=KALYNA, amount="1000")
    (row,) = report(till, "2026-04-01", "2026-04-30")
    assert (row["orders"], row["sold"], row["deviated_percent"]) == (0, "0.00", None)
    assert [(one["planned"], one["sold"], one["percent"]) for one in row["periods"]] == [("1000.00", "0.00", "0.00")]


def test_who_sees_only_some_clients_sees_no_plan_for_all(till: Till, lamp: str) -> None:
    offer = regular(till)
    till.ship(till.order((lamp, "3"), offer_id=offer["id"], card_id=None))
    assert [len(row["periods"]) for row in report(till, "2026-04-01", "2026-04-30")] == [1]
    assert [len(row["periods"]) for row in report(till, "2026-04-01", "2026-04-30", by=TARAS)] == [0]
    assert report(till, "2026-04-01", "2026-04-30", by=DARYNA) == []
    assert till.pricing.listed(contracts.LIST_OFFER_PERIODS, by=TARAS) == []


def report(till: Till, first: str, last: str, by: Any = HEAD) -> list[dict[str, Any]]:
    asked = {"date_from": first, "date_to": last}
    rows: list[dict[str, Any]] = till.pricing.do(contracts.REPORT_OFFER_FULFILMENT, asked, by=by)["rows"]
    return rows


def test_a_period_is_opened_once_however_often_it_is_looked_for(till: Till, lamp: str) -> None:
    regular(till)
    till.run_daily()
    till.run_daily()
    assert len(till.pricing.rows(OfferPeriod)) == 1


def test_a_plan_agreed_anew_later_is_its_own_and_not_the_dropped_one(till: Till, lamp: str) -> None:
    offer = regular(till)
    for day in ("2026-05-01", "2026-05-15"):
        till.on(day)
        till.run_daily()
    till.desk.agree(till.desk.change(offer, terms={"plan": None}))
    till.on("2026-05-22")
    till.desk.agree(till.desk.change(offer, terms={"plan": {"every": "month", "amount": "620"}}))
    assert periods(till) == [
        ("2026-04-01", "2026-04-30", "3000.00", "done"),
        ("2026-05-01", "2026-05-31", "3000.00", "cancelled"),
        ("2026-05-22", "2026-05-31", "200.00", "open"),
    ]
