"""The graph of price types, and what follows in it: examples, and random graphs against slow, obvious models."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise, product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.pricing.contracts import Origin, Refinement, RoundingRow, Way
from services.pricing.rules.deriving import Goods, Market
from services.pricing.rules.following import Change, Row, Series, follow
from services.pricing.rules.graph import PURCHASE, Kind, circle, derivation, followers, in_order
from tests.services.pricing.thorough import THOROUGH

DAY = date(2026, 1, 1)


def an_id(place: int) -> UUID:
    return UUID(int=1000 + place)


TOOLS, PAINT = an_id(100), an_id(101)


def a_kind(place: int, base: int | None = None, markup: str = "10", **more: object) -> Kind:
    way = Way.MANUAL if base is None else Way.MARKUP_ON_TYPE
    base_id = None if base is None else an_id(base)
    return Kind(an_id(place), f"T{place}", way=way, base_id=base_id, markup=Decimal(markup), **more)  # type: ignore[arg-type]


def a_kind_on(place: int, bases: set[int]) -> Kind:
    """A type that follows each of these for some price group."""
    rows = {an_id(50 + base): Refinement(price_group_id=an_id(50 + base), base_id=an_id(base)) for base in bases}
    return Kind(an_id(place), f"T{place}", way=Way.MARKUP_ON_PURCHASE if bases else Way.MANUAL, groups=rows)


# ---------------------------------------------------------------- the graph


def test_a_circle_is_named_from_the_type_back_to_it() -> None:
    bases = {an_id(1): [an_id(2)], an_id(2): [an_id(3)], an_id(3): [an_id(1), an_id(4)], an_id(4): []}
    assert circle(bases, an_id(1)) == [an_id(1), an_id(2), an_id(3), an_id(1)]
    assert circle(bases, an_id(4)) is None


def test_a_type_that_leads_into_a_circle_is_not_on_it() -> None:
    assert circle({an_id(1): [an_id(2)], an_id(2): [an_id(3)], an_id(3): [an_id(2)]}, an_id(1)) is None


def test_a_price_group_s_row_replaces_what_it_says_and_leaves_the_rest() -> None:
    table = (RoundingRow(price_from="0", step="1"),)
    own = (RoundingRow(price_from="0", step="5"),)
    rows = {
        TOOLS: Refinement(price_group_id=TOOLS, base_id=an_id(7), markup="3", rounding=own, threshold="9"),
        PAINT: Refinement(price_group_id=PAINT, threshold="0"),
    }
    kind = a_kind(1, base=2, markup="60", rounding=table, threshold=Decimal(2), groups=rows)
    found = [derivation(kind, group) for group in (TOOLS, PAINT, an_id(102))]
    assert [(way.base, way.markup, way.rounding, way.threshold, way.by_group) for way in found if way] == [
        (an_id(7), 3, own, 9, True),
        (an_id(2), 60, table, 0, True),
        (an_id(2), 60, table, 2, False),
    ]
    assert kind.bases == {an_id(2), an_id(7)}


def test_a_group_s_row_without_a_base_follows_the_purchase_price_where_the_type_does() -> None:
    rows = {
        TOOLS: Refinement(price_group_id=TOOLS, markup="5"),
        PAINT: Refinement(price_group_id=PAINT, base_id=an_id(2)),
    }
    kind = Kind(an_id(1), "T1", way=Way.MARKUP_ON_PURCHASE, markup=Decimal(50), groups=rows)
    ways = [derivation(kind, group) for group in (TOOLS, PAINT)]
    assert [(way.base, way.markup) for way in ways if way] == [(PURCHASE, 5), (an_id(2), 50)]


graphs = st.dictionaries(st.integers(0, 6), st.sets(st.integers(0, 6), max_size=3), max_size=7)


def slowly_reached(graph: dict[int, set[int]]) -> set[tuple[int, int]]:
    """All (from, to) through any number of steps, by trying every pair until nothing is new."""
    found = {(one, base) for one, bases in graph.items() for base in bases}
    while new := {(a, d) for (a, b), (c, d) in product(found, found) if b == c} - found:
        found |= new
    return found


@THOROUGH
@given(graphs, st.integers(0, 6))
def test_a_circle_is_found_where_a_type_reaches_itself(graph: dict[int, set[int]], start: int) -> None:
    found = circle({an_id(one): map(an_id, bases) for one, bases in graph.items()}, an_id(start))
    assert (found is not None) == ((start, start) in slowly_reached(graph))
    if found:
        assert found[0] == found[-1] == an_id(start)
        assert all(base.int - 1000 in graph[one.int - 1000] for one, base in pairwise(found))


@THOROUGH
@given(graphs)
def test_bases_come_before_what_follows_them_whatever_the_order(graph: dict[int, set[int]]) -> None:
    places = set(graph).union(*graph.values())
    kinds = [a_kind_on(one, graph.get(one, set())) for one in places]
    reached = slowly_reached(graph)
    if any((one, one) in reached for one in places):
        with pytest.raises(ValueError, match="in a circle"):
            in_order(kinds)
        return
    ordered = in_order(kinds)
    place = {kind.id: at for at, kind in enumerate(ordered)}
    assert all(place[an_id(base)] < place[an_id(one)] for one, bases in graph.items() for base in bases)
    for start in places:
        following = {kind.id for kind in followers(ordered, [an_id(start)])}
        assert following == {an_id(one) for one, base in reached if base == start}


# ---------------------------------------------------------------- what follows

DAYS = 8
CHAIN = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["-12", "0", "7.5", "20", "60"]),
        st.sampled_from([None, "3", "10", "40"]),
        st.sampled_from(["0.01", "0.5", "5"]),
    ),
    min_size=1,
    max_size=4,
)
SETTINGS = st.lists(st.tuples(st.integers(0, DAYS - 1), st.integers(0, 300).map(Decimal)), min_size=1, max_size=8)


def chained(chain: list[tuple[int, str, str | None, str]]) -> list[Kind]:
    """One typed type, and some that follow it or one another: each an earlier one."""
    kinds = [a_kind(0)]
    for place, (base, markup, threshold, step) in enumerate(chain, start=1):
        bound = None if threshold is None else Decimal(threshold)
        kinds.append(a_kind(place, base % place, markup, threshold=bound, precision=Decimal(step)))
    return kinds


def set_price(kinds: list[Kind], prices: dict[UUID, Series], day: date, value: Decimal) -> None:
    prices[kinds[0].id][day] = Row(value, Origin.MANUAL)
    change = Change(day, touched=[kinds[0].id], typed=[kinds[0].id])
    follow(Goods(an_id(99)), in_order(kinds), prices, change, Market({kind.id: kind for kind in kinds}))


@THOROUGH
@given(CHAIN, SETTINGS)
def test_a_setting_repeated_changes_nothing(
    chain: list[tuple[int, str, str | None, str]], settings: list[tuple[int, Decimal]]
) -> None:
    kinds = chained(chain)
    prices: dict[UUID, Series] = {kind.id: {} for kind in kinds}
    for place, value in settings:
        set_price(kinds, prices, DAY + timedelta(days=place), value)
    before = {one: dict(series) for one, series in prices.items()}
    set_price(kinds, prices, DAY + timedelta(days=settings[-1][0]), settings[-1][1])
    assert prices == before
