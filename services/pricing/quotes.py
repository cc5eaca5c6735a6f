"""The price of many lines in one call: three statements whatever the number of lines."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from services.chassis.errors import AMOUNT_TOO_LARGE
from services.chassis.references import at_fields, unknown_references
from services.chassis.tx import Reader
from services.pricing.contracts import (
    ITEM_WITHDRAWN,
    NO_SALES_PRICE_TYPE,
    NOT_YET_FOR_CLIENTS,
    AskQuote,
    PricedLine,
    Quote,
    QuoteLine,
)
from services.pricing.models import Item, ItemPrice, PriceSetting, PriceType
from services.pricing.rules import lines

_ZERO = Decimal(0)
_TYPE, _ITEM = PriceType.__table__, Item.__table__
_PRICE, _SETTING = ItemPrice.__table__, PriceSetting.__table__

# made once: every order asks for a quote, and making a statement costs as much as running it
_TYPE_FOR_SALES = select(_TYPE).where(_TYPE.c.for_sales.is_(True))
_ITEMS = select(*[_ITEM.c[name] for name in ("id", "sku", "name", "unit", "kind", "vat_rate", "withdrawn")]).where(
    _ITEM.c.id.in_(bindparam("wanted", expanding=True))
)
_PRICES = (
    select(_PRICE.c.item_id, _PRICE.c.value, _SETTING.c.number)
    .join(_SETTING, _SETTING.c.id == _PRICE.c.setting_id)
    .where(
        _PRICE.c.price_type_id == bindparam("price_type_id"),
        _PRICE.c.item_id.in_(bindparam("wanted", expanding=True)),
        _PRICE.c.valid_from <= bindparam("day"),
        or_(_PRICE.c.valid_to.is_(None), _PRICE.c.valid_to > bindparam("day")),
    )
)


def quote(reader: Reader, asked: AskQuote) -> Quote:
    if reader.actor.is_client and asked.on > reader.today:
        raise at_fields(NOT_YET_FOR_CLIENTS, ["/on"], reader.actor.language)
    price_type = _price_type(reader, asked)
    items = _items(reader, asked)
    found = _prices(reader, price_type, items, asked.on)
    priced = tuple(
        _line(reader, asked, place, line, items[line.item_id], found.get(line.item_id))
        for place, line in enumerate(asked.lines)
    )
    total = sum((line.total for line in priced), _ZERO)
    vat = sum((line.vat for line in priced), _ZERO)
    _demand_fitting(reader, asked, "/lines", total, vat)
    return Quote(
        on=asked.on,
        currency=price_type.currency,
        prices_with_vat=asked.prices_with_vat,
        price_type_id=price_type.id,
        lines=priced,
        total=total,
        vat=vat,
    )


def _demand_fitting(reader: Reader, asked: AskQuote, pointer: str, total: Decimal, vat: Decimal) -> None:
    if not lines.fits(total, vat, with_vat=asked.prices_with_vat):
        raise at_fields(AMOUNT_TOO_LARGE, [pointer], reader.actor.language)


def _line(
    reader: Reader, asked: AskQuote, place: int, line: QuoteLine, item: Any, listed: lines.Listed | None
) -> PricedLine:
    rate = lines.rate_of(item.vat_rate, vat_free=asked.vat_free)
    price, listed_price, reasons = lines.priced(
        listed,
        line.manual_price,
        rate=rate,
        with_vat=asked.prices_with_vat,
        language=reader.actor.language,
    )
    total = _ZERO if price is None else lines.total_of(line.quantity, price, _ZERO)
    vat = lines.vat_of(total, rate, with_vat=asked.prices_with_vat)
    _demand_fitting(reader, asked, f"/lines/{place}/quantity", total, vat)
    return PricedLine(
        item_id=item.id,
        sku=item.sku,
        name=item.name,
        unit=item.unit,
        kind=item.kind,
        quantity=line.quantity,
        price=price if price is not None else _ZERO,
        listed_price=listed_price,
        discount=_ZERO,
        total=total,
        vat_rate=item.vat_rate,
        vat=vat,
        reasons=reasons,
        problem=lines.NO_PRICE if price is None else None,
    )


def _price_type(reader: Reader, asked: AskQuote) -> Any:
    query = _TYPE_FOR_SALES
    if asked.price_type_id:
        # clients are quoted the prices for sales; what other types there are is not theirs to see
        query = select(_TYPE).where(_TYPE.c.id == asked.price_type_id, reader.visible(PriceType))
    found = reader.session.execute(query).first()
    if found is None and asked.price_type_id:
        raise unknown_references(["/price_type_id"], reader.actor.language)
    if found is None:
        raise NO_SALES_PRICE_TYPE()
    return found


def _items(reader: Reader, asked: AskQuote) -> dict[UUID, Any]:
    wanted = {line.item_id for line in asked.lines}
    items = {row.id: row for row in reader.session.execute(_ITEMS, {"wanted": list(wanted)})}
    wrong = [f"/lines/{place}/item_id" for place, line in enumerate(asked.lines) if line.item_id not in items]
    if wrong:
        raise unknown_references(wrong, reader.actor.language)
    withdrawn = [f"/lines/{place}/item_id" for place, line in enumerate(asked.lines) if items[line.item_id].withdrawn]
    if withdrawn:
        raise at_fields(ITEM_WITHDRAWN, withdrawn, reader.actor.language)
    return items


def _prices(reader: Reader, price_type: Any, wanted: Iterable[UUID], on: date) -> dict[UUID, lines.Listed]:
    asked = {"price_type_id": price_type.id, "wanted": list(wanted), "day": on}
    return {
        row.item_id: lines.Listed(row.value, price_type.vat_included, price_type.name, row.number)
        for row in reader.session.execute(_PRICES, asked)
    }
