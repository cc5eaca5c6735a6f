"""Growth and decline of prices over a period (T6): read-only SQL."""

from typing import Any

from sqlalchemy import Float, Select, Uuid, and_, cast, func, literal, or_, select

from services.chassis.columns import raw_units
from services.chassis.money import half_up
from services.chassis.references import demand_period
from services.chassis.tx import Reader
from services.pricing.contracts import DynamicsAsked, DynamicsBy, DynamicsRow, PriceDynamics
from services.pricing.models import Item, ItemPrice, PriceGroup, PriceType

_OLD, _NEW = ItemPrice.__table__.alias("old"), ItemPrice.__table__.alias("new")


def report_price_dynamics(reader: Reader, asked: DynamicsAsked) -> PriceDynamics:
    """One statement. Sums of prices in one currency each: a type has one."""
    demand_period(reader, asked.date_from, asked.date_to)
    rows = tuple(_row(row) for row in reader.rows(_query(reader, asked)))
    return PriceDynamics(date_from=asked.date_from, date_to=asked.date_to, by=asked.by, rows=rows)


def _query(reader: Reader, asked: DynamicsAsked) -> Select[Any]:
    key, name = _grouping(asked.by)
    old, new = func.sum(_OLD.c.value), func.sum(_NEW.c.value)
    ratio = cast(raw_units(new), Float) / func.nullif(cast(raw_units(old), Float), 0)
    query = (
        select(
            PriceType.id.label("price_type_id"),
            PriceType.currency,
            key.label("key"),
            name.label("name"),
            old.label("old"),
            new.label("new"),
            func.count().label("items"),
            func.count().filter(_NEW.c.value > _OLD.c.value).label("grown"),
            func.count().filter(_NEW.c.value < _OLD.c.value).label("fallen"),
        )
        .select_from(_OLD)
        .join(_NEW, and_(_NEW.c.priced_id == _OLD.c.priced_id, _NEW.c.price_type_id == _OLD.c.price_type_id))
        .join(PriceType, PriceType.id == _OLD.c.price_type_id)
        .join(Item, Item.id == _OLD.c.item_id)
        .outerjoin(PriceGroup, PriceGroup.id == Item.price_group_id)
        .where(_holds(_OLD, asked.date_from), _holds(_NEW, asked.date_to), reader.visible(PriceType))
        .where(_OLD.c.package_id.is_(None), _NEW.c.package_id.is_(None))
        .group_by(PriceType.id, PriceType.currency, PriceType.code, key, name)
        .order_by(func.abs(func.coalesce(ratio - 1, 0)).desc(), PriceType.code, name)
        .limit(asked.limit)
    )
    if asked.price_type_id:
        query = query.where(PriceType.id == asked.price_type_id)
    return query.where(Item.price_group_id == asked.price_group_id) if asked.price_group_id else query


def _grouping(by: DynamicsBy) -> tuple[Any, Any]:
    if by is DynamicsBy.ITEM:
        return Item.id, Item.name
    if by is DynamicsBy.PRICE_GROUP:
        return PriceGroup.id, PriceGroup.name
    return cast(literal(None), Uuid), PriceType.name


def _holds(table: Any, day: Any) -> Any:
    return and_(table.c.valid_from <= day, or_(table.c.valid_to.is_(None), table.c.valid_to > day))


def _row(row: Any) -> DynamicsRow:
    percent = half_up((row.new - row.old) * 100 / row.old) if row.old else None
    return DynamicsRow(percent=percent, **row._mapping)
