"""What follows when prices change: read in sets, decided item by item in `rules/following.py`, written in sets (T2)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.tx import Reader, Tx
from services.pricing.contracts import PRICES_SET, Origin, Outcome, Refinement, RoundingRow, SettingStatus, Way
from services.pricing.formulas import evaluate
from services.pricing.knowledge import Written, keep_said, kept_rules, moment, write
from services.pricing.models import PriceSetting, PriceType
from services.pricing.price_book import Book
from services.pricing.rates import rates_from
from services.pricing.rules.deriving import HIGHEST_PRICE, Goods, Market
from services.pricing.rules.following import Change, Computed, Row, follow, value_before
from services.pricing.rules.formulas import read
from services.pricing.rules.graph import PURCHASE, RECEIVED, Kind, followers, in_order
from services.pricing.rules.saying import Said

OURS = UUID(int=0)
"""Prices belong to the whole group of organizations: one row of numbers for all."""
CHUNK = 500
"""Items at a time: memory stays small."""
_KIND = ("id", "code", "currency", "vat_included", "base_id", "markup", "precision", "threshold", "set_on_receipt")
_BY_FORMULA = ("formula", "condition")
_MOVES = {Outcome.WRITTEN, Outcome.HELD, Outcome.ENDED}


@dataclass(frozen=True)
class Wanted:
    """What is to happen from `start`: item → price type → what is said of it. What is said of `PURCHASE`: that it
    changed, and `COST` with it; of `COST`: that it alone did. Their rows are there already."""

    start: date
    said: Mapping[UUID, Mapping[UUID, Said]]

    @property
    def types(self) -> set[UUID]:
        return {type_id for of in self.said.values() for type_id in of}


@dataclass
class Plan:
    """Every price that a setting would give, in order (item, price), and the rows it would write."""

    told: list[tuple[UUID, Computed]] = field(default_factory=list)
    written: Written = field(default_factory=Written)

    @property
    def moves(self) -> bool:
        """Whether anything is written, held, ended or taken out: worth a setting. A price that began on the very day
        is compared with the eve, when there was none: that it is taken out no outcome tells."""
        return bool(self.written.gone) or any(one.outcome in _MOVES for _, one in self.told)

    def count(self, outcome: Outcome, origin: Origin = Origin.COMPUTED) -> int:
        return sum(one.origin is origin and one.outcome is outcome for _, one in self.told)


def kinds_of(types: Iterable[PriceType]) -> list[Kind]:
    """As calculation knows them, bases first."""
    found = list(types)
    ids = {one.code: one.id for one in found}
    return in_order(kind_of(one, ids) for one in found)


def kind_of(one: PriceType, ids: Mapping[str, UUID]) -> Kind:
    """`ids`: of all types, by their codes."""
    rows = [Refinement.model_validate(row) for row in one.groups]
    texts = [text for text in (one.formula, one.condition, *(row.formula for row in rows)) if text]
    return Kind(
        **{name: getattr(one, name) for name in (*_KIND, *_BY_FORMULA)},
        way=Way(one.way),
        rounding=tuple(RoundingRow.model_validate(row) for row in one.rounding),
        groups={row.price_group_id: row for row in rows},
        codes={code: ids[code] for text in texts for code in read(text).codes},
    )


def locked_kinds(tx: Tx) -> list[Kind]:
    """All types, locked: settings take turns. What follows what must stand still meanwhile, and types are few."""
    return kinds_of(tx.locked(PriceType))


def planned(reader: Reader, kinds: Sequence[Kind], wanted: Wanted) -> Plan:
    """Writes nothing. `kinds`: all types, bases first. Of each item what is said comes first, then what follows."""
    way = Following(reader, kinds, wanted)
    items = list(wanted.said)
    plan = Plan()
    for place in range(0, len(items), CHUNK):
        part = items[place : place + CHUNK]
        book = Book(reader, part, way.read, wanted.start, way.fields)
        for item in part:
            plan.told += [(item, one) for one in way.take(book, item)]
        book.note_differences(plan.written)
    return plan


class Following:
    """One setting over many items: which types it reaches (`read`: with their bases), which fields of items these
    name, and what becomes of an item's prices in a book."""

    def __init__(self, reader: Reader, kinds: Sequence[Kind], wanted: Wanted):
        self._wanted = wanted
        self._kinds = {kind.id: kind for kind in kinds}
        touched = wanted.types | _received(wanted.types)
        anew = {type_id for of in wanted.said.values() for type_id, one in of.items() if one.anew} - RECEIVED
        computed = {kind.id for kind in followers(kinds, touched)} | anew
        self.fields = frozenset().union(*(kind.fields for kind in kinds if kind.id in computed))
        self.read = touched | computed | {base for kind in kinds if kind.id in computed for base in kind.bases}
        self._ordered = [kind for kind in kinds if kind.id in self.read]
        currencies = _currencies(self._ordered, received=not RECEIVED.isdisjoint(self.read))
        self._market = Market(self._kinds, rates_from(reader, currencies, wanted.start), evaluate)
        self._resting = _resting(kinds)

    def take(self, book: Book, item: UUID) -> list[Computed]:
        goods = book.goods.get(item)
        if goods is None:  # a receipt names goods that are not in the catalogue yet
            return []
        said = self._wanted.said[item]
        told = [self._typed(goods, book, type_id, one) for type_id, one in said.items() if not one.anew]
        typed = {one.kind_id for one in told if one.outcome is Outcome.WRITTEN}
        received = _received(said)
        anew = {type_id for type_id, one in said.items() if one.anew} - RECEIVED
        touched = [*typed, *received]
        change = Change(self._wanted.start, touched, anew, typed, self._resting if received else frozenset())
        return told + follow(goods, self._ordered, book.prices[item], change, self._market)

    def _typed(self, goods: Goods, book: Book, type_id: UUID, said: Said) -> Computed:
        start, series = self._wanted.start, book.prices[goods.id][type_id]
        before = value_before(series, start)
        old = before[1].value if before else None
        new = said.price(self._kinds[type_id], goods.price_group_id, old)
        outcome = Outcome.NO_PRICE if new is None else Outcome.TOO_LARGE if new > HIGHEST_PRICE else Outcome.WRITTEN
        if new is not None and outcome is Outcome.WRITTEN:
            series[start] = Row(new, Origin.MANUAL)
        return Computed(type_id, start, old, new if outcome is Outcome.WRITTEN else None, outcome, Origin.MANUAL)


