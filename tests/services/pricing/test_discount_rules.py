"""The tree of discounts: which hold, how each way of combining takes them, and that nothing goes past the whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor, prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.ids import uuid_for
from services.pricing.contracts import Bound, Combine, Weekday
from services.pricing.rules.discounts import Counted, Document, Group, Rule, standing, taken
from services.pricing.rules.discounts import given as told
from services.pricing.rules.lines import total_of
from services.pricing.rules.whole import shared
from tests.services.pricing.thorough import THOROUGH

TUESDAY = date(2026, 3, 17)
LINE = Counted(Decimal(10), Decimal(1000), Decimal(100))
SILVER, OFFER, TOOLS = (uuid_for("test", name) for name in ("silver", "offer", "tools"))


def a_rule(percent: str | Decimal, name: str = "знижка", **more: Any) -> Rule:
    return Rule(id=uuid_for("test", name, str(percent)), name=name, percent=Decimal(percent), **more)


def money_off(amount: str | Decimal, **more: Any) -> Rule:
    named = {"id": uuid_for("test", "off", str(amount)), "name": "гроші", "currency": "UAH"}
    return Rule(**{**named, "money_off": Decimal(amount), **more})


def fixed(price: str | Decimal, **more: Any) -> Rule:
    named = {"id": uuid_for("test", "fixed", str(price)), "name": "тиждень", "currency": "UAH"}
    return Rule(**{**named, "fixed_price": Decimal(price), **more})


def a_group(combine: Combine, *members: Rule | Group, priority: int = 1) -> Group:
    return Group(combine, members, priority)


def a_document(*lines: Counted, **more: Any) -> Document:
    return Document(TUESDAY, lines or (LINE,), **more)


def percent_of(tree: Group, line: Counted = LINE, document: Document | None = None) -> Decimal | None:
    found = taken(standing(tree, document or a_document()), line)
    return found.percent if found else None


THREE, FIVE, EIGHT = a_rule("3", priority=2), a_rule("5", priority=1), a_rule("8", priority=3)


@pytest.mark.parametrize(
    ("combine", "percent"),
    [
        (Combine.HIGHEST, "8"),
        (Combine.SUM, "16"),
        (Combine.ONE_AFTER_ANOTHER, "15.222"),
        (Combine.EXCLUSIVE, "5"),
    ],
)
def test_each_way_of_combining(combine: Combine, percent: str) -> None:
    assert percent_of(a_group(combine, THREE, FIVE, EIGHT)) == Decimal(percent)


def test_groups_nest_and_each_combines_its_own_way() -> None:
    added = a_group(Combine.SUM, THREE, FIVE)
    chained = a_group(Combine.ONE_AFTER_ANOTHER, FIVE, FIVE)
    assert percent_of(a_group(Combine.HIGHEST, added, chained, a_rule("7.5"))) == Decimal("9.75")
    assert percent_of(a_group(Combine.SUM, added, chained)) == Decimal("17.75")


def test_an_exclusive_group_takes_the_first_member_that_holds_also_when_it_is_a_group() -> None:
    bare = a_group(Combine.SUM, a_rule("50", weekdays=frozenset({Weekday.MONDAY})), priority=1)
    assert percent_of(a_group(Combine.EXCLUSIVE, a_group(Combine.SUM, THREE, FIVE, priority=2), bare)) == Decimal(8)


def test_of_equal_priorities_the_earlier_is_first() -> None:
    assert percent_of(a_group(Combine.EXCLUSIVE, a_rule("1"), a_rule("2"))) == Decimal(1)


def test_nothing_that_holds_is_nothing_taken() -> None:
    assert percent_of(a_group(Combine.HIGHEST)) is None
    assert percent_of(a_group(Combine.HIGHEST, a_group(Combine.SUM))) is None


def test_discounts_never_take_more_than_the_whole() -> None:
    assert percent_of(a_group(Combine.SUM, a_rule("60"), a_rule("40.0001"))) == Decimal(100)


@pytest.mark.parametrize(("quantity", "holds"), [("9.999", False), ("10", True), ("10.001", True)])
@pytest.mark.parametrize("bound", [Bound.LINE, Bound.DOCUMENT])
def test_a_bound_of_quantity_includes_its_own_value(bound: Bound, quantity: str, holds: bool) -> None:
    tree = a_group(Combine.HIGHEST, a_rule("5", quantity_from=Decimal(10), bound=bound))
    counted = Counted(Decimal(quantity), Decimal(1))
    other = Counted(Decimal(1), Decimal(1))
    line, whole = (counted, other) if bound is Bound.LINE else (other, counted)
    assert (percent_of(tree, line, a_document(whole)) is not None) is holds


@pytest.mark.parametrize(("amount", "holds"), [("999.99", False), ("1000", True), ("1000.01", True)])
@pytest.mark.parametrize("bound", [Bound.LINE, Bound.DOCUMENT])
def test_a_bound_of_amount_includes_its_own_value(bound: Bound, amount: str, holds: bool) -> None:
    tree = a_group(Combine.HIGHEST, a_rule("5", amount_from=Decimal(1000), bound=bound))
    counted = Counted(Decimal(1), Decimal(amount))
    other = Counted(Decimal(1), Decimal(1))
    line, whole = (counted, other) if bound is Bound.LINE else (other, counted)
    assert (percent_of(tree, line, a_document(whole)) is not None) is holds


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ({"weekdays": frozenset({Weekday.TUESDAY})}, True),
        ({"weekdays": frozenset({Weekday.MONDAY, Weekday.WEDNESDAY})}, False),
        ({"valid_from": date(2026, 3, 18)}, False),
        ({"valid_from": TUESDAY}, True),
        ({"valid_to": TUESDAY}, True),
        ({"valid_to": date(2026, 3, 16)}, False),
        ({"card_kind_id": SILVER}, True),
        ({"card_kind_id": OFFER}, False),
        ({"offer_id": OFFER}, True),
        ({"offer_id": SILVER}, False),
        ({"price_group_id": TOOLS}, True),
        ({"price_group_id": OFFER}, False),
        ({"currency": "UAH"}, True),
        ({"currency": "EUR"}, False),
        ({"payment_form": "cash"}, True),
        ({"payment_form": "card"}, False),
        ({"time_from": "10:00"}, True),
        ({"time_from": "10:01"}, False),
        ({"time_to": "10:01"}, True),
        ({"time_to": "10:00"}, False),
    ],
)
def test_a_rule_holds_while_each_condition_does(more: dict[str, Any], holds: bool) -> None:
    line = replace(LINE, price_group_id=TOOLS)
    document = a_document(line, card_kind_id=SILVER, offers=frozenset({OFFER}), time="10:00", payment_form="cash")
    assert (percent_of(a_group(Combine.HIGHEST, a_rule("5", **more)), line, document) is not None) is holds


@pytest.mark.parametrize(
    ("combine", "percent"),
    [
        (Combine.HIGHEST, "20"),  # of 100.00: 5, 12 and 20 hryvnias off
        (Combine.SUM, "37"),
        (Combine.ONE_AFTER_ANOTHER, "20"),  # 100 → 95 → 83 → 80
        (Combine.EXCLUSIVE, "5"),
    ],
)
def test_money_off_and_a_fixed_price_stand_beside_percents(combine: Combine, percent: str) -> None:
    members = a_rule("5", priority=1), money_off("12", priority=2), fixed("80", priority=3)
    assert percent_of(a_group(combine, *members)) == Decimal(percent)


def test_money_off_leaves_nothing_below_zero_and_a_fixed_price_never_raises() -> None:
    assert percent_of(a_group(Combine.HIGHEST, money_off("100.01"))) == Decimal(100)
    assert percent_of(a_group(Combine.HIGHEST, fixed("100.01"))) == 0
    assert percent_of(a_group(Combine.ONE_AFTER_ANOTHER, a_rule("30", priority=1), fixed("80", priority=2))) == 30


def test_money_is_of_a_unit_and_a_package_takes_it_for_each() -> None:
    box = replace(LINE, price=Decimal(1200), factor=Decimal(12))
    assert percent_of(a_group(Combine.HIGHEST, money_off("10")), box) == 10
    assert percent_of(a_group(Combine.HIGHEST, fixed("75")), box) == 25


def test_a_document_s_bound_counts_the_lines_that_the_discount_is_for() -> None:
    lamps, tools = replace(LINE, segments=frozenset({SILVER})), replace(LINE, price_group_id=TOOLS)
    for more in ({"price_group_id": TOOLS}, {"item_segment_id": SILVER}):
        tree = a_group(Combine.HIGHEST, a_rule("5", bound=Bound.DOCUMENT, amount_from=Decimal(2000), **more))
        line = tools if "price_group_id" in more else lamps
        assert percent_of(tree, line, a_document(lamps, tools)) is None
        assert percent_of(tree, line, a_document(line, line)) == 5
        assert percent_of(tree, LINE, a_document(line, line, LINE)) is None


def test_markups_of_markups_stay_within_what_a_percent_may_say() -> None:
    assert percent_of(a_group(Combine.ONE_AFTER_ANOTHER, *[a_rule("-1000")] * 6)) == -999_999


def test_a_markup_is_a_percent_below_zero() -> None:
    assert percent_of(a_group(Combine.HIGHEST, a_rule("-2"))) == -2
    assert percent_of(a_group(Combine.SUM, a_rule("-2"), a_rule("5"))) == 3
    assert percent_of(a_group(Combine.HIGHEST, a_rule("-2"), a_rule("5"))) == 5


def test_each_kind_of_discount_is_told_in_its_own_words() -> None:
    tree = a_group(Combine.HIGHEST, a_rule("-2", "картка"), money_off("12.5"), fixed("80"))
    assert [(one.text, one.after) for one in told(tree, LINE, "uk").reasons] == [
        ("Націнка «картка» 2 %", Decimal("102.0000")),
        ("Знижка «гроші» 12.5 UAH", Decimal("87.5000")),
        ("Ціна «тиждень» 80 UAH", Decimal("80.0000")),
    ]


def test_a_rule_of_a_card_does_not_hold_without_one() -> None:
    assert percent_of(a_group(Combine.HIGHEST, a_rule("5", card_kind_id=SILVER))) is None


def test_every_rule_that_holds_is_told_taken_or_not_and_several_together_once_more() -> None:
    tree = a_group(
        Combine.HIGHEST, a_group(Combine.SUM, a_rule("3", "перша"), a_rule("4", "друга")), a_rule("5", "третя")
    )
    found = told(tree, replace(LINE, price=Decimal(200)), "uk")
    assert [(one.text, one.chosen, one.after) for one in found.reasons] == [
        ("Знижка «перша» 3 %", True, Decimal("194.0000")),
        ("Знижка «друга» 4 %", True, Decimal("192.0000")),
        ("Знижка «третя» 5 %", False, Decimal("190.0000")),
        ("Знижки разом 7 %", True, Decimal("186.0000")),
    ]


def test_a_discount_is_told_by_its_english_name_where_it_has_one() -> None:
    tree = a_group(Combine.HIGHEST, a_rule("3", "весна", name_en="Spring"), a_rule("2", "осінь"))
    assert [one.text for one in told(tree, LINE, "en").reasons] == [
        "Discount “Spring” 3 %",
        "Discount “осінь” 2 %",
    ]


# ---------------------------------------------------------------- whatever the tree

PERCENTS = st.integers(1, 1_000_000).map(lambda units: Decimal(units).scaleb(-4))
CONDITIONS = [
    {},
    {},
    {"weekdays": frozenset({Weekday.TUESDAY})},
    {"weekdays": frozenset({Weekday.MONDAY})},
    {"valid_from": date(2026, 3, 18)},
    {"valid_to": TUESDAY},
    {"card_kind_id": SILVER},
    {"offer_id": OFFER},
]
BOUNDS = [(None, None), (None, None), ("10", None), (None, "500"), ("5", "300")]
OFF = (
    st.tuples(st.just(a_rule), st.integers(-1_000_000, 1_000_000).map(lambda units: Decimal(units).scaleb(-4)))
    | st.tuples(st.just(a_rule), PERCENTS)
    | st.tuples(st.sampled_from([money_off, fixed]), st.integers(1, 10**7).map(lambda units: Decimal(units).scaleb(-4)))
)
RULES = st.builds(
    lambda off, priority, bound, least, more: off[0](
        off[1], priority=priority, bound=bound, quantity_from=_number(least[0]), amount_from=_number(least[1]), **more
    ),
    OFF,
    st.integers(1, 3),
    st.sampled_from(Bound),
    st.sampled_from(BOUNDS),
    st.sampled_from(CONDITIONS),
)
TREES = st.recursive(
    st.builds(lambda combine, rules: a_group(combine, *rules), st.sampled_from(Combine), st.lists(RULES, max_size=4)),
    lambda below: st.builds(
        lambda combine, priority, groups, rules: a_group(combine, *groups, *rules, priority=priority),
        st.sampled_from(Combine),
        st.integers(1, 3),
        st.lists(below, max_size=3),
        st.lists(RULES, max_size=3),
    ),
    max_leaves=6,
)
COUNTED = st.builds(
    lambda quantity, cents: Counted(Decimal(quantity), Decimal(cents).scaleb(-2)),
    st.integers(0, 20),
    st.sampled_from([29999, 30000, 49999, 50000]) | st.integers(0, 100_000),
)
DOCUMENTS = st.builds(
    lambda whole, card, offers: a_document(whole, card_kind_id=card, offers=frozenset(offers)),
    COUNTED,
    st.sampled_from([None, SILVER]),
    st.sampled_from([(), (OFFER,)]),
)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def plainly_holds(rule: Rule, line: Counted, document: Document) -> bool:
    counted = line if rule.bound is Bound.LINE else document.whole
    return not (
        (rule.quantity_from is not None and counted.quantity < rule.quantity_from)
        or (rule.amount_from is not None and counted.amount < rule.amount_from)
        or (rule.weekdays and Weekday.TUESDAY not in rule.weekdays)
        or (rule.valid_from is not None and document.on < rule.valid_from)
        or (rule.valid_to is not None and document.on > rule.valid_to)
        or (rule.card_kind_id is not None and document.card_kind_id != rule.card_kind_id)
        or (rule.offer_id is not None and rule.offer_id not in document.offers)
    )


def plain_price(rule: Rule, price: Fraction) -> Fraction:
    if rule.percent is not None:
        return price * (1 - Fraction(rule.percent) / 100)
    if rule.money_off is not None:
        return max(price - Fraction(rule.money_off), Fraction(0))
    assert rule.fixed_price is not None
    return min(price, Fraction(rule.fixed_price))


def plainly_left(member: Rule | Group, line: Counted, document: Document, price: Fraction) -> Fraction | None:
    """Which part of the price a rule or a group leaves; none where nothing in it holds. Written from the spec: the
    highest is the largest saving, a sum goes no further than the whole price, one after another takes of what is
    left, exclusive takes the first by priority that holds."""
    if isinstance(member, Rule):
        return plain_price(member, price) / price if plainly_holds(member, line, document) else None
    lefts: list[Fraction] = []
    for priority in (1, 2, 3):
        for one in member.members:
            chained = member.combine is Combine.ONE_AFTER_ANOTHER
            now = price * prod(lefts) if chained else price
            if one.priority == priority and not now and plainly_left(one, line, document, Fraction(1)) is not None:
                lefts.append(Fraction(1))  # nothing is left to take of
                continue
            left = plainly_left(one, line, document, now) if now else None
            if one.priority == priority and left is not None:
                lefts.append(left)
    if not lefts:
        return None
    if member.combine is Combine.EXCLUSIVE:
        return lefts[0]
    if member.combine is Combine.HIGHEST:
        return min(lefts)
    if member.combine is Combine.SUM:
        return max(1 - sum(1 - left for left in lefts), Fraction(0))
    return prod(lefts)


@THOROUGH
@given(TREES, COUNTED, DOCUMENTS, st.integers(1, 10**8).map(lambda units: Decimal(units).scaleb(-4)))
def test_what_a_tree_of_discounts_leaves_of_a_line_is_what_the_plain_model_leaves(
    tree: Group, line: Counted, document: Document, price: Decimal
) -> None:
    line, stands = replace(line, price=price), standing(tree, document)
    assert standing(stands, document) == stands
    found, left = taken(stands, line), plainly_left(tree, line, document, Fraction(price))
    assert (found is None) == (left is None)
    if found is not None and left is not None:
        # a percent is counted to 20 decimals: that moves no cent of any line
        assert abs(1 - Fraction(found.percent) / 100 - left) < Fraction(1, 10**18)
        assert found.percent == round(found.percent, 20)
        exact = Fraction(line.quantity) * Fraction(price) * left * 100
        assert total_of(line.quantity, price, found.percent) * 100 == floor(exact + Fraction(1, 2))
        assert all(plainly_holds(rule, line, document) for rule in found.rules)
        told_taken = {one.rule_id for one in told(stands, line, "uk").reasons if one.chosen and one.rule_id}
        assert told_taken == {rule.id for rule in found.rules}


TOTALS = st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=1, max_size=30)


@THOROUGH
@given(totals=TOTALS, part=st.decimals(min_value=0, max_value=1, places=6))
def test_parts_of_a_document_s_discount_sum_to_it_and_leave_no_line_below_zero(
    totals: list[Decimal], part: Decimal
) -> None:
    whole = sum(totals, Decimal(0))
    amount = (whole * part).quantize(Decimal("0.01"))
    parts = shared(min(amount, whole), totals)
    assert parts is not None
    assert sum(parts) == min(amount, whole)
    assert all(0 <= one <= total for one, total in zip(parts, totals, strict=True))


@pytest.mark.parametrize(("amount", "fits"), [("29.99", True), ("30.00", True), ("30.01", False)])
def test_a_document_s_discount_is_not_more_than_its_lines(amount: str, fits: bool) -> None:
    assert (shared(Decimal(amount), [Decimal("10.00"), Decimal("20.00")]) is not None) is fits


def test_a_document_of_nothing_shares_nothing() -> None:
    assert shared(Decimal(0), [Decimal(0), Decimal(0)]) == [0, 0]
