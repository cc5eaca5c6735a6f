"""Which discounts a line gets, and how they combine (T12). Pure.

Source: semantics, "The price of a line", step 6: combined as their group says (the highest, the sum, one after another,
exclusive by priority), groups nest. Quantity and amount bounds count lines before discounts and include their own
value. Only percents so far: the largest percent is the largest saving on the line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from uuid import UUID

from services.chassis.messages import Language
from services.chassis.money import half_up
from services.pricing.contracts import Bound, Combine, Reason, Weekday
from services.pricing.rules.lines import bounded, less_percent, one_after_another

_WEEK = tuple(Weekday)
_ONE_RULE: dict[Language, str] = {"uk": "Знижка «{name}» {percent} %", "en": "Discount “{name}” {percent} %"}
_TOGETHER: dict[Language, str] = {"uk": "Знижки разом {percent} %", "en": "Discounts together {percent} %"}


@dataclass(frozen=True)
class Rule:
    """A percent off while every condition given holds."""

    id: UUID
    name: str
    percent: Decimal
    priority: int = 1
    name_en: str | None = None
    bound: Bound = Bound.LINE
    quantity_from: Decimal | None = None
    amount_from: Decimal | None = None
    card_kind_id: UUID | None = None
    weekdays: frozenset[Weekday] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None
    offer_id: UUID | None = None


@dataclass(frozen=True)
class Group:
    combine: Combine
    members: "tuple[Rule | Group, ...]"
    priority: int = 1


@dataclass(frozen=True)
class Counted:
    """A line, or a whole document, before discounts."""

    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Document:
    """What a document says that discounts ask about. `offers`: the one it is made under and its standard one."""

    on: date
    whole: Counted
    card_kind_id: UUID | None = None
    offers: frozenset[UUID] = frozenset()


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
        and (rule.bound is Bound.LINE or _reaches(rule, document.whole))
    )


def _reaches(rule: Rule, counted: Counted) -> bool:
    return (rule.quantity_from is None or counted.quantity >= rule.quantity_from) and (
        rule.amount_from is None or counted.amount >= rule.amount_from
    )


def holding(group: Group, line: Counted) -> Iterator[Rule]:
    """Every rule that holds on this line, taken or not. `group`: what stands in its document."""
    for member in group.members:
        if isinstance(member, Group):
            yield from holding(member, line)
        elif member.bound is Bound.DOCUMENT or _reaches(member, line):
            yield member


def taken(group: Group, line: Counted) -> Taken | None:
    """What the group gives this line; none where nothing in it holds. `group`: what stands in its document."""
    found = [given for member in sorted(group.members, key=lambda one: one.priority) if (given := _given(member, line))]
    return _combined(group.combine, found) if found else None


def _given(member: Rule | Group, line: Counted) -> Taken | None:
    if isinstance(member, Group):
        return taken(member, line)
    holds = member.bound is Bound.DOCUMENT or _reaches(member, line)
    return Taken(member.percent, (member,)) if holds else None


def _combined(combine: Combine, found: Sequence[Taken]) -> Taken:
    if combine is Combine.EXCLUSIVE:
        return found[0]
    if combine is Combine.HIGHEST:
        return max(found, key=lambda one: one.percent)  # the earlier of equals
    together = tuple(rule for one in found for rule in one.rules)
    percents = [one.percent for one in found]
    if combine is Combine.SUM:
        return Taken(bounded(sum(percents, Decimal(0))), together)
    return Taken(reduce(one_after_another, percents), together)


@dataclass(frozen=True)
class Given:
    """What a line gets in percent, with its reasons."""

    percent: Decimal
    reasons: tuple[Reason, ...]


def given(group: Group, line: Counted, price: Decimal, language: Language) -> Given:
    """Each rule that holds is told with what it alone would leave of the price, taken or not; where several are taken,
    a last reason says what they make together."""
    found = taken(group, line) or Taken(Decimal(0), ())
    used = {rule.id for rule in found.rules}
    reasons = [
        Reason(
            rule="discount",
            document=None,
            before=price,
            after=half_up(less_percent(price, rule.percent), 4),
            text=_ONE_RULE[language].format(name=_name(rule, language), percent=_shown(rule.percent)),
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


def _name(rule: Rule, language: Language) -> str:
    return rule.name_en if language == "en" and rule.name_en else rule.name


def _shown(percent: Decimal) -> str:
    return format(percent.normalize(), "f")
