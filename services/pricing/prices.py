"""Use cases of price types and price settings."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, tuple_

from services.chassis.errors import EXISTS
from services.chassis.references import unknown_references
from services.chassis.tx import Tx
from services.pricing.contracts import PRICES_SET, AddPriceType, SetPrices
from services.pricing.models import Item, ItemPrice, PriceSetting, PriceType
from services.pricing.rules.history import place

OURS = UUID(int=0)
"""Prices belong to the whole group of organizations: one row of numbers for all."""


def add_price_type(tx: Tx, command: AddPriceType) -> PriceType:
    if tx.find(PriceType, PriceType.code == command.code):
        raise EXISTS(field="code")
    if command.for_sales:
        for other in tx.locked(PriceType, PriceType.for_sales.is_(True)):
            other.for_sales = False
        tx.session.flush()  # before the new one comes in: at most one may be for sales
    return tx.add(PriceType(**command.__dict__))


def set_prices(tx: Tx, command: SetPrices) -> PriceSetting:
    """All rows or none; a pair named twice in one setting takes the last value."""
    wanted = {(new.item_id, new.price_type_id): new.value for new in command.prices}
    _require_all(tx, command)
    # the types' rows are the lock: two settings of one type take turns, whatever items they touch
    tx.locked(PriceType, PriceType.id.in_({type_id for _, type_id in wanted}))
    setting = PriceSetting(effective_from=command.effective_from, count=len(wanted))
    setting.number = tx.number("PRC", OURS)
    tx.add(setting)
    tx.session.flush()
    rows = _history(tx, list(wanted))
    for pair, value in wanted.items():
        _write(tx, setting, pair, value, rows.get(pair, {}))
    tx.announce(PRICES_SET, setting)
    return setting


def _write(tx: Tx, setting: PriceSetting, pair: tuple[UUID, UUID], value: Decimal, rows: dict[date, ItemPrice]) -> None:
    placed = place(rows, setting.effective_from)
    if placed.replaces:
        row = rows[setting.effective_from]
        row.value, row.setting_id = value, setting.id
        return
    if placed.cuts is not None:
        rows[placed.cuts].valid_to = setting.effective_from
    tx.session.add(
        ItemPrice(
            item_id=pair[0],
            price_type_id=pair[1],
            value=value,
            valid_from=setting.effective_from,
            valid_to=placed.valid_to,
            setting_id=setting.id,
        )
    )


def _history(tx: Tx, pairs: list[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], dict[date, ItemPrice]]:
    """Rows of these (item, type) pairs by their first day; a statement for 200 pairs."""
    found: dict[tuple[UUID, UUID], dict[date, ItemPrice]] = {}
    for start in range(0, len(pairs), 200):
        part = pairs[start : start + 200]
        query = select(ItemPrice).where(tuple_(ItemPrice.item_id, ItemPrice.price_type_id).in_(part))
        for row in tx.session.scalars(query):
            found.setdefault((row.item_id, row.price_type_id), {})[row.valid_from] = row
    return found


def _require_all(tx: Tx, command: SetPrices) -> None:
    """Every unknown item and price type is named by its place."""
    items = _known(tx, Item.id, {new.item_id for new in command.prices})
    types = _known(tx, PriceType.id, {new.price_type_id for new in command.prices})
    wrong = [
        f"/prices/{place}/{field}"
        for place, new in enumerate(command.prices)
        for field, known in (("item_id", items), ("price_type_id", types))
        if getattr(new, field) not in known
    ]
    if wrong:
        raise unknown_references(wrong, tx.actor.language)


def _known(tx: Tx, column: object, wanted: set[UUID]) -> set[UUID]:
    return set(tx.session.scalars(select(column).where(column.in_(wanted))))  # type: ignore[call-overload, attr-defined]
