"""What follows when prices change: read in sets, decided item by item in `rules/following.py`, written in sets (T2)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from services.chassis.tx import Reader, Tx
from services.pricing.contracts import PRICES_SET, Origin, Outcome, Refinement, RoundingRow, Way
from services.pricing.models import ItemPrice, PriceSetting, PriceType
from services.pricing.price_book import Book, Written
from services.pricing.rates import rates_from
from services.pricing.rules.following import Change, Computed, follow
from services.pricing.rules.graph import PURCHASE, Kind, followers, in_order

OURS = UUID(int=0)
"""Prices belong to the whole group of organizations: one row of numbers for all."""
CHUNK = 500
"""Items at a time: memory stays small."""
IDS = 5000
"""Ids a statement: SQLite takes some 30,000 values."""
_KIND = ("id", "code", "currency", "vat_included", "base_id", "markup", "precision", "threshold", "set_on_receipt")


@dataclass(frozen=True)
class Wanted:
    """What is to happen from `start`: prices typed (item → price type → price), items whose purchase price changed
    (its rows are there already), types to be computed anew for some items."""

    start: date
    typed: Mapping[UUID, Mapping[UUID, Decimal]] = field(default_factory=dict)
    received: Collection[UUID] = ()
    renewed: Collection[UUID] = ()
    items: Collection[UUID] = ()
    """Those of `renewed`."""

    @property
    def touched(self) -> set[UUID]:
        types = {type_id for of in self.typed.values() for type_id in of}
        return types | {PURCHASE} if self.received else types


@dataclass
class Plan:
    """Every price that a setting would give, in order (item, price), and the rows it would write."""

    told: list[tuple[UUID, Computed]] = field(default_factory=list)
    written: Written = field(default_factory=Written)

    def count(self, outcome: Outcome, origin: Origin = Origin.COMPUTED) -> int:
        return sum(one.origin is origin and one.outcome is outcome for _, one in self.told)


def kinds_of(types: Iterable[PriceType]) -> list[Kind]:
    """As calculation knows them, bases first."""
    return in_order(kind_of(one) for one in types)


def kind_of(one: PriceType) -> Kind:
    rows = [Refinement.model_validate(row) for row in one.groups]
    return Kind(
        **{name: getattr(one, name) for name in _KIND},
        way=Way(one.way),
        rounding=tuple(RoundingRow.model_validate(row) for row in one.rounding),
        groups={row.price_group_id: row for row in rows},
    )


def locked_kinds(tx: Tx) -> list[Kind]:
    """All types, locked: settings take turns. What follows what must stand still meanwhile, and types are few."""
    return kinds_of(tx.locked(PriceType))


def planned(reader: Reader, kinds: Sequence[Kind], wanted: Wanted) -> Plan:
    """Writes nothing. `kinds`: all types, bases first. Of each item the typed prices come first, then what follows."""
    resting = _resting(kinds) if wanted.received else frozenset()
    computed = {kind.id for kind in followers(kinds, {*wanted.touched, *wanted.renewed})} | set(wanted.renewed)
    read = computed | wanted.touched | {base for kind in kinds if kind.id in computed for base in kind.bases}
    ordered = [kind for kind in kinds if kind.id in read]
    rates = rates_from(reader, _currencies(ordered, purchase=PURCHASE in read), wanted.start)
    items = list(dict.fromkeys([*wanted.typed, *wanted.received, *wanted.items]))
    plan = Plan()
    for place in range(0, len(items), CHUNK):
        part = items[place : place + CHUNK]
        book = Book(reader, part, read, wanted.start)
        for item in part:
            typed = wanted.typed.get(item, {})
            plan.told += [(item, one) for one in book.typed(item, typed)]
            touched = [*typed, PURCHASE] if item in wanted.received else typed
            change = Change(wanted.start, touched, wanted.renewed, typed, resting)
            if goods := book.goods.get(item):
                plan.told += [(item, one) for one in follow(goods, ordered, book.prices[item], change, rates)]
        book.note_differences(plan.written)
    return plan


def _resting(kinds: Sequence[Kind]) -> frozenset[UUID]:
    """Types that a receipt does not set by itself: it is not marked in them that it does."""
    return frozenset(kind.id for kind in kinds if PURCHASE in kind.bases and not kind.set_on_receipt)


def _currencies(kinds: Iterable[Kind], *, purchase: bool) -> set[str]:
    """Those between which something may be converted; none where all are one."""
    found = {kind.currency for kind in kinds}
    return found if purchase or len(found) > 1 else set()


def made_setting(tx: Tx, plan: Plan, start: date, *, count: int = 0, receipt_id: UUID | None = None) -> PriceSetting:
    """The document of all these prices, told of once."""
    setting = PriceSetting(
        effective_from=start,
        count=count,
        computed=plan.count(Outcome.WRITTEN),
        held=plan.count(Outcome.HELD),
        receipt_id=receipt_id,
    )
    setting.number = tx.number("PRC", OURS)
    tx.add(setting)
    tx.session.flush()  # its rows name it
    write(tx, plan.written, setting.id)
    tx.announce(PRICES_SET, setting)
    return setting


def write(tx: Tx, written: Written, setting_id: UUID) -> None:
    """In sets: a statement for some thousand rows, and for each day on which rows now end."""
    table: Any = ItemPrice.__table__
    for part in _chunks(written.gone):
        tx.session.execute(delete(table).where(table.c.id.in_(part)))
    for end, ids in written.ended.items():
        for part in _chunks(ids):
            tx.session.execute(update(table).where(table.c.id.in_(part)).values(valid_to=end))
    fresh = [{**row, "setting_id": row["setting_id"] or setting_id} for row in written.fresh]
    if fresh:
        tx.session.execute(insert(table), fresh)


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[place : place + IDS] for place in range(0, len(ids), IDS))


def all_kinds(reader: Reader) -> list[Kind]:
    return kinds_of(reader.session.scalars(select(PriceType)))
