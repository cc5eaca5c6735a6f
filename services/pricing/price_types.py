"""Use cases of price types: added, changed, computed anew."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.chassis.ids import uuid7
from services.chassis.jobs import Job, start_job
from services.chassis.references import demand_new
from services.chassis.tx import Tx
from services.pricing.contracts import (
    PRICE_TYPE_MANUAL,
    PRICE_TYPE_WRONG,
    AddPriceType,
    ChangePriceType,
    RecalculatePrices,
    Refinement,
    RoundingRow,
    Way,
)
from services.pricing.faults import Faults
from services.pricing.formula_checks import checked
from services.pricing.models import PriceGroup, PriceType
from services.pricing.recalculation import kind_of
from services.pricing.rules.formulas import read_condition, read_price
from services.pricing.rules.graph import circle

RECALCULATE = "recalculate_prices"
ALL_FORMULAS = 20_000
"""Characters of all formulas of one type: to read so many takes a fraction of a second, whatever they say."""
_OF_CALCULATION: dict[str, Any] = {
    "base_id": None,
    "markup": None,
    "formula": None,
    "condition": None,
    "rounding": [],
    "threshold": None,
    "set_on_receipt": False,
    "groups": [],
}
"""What only computed types have, and what of it a type set by hand has."""
_MAY_BE_NONE = ("base_id", "markup", "formula", "condition", "threshold")
_NEEDS: dict[Way, tuple[str, ...]] = {
    Way.MANUAL: (),
    Way.MARKUP_ON_TYPE: ("base_id", "markup"),
    Way.MARKUP_ON_PURCHASE: ("markup",),
    Way.FORMULA: ("formula",),
}
_TAKES_NOT: dict[Way, tuple[str, ...]] = {
    Way.MANUAL: tuple(_OF_CALCULATION),
    Way.MARKUP_ON_TYPE: ("formula",),
    Way.MARKUP_ON_PURCHASE: ("base_id", "formula"),
    Way.FORMULA: ("base_id", "markup"),
}


def add_price_type(tx: Tx, command: AddPriceType) -> PriceType:
    demand_new(tx, PriceType.code, command.code)
    price_type = PriceType(id=uuid7(), **command.__dict__ | _tables(command))
    _demand_sound(tx, price_type)
    if command.for_sales:
        _take_sales_over(tx)
    return tx.add(price_type)


def change_price_type(tx: Tx, command: ChangePriceType) -> PriceType:
    """All types are locked: two changes at once could close a circle that neither sees."""
    price_type = tx.get(PriceType, command.id)
    tx.locked(PriceType)
    given = {name: getattr(command, name) for name in command.model_fields_set - {"id"}} | _tables(command)
    given = {name: value for name, value in given.items() if value is not None or name in _MAY_BE_NONE}
    if given.get("way") is Way.MANUAL:
        given = _OF_CALCULATION | given
    elif "way" in given:
        given = dict.fromkeys(_TAKES_NOT[given["way"]]) | given
    if given.get("for_sales") and not price_type.for_sales:
        _take_sales_over(tx)
    for name, value in given.items():
        setattr(price_type, name, value)
    with tx.session.no_autoflush:
        _demand_sound(tx, price_type)
    return price_type


def recalculate_prices(tx: Tx, command: RecalculatePrices) -> Job:
    price_type = tx.get(PriceType, command.id)
    if price_type.way == Way.MANUAL:
        raise PRICE_TYPE_MANUAL()
    return start_job(tx, RECALCULATE, {"id": str(command.id), "from": command.effective_from.isoformat()})


def _take_sales_over(tx: Tx) -> None:
    for other in tx.locked(PriceType, PriceType.for_sales.is_(True)):
        other.for_sales = False
    tx.session.flush()  # before the new one comes in: at most one may be for sales


def _tables(command: AddPriceType | ChangePriceType) -> dict[str, Any]:
    """Rows as they are kept."""
    rows = {"rounding": command.rounding, "groups": command.groups}
    return {name: [row.model_dump(mode="json") for row in of] for name, of in rows.items() if of is not None}


def _demand_sound(tx: Tx, price_type: PriceType) -> None:
    """Raises Invalid naming every fault: what the way needs or has no use for, rows said twice, ids that are of
    nothing, and a circle with the types on it."""
    faults = Faults(tx.actor.language)
    rows = [Refinement.model_validate(row) for row in price_type.groups]
    _check_way(faults, price_type)
    _check_rounding(faults, "/rounding", [RoundingRow.model_validate(row) for row in price_type.rounding])
    _check_groups(tx, faults, price_type, rows)
    types = {one.id: one for one in tx.session.scalars(select(PriceType))} | {price_type.id: price_type}
    ids = {one.code: one.id for one in types.values()}
    bases = [*_bases(price_type, rows), *_named(faults, ids, price_type, rows)]
    for pointer, base in bases:
        if base not in types:
            faults.unknown(pointer)
    others = {one.id: kind_of(one, ids).bases for one in types.values() if one is not price_type}
    for pointer, base in bases:
        found = circle({**others, price_type.id: {base}}, price_type.id)
        if found:
            faults.add(PRICE_TYPE_WRONG["cycle"], pointer, circle=" → ".join(types[one].code for one in found))
    faults.demand_none()


def _check_way(faults: Faults, price_type: PriceType) -> None:
    way = Way(price_type.way)
    for name in _NEEDS[way]:
        if getattr(price_type, name) is None:
            faults.add(PRICE_TYPE_WRONG["lacks"], f"/{name}")
    for name in _TAKES_NOT[way]:
        if getattr(price_type, name) not in (None, False, []):
            faults.add(PRICE_TYPE_WRONG["too_much"], f"/{name}")


def _check_rounding(faults: Faults, pointer: str, rows: list[RoundingRow]) -> None:
    seen = set()
    for place, row in enumerate(rows):
        if row.price_from in seen:
            faults.add(PRICE_TYPE_WRONG["twice"], f"{pointer}/{place}/price_from")
        seen.add(row.price_from)


def _check_groups(tx: Tx, faults: Faults, price_type: PriceType, rows: list[Refinement]) -> None:
    wanted = {row.price_group_id for row in rows}
    known = set(tx.session.scalars(select(PriceGroup.id).where(PriceGroup.id.in_(wanted)))) if wanted else set()
    seen = set()
    for place, row in enumerate(rows):
        pointer = f"/groups/{place}"
        if row.price_group_id not in known:
            faults.unknown(f"{pointer}/price_group_id")
        if row.price_group_id in seen:
            faults.add(PRICE_TYPE_WRONG["group_twice"], f"{pointer}/price_group_id")
        seen.add(row.price_group_id)
        _check_rounding(faults, f"{pointer}/rounding", list(row.rounding))
        _check_row_s_way(faults, pointer, price_type, row)


def _check_row_s_way(faults: Faults, pointer: str, price_type: PriceType, row: Refinement) -> None:
    """A formula, or a base and a markup: not both, nor half of what the type has nothing of."""
    said = {"base_id": row.base_id, "markup": row.markup}
    given = [name for name, value in said.items() if value is not None]
    if row.formula:
        for name in given:
            faults.add(PRICE_TYPE_WRONG["too_much"], f"{pointer}/{name}")
    elif price_type.way == Way.FORMULA and len(given) == 1:
        for name in said.keys() - given:
            faults.add(PRICE_TYPE_WRONG["lacks"], f"{pointer}/{name}")


def _bases(price_type: PriceType, rows: list[Refinement]) -> Iterator[tuple[str, UUID]]:
    """Every base the type names, by its place."""
    if price_type.base_id:
        yield "/base_id", price_type.base_id
    for place, row in enumerate(rows):
        if row.base_id:
            yield f"/groups/{place}/base_id", row.base_id


def _named(
    faults: Faults, ids: Mapping[str, UUID], price_type: PriceType, rows: list[Refinement]
) -> Iterator[tuple[str, UUID]]:
    """Every type that formulas name, by the place of the formula."""
    said = [("/formula", price_type.formula, read_price), ("/condition", price_type.condition, read_condition)]
    said += [(f"/groups/{place}/formula", row.formula, read_price) for place, row in enumerate(rows)]
    if sum(len(text or "") for _, text, _ in said) > ALL_FORMULAS:
        faults.add(PRICE_TYPE_WRONG["too_long"], "/groups", most=ALL_FORMULAS)
        return
    for pointer, text, read_as in said:
        formula = checked(faults, pointer, text, ids, read_as, price_type.code) if text else None
        for code in formula.codes if formula else ():
            yield pointer, ids[code]
