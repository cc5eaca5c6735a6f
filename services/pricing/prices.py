"""Use cases of price settings."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from services.chassis.money import half_up
from services.chassis.references import unknown_references
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import PreviewedPrice, PricePreview, SetPrices
from services.pricing.models import Item, PriceSetting, PriceType
from services.pricing.recalculation import Plan, Wanted, all_kinds, locked_kinds, made_setting, planned
from services.pricing.rules.following import Computed


def set_prices(tx: Tx, command: SetPrices) -> PriceSetting:
    """All rows or none, and all that follows from them; a pair named twice in one setting takes the last value."""
    _require_all(tx, command)
    plan = planned(tx, locked_kinds(tx), _wanted(command))
    return made_setting(tx, plan, command.effective_from, count=_count(command))


def preview_prices(reader: Reader, asked: SetPrices) -> PricePreview:
    """The very prices that `set_prices` would write, without writing them."""
    _require_all(reader, asked)
    plan = planned(reader, all_kinds(reader), _wanted(asked))
    return PricePreview(effective_from=asked.effective_from, prices=_previewed(plan))


def _previewed(plan: Plan) -> tuple[PreviewedPrice, ...]:
    return tuple(
        PreviewedPrice(
            item_id=item,
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


def _wanted(command: SetPrices) -> Wanted:
    typed: dict[UUID, dict[UUID, Decimal]] = {}
    for new in command.prices:
        typed.setdefault(new.item_id, {})[new.price_type_id] = new.value
    return Wanted(command.effective_from, typed)


def _count(command: SetPrices) -> int:
    return len({(new.item_id, new.price_type_id) for new in command.prices})


def _require_all(reader: Reader, command: SetPrices) -> None:
    """Every unknown item and price type is named by its place."""
    items = _known(reader, Item.id, {new.item_id for new in command.prices})
    types = _known(reader, PriceType.id, {new.price_type_id for new in command.prices})
    wrong = [
        f"/prices/{place}/{field}"
        for place, new in enumerate(command.prices)
        for field, known in (("item_id", items), ("price_type_id", types))
        if getattr(new, field) not in known
    ]
    if wrong:
        raise unknown_references(wrong, reader.actor.language)


def _known(reader: Reader, column: object, wanted: set[UUID]) -> set[UUID]:
    return set(reader.session.scalars(select(column).where(column.in_(wanted))))  # type: ignore[call-overload, attr-defined]
