"""Random settings, drafts, agreements, cancellings and changes of a type, against the plain model: all that remains is
made again in the order in which it was agreed, and every moment is told as it was then (T2, T4-T7)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.pricing import contracts
from services.pricing.contracts import Refinement, RoundingRow, Way
from services.pricing.models import ItemPrice, PastPrice
from services.pricing.rules.following import Goods
from services.pricing.rules.graph import Kind
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk
from tests.services.pricing.model import DAYS, Model, Said, an_id, day_of
from tests.services.pricing.test_price_types import a_markup, change
from tests.services.pricing.thorough import ON_ONE_DATABASE

FOREVER = datetime.max.replace(tzinfo=UTC)
RETAIL, DEALER, EXPORT, COUNTER = range(4)
NINES = {"price_from": "0", "step": "5", "direction": "up", "deduction": "0.01"}
DEALER_MARKUP, OTHER_MARKUP = Decimal(10), Decimal(25)
Prices = list[list[Fraction | None]]
"""By type, by day."""


@dataclass
class Types:
    """A chain of three and a fork, in the database and as the model knows them; EXPORT has a row for tools."""

    ids: list[str]
    tools: str
    dealer_markup: Decimal = DEALER_MARKUP

    def kinds(self) -> list[Kind]:
        def follower(place: int, base: int, markup: Decimal, **more: Any) -> Kind:
            return Kind(an_id(place), f"T{place}", way=Way.MARKUP_ON_TYPE, base_id=an_id(base), markup=markup, **more)

        row = Refinement(price_group_id=self.tools, base_id=an_id(RETAIL), markup="20", threshold="3")
        return [
            Kind(an_id(RETAIL), "T0"),
            follower(DEALER, RETAIL, self.dealer_markup, threshold=Decimal(5), precision=Decimal("0.50")),
            follower(EXPORT, DEALER, Decimal(-7), groups={row.price_group_id: row}),
            follower(COUNTER, RETAIL, Decimal(40), rounding=(RoundingRow(**NINES),)),
        ]


@pytest.fixture
def types(desk: Desk) -> Types:
    tools = desk.a_price_group()
    dealer = a_markup(desk, "DEALER", markup=str(DEALER_MARKUP), threshold="5", precision="0.50")
    row = {"price_group_id": tools, "base_id": desk.retail, "markup": "20", "threshold": "3"}
    export = a_markup(desk, "EXPORT", dealer, markup="-7", groups=[row])
    return Types([desk.retail, dealer, export, a_markup(desk, "COUNTER", markup="40", rounding=[NINES])], tools)


@dataclass
class Setting:
    id: str
    said: Said
    status: str
    kinds: list[Kind] = field(default_factory=list)
    """As they were when it was agreed."""


@dataclass
class Story:
    """What people did with one item, and what is to be known after each deed: a moment and the prices."""

    desk: Desk
    types: Types
    item: str
    group: str | None
    settings: list[Setting] = field(default_factory=list)
    agreed: list[Setting] = field(default_factory=list)
    known: list[tuple[datetime, Prices]] = field(default_factory=list)

    def act(self, what: str, *how: Any) -> None:
        moment: str | None = getattr(self, what)(*how)
        if moment is not None:
            self.known.append((datetime.fromisoformat(moment), self.expected()))

    def expected(self) -> Prices:
        model = Model(self.types.kinds(), Goods(UUID(self.item), UUID(self.group) if self.group else None))
        for setting in self.agreed:
            if setting.status == "agreed":
                model.kinds = setting.kinds
                model.set(setting.said)
        return [[model.price(place, day) for day in DAYS] for place in range(len(self.types.ids))]

    def set(self, said: Said) -> str:
        made = self._made(said, draft=False)
        self._agree(self.settings[-1])
        return str(made["agreed_at"])

    def draft(self, said: Said) -> None:
        self._made(said, draft=True)

    def agree(self, place: int) -> str | None:
        setting = self._one_of(place, "draft")
        if setting is None:
            return None
        self._agree(setting)
        return str(self._do(contracts.AGREE_PRICE_SETTING, {"id": setting.id})["agreed_at"])

    def cancel(self, place: int) -> str | None:
        setting = self._one_of(place, "draft", "agreed")
        if setting is None:
            return None
        setting.status = "cancelled"
        return str(self._do(contracts.CANCEL_PRICE_SETTING, {"id": setting.id})["cancelled_at"])

    def change_dealer(self) -> None:
        """To the other of two markups."""
        markup = DEALER_MARKUP + OTHER_MARKUP - self.types.dealer_markup
        change(self.desk, self.types.ids[DEALER], markup=str(markup))
        self.types.dealer_markup = markup

    def _one_of(self, place: int, *statuses: str) -> Setting | None:
        found = [one for one in self.settings if one.status in statuses]
        return found[place % len(found)] if found else None

    def _made(self, said: Said, *, draft: bool) -> dict[str, Any]:
        rows = [
            {"item_id": self.item, "price_type_id": self.types.ids[place], name: value}
            for name, of in (
                ("value", {place: str(value) for place, value in said.typed.items()}),
                ("percent", {place: str(percent) for place, percent in said.percents.items()}),
                ("recalculate", dict.fromkeys(said.renewed, True)),
            )
            for place, value in of.items()
        ]
        body = {"effective_from": day_of(said.on).isoformat(), "prices": rows, "draft": draft}
        made = self._do(contracts.SET_PRICES, body)
        self.settings.append(Setting(made["id"], said, "draft"))
        return made

    def _agree(self, setting: Setting) -> None:
        setting.status, setting.kinds = "agreed", self.types.kinds()
        self.agreed.append(setting)

    def _do(self, operation: Any, body: dict[str, Any]) -> dict[str, Any]:
        return self.desk.bench.do(operation, body, by=PRICER)


def _of(values: st.SearchStrategy[int], *places: int) -> st.SearchStrategy[dict[int, Decimal]]:
    return st.dictionaries(st.sampled_from(places), values.map(lambda one: Decimal(one) / 100), min_size=1, max_size=2)


_ON = st.sampled_from(DAYS)
_SAID = st.one_of(
    st.builds(Said, _ON, typed=_of(st.integers(9000, 11500), RETAIL, RETAIL, DEALER, EXPORT)),
    st.builds(Said, _ON, percents=_of(st.integers(-900, 900), RETAIL, DEALER)),
    st.builds(lambda on, place: Said(on, renewed=frozenset({place})), _ON, st.sampled_from([DEALER, EXPORT, COUNTER])),
)
_PLACES = st.integers(0, 5)
_DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), _SAID),
        st.tuples(st.sampled_from(["set", "draft"]), _SAID),
        st.tuples(st.just("cancel"), _PLACES),
        st.tuples(st.sampled_from(["agree", "agree", "cancel"]), _PLACES) | st.tuples(st.just("change_dealer")),
    ),
    min_size=3,
    max_size=8,
)
_ASKED = st.tuples(st.integers(0, 7), st.integers(RETAIL, COUNTER), _ON)


_A_STORY = given(deeds=_DEEDS, of_tools=st.booleans(), asked=_ASKED)
Asked = tuple[int, int, int]


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@ON_ONE_DATABASE
@_A_STORY
def test_prices_are_those_that_the_remaining_settings_make(
    desk: Desk, types: Types, deeds: list[tuple[str, Any]], of_tools: bool, asked: Asked
) -> None:
    _demand_as_told(desk, types, deeds, of_tools, asked)


@pytest.mark.parametrize("kind", [pytest.param("postgres", marks=pytest.mark.flow)], indirect=True)
@settings(ON_ONE_DATABASE, max_examples=40)
@_A_STORY
def test_so_they_are_on_postgresql_for_a_few(
    desk: Desk, types: Types, deeds: list[tuple[str, Any]], of_tools: bool, asked: Asked
) -> None:
    _demand_as_told(desk, types, deeds, of_tools, asked)


def _demand_as_told(desk: Desk, types: Types, deeds: list[tuple[str, Any]], of_tools: bool, asked: Asked) -> None:
    group = types.tools if of_tools else None
    story = Story(desk, types, desk.an_item(f"I-{uuid4().hex[:12]}", price_group_id=group), group)
    for deed in deeds:
        story.act(*deed)
    item = UUID(story.item)
    rows = [row for table in (ItemPrice, PastPrice) for row in desk.bench.rows(table, table.item_id == item)]
    before: Prices = [[None for _ in DAYS] for _ in types.ids]
    for moment, expected in story.known:
        assert _told(rows, types, moment - timedelta(microseconds=1)) == before
        assert _told(rows, types, moment) == expected
        before = expected
    assert _told(rows, types, FOREVER - timedelta(days=1)) == before
    _demand_whole(rows, types)
    _demand_answered(story, *asked)


def _told(rows: Sequence[Any], types: Types, moment: datetime) -> Prices:
    """By the rows known at the moment: present ones and past ones. More than one for a day fails."""
    known = [row for row in rows if row.known_from <= moment < getattr(row, "known_to", FOREVER)]
    return [
        [_held([row for row in known if str(row.price_type_id) == id_], day_of(day)) for day in DAYS]
        for id_ in types.ids
    ]


def _held(known: Sequence[Any], day: date) -> Fraction | None:
    holding = [row.value for row in known if row.valid_from <= day and (row.valid_to is None or day < row.valid_to)]
    assert len(holding) <= 1
    return Fraction(holding[0]) if holding else None


def _demand_whole(rows: Sequence[Any], types: Types) -> None:
    """Rows of a type neither overlap nor leave a gap."""
    for type_id in types.ids:
        series = [row for row in rows if not hasattr(row, "known_to") and str(row.price_type_id) == type_id]
        series.sort(key=lambda row: row.valid_from)
        starts, ends = [row.valid_from for row in series], [row.valid_to for row in series]
        assert ends == ([*starts[1:], None] if series else [])


def _demand_answered(story: Story, at: int, place: int, day: int) -> None:
    """One question as people ask it: of a moment, or of now."""
    asked = {"item_id": story.item, "price_type_id": story.types.ids[place], "on": day_of(day).isoformat()}
    expected = story.known[-1][1][place][day] if story.known else None
    if at < len(story.known):
        asked["known_at"] = story.known[at][0].isoformat()
        expected = story.known[at][1][place][day]
    value = story.desk.bench.do(contracts.GET_PRICE, asked)["value"]
    assert (None if value is None else Fraction(Decimal(value))) == expected
