"""Use cases of price settings."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, or_, select

from services.chassis.contracts import ById
from services.chassis.money import half_up
from services.chassis.references import unknown_references
from services.chassis.segments import members_of
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import (
    NOT_A_DRAFT,
    PRICES_WRONG,
    NewPrice,
    PreviewedPrice,
    PriceAsked,
    PriceOnDay,
    PricePreview,
    PriceSettingRow,
    SetPrices,
    SettingStatus,
    Way,
)
from services.pricing.faults import Faults
from services.pricing.knowledge import Known, at, known, now
from services.pricing.models import Item, ItemPackage, ItemSegment, PriceGroup, PriceSetting, PriceType
from services.pricing.recalculation import (
    Plan,
    Wanted,
    agreed,
    all_kinds,
    locked_kinds,
    made_setting,
    new_setting,
    planned,
)
from services.pricing.rules.following import Computed
from services.pricing.rules.graph import Kind
from services.pricing.rules.packages import of_package
from services.pricing.rules.saying import Said
from services.pricing.segments import ITEMS

_LISTED = [name for name in PriceSettingRow.model_fields if name != "status"]


def set_prices(tx: Tx, command: SetPrices) -> PriceSetting:
    """All rows or none, and all that follows from them; a pair named twice in one setting takes the last value."""
    kinds = locked_kinds(tx)
    _demand_sound(tx, kinds, command.prices)
    if command.draft:
        said = [row.model_dump(mode="json") for row in command.prices]
        return new_setting(tx, command.effective_from, count=len(said), said=said)
    wanted = _wanted(tx, command.effective_from, command.prices)
    return made_setting(tx, kinds, wanted, planned(tx, kinds, wanted))


def agree_price_setting(tx: Tx, command: ById) -> PriceSetting:
    """Items of its price groups, and the ways of its types, are those of now."""
    kinds = locked_kinds(tx)
    setting = tx.get(PriceSetting, command.id)
    rows = _rows_of_draft(setting)
    _demand_sound(tx, kinds, rows)
    wanted = _wanted(tx, setting.effective_from, rows)
    return agreed(tx, setting, kinds, wanted, planned(tx, kinds, wanted))


def preview_prices(reader: Reader, asked: SetPrices) -> PricePreview:
    """The very prices that `set_prices` would write, without writing them."""
    return _shown(reader, asked.effective_from, asked.prices)


def preview_price_setting(reader: Reader, asked: ById) -> PricePreview:
    setting = reader.get(PriceSetting, asked.id)
    return _shown(reader, setting.effective_from, _rows_of_draft(setting))


def price_on_day(reader: Reader, asked: PriceAsked) -> PriceOnDay:
    """By both clocks: of a day, as it is known or was known at a moment."""
    item, price_type = reader.get(Item, asked.item_id), reader.get(PriceType, asked.price_type_id)
    package = _package(reader, asked)
    day, which = asked.on or reader.today, at(asked.known_at) if asked.known_at else now
    holds: list[Known] = [
        lambda table: table.c.price_type_id == price_type.id,
        lambda table: table.c.valid_from <= day,
        lambda table: or_(table.c.valid_to.is_(None), table.c.valid_to > day),
    ]
    asked_of = [item.id, package.id] if package else [item.id]
    rows = {row.priced_id: row for row in known(reader, which, asked_of, *holds)}
    row = rows.get(asked_of[-1], rows.get(item.id))
    names = ("value", "valid_from", "valid_to", "setting_id", "origin")
    said = {name: getattr(row, name, None) for name in names}
    whose = {"item_id": item.id, "price_type_id": price_type.id, "currency": price_type.currency}
    if package is not None:
        whose["package_id"] = package.id
        if row is not None and row.package_id is None:
            said |= {"value": of_package(row.value, package.factor), "by_factor": True}
    return PriceOnDay.model_validate({**whose, "on": day, "known_at": asked.known_at or reader.now, **said})


def _package(reader: Reader, asked: PriceAsked) -> Any | None:
    """The package asked for; Invalid where the item has none of this id."""
    if asked.package_id is None:
        return None
    query = select(ItemPackage.id, ItemPackage.factor)
    query = query.where(ItemPackage.id == asked.package_id, ItemPackage.item_id == asked.item_id)
    found = reader.session.execute(query).first()
    if found is None:
        raise unknown_references(["/package_id"], reader.actor.language)
    return found


def listed(today: date) -> Select[Any]:
    return select(*[PriceSetting.__table__.c[name] for name in _LISTED], _status(today).label("status"))


def columns(today: date) -> dict[str, Any]:
    return {"id": PriceSetting.id, "effective_from": PriceSetting.effective_from, "status": _status(today)}


def _status(today: date) -> Any:
    effective = and_(PriceSetting.status == SettingStatus.AGREED, PriceSetting.effective_from <= today)
    return case((effective, SettingStatus.EFFECTIVE.value), else_=PriceSetting.status)


def _rows_of_draft(setting: PriceSetting) -> list[NewPrice]:
    if setting.status != SettingStatus.DRAFT:
        raise NOT_A_DRAFT()
    return [NewPrice.model_validate(row) for row in setting.said]


def _shown(reader: Reader, start: date, rows: Sequence[NewPrice]) -> PricePreview:
    kinds = all_kinds(reader)
    _demand_sound(reader, kinds, rows)
    plan = planned(reader, kinds, _wanted(reader, start, rows))
    packages = {row.package_id: row.item_id for row in rows if row.package_id and row.item_id}
    return PricePreview(effective_from=start, prices=previewed(plan, packages))


def previewed(plan: Plan, packages: Mapping[UUID, UUID] | None = None) -> tuple[PreviewedPrice, ...]:
    """In the plan's order: what is said of an item, then what follows. `packages`: the items of those among them."""
    packages = packages or {}
    return tuple(
        PreviewedPrice(
            item_id=packages.get(item, item),
            package_id=item if item in packages else None,
            price_type_id=one.kind_id,
            effective_from=one.on,
            origin=one.origin,
            old=one.old,
            new=one.new,
            percent=_percent(one),
            outcome=one.outcome,
        )
        for item, one in plan.told
    )


