"""Which discounts and markups a line gets, and how they combine (T12). Pure.

Source: semantics, "The price of a line", step 6: combined as their group says (the highest, the sum, one after another,
exclusive by priority), groups nest. Quantity and amount bounds count lines before discounts and include their own
value; a rule for a price group or a segment holds on lines of its items, and of a document counts these lines alone
(ours). Money off and a fixed price are worked with as the percent that they are of the price they stand before: the
largest percent is the largest saving on the line. A fixed price never raises the price it stands before (ours).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Context, Decimal
from functools import cached_property, reduce
from uuid import UUID

from services.chassis.messages import Language
from services.chassis.money import half_up
from services.pricing.contracts import Bound, Combine, Reason, Weekday
from services.pricing.rules.lines import EXACT_PLACES, bounded, less_percent, one_after_another

_WEEK = tuple(Weekday)
_ZERO, _HUNDRED = Decimal(0), Decimal(100)
_DOWN = Context(prec=60, rounding=ROUND_FLOOR)
_PERCENT: dict[Language, str] = {"uk": "Знижка «{name}» {of} %", "en": "Discount “{name}” {of} %"}
_MARKUP: dict[Language, str] = {"uk": "Націнка «{name}» {of} %", "en": "Markup “{name}” {of} %"}
_MONEY: dict[Language, str] = {"uk": "Знижка «{name}» {of} {currency}", "en": "Discount “{name}” {of} {currency}"}
_FIXED: dict[Language, str] = {"uk": "Ціна «{name}» {of} {currency}", "en": "Price “{name}” {of} {currency}"}
_ON_SEGMENT: dict[Language, str] = {"uk": " на сегмент «{name}»", "en": " on the segment “{name}”"}
_TOGETHER: dict[Language, str] = {"uk": "Знижки разом {percent} %", "en": "Discounts together {percent} %"}


@dataclass(frozen=True)
class Rule:
    """A percent, money for each unit, or all above a fixed price off, while every condition given holds. Money is as
    the document's prices are; a rule that says money holds in documents in its currency."""

    id: UUID
    name: str
    percent: Decimal | None = None
    money_off: Decimal | None = None
    fixed_price: Decimal | None = None
    currency: str | None = None
    priority: int = 1
    name_en: str | None = None
    bound: Bound = Bound.LINE
    quantity_from: Decimal | None = None
    amount_from: Decimal | None = None
    card_kind_id: UUID | None = None
    price_group_id: UUID | None = None
    payment_form: str | None = None
    weekdays: frozenset[Weekday] = frozenset()
    time_from: str | None = None
    time_to: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    offer_id: UUID | None = None
    item_segment_id: UUID | None = None
    segment_name: str = ""
    segment_name_en: str | None = None

    def off(self, price: Decimal, factor: Decimal) -> Decimal:
        """The percent that it takes of a price of so many units. What is no whole percent has 20 decimals, rounded
        down: an amount has some seven, so that no half cent is lost, nor found."""
        if self.percent is not None:
            return self.percent
        if self.money_off is not None:
            left = price - _DOWN.multiply(self.money_off, factor)
        else:
            left = _DOWN.multiply(self.fixed_price or _ZERO, factor)
        if not price or left >= price:
            return _ZERO
        percent = _DOWN.divide(_DOWN.multiply(price - max(left, _ZERO), _HUNDRED), price)
        return _DOWN.quantize(percent, Decimal(1).scaleb(-EXACT_PLACES))


@dataclass(frozen=True)
class Group:
    combine: Combine
    members: "tuple[Rule | Group, ...]"
    priority: int = 1


@dataclass(frozen=True)
class Counted:
    """A line before discounts, or some together. `price`: of one on the line, unit or package; `factor`: units in
    one; `segments`: those its item is in."""

    quantity: Decimal
    amount: Decimal
    price: Decimal = _ZERO
    factor: Decimal = Decimal(1)
    price_group_id: UUID | None = None
    segments: frozenset[UUID] = frozenset()


def together(lines: Iterable[Counted]) -> Counted:
    """Lines that take no discount count too."""
    counted = list(lines)
    return Counted(sum((one.quantity for one in counted), _ZERO), sum((one.amount for one in counted), _ZERO))


@dataclass(frozen=True)
class Document:
    """What a document says that discounts ask about. `offers`: the one it is made under and its standard one;
    `of_segments`: what its lines of a segment's items come to, of segments it has such lines of."""

    on: date
    lines: tuple[Counted, ...]
    card_kind_id: UUID | None = None
    offers: frozenset[UUID] = frozenset()
    currency: str = "UAH"
    time: str = "00:00"
    payment_form: str | None = None

    @cached_property
    def whole(self) -> Counted:
        return together(self.lines)

    def counted_for(self, rule: Rule) -> Counted | None:
        """What its bound counts; none: it is for no line of these."""
        if rule.price_group_id is None and rule.item_segment_id is None:
            return self.whole
        found = [line for line in self.lines if _is_for(rule, line)]
        return together(found) if found else None


@dataclass(frozen=True)
class Taken:
    """What a line gets together, in percent, and of which rules."""

    percent: Decimal
    rules: tuple[Rule, ...]


def standing(group: Group, document: Document) -> Group:
    """The tree without what cannot hold on any line of this document."""
    members: list[Rule | Group] = []
    for member in group.members:
        if isinstance(member, Group):
            within = standing(member, document)
            members += [within] if within.members else []
        elif _stands(member, document):
            members.append(member)
    return replace(group, members=tuple(members))


