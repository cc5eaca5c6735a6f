"""Random settings and cancellings against a plain model: all that remains is made again, day by day (T2, T5-T7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.pricing import contracts
from services.pricing.models import ItemPrice, PastPrice
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk
from tests.services.pricing.test_price_types import a_markup

FIRST = date(2026, 3, 1)
FOREVER = datetime.max.replace(tzinfo=UTC)
DAYS = range(8)
MARKUP, THRESHOLD = {"DEALER": 10, "EXPORT": -7}, {"DEALER": 5, "EXPORT": 0}
BASE = {"DEALER": "RETAIL", "EXPORT": "DEALER"}
STEPS = {"RETAIL": "0.01", "DEALER": "0.50", "EXPORT": "0.01"}


@dataclass
class Setting:
    on: int
    kind: str
    what: str
    amount: Decimal
    stands: bool = True


@dataclass
class Model:
    """Rows by type and day: the price, and whether a person set it."""

    rows: dict[str, dict[int, tuple[Decimal, bool]]] = field(
        default_factory=lambda: {"RETAIL": {}, "DEALER": {}, "EXPORT": {}}
    )

    def price(self, kind: str, day: int) -> Decimal | None:
        begun = [first for first in self.rows[kind] if first <= day]
        return self.rows[kind][max(begun)][0] if begun else None

    def make(self, setting: Setting) -> None:
        changed: set[int] = set()
        own = self.rows[setting.kind]
        if setting.what == "value":
            own[setting.on] = (setting.amount, True)
        elif setting.what == "percent":
            old = self.price(setting.kind, setting.on - 1)
            if old is None:
                return
            own[setting.on] = (rounded(old * (100 + setting.amount) / 100, setting.kind), True)
        elif setting.kind in BASE:
            base = self.rows[BASE[setting.kind]]
            changed = self.follow(setting.kind, {setting.on, *(day for day in base if day > setting.on)}, setting.on)
        if not changed:
            changed = {setting.on, *(day for day in own if day > setting.on)}
        for kind in ("DEALER", "EXPORT"):
            if kind != setting.kind and (BASE[kind] == setting.kind or setting.kind == "RETAIL"):
                changed = self.follow(kind, changed, setting.on)

    def follow(self, kind: str, days: set[int], start: int) -> set[int]:
        """Compute the type on these days and wherever it was computed later; the days on which it may have changed."""
        own = self.rows[kind]
        there = {day for day in own if day > start}
        days = days | {day for day in there if not own[day][1]}
        for day in sorted(days):
            base, old = self.price(BASE[kind], day), self.price(kind, day - 1)
            if base is None or (day > start and day in own and own[day][1]):
                continue
            own.pop(day, None)
            new = rounded(base * (100 + MARKUP[kind]) / 100, kind)
            if not old or abs(new - old) / old * 100 >= THRESHOLD[kind]:
                own[day] = (new, False)
        return days | there | {day for day in own if day > start}


def rounded(price: Decimal, kind: str) -> Decimal:
    step = Decimal(STEPS[kind])
    return (price / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def remaining(done: Sequence[Setting]) -> Model:
    model = Model()
    for setting in done:
        if setting.stands:
            model.make(setting)
    return model


_SETTINGS = st.one_of(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(["RETAIL", "DEALER"]), st.just("value"), st.integers(9000, 11500)),
    st.tuples(st.sampled_from(DAYS), st.just("RETAIL"), st.just("percent"), st.integers(-900, 900)),
    st.tuples(st.sampled_from(DAYS), st.just("DEALER"), st.just("recalculate"), st.just(0)),
)
_ACTIONS = st.lists(st.one_of(_SETTINGS, st.integers(0, 6)), min_size=2, max_size=8)


@pytest.fixture
def types(desk: Desk) -> dict[str, str]:
    dealer = a_markup(desk, "DEALER", markup="10", threshold="5", precision="0.50")
    return {"RETAIL": desk.retail, "DEALER": dealer, "EXPORT": a_markup(desk, "EXPORT", dealer, markup="-7")}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=_ACTIONS)
def test_prices_are_those_that_the_remaining_settings_make(
    desk: Desk, types: dict[str, str], actions: list[Any]
) -> None:
    item = desk.an_item(f"I-{uuid4().hex[:12]}")
    done: list[Setting] = []
    ids: list[str] = []
    seen: list[tuple[str, dict[str, list[Decimal | None]]]] = []
    for action in actions:
        if isinstance(action, int):
            if action >= len(done) or not done[action].stands:
                continue
            done[action].stands = False
            told = desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": ids[action]}, by=PRICER)["cancelled_at"]
        else:
            setting = Setting(action[0], action[1], action[2], Decimal(action[3]) / 100)
            made = desk.bench.do(contracts.SET_PRICES, _body(setting, item, types), by=PRICER)
            done.append(setting)
            ids.append(made["id"])
            told = made["agreed_at"]
        model = remaining(done)
        seen.append((told, {kind: [model.price(kind, day) for day in DAYS] for kind in types}))
    rows = [row for table in (ItemPrice, PastPrice) for row in desk.bench.rows(table, table.item_id == UUID(item))]
    for moment, expected in seen:
        assert _answered(rows, types, datetime.fromisoformat(moment)) == expected
    _demand_whole(desk, item, types)


def _body(setting: Setting, item: str, types: dict[str, str]) -> dict[str, Any]:
    said = {setting.what: True if setting.what == "recalculate" else str(setting.amount)}
    day = (FIRST + timedelta(days=setting.on)).isoformat()
    return {"effective_from": day, "prices": [{"item_id": item, "price_type_id": types[setting.kind], **said}]}


def _answered(rows: Sequence[Any], types: dict[str, str], moment: datetime) -> dict[str, list[Decimal | None]]:
    """By the rows known at the moment: present ones and past ones. More than one for a day fails."""
    known = [row for row in rows if row.known_from <= moment < getattr(row, "known_to", FOREVER)]
    found: dict[str, list[Decimal | None]] = {}
    for kind, type_id in types.items():
        found[kind] = []
        for day in (FIRST + timedelta(days=passed) for passed in DAYS):
            holding = [row.value for row in known if str(row.price_type_id) == type_id and _holds(row, day)]
            assert len(holding) <= 1
            found[kind].append(holding[0] if holding else None)
    return found


def _holds(row: Any, day: date) -> bool:
    return bool(row.valid_from <= day and (row.valid_to is None or day < row.valid_to))


def _demand_whole(desk: Desk, item: str, types: dict[str, str]) -> None:
    """Rows of a type neither overlap nor leave a gap."""
    for type_id in types.values():
        rows = desk.bench.listed(contracts.LIST_PRICES, item_id=[item], price_type_id=type_id, order="valid_from")
        ends, starts = [row["valid_to"] for row in rows], [row["valid_from"] for row in rows]
        assert ends == ([*starts[1:], None] if rows else [])