def _percent(one: Computed) -> Decimal | None:
    return half_up((one.new - one.old) * 100 / one.old) if one.old and one.new is not None else None


def _wanted(reader: Reader, start: date, rows: Sequence[NewPrice]) -> Wanted:
    """By item or package, items of price groups and segments among them; of two rows for one price the later counts."""
    groups = {row.price_group_id for row in rows if row.price_group_id}
    segments = {row.item_segment_id for row in rows if row.item_segment_id}
    of_segments = members_of(reader, ITEMS, segments)
    members: dict[UUID | None, list[UUID]] = {one: sorted(found) for one, found in of_segments.items()}
    if groups:
        query = select(Item.id, Item.price_group_id).where(Item.price_group_id.in_(groups)).order_by(Item.id)
        for item, group in reader.session.execute(query):
            members.setdefault(group, []).append(item)
    said: dict[UUID, dict[UUID, Said]] = {}
    for row in rows:
        of_many = members.get(row.price_group_id or row.item_segment_id, ())
        for item in [row.package_id or row.item_id] if row.item_id else of_many:
            said.setdefault(item, {})[row.price_type_id] = Said(row.value, row.percent)
    return Wanted(start, said)


def _demand_sound(reader: Reader, kinds: Sequence[Kind], rows: Sequence[NewPrice]) -> None:
    """Raises Invalid naming every row that says too much or too little, and what is unknown, by its place."""
    ways = {kind.id: kind.way for kind in kinds}
    known_ids = {
        "item_id": _known(reader, Item.id, {row.item_id for row in rows if row.item_id}),
        "price_group_id": _known(reader, PriceGroup.id, {row.price_group_id for row in rows if row.price_group_id}),
        "item_segment_id": _known(reader, ItemSegment.id, {row.item_segment_id for row in rows if row.item_segment_id}),
        "price_type_id": set(ways),
    }
    packages = _packages(reader, {row.package_id for row in rows if row.package_id})
    faults = Faults(reader.actor.language)
    for place, row in enumerate(rows):
        if row.package_id and row.item_id and packages.get(row.package_id) != row.item_id:
            faults.unknown(f"/prices/{place}/package_id")
        if row.package_id and not row.item_id:
            faults.add(PRICES_WRONG["package"], f"/prices/{place}/package_id")
        if [row.item_id, row.price_group_id, row.item_segment_id].count(None) != 2:
            faults.add(PRICES_WRONG["whose"], f"/prices/{place}/item_id")
        if (row.value is not None) + (row.percent is not None) + row.recalculate != 1:
            faults.add(PRICES_WRONG["what"], f"/prices/{place}/value")
        for name, ids in known_ids.items():
            if getattr(row, name) is not None and getattr(row, name) not in ids:
                faults.unknown(f"/prices/{place}/{name}")
        if row.recalculate and ways.get(row.price_type_id) is Way.MANUAL:
            faults.add(PRICES_WRONG["manual"], f"/prices/{place}/recalculate")
    faults.demand_none()


def _packages(reader: Reader, wanted: set[UUID]) -> dict[UUID, UUID]:
    """The items of these packages."""
    query = select(ItemPackage.id, ItemPackage.item_id).where(ItemPackage.id.in_(wanted))
    return {row.id: row.item_id for row in reader.session.execute(query)} if wanted else {}


def _known(reader: Reader, column: Any, wanted: set[UUID]) -> set[UUID]:
    return set(reader.session.scalars(select(column).where(column.in_(wanted)))) if wanted else set()
