"""Random prices of packages against plain models: where a line finds its price, and what settings and their
cancelling leave of a unit's and a package's prices (T6, T7, T10)."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.pricing import contracts
from services.pricing.contracts import Way
from services.pricing.rules.deriving import Goods
from services.pricing.rules.graph import Kind
from services.pricing.rules.lines import found_at
from services.pricing.rules.packages import Package, units_of
from services.pricing.rules.places import Group, GroupRow, ItemRow, Listed, Offered, looked_at, places
from tests.services.cast import PRICER
from tests.services.pricing.desk import Desk
from tests.services.pricing.model import DAYS, Model, Said, an_id, day_of, to_four_decimals
from tests.services.pricing.packages import in_packages, packages, row
from tests.services.pricing.test_price_types import a_markup
from tests.services.pricing.thorough import ON_ONE_DATABASE, THOROUGH

# ---------------------------------------------------------------- where the price is found

ITEM, BOX, TOOLS = UUID(int=1), UUID(int=2), Group(UUID(int=3), "Інструмент")
MAIN, DEALER = UUID(int=10), UUID(int=11)
_PRICE = st.integers(0, 10**9).map(lambda units: Decimal(units).scaleb(-4))
_FACTOR = st.one_of(
    st.sampled_from([Decimal(12), Decimal("0.5"), Decimal("2.005")]),
    st.integers(1, 10**9).map(lambda units: Decimal(units).scaleb(-3)),
)
_PERCENT = st.integers(-99_0000, 200_0000).map(lambda units: Decimal(units).scaleb(-4))
_ITEM_ROW = st.one_of(st.none(), st.builds(ItemRow, _PRICE, st.none(), st.booleans()), st.just(ItemRow(None, DEALER)))
_GROUP_ROW = st.one_of(st.none(), st.just(GroupRow(DEALER, None)), st.builds(GroupRow, st.none(), _PERCENT))
_LISTED = st.fixed_dictionaries({}, optional={(one, of): _PRICE for one in (MAIN, DEALER) for of in (ITEM, BOX)})
Prices = dict[tuple[UUID, UUID], Decimal]


def slowly_by_type(prices: Prices, type_id: UUID, factor: Decimal | None) -> Fraction | None:
    if factor is not None and (type_id, BOX) in prices:
        return Fraction(prices[type_id, BOX])
    if (type_id, ITEM) not in prices:
        return None
    return to_four_decimals(Fraction(prices[type_id, ITEM]) * Fraction(factor or 1))


def slowly_found(
    prices: Prices, item_row: ItemRow | None, group_row: GroupRow | None, factor: Decimal | None
) -> Fraction | None:
    """As the sentences of semantics say it, one after another."""
    if item_row is not None and item_row.price is not None:
        return to_four_decimals(Fraction(item_row.price) * Fraction(factor or 1))
    if item_row is not None:
        found = slowly_by_type(prices, DEALER, factor)
        if found is not None:
            return found
    if group_row is not None and group_row.price_type_id is not None:
        found = slowly_by_type(prices, DEALER, factor)
        if found is not None:
            return found
    main = slowly_by_type(prices, MAIN, factor)
    if main is not None and group_row is not None and group_row.percent is not None:
        return to_four_decimals(main * (100 + Fraction(group_row.percent)) / 100)
    return main


@THOROUGH
@given(_LISTED, _ITEM_ROW, _GROUP_ROW, st.one_of(st.none(), _FACTOR))
def test_a_line_finds_the_price_of_its_package_or_unit(
    prices: Prices, item_row: ItemRow | None, group_row: GroupRow | None, factor: Decimal | None
) -> None:
    def find(type_id: UUID, of: UUID) -> Listed | None:
        value = prices.get((type_id, of))
        return None if value is None else Listed(value, True, "", "PRC-000001")

    offered = Offered(
        "OFR-000001",
        1,
        MAIN,
        item_rows={ITEM: item_row} if item_row else {},
        group_rows={TOOLS.id: group_row} if group_row else {},
    )
    package = Package(BOX, "Ящик", factor) if factor is not None else None
    tried = looked_at(places(ITEM, TOOLS, offered, find, str, package))
    expected = slowly_found(prices, item_row, group_row, factor)
    if expected is not None and expected >= 10**12:
        return  # refused as a whole: a test of its own
    found = found_at(tried, rate=Decimal(20), with_vat=True, language="uk", package=package)
    assert (None if found.price is None else Fraction(found.price)) == expected
    _demand_told(found.reasons, found.price)


def _demand_told(reasons: tuple[contracts.Reason, ...], price: Decimal | None) -> None:
    """The trail leads to the price, each step from where the one before it came to."""
    chosen = [one for one in reasons if one.chosen]
    assert (chosen[-1].after if chosen else None) == price
    for before, after in pairwise(chosen):
        assert after.before == before.after


@THOROUGH
@given(st.integers(0, 10**10 - 1).map(lambda one: Decimal(one).scaleb(-3)), _FACTOR)
def test_packages_make_just_the_units_there_are_or_none(quantity: Decimal, factor: Decimal) -> None:
    exact = Fraction(quantity) * Fraction(factor)
    made = units_of(quantity, factor)
    is_quantity = (exact * 1000).denominator == 1 and exact < 10**7
    assert (None if made is None else Fraction(made)) == (exact if is_quantity else None)
    if quantity == quantity.to_integral_value() and exact < 10**7:
        assert made is not None, "whole packages always make units"


# ---------------------------------------------------------------- what settings leave

RETAIL, DEALER_TYPE, COUNTER = range(3)
_MARKUP, _OTHER = Decimal(-7), Decimal(40)


@dataclass
class Types:
    """A chain of three, in the database and as the model knows them."""

    ids: list[str]

    def kinds(self) -> list[Kind]:
        def follower(place: int, base: int, markup: Decimal, **more: Any) -> Kind:
            return Kind(an_id(place), f"T{place}", way=Way.MARKUP_ON_TYPE, base_id=an_id(base), markup=markup, **more)

        dealer = follower(DEALER_TYPE, RETAIL, _MARKUP, threshold=Decimal(5), precision=Decimal("0.50"))
        return [Kind(an_id(RETAIL), "T0"), dealer, follower(COUNTER, DEALER_TYPE, _OTHER)]


@pytest.fixture
def types(desk: Desk) -> Types:
    dealer = a_markup(desk, "DEALER", markup=str(_MARKUP), threshold="5", precision="0.50")
    return Types([desk.retail, dealer, a_markup(desk, "COUNTER", dealer, markup=str(_OTHER))])


UNIT_OR_BOX = (False, True)
_VALUE = st.integers(0, 30_000).map(lambda cents: Decimal(cents).scaleb(-2))
_WHAT = st.one_of(
    st.tuples(st.just("value"), _VALUE),
    st.tuples(st.just("percent"), st.sampled_from([Decimal(-20), Decimal("3.5"), Decimal(10)])),
    st.tuples(st.just("recalculate"), st.just(True)),
)
_SAID = st.dictionaries(
    st.tuples(st.sampled_from(UNIT_OR_BOX), st.integers(RETAIL, COUNTER)), _WHAT, min_size=1, max_size=4
).map(lambda of: {key: what for key, what in of.items() if what[0] != "recalculate" or key[1] != RETAIL})
_DAY = st.integers(0, len(DAYS) - 1)
_DEED = st.one_of(
    st.tuples(st.just("set"), _DAY, _SAID.filter(bool)),
    st.tuples(st.just("set"), _DAY, _SAID.filter(bool)),
    st.tuples(st.just("cancel"), st.integers(0, 9)),
)
Deed = tuple[Any, ...]
What = tuple[str, Any]


@dataclass
class Setting:
    id: str
    on: int
    said: dict[tuple[bool, int], What]
    cancelled: bool = False

    def of(self, *, box: bool) -> Said | None:
        """What it said of the unit, or of the package; none: nothing."""
        said = {place: what for (of_box, place), what in self.said.items() if of_box is box}
        if not said:
            return None
        return Said(
            self.on,
            {place: value for place, (how, value) in said.items() if how == "value"},
            {place: value for place, (how, value) in said.items() if how == "percent"},
            frozenset(place for place, (how, _) in said.items() if how == "recalculate"),
        )


@dataclass
class Story:
    desk: Desk
    types: Types
    item: str
    box: str
    factor: Decimal
    settings: list[Setting] = field(default_factory=list)
    moments: list[tuple[datetime, tuple[Model, Model]]] = field(default_factory=list)

    def set(self, on: int, said: dict[tuple[bool, int], What]) -> None:
        rows = [
            row(self.item, self.box if box else None, self.types.ids[place], **{how: value})
            for (box, place), (how, value) in said.items()
        ]
        body = {"effective_from": day_of(on).isoformat(), "prices": rows}
        made = self.desk.bench.do(contracts.SET_PRICES, body, by=PRICER)
        self.settings.append(Setting(made["id"], on, said))
        self._note(made["agreed_at"])

    def cancel(self, place: int) -> None:
        standing = [one for one in self.settings if not one.cancelled]
        if standing:
            setting = standing[place % len(standing)]
            setting.cancelled = True
            done = self.desk.bench.do(contracts.CANCEL_PRICE_SETTING, {"id": setting.id}, by=PRICER)
            self._note(done["cancelled_at"])

    def _note(self, moment: str) -> None:
        self.moments.append((datetime.fromisoformat(moment), self.models()))

    def models(self) -> tuple[Model, Model]:
        """Of the unit and of the package: each lives by itself, as if it were an item."""
        made = Model(self.types.kinds(), Goods(UUID(self.item))), Model(self.types.kinds(), Goods(UUID(self.box)))
        for setting in self.settings:
            for box, model in zip(UNIT_OR_BOX, made, strict=True):
                said = setting.of(box=box)
                if said is not None and not setting.cancelled:
                    model.set(said)
        return made

    def expected(self, models: tuple[Model, Model], place: int, day: int, *, box: bool) -> Fraction | None:
        of_unit, of_box = (model.price(place, day) for model in models)
        if not box:
            return of_unit
        if of_box is not None:
            return of_box
        return None if of_unit is None else to_four_decimals(of_unit * Fraction(self.factor))


_A_STORY = given(
    deeds=st.lists(_DEED, min_size=1, max_size=6),
    factor=st.sampled_from([Decimal(12), Decimal("0.5"), Decimal("2.005")]),
    asked=st.tuples(st.integers(0, 5), st.integers(RETAIL, COUNTER), _DAY),
)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@ON_ONE_DATABASE
@_A_STORY
def test_a_package_costs_what_remains_of_its_own_prices_or_its_units(
    desk: Desk, types: Types, deeds: list[Deed], factor: Decimal, asked: tuple[int, int, int]
) -> None:
    _demand_as_modelled(desk, types, deeds, factor, asked)


@pytest.mark.parametrize("kind", [pytest.param("postgres", marks=pytest.mark.flow)], indirect=True)
@settings(ON_ONE_DATABASE, max_examples=40)
@_A_STORY
def test_so_it_does_on_postgresql_for_a_few(
    desk: Desk, types: Types, deeds: list[Deed], factor: Decimal, asked: tuple[int, int, int]
) -> None:
    _demand_as_modelled(desk, types, deeds, factor, asked)


def _demand_as_modelled(
    desk: Desk, types: Types, deeds: list[Deed], factor: Decimal, asked: tuple[int, int, int]
) -> None:
    item = desk.an_item(f"I-{uuid4().hex[:12]}")
    story = Story(desk, types, item, packages(desk, item, Ящик=str(factor))[0], factor)
    for name, *how in deeds:
        getattr(story, name)(*how)
    models = story.models()
    for place, price_type in enumerate(types.ids):
        for day in DAYS:
            lines = [in_packages(item, None), in_packages(item, story.box, "2")]
            quote = desk.quote(lines=lines, on=day_of(day).isoformat(), price_type_id=price_type)
            found = [None if line["problem"] else Fraction(line["price"]) for line in quote["lines"]]
            assert found == [story.expected(models, place, day, box=box) for box in UNIT_OR_BOX]
    _demand_known(story, *asked)


def _demand_known(story: Story, at: int, place: int, day: int) -> None:
    """A question of the other clock: as it was known just after one of the deeds."""
    if not story.moments:
        return
    moment, models = story.moments[at % len(story.moments)]
    body = {"item_id": story.item, "package_id": story.box, "price_type_id": story.types.ids[place]}
    body |= {"on": day_of(day).isoformat(), "known_at": moment.isoformat()}
    told = story.desk.bench.do(contracts.GET_PRICE, body)
    value = None if told["value"] is None else Fraction(told["value"])
    assert value == story.expected(models, place, day, box=True)
