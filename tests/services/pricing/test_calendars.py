"""Calendars of holidays shared by offers; what reads through from a standard offer, and from which version (O1, O3)."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.ids import uuid7
from services.orders.rules.schedule import due_on
from services.pricing import contracts
from services.pricing.contracts import DayKind, PaymentStage, StageKind
from services.pricing.rules import offers as rules
from tests.services.cast import KALYNA, PRICER
from tests.services.pricing.desk import Desk
from tests.services.till import Till

# ---------------------------------------------------------------- business days

START = date(2026, 12, 1)
DAYS = st.integers(0, 40).map(lambda days: START + timedelta(days))


@given(start=DAYS, shift=st.integers(0, 30), holidays=st.sets(DAYS, max_size=20))
def test_business_days_are_counted_one_by_one(start: date, shift: int, holidays: set[date]) -> None:
    """A plain model: list the business days after the start, and take the last of as many as the shift says; a shift of
    nothing stays on a business day, and moves to the next one from a free one."""
    after = [start + timedelta(days) for days in range(200)]
    business = [day for day in after if day.weekday() < 5 and day not in holidays]
    wanted = business[0] if not shift else [day for day in business if day > start][shift - 1]
    stage = PaymentStage(kind=StageKind.CREDIT, percent=100, shift=shift, days=DayKind.BUSINESS)
    assert due_on(start, stage, holidays) == wanted
    calendar = PaymentStage(kind=StageKind.CREDIT, percent=100, shift=shift)
    assert due_on(start, calendar, holidays) == start + timedelta(shift)


# ---------------------------------------------------------------- calendars


def a_calendar(desk: Desk, *days: str, name: str = "Свята вигадані") -> str:
    body = {"name": name, "holidays": list(days)}
    calendar: str = desk.bench.do(contracts.ADD_CALENDAR, body, by=PRICER)["id"]
    return calendar


def terms_on(desk: Desk, offer: dict[str, Any], on: str) -> dict[str, Any]:
    return desk.bench.do(contracts.GET_TERMS_OF_OFFER, {"id": offer["id"], "on": on})


def test_days_are_kept_in_their_order_each_once(desk: Desk) -> None:
    calendar = a_calendar(desk, "2027-03-08", "2027-01-01", "2027-03-08")
    assert desk.bench.do(contracts.GET_CALENDAR, {"id": calendar})["holidays"] == ["2027-01-01", "2027-03-08"]
    changed = {"id": calendar, "holidays": ["2027-05-01"]}
    assert desk.bench.do(contracts.CHANGE_CALENDAR, changed)["holidays"] == ["2027-05-01"]
    assert desk.bench.do(contracts.CHANGE_CALENDAR, {"id": calendar, "name": "Інша"})["holidays"] == ["2027-05-01"]
    assert [row["name"] for row in desk.bench.listed(contracts.LIST_CALENDARS)] == ["Інша"]


def test_a_name_is_one_calendar_s(desk: Desk) -> None:
    a_calendar(desk)
    other = a_calendar(desk, name="Інші")
    assert desk.bench.refuses(contracts.ADD_CALENDAR, {"name": "Інші"}).code.name == "exists"
    again = {"id": other, "name": "Свята вигадані"}
    assert desk.bench.refuses(contracts.CHANGE_CALENDAR, again).code.name == "exists"
    assert desk.bench.do(contracts.CHANGE_CALENDAR, {"id": other, "name": "Інші"})["name"] == "Інші"


def test_an_offer_has_its_own_holidays_and_its_calendar_s(desk: Desk) -> None:
    calendar = a_calendar(desk, "2026-03-09", "2026-05-01")
    said = {"price_type_id": desk.retail, "calendar_id": calendar, "holidays": ["2026-03-05", "2026-05-01"]}
    standard = desk.an_offer(terms=said)
    own = desk.an_offer(KALYNA, standard_id=standard["id"], terms={"holidays": ["2026-03-06"]})
    assert terms_on(desk, standard, "2026-03-02")["holidays"] == ["2026-03-05", "2026-03-09", "2026-05-01"]
    assert terms_on(desk, own, "2026-03-02")["holidays"] == ["2026-03-06", "2026-03-09", "2026-05-01"]
    desk.bench.do(contracts.CHANGE_CALENDAR, {"id": calendar, "holidays": ["2026-03-10"]})
    assert terms_on(desk, own, "2026-03-02")["holidays"] == ["2026-03-06", "2026-03-10"]


def test_what_is_long_over_is_not_carried_along(desk: Desk) -> None:
    calendar = a_calendar(desk, "2025-03-01", "2025-03-02", "2026-03-01")
    offer = desk.an_offer(terms={"price_type_id": desk.retail, "calendar_id": calendar})
    assert terms_on(desk, offer, "2026-03-02")["holidays"] == ["2025-03-01", "2025-03-02", "2026-03-01"]
    assert terms_on(desk, offer, "2026-03-03")["holidays"] == ["2025-03-02", "2026-03-01"]


def test_a_calendar_that_is_not_there_is_named(desk: Desk) -> None:
    body = desk.body(terms={"price_type_id": desk.retail, "calendar_id": str(uuid7())})
    refusal = desk.bench.refuses(contracts.MAKE_OFFER, body)
    assert [(one.pointer, one.code) for one in refusal.fields] == [("/terms/calendar_id", "unknown_reference")]


@pytest.mark.parametrize(
    ("days", "shift", "due"),
    [
        ("business", 2, "2026-12-29"),  # from Wednesday 23: 24, then Christmas and a weekend, Monday 28 is free too
        ("business", 1, "2026-12-24"),
        ("calendar", 2, "2026-12-25"),  # calendar days know no holidays
    ],
)
def test_orders_count_business_days_by_the_calendar(till: Till, days: str, shift: int, due: str) -> None:
    till.on("2026-12-23")
    lamp = till.an_item("LAMP", "100")
    calendar = a_calendar(till.desk, "2026-12-25", "2026-12-28")
    stages = [{"kind": "advance", "percent": "100", "shift": shift, "days": days}]
    terms = {"price_type_id": till.desk.retail, "calendar_id": calendar, "payment_stages": stages}
    offer = till.desk.an_offer(terms=terms)
    order = till.order((lamp, "1"), offer_id=offer["id"], card_id=None)
    assert [step["due_on"] for step in order["payment_steps"]] == [due]
    till.pricing.do(contracts.CHANGE_CALENDAR, {"id": calendar, "holidays": []})
    assert [step["due_on"] for step in till.shop.now(order)["payment_steps"]] == [due], "as it was when it was ordered"


def test_a_day_of_nothing_that_falls_on_a_holiday_moves_on(till: Till) -> None:
    till.on("2026-12-25")
    lamp = till.an_item("LAMP", "100")
    stages = [{"kind": "advance", "percent": "100", "days": "business"}]
    holidays = ["2026-12-25", "2026-12-28"]
    terms = {"price_type_id": till.desk.retail, "holidays": holidays, "payment_stages": stages}
    order = till.order((lamp, "1"), offer_id=till.desk.an_offer(terms=terms)["id"], card_id=None)
    assert [step["due_on"] for step in order["payment_steps"]] == ["2026-12-29"]


# ---------------------------------------------------------------- what reads through, and what is taken first


def test_a_closed_standard_offer_is_read_at_its_last_version(till: Till) -> None:
    """The one that had begun when it was closed: one that was to begin later never did."""
    till.on("2026-04-10")
    desk = till.desk
    standard = desk.an_offer(terms={"price_type_id": desk.retail, "minimum_amount": "100"})
    own = desk.an_offer(KALYNA, standard_id=standard["id"], terms={})
    desk.agree(desk.change(standard, terms={"minimum_amount": "200"}))
    desk.agree(desk.change(standard, terms={"minimum_amount": "300"}, effective_from="2026-06-01"))
    seen = [terms_on(desk, own, on)["minimum_amount"] for on in ("2026-04-09", "2026-05-31", "2026-06-01")]
    assert seen == ["100.00", "200.00", "300.00"]
    till.on("2026-05-15")
    desk.bench.do(contracts.CLOSE_OFFER, {"id": standard["id"]})
    seen = [terms_on(desk, own, on)["minimum_amount"] for on in ("2026-04-09", "2026-05-31", "2026-06-01")]
    assert seen == ["100.00", "200.00", "200.00"]
    lamp = desk.an_item("LAMP", price="1")
    assert desk.under(own, (lamp, "1"), on="2026-07-01")["terms"]["minimum_amount"] == "200.00"


VERSIONS = st.lists(
    st.tuples(st.none() | st.integers(0, 9), st.integers(0, 5)), min_size=1, max_size=5
)  # (begins, the term it says)


@given(versions=VERSIONS, day=st.integers(0, 9), closed=st.none() | st.integers(0, 9))
def test_reading_through_is_as_a_plain_model_says(
    versions: list[tuple[int | None, int]], day: int, closed: int | None
) -> None:
    """Walk day by day: each agreed version takes over on its day if it is later than the one that holds; from the
    closing on nothing takes over any more."""
    made = [
        _Version(number, None if begins is None else START + timedelta(begins), {"term": term})
        for number, (begins, term) in enumerate(versions, start=1)
    ]
    holds: _Version | None = None
    for today in range(day + 1):
        begun = [one for one in made if one.in_force_from == START + timedelta(today)]
        for one in begun if closed is None or today <= closed else []:
            holds = one if holds is None or one.number > holds.number else holds
    agreed = [one for one in made if one.in_force_from is not None]
    wanted = holds or (agreed[0] if agreed else None)
    closed_on = None if closed is None else START + timedelta(closed)
    assert rules.read_through(made, START + timedelta(day), closed_on) is wanted


class _Version:
    valid_from, valid_to = START, None

    def __init__(self, number: int, in_force_from: date | None, said: dict[str, Any]):
        self.number, self.in_force_from, self.said = number, in_force_from, said


@pytest.mark.parametrize("name", ["item_rows", "group_rows"])
def test_rows_are_merged_one_by_one(desk: Desk, name: str) -> None:
    """The individual offer's row takes the place of the standard one's of the same item or group, and of no other."""
    groups = {sku: desk.a_price_group(f"Група {sku}") for sku in ("A", "B", "C")}
    items = {sku: desk.an_item(sku, price="100", price_group_id=groups[sku]) for sku in groups}

    def row(sku: str, much: int) -> dict[str, Any]:
        if name == "item_rows":
            return {"item_id": items[sku], "price": str(much)}
        return {"price_group_id": groups[sku], "percent": str(much - 100)}

    terms = {"price_type_id": desk.retail}
    standard = desk.an_offer(terms=terms, **{name: [row("A", 90), row("B", 80)]})
    own = desk.an_offer(KALYNA, standard_id=standard["id"], terms={}, **{name: [row("B", 70), row("C", 60)]})
    quote = desk.under(own, *[(items[sku], "1") for sku in groups])
    assert [line["total"] for line in quote["lines"]] == ["90.00", "70.00", "60.00"]


def test_the_latest_start_is_that_of_the_version_of_the_day(till: Till) -> None:
    till.on("2026-04-10")
    desk = till.desk
    older = desk.an_offer(name="Давня")
    desk.an_offer(name="Нова", valid_from="2026-02-01")
    desk.agree(desk.change(older, valid_from="2026-03-01", effective_from="2026-05-01"))
    asked = {"partner_id": KALYNA.id, "organization_id": older["organization_id"]}
    first = [
        desk.bench.do(contracts.GET_CLIENT_OFFERS, {**asked, "on": on})["offers"][0]["name"]
        for on in ("2026-04-30", "2026-05-01")
    ]
    assert first == ["Нова", "Давня"]


@pytest.mark.parametrize(("higher", "lower"), [("OFR-000010", "OFR-000009"), ("OFR-1000000", "OFR-999999")])
def test_the_highest_number_is_the_greatest_one(higher: str, lower: str) -> None:
    class Numbered:
        def __init__(self, number: str):
            self.partner_id, self.number = None, number

    version = _Version(1, START, {})
    assert rules.turn(Numbered(higher), version) > rules.turn(Numbered(lower), version)
