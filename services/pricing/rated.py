"""The sales rating on an item's card and in lists: what sales say, or what a person fixed. Clients see neither."""

from typing import Any

from sqlalchemy import Select, String, false, func, literal, update

from services.chassis.actor import Actor
from services.chassis.columns import UtcDateTime
from services.chassis.statements import take_turns
from services.chassis.tx import Reader, Tx
from services.pricing.contracts import ITEM_CHANGED, FixRating
from services.pricing.indicators import TURN
from services.pricing.models import Item, ItemIndicators

_UNSEEN = {"rating": None, "rating_fixed": False, "rated_at": None}


def fix_rating(tx: Tx, command: FixRating) -> Item:
    """Until it is given back it stands, whatever is computed meanwhile."""
    take_turns(tx.session, [TURN])
    item = tx.get(Item, command.id)
    item.fixed_rating = command.rating
    of_item = update(ItemIndicators).where(ItemIndicators.item_id == item.id)
    tx.session.execute(of_item.values(rating=command.rating or ItemIndicators.rating_by_sales))
    tx.announce(ITEM_CHANGED, item)
    return item


def rating_of(reader: Reader, item: Item) -> dict[str, Any]:
    """What a card shows of it."""
    if reader.actor.is_client:
        return _UNSEEN
    found = reader.session.get(ItemIndicators, item.id, populate_existing=True)
    return {
        "rating": item.fixed_rating or (found.rating_by_sales if found else None),
        "rating_fixed": item.fixed_rating is not None,
        "rated_at": found.computed_at if found else None,
    }


def rated(items: Select[Any], actor: Actor) -> Select[Any]:
    """The same in a list of items."""
    if actor.is_client:
        return items.add_columns(
            literal(None, String()).label("rating"),
            false().label("rating_fixed"),
            literal(None, UtcDateTime()).label("rated_at"),
        )
    return items.outerjoin(ItemIndicators, ItemIndicators.item_id == Item.id).add_columns(
        func.coalesce(Item.fixed_rating, ItemIndicators.rating_by_sales).label("rating"),
        Item.fixed_rating.is_not(None).label("rating_fixed"),
        ItemIndicators.computed_at.label("rated_at"),
    )