def _stands(rule: Rule, document: Document) -> bool:
    return (
        (rule.valid_from is None or rule.valid_from <= document.on)
        and (rule.valid_to is None or document.on <= rule.valid_to)
        and (not rule.weekdays or _WEEK[document.on.weekday()] in rule.weekdays)
        and (rule.card_kind_id is None or rule.card_kind_id == document.card_kind_id)
        and (rule.offer_id is None or rule.offer_id in document.offers)
        and (rule.currency is None or rule.currency == document.currency)
        and (rule.payment_form is None or rule.payment_form == document.payment_form)
        and (rule.time_from is None or rule.time_from <= document.time)
        and (rule.time_to is None or document.time < rule.time_to)
        and (counted := document.counted_for(rule)) is not None
        and (rule.bound is Bound.LINE or _reaches(rule, counted))
    )


def segments_named(group: Group, on: date) -> frozenset[UUID]:
    """Those of rules that may hold on this day: what lines are to be asked about."""
    found: set[UUID] = set()
    for member in group.members:
        if isinstance(member, Group):
            found |= segments_named(member, on)
        elif member.item_segment_id is not None and (member.valid_to is None or on <= member.valid_to):
            found.add(member.item_segment_id)
    return frozenset(found)


def _reaches(rule: Rule, counted: Counted) -> bool:
    return (rule.quantity_from is None or counted.quantity >= rule.quantity_from) and (
        rule.amount_from is None or counted.amount >= rule.amount_from
    )


def holding(group: Group, line: Counted) -> Iterator[Rule]:
    """Every rule that holds on this line, taken or not. `group`: what stands in its document."""
    for member in group.members:
        if isinstance(member, Group):
            yield from holding(member, line)
        elif _holds(member, line):
            yield member


def _holds(rule: Rule, line: Counted) -> bool:
    """On a line, of what stands in its document."""
    return _is_for(rule, line) and (rule.bound is Bound.DOCUMENT or _reaches(rule, line))


def _is_for(rule: Rule, line: Counted) -> bool:
    """By what the line's item is."""
    in_segment = rule.item_segment_id is None or rule.item_segment_id in line.segments
    return in_segment and rule.price_group_id in (None, line.price_group_id)


def taken(group: Group, line: Counted) -> Taken | None:
    """What the group gives this line; none where nothing in it holds. `group`: what stands in its document."""
    return _taken(group, line, line.price)


def _taken(group: Group, line: Counted, price: Decimal) -> Taken | None:
    """`price`: what is left of the line's where the group takes its turn."""
    found: list[Taken] = []
    for member in sorted(group.members, key=lambda one: one.priority):
        one = _given(member, line, price)
        if one is not None:
            found.append(one)
            if group.combine is Combine.ONE_AFTER_ANOTHER:
                price = less_percent(price, one.percent)
    return _combined(group.combine, found) if found else None


def _given(member: Rule | Group, line: Counted, price: Decimal) -> Taken | None:
    if isinstance(member, Group):
        return _taken(member, line, price)
    return Taken(member.off(price, line.factor), (member,)) if _holds(member, line) else None


def _combined(combine: Combine, found: Sequence[Taken]) -> Taken:
    if combine is Combine.EXCLUSIVE:
        return found[0]
    if combine is Combine.HIGHEST:
        return max(found, key=lambda one: one.percent)  # the earlier of equals
    together = tuple(rule for one in found for rule in one.rules)
    percents = [one.percent for one in found]
    if combine is Combine.SUM:
        return Taken(bounded(sum(percents, _ZERO)), together)
    return Taken(reduce(one_after_another, percents), together)


@dataclass(frozen=True)
class Given:
    """What a line gets in percent, with its reasons."""

    percent: Decimal
    reasons: tuple[Reason, ...]


def given(group: Group, line: Counted, language: Language, *, to_client: bool = False) -> Given:
    """Each rule that holds is told with what it alone would leave of the price, taken or not; where several are taken,
    a last reason says what they make together. Segments are ours: a client is not told which it is."""
    price = line.price
    found = taken(group, line) or Taken(_ZERO, ())
    used = {rule.id for rule in found.rules}
    reasons = [
        Reason(
            rule="discount",
            document=None,
            before=price,
            after=half_up(less_percent(price, rule.off(price, line.factor)), 4),
            text=_text(rule, language, to_client=to_client),
            chosen=rule.id in used,
            rule_id=rule.id,
        )
        for rule in holding(group, line)
    ]
    if len(found.rules) > 1:
        after = half_up(less_percent(price, found.percent), 4)
        text = _TOGETHER[language].format(percent=_shown(half_up(found.percent, 4)))
        reasons.append(Reason(rule="discounts", document=None, before=price, after=after, text=text))
    return Given(found.percent, tuple(reasons))


def _text(rule: Rule, language: Language, *, to_client: bool) -> str:
    percents = _MARKUP if rule.percent is not None and rule.percent < 0 else _PERCENT
    takes = ((rule.percent, percents), (rule.money_off, _MONEY), (rule.fixed_price, _FIXED))
    of, texts = next((of, texts) for of, texts in takes if of is not None)
    said = texts[language].format(name=_name(rule, language), of=_shown(abs(of)), currency=rule.currency)
    if rule.item_segment_id is None or to_client:
        return said
    segment = rule.segment_name_en if language == "en" and rule.segment_name_en else rule.segment_name
    return said + _ON_SEGMENT[language].format(name=segment)


def _name(rule: Rule, language: Language) -> str:
    return rule.name_en if language == "en" and rule.name_en else rule.name


def _shown(percent: Decimal) -> str:
    return format(percent.normalize(), "f")
