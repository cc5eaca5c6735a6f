"""Random price types and settings of one item against a plain model that lives through every day, in fractions.

The model is written from semantics, "Price types". All prices of all days are compared after every setting, and every
price that a setting told of.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.pricing.contracts import Origin, Refinement, RoundingRow, Way
from services.pricing.rules.deriving import Market
from services.pricing.rules.following import Change, Computed, Goods, Row, Series, follow, value_on
from services.pricing.rules.graph import Kind, in_order
from tests.services.pricing.model import DAYS, FIRST, Model, Said, Told, an_id, day_of
from tests.services.pricing.thorough import THOROUGH

GROUPS = TOOLS, PAINT = UUID(int=2000), UUID(int=2001)


# ---------------------------------------------------------------- types and settings, at random

MARKUPS = [Decimal(one) for one in ("-12", "-3.3333", "0", "7.5", "20", "60")]
BOUNDS = [None, None, Decimal(0), Decimal(3), Decimal(10), Decimal(40)]
TABLES = [
    (),
    (RoundingRow(price_from="0", step="0.50", direction="up"),),
    (
        RoundingRow(price_from="100", step="1", direction="down"),
        RoundingRow(price_from="150", step="10", deduction="0.10"),
    ),
]
PRECISIONS = [Decimal(one) for one in ("0.01", "0.50", "5")]
WAYS = st.sampled_from(list(product(MARKUPS, BOUNDS, TABLES, PRECISIONS, [True, True, True, False])))
ROWS = st.sampled_from(list(product([None, *MARKUPS], BOUNDS, TABLES)))
"""One draw each: examples are many."""
SOME_GROUPS = st.sampled_from([(), GROUPS, (TOOLS,), (PAINT,)])
EARLIER = [st.nothing(), *(st.integers(0, last) for last in range(5))]
VALUES = st.integers(0, 30000).map(lambda cents: Decimal(cents) / 100)
GOODS = st.sampled_from([Goods(UUID(int=1), *one) for one in product([None, *GROUPS], [None, Decimal(7), Decimal(20)])])


@st.composite
def graphs(draw: st.DrawFn) -> list[Kind]:
    """A typed type and one to five that follow it or one another: chains, forks, other bases for a group."""
    kinds = [Kind(an_id(0), "T0")]
    for place in range(1, draw(st.integers(2, 6))):
        markup, threshold, rounding, precision, has_vat = draw(WAYS)
        base = draw(EARLIER[place])
        kinds.append(
            Kind(
                an_id(place),
                f"T{place}",
                vat_included=has_vat,
                way=Way.MARKUP_ON_TYPE,
                base_id=an_id(base),
                markup=markup,
                precision=precision,
                rounding=rounding,
                threshold=threshold,
                groups={group: draw(refinements(place, group)) for group in draw(SOME_GROUPS)},
            )
        )
    return kinds


@cache
def refinements(place: int, group: UUID) -> st.SearchStrategy[Refinement]:
    bases = st.sampled_from([None, *map(an_id, range(place))])
    return st.builds(
        lambda base, row: Refinement(
            price_group_id=group, base_id=base, markup=row[0], threshold=row[1], rounding=row[2]
        ),
        bases,
        ROWS,
    )


@cache
def settings_of(types: int) -> st.SearchStrategy[list[Said]]:
    """Of the typed type, of any one or two, and of a type to be computed anew."""
    typed = st.one_of(
        st.builds(lambda value: {0: value}, VALUES),
        st.dictionaries(st.integers(0, types - 1), VALUES, min_size=1, max_size=2),
    )
    days = st.sampled_from(DAYS)
    setting = st.one_of(
        st.builds(Said, days, typed),
        st.builds(lambda day, place: Said(day, renewed=frozenset({place})), days, st.integers(1, types - 1)),
    )
    return st.lists(setting, min_size=1, max_size=7)


# ---------------------------------------------------------------- the product beside it


def follows(kinds: Sequence[Kind], goods: Goods, prices: dict[UUID, Series], said: Said) -> list[Computed]:
    typed = [an_id(place) for place in said.typed]
    for place, value in said.typed.items():
        prices[an_id(place)][day_of(said.on)] = Row(value, Origin.MANUAL)
    change = Change(day_of(said.on), touched=typed, renewed=[an_id(place) for place in said.renewed], typed=typed)
    return follow(goods, in_order(kinds), prices, change, Market({kind.id: kind for kind in kinds}))


def as_told(one: Computed) -> Told:
    assert one.new is not None
    old = None if one.old is None else Fraction(one.old)
    return one.kind_id.int - 1000, (one.on - FIRST).days, old, Fraction(one.new), one.outcome == "written"


@THOROUGH
@given(st.data(), graphs(), GOODS)
def test_every_price_of_every_day_is_the_model_s(data: st.DataObject, kinds: list[Kind], goods: Goods) -> None:
    model = Model(kinds, goods)
    prices: dict[UUID, Series] = {kind.id: {} for kind in kinds}
    for said in data.draw(settings_of(len(kinds))):
        told = follows(kinds, goods, prices, said)
        assert sorted(map(as_told, told), key=_place) == sorted(model.set(said), key=_place)
        for place, kind in enumerate(kinds):
            for day in DAYS:
                found = value_on(prices[kind.id], day_of(day))
                assert (None if found is None else Fraction(found.value)) == model.price(place, day), (kind.code, day)


def _place(told: Told) -> tuple[int, int]:
    return told[:2]
