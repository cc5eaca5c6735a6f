"""How the computed prices of a quote came about, when it is asked to explain: two statements more (T10)."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from services.chassis.tx import Reader
from services.pricing.contracts import AskQuote, Reason
from services.pricing.models import ItemPrice, PriceType
from services.pricing.price_lists import PriceLists
from services.pricing.rules import explaining, lines
from services.pricing.rules.packages import Package
from services.pricing.rules.places import Place

_PRICE, _TYPE = ItemPrice.__table__, PriceType.__table__


class Explanations:
    """Steps behind the prices of these items and packages on the quote's date."""

    def __init__(self, reader: Reader, asked: AskQuote, lists: PriceLists, priced: Iterable[UUID]):
        self._day, self._language = asked.on, reader.actor.language
        query = select(*[_PRICE.c[name] for name in ("priced_id", "price_type_id", "value", "basis", "held")]).where(
            _PRICE.c.priced_id.in_(list(priced)),
            _PRICE.c.price_type_id.in_(list(lists.types)),
            _PRICE.c.valid_from <= asked.on,
            or_(_PRICE.c.valid_to.is_(None), _PRICE.c.valid_to > asked.on),
        )
        found = reader.session.execute(query).all()
        self._rows: dict[tuple[UUID | None, UUID], Any] = {(row.price_type_id, row.priced_id): row for row in found}
        bases = {UUID(base) for row in self._rows.values() if (base := explaining.base_of(row.basis))}
        names = select(_TYPE.c.id, _TYPE.c.name).where(_TYPE.c.id.in_(bases))
        self._names = {str(row.id): row.name for row in reader.session.execute(names)} if bases else {}

    def told(self, tried: list[Place], item_id: UUID, found: lines.Found, package: Package | None) -> lines.Found:
        """The steps stand before the place where the price was found."""
        type_id = tried[-1].price_type_id
        own = self._rows.get((type_id, package.id)) if package else None
        row = own or self._rows.get((type_id, item_id))
        if row is None:
            return found
        name = self._names.get(explaining.base_of(row.basis) or "", "")
        steps = explaining.steps(row.value, row.basis, row.held, name, self._day, self._language)
        return lines.Found(found.price, _within(found.reasons, len(tried) - 1, steps), found.takes_discounts)


def _within(reasons: tuple[Reason, ...], place: int, steps: list[Reason]) -> tuple[Reason, ...]:
    return (*reasons[:place], *steps, *reasons[place:])
