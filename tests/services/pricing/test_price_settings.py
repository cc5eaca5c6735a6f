"""Price settings as documents: drafts, what they say, cancelling, and what was known when (T6, T7)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from services.pricing import contracts
from services.pricing.models import ItemPrice, PastPrice, PriceSetting
from tests.services.cast import HEAD, PRICER
from tests.services.pricing.desk import JANUARY, Desk
from tests.services.pricing.test_following_prices import prices, rows_of
from tests.services.pricing.test_price_types import a_markup, change, recalculate

FEBRUARY, MARCH, MAY = "2026-02-01", "2026-03-01", "2026-05-01"
START = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A second later at each look, from the morning of 10 March 2026."""
    moments = (START + timedelta(seconds=passed) for passed in range(100_000))
    monkeypatch.setattr("services.chassis.runtime.utc_now", lambda: next(moments))
    return None


def say(desk: Desk, on: str, *rows: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A setting of these rows, of retail prices unless said otherwise."""
    said = [{"price_type_id": desk.retail, **row} for row in rows]
    return desk.bench.do(contracts.SET_PRICES, {"effective_from": on, "prices": said, **more}, by=PRICER)


def cancel(desk: Desk, setting: dict[str, Any]) -> dict[str, Any]:
    return desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": setting["id"]}, by=PRICER)


def agree(desk: Desk, setting: dict[str, Any]) -> dict[str, Any]:
    return desk.bench.do(contracts.AGREE_PRICE_SETTING, {"id": setting["id"]}, by=PRICER)


def known(desk: Desk, item: str, day: str, at: str | None = None, of: str = "") -> str | None:
    asked = {"item_id": item, "price_type_id": of or desk.retail, "on": day}
    value: str | None = desk.bench.do(contracts.GET_PRICE, asked | ({"known_at": at} if at else {}))["value"]
    return value


# ---------------------------------------------------------------- states


def test_a_draft_sets_nothing_until_it_is_agreed(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="100")
    draft = say(desk, MAY, {"item_id": lamp, "value": "120"}, draft=True)
    assert (draft["status"], draft["agreed_at"], draft["prices"][0]["value"]) == ("draft", None, "120.0000")
    assert known(desk, lamp, MAY) == "100.0000"
    told = len(desk.bench.told())
    shown = desk.bench.do(contracts.PREVIEW_PRICE_SETTING, {"id": draft["id"]}, by=PRICER)["prices"]
    assert [(row["old"], row["new"], row["percent"]) for row in shown] == [("100.0000", "120.0000", "20.00")]
    agreed = agree(desk, draft)
    assert (agreed["status"], agreed["count"], agreed["prices"]) == ("agreed", 1, [])
    assert known(desk, lamp, MAY) == "120.0000"
    assert desk.bench.told()[told:] == ["prices_set"]


@pytest.mark.parametrize(
    ("day", "status"), [("2026-03-09", "effective"), ("2026-03-10", "effective"), ("2026-03-11", "agreed")]
)
def test_an_agreed_setting_is_effective_from_its_day_on(desk: Desk, day: str, status: str) -> None:
    setting = desk.price((desk.an_item("LAMP"), "100"), on=day)
    assert setting["status"] == status
    found = {
        one: [row["id"] for row in desk.bench.listed(contracts.LIST_PRICE_SETTINGS, status=[one])]
        for one in contracts.SettingStatus
    }
    assert found == {**{one: [] for one in contracts.SettingStatus}, status: [setting["id"]]}


def test_a_draft_is_cancelled_without_a_word(desk: Desk) -> None:
    draft = say(desk, MAY, {"item_id": desk.an_item("LAMP"), "value": "1"}, draft=True)
    assert cancel(desk, draft)["status"] == "cancelled"
    assert desk.bench.refuses(contracts.AGREE_PRICE_SETTING, {"id": draft["id"]}, by=PRICER).code == (
        contracts.NOT_A_DRAFT
    )
    assert desk.bench.told()[-1] == "item_changed"


def test_what_is_cancelled_is_not_cancelled_again(desk: Desk) -> None:
    setting = desk.price((desk.an_item("LAMP"), "100"), on=MAY)
    assert cancel(desk, setting)["status"] == "cancelled"
    assert desk.bench.told()[-1] == "prices_cancelled"
    refusal = desk.bench.refuses(contracts.CANCEL_PRICE_SETTING, {"id": setting["id"]}, by=PRICER)
    assert refusal.code == contracts.SETTING_CANCELLED


def test_an_agreed_setting_is_not_agreed_again(desk: Desk) -> None:
    setting = desk.price((desk.an_item("LAMP"), "100"), on=MAY)
    for operation in (contracts.AGREE_PRICE_SETTING, contracts.PREVIEW_PRICE_SETTING):
        assert desk.bench.refuses(operation, {"id": setting["id"]}, by=PRICER).code == contracts.NOT_A_DRAFT


def test_a_setting_older_than_the_memory_of_settings_is_not_cancelled(desk: Desk) -> None:
    setting = desk.price((desk.an_item("LAMP"), "100"), on=MAY)
    with desk.bench.database.write() as session:
        session.execute(update(PriceSetting).values(agreed_at=None))
    refusal = desk.bench.refuses(contracts.CANCEL_PRICE_SETTING, {"id": setting["id"]}, by=PRICER)
    assert refusal.code == contracts.SETTING_TOO_OLD


# ---------------------------------------------------------------- what a row says


def test_a_percent_changes_the_price_of_the_day_before_and_is_rounded_as_the_type_is(desk: Desk) -> None:
    lamp, none = desk.an_item("LAMP", price="99.99"), desk.an_item("NONE")
    rows = [{"item_id": one, "percent": "7.5"} for one in (lamp, none)]
    shown = desk.bench.do(
        contracts.PREVIEW_PRICES,
        {"effective_from": MARCH, "prices": [{"price_type_id": desk.retail, **row} for row in rows]},
        by=PRICER,
    )["prices"]
    assert [(row["new"], row["outcome"]) for row in shown] == [("107.4900", "written"), (None, "no_price")]
    assert say(desk, MARCH, *rows)["count"] == 1
    say(desk, MARCH, {"item_id": lamp, "percent": "-50"})
    assert [known(desk, lamp, day) for day in (FEBRUARY, MARCH)] == ["99.9900", "50.0000"]


def test_a_row_for_a_price_group_is_for_all_its_items_and_a_later_row_counts_for_one(desk: Desk) -> None:
    tools = desk.a_price_group()
    drill, saw = (desk.an_item(sku, price="100", price_group_id=tools) for sku in ("DRILL", "SAW"))
    lamp = desk.an_item("LAMP", price="100")
    setting = say(desk, MARCH, {"price_group_id": tools, "percent": "10"}, {"item_id": saw, "value": "105"})
    assert setting["count"] == 2
    assert [known(desk, one, MARCH) for one in (drill, saw, lamp)] == ["110.0000", "105.0000", "100.0000"]


def test_prices_are_computed_anew_from_their_bases_for_the_items_named(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER")
    lamp, torch = (desk.an_item(sku, price="100") for sku in ("LAMP", "TORCH"))
    change(desk, dealer, markup="30")
    say(desk, MARCH, {"item_id": lamp, "price_type_id": dealer, "recalculate": True})
    assert [prices(desk, one, FEBRUARY, MARCH, of=dealer) for one in (lamp, torch)] == [
        ["120.0000", "130.0000"],
        ["120.0000", "120.0000"],
    ]


def test_every_row_that_says_too_much_or_too_little_is_named(desk: Desk) -> None:
    lamp, group = desk.an_item("LAMP"), desk.a_price_group()
    rows = [
        {"value": "1"},
        {"item_id": lamp, "price_group_id": group, "value": "1"},
        {"item_id": lamp},
        {"item_id": lamp, "value": "1", "percent": "1"},
        {"item_id": lamp, "recalculate": True},
        {"price_group_id": lamp, "value": "1"},
    ]
    said = [{"price_type_id": desk.retail, **row} for row in rows]
    refusal = desk.bench.refuses(contracts.SET_PRICES, {"effective_from": MARCH, "prices": said}, by=PRICER)
    assert [field.pointer for field in refusal.fields] == [
        "/prices/0/item_id",
        "/prices/1/item_id",
        "/prices/2/value",
        "/prices/3/value",
        "/prices/4/recalculate",
        "/prices/5/price_group_id",
    ]


# ---------------------------------------------------------------- cancelling


def test_a_cancelled_base_takes_what_followed_it_along(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER")
    lamp = desk.an_item("LAMP", price="100")
    march = desk.price((lamp, "150"), on=MARCH)
    desk.price((lamp, "200"), on=MAY)
    cancel(desk, march)
    assert [row[:3] for row in rows_of(desk, lamp, dealer)] == [(JANUARY, MAY, "120.0000"), (MAY, None, "240.0000")]
    assert [row[:3] for row in rows_of(desk, lamp, desk.retail)] == [
        (JANUARY, MAY, "100.0000"),
        (MAY, None, "200.0000"),
    ]


def test_a_percent_agreed_later_is_counted_from_what_remains(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="100")
    march = desk.price((lamp, "150"), on=MARCH)
    say(desk, MAY, {"item_id": lamp, "percent": "10"})
    assert known(desk, lamp, MAY) == "165.0000"
    cancel(desk, march)
    assert known(desk, lamp, MAY) == "110.0000"


def test_a_threshold_compares_with_what_remains(desk: Desk) -> None:
    """102 in May was held beside 100, written beside 150, and is held again."""
    held = a_markup(desk, "HELD", markup="0", threshold="5")
    lamp = desk.an_item("LAMP", price="100")
    march = desk.price((lamp, "150"), on=MARCH)
    desk.price((lamp, "102"), on=MAY)
    assert prices(desk, lamp, MARCH, MAY, of=held) == ["150.0000", "102.0000"]
    cancel(desk, march)
    assert prices(desk, lamp, MARCH, MAY, of=held) == ["100.0000", "100.0000"]


def test_settings_are_made_again_by_the_types_as_they_were_then(desk: Desk) -> None:
    """The markup became 50 since: that changes no price by itself, and neither does cancelling something else."""
    dealer = a_markup(desk, "DEALER")
    lamp = desk.an_item("LAMP", price="100")
    march = desk.price((lamp, "150"), on=MARCH)
    desk.price((lamp, "200"), on=MAY)
    change(desk, dealer, markup="50")
    cancel(desk, march)
    assert prices(desk, lamp, MARCH, MAY, of=dealer) == ["120.0000", "240.0000"]


def test_a_recalculation_of_a_whole_type_is_cancelled_too(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER")
    lamp = desk.an_item("LAMP", price="100")
    change(desk, dealer, markup="50")
    recalculate(desk, dealer, MARCH)
    assert prices(desk, lamp, MARCH, of=dealer) == ["150.0000"]
    cancel(desk, {"id": str(desk.bench.rows(PriceSetting)[-1].id)})
    assert prices(desk, lamp, MARCH, of=dealer) == ["120.0000"]


def test_what_was_cancelled_earlier_does_not_come_back_with_what_is_cancelled_now(desk: Desk) -> None:
    lamp = desk.an_item("LAMP", price="100")
    first, second = desk.price((lamp, "110"), on=MARCH), desk.price((lamp, "120"), on=MARCH)
    cancel(desk, first)
    assert known(desk, lamp, MARCH) == "120.0000"
    cancel(desk, second)
    assert desk.history(lamp) == [(JANUARY, None, "100.0000")]


def test_cancelling_takes_a_handful_of_statements_whatever_the_number_of_items(desk: Desk) -> None:
    a_markup(desk, "DEALER")
    items = [desk.an_item(f"MANY-{place}") for place in range(300)]
    counted = []
    for some in (items[:1], items[1:]):
        desk.price(*[(item, "100") for item in some], on=JANUARY)
        march = desk.price(*[(item, "150") for item in some], on=MARCH)
        desk.price(*[(item, "200") for item in some], on=MAY)
        with desk.bench.statements() as seen:
            cancel(desk, march)
        counted.append(len(seen))
    assert counted[0] <= 25
    assert counted[1] <= counted[0] + 2, "rows go in batches of a thousand"


# ---------------------------------------------------------------- what was known


def test_computed_prices_too_are_told_as_they_were_known(desk: Desk) -> None:
    dealer = a_markup(desk, "DEALER")
    lamp = desk.an_item("LAMP", price="100")
    march = desk.price((lamp, "150"), on=MARCH)
    gone = cancel(desk, march)
    moments = [JANUARY + "T00:00:00Z", march["agreed_at"], gone["cancelled_at"], None]
    assert [known(desk, lamp, MAY, moment, dealer) for moment in moments] == [None, "180.0000", "120.0000", "120.0000"]


def test_decisions_of_one_instant_are_known_one_after_the_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands still, or goes back, forgets nothing."""
    lamp = desk.an_item("LAMP")
    for hours in (2, 2, 1):
        monkeypatch.setattr("services.chassis.runtime.utc_now", lambda hours=hours: START + timedelta(hours=hours))
        desk.price((lamp, str(100 + hours)), on=MARCH)
    settings = sorted(desk.bench.rows(PriceSetting), key=lambda one: one.number)
    found = [known(desk, lamp, MARCH, one.agreed_at.isoformat()) for one in settings]
    assert found == ["102.0000", "102.0000", "101.0000"]
    assert known(desk, lamp, MARCH) == "101.0000", "what is known now does not wait for the clock"


def test_a_price_that_never_changed_is_kept_once(desk: Desk) -> None:
    lamp, torch = desk.an_item("LAMP", price="100"), desk.an_item("TORCH", price="100")
    desk.price((lamp, "120"), on=MAY)
    assert {str(row.item_id) for row in desk.bench.rows(PastPrice)} == {lamp}
    assert [str(row.item_id) for row in desk.bench.rows(ItemPrice)].count(torch) == 1


def test_a_price_of_an_unknown_item_is_not_found(desk: Desk) -> None:
    asked = {"item_id": desk.retail, "price_type_id": desk.retail}
    assert desk.bench.refuses(contracts.GET_PRICE, asked, by=HEAD).code.name == "not_found"