def _received(said: Collection[UUID]) -> frozenset[UUID]:
    """What a receipt changed, if one is what is said."""
    return RECEIVED if PURCHASE in said else RECEIVED.intersection(said)


def _resting(kinds: Sequence[Kind]) -> frozenset[UUID]:
    """Types that a receipt does not set by itself: it is not marked in them that it does."""
    return frozenset(kind.id for kind in kinds if kind.bases & RECEIVED and not kind.set_on_receipt)


def _currencies(kinds: Iterable[Kind], *, received: bool) -> set[str]:
    """Those between which something may be converted; none where all are one."""
    found = {kind.currency for kind in kinds}
    return found if received or len(found) > 1 else set()


def made_setting(tx: Tx, kinds: Sequence[Kind], wanted: Wanted, plan: Plan, **more: Any) -> PriceSetting:
    """The document of all these prices, told of once."""
    return agreed(tx, new_setting(tx, wanted.start, **more), kinds, wanted, plan)


def new_setting(tx: Tx, start: date, **more: Any) -> PriceSetting:
    """A draft, until it is agreed."""
    setting = PriceSetting(effective_from=start, status=SettingStatus.DRAFT, **{"count": 0, **more})
    setting.number = tx.number("PRC", OURS)
    return tx.add(setting)


def agreed(tx: Tx, setting: PriceSetting, kinds: Sequence[Kind], wanted: Wanted, plan: Plan) -> PriceSetting:
    with tx.session.no_autoflush:  # one version, not one for each question asked meanwhile
        setting.agreed_at, setting.rules_id = moment(tx), kept_rules(tx, kinds)
    setting.status, setting.said = SettingStatus.AGREED, []
    setting.count = plan.count(Outcome.WRITTEN, Origin.MANUAL)
    setting.computed, setting.held = plan.count(Outcome.WRITTEN), plan.count(Outcome.HELD)
    setting.ended = plan.count(Outcome.ENDED)
    tx.touch(setting)
    tx.session.flush()  # its rows name it
    keep_said(tx, setting.id, wanted.said)
    write(tx, plan.written, setting.id, setting.agreed_at)
    tx.announce(PRICES_SET, setting)
    return setting


def all_kinds(reader: Reader) -> list[Kind]:
    return kinds_of(reader.session.scalars(select(PriceType)))
