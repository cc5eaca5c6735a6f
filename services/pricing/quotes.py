"""The price of many lines in one call: three statements whatever the number of lines, six under an offer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from services.chassis.errors import AMOUNT_TOO_LARGE
from services.chassis.messages import Language
from services.chassis.references import at_fields, unknown_references
from services.chassis.tx import Reader
from services.pricing.contracts import (
    ITEM_WITHDRAWN,
    MANUAL_BY_OURS,
    MANUAL_TWICE,
    NO_SALES_PRICE_TYPE,
    NOT_YET_FOR_CLIENTS,
    OFFER_OR_TYPE,
    AskQuote,
    PricedLine,
    Quote,
    QuoteLine,
)
from services.pricing.models import Item, ItemPrice, PriceGroup, PriceSetting, PriceType
from services.pricing.rules import lines
from services.pricing.rules.places import Group, Listed, Offered, Place, looked_at, places
from services.pricing.terms import Under, for_eyes, offered, under_offer

_ZERO = Decimal(0)
_TYPE, _ITEM, _GROUP = PriceType.__table__, Item.__table__, PriceGroup.__table__
_PRICE, _SETTING = ItemPrice.__table__, PriceSetting.__table__

# made once: every order asks for a quote, and making a statement costs as much as running it
_TYPE_FOR_SALES = select(_TYPE).where(_TYPE.c.for_sales.is_(True))
_TYPES = select(_TYPE).where(_TYPE.c.id.in_(bindparam("wanted", expanding=True)))
_ITEMS = (
    select(
        *[_ITEM.c[name] for name in ("id", "sku", "name", "unit", "kind", "vat_rate", "withdrawn", "price_group_id")],
        _GROUP.c.name.label("group_name"),
        _GROUP.c.name_en.label("group_name_en"),
    )
    .outerjoin(_GROUP, _GROUP.c.id == _ITEM.c.price_group_id)
    .where(_ITEM.c.id.in_(bindparam("wanted", expanding=True)))
)
_PRICES = (
    select(_PRICE.c.price_type_id, _PRICE.c.item_id, _PRICE.c.value, _SETTING.c.number)
    .join(_SETTING, _SETTING.c.id == _PRICE.c.setting_id)
    .where(
        _PRICE.c.price_type_id.in_(bindparam("types", expanding=True)),
        _PRICE.c.item_id.in_(bindparam("wanted", expanding=True)),
        _PRICE.c.valid_from <= bindparam("day"),
        or_(_PRICE.c.valid_to.is_(None), _PRICE.c.valid_to > bindparam("day")),
    )
)


@dataclass(frozen=True)
class _Lists:
    """The price types a document may take prices from, what they say of its items, and the offer over them."""

    main: Any
    types: Mapping[UUID, Any]
    prices: Mapping[tuple[UUID, UUID], Listed]
    offered: Offered | None

    def find(self, type_id: UUID, item_id: UUID) -> Listed | None:
        return self.prices.get((type_id, item_id))

    def name_of(self, type_id: UUID) -> str:
        name: str = self.types[type_id].name
        return name


def quote(reader: Reader, asked: AskQuote) -> Quote:
    _demand_sayable(reader, asked)
    under = under_offer(reader, asked)
    items = _items(reader, asked)
    lists = _lists(reader, asked, under, items)
    priced = tuple(
        _line(reader, asked, place, line, items[line.item_id], lists) for place, line in enumerate(asked.lines)
    )
    total = sum((line.total for line in priced), _ZERO)
    vat = sum((line.vat for line in priced), _ZERO)
    _demand_fitting(reader, asked, "/lines", total, vat)
    return Quote(
        on=asked.on,
        currency=lists.main.currency,
        prices_with_vat=asked.prices_with_vat,
        price_type_id=lists.main.id,
        lines=priced,
        total=total,
        vat=vat,
        terms=for_eyes(reader.actor, under.terms) if under else None,
    )


def _demand_sayable(reader: Reader, asked: AskQuote) -> None:
    """What contradicts itself, and what a client may not say, is refused before anything is read."""
    language = reader.actor.language
    if reader.actor.is_client and asked.on > reader.today:
        raise at_fields(NOT_YET_FOR_CLIENTS, ["/on"], language)
    typed = [
        f"/lines/{place}/{name}"
        for place, line in enumerate(asked.lines)
        for name in ("manual_price", "manual_discount")
        if getattr(line, name) is not None
    ]
    if asked.document_discount is not None:
        typed.append("/document_discount")
    if typed and reader.actor.is_client:
        raise at_fields(MANUAL_BY_OURS, typed, language)
    twice = [place for place, line in enumerate(asked.lines) if None not in (line.manual_price, line.manual_discount)]
    if twice:
        raise at_fields(MANUAL_TWICE, [f"/lines/{place}/manual_discount" for place in twice], language)
    if asked.offer_id and asked.price_type_id:
        raise at_fields(OFFER_OR_TYPE, ["/price_type_id"], language)


def _demand_fitting(reader: Reader, asked: AskQuote, pointer: str, total: Decimal, vat: Decimal) -> None:
    if not lines.fits(total, vat, with_vat=asked.prices_with_vat):
        raise at_fields(AMOUNT_TOO_LARGE, [pointer], reader.actor.language)


def _line(reader: Reader, asked: AskQuote, place: int, line: QuoteLine, item: Any, lists: _Lists) -> PricedLine:
    rate = lines.rate_of(item.vat_rate, vat_free=asked.vat_free)
    language = reader.actor.language
    found = lines.found_at(_tried(item, lists, language), rate=rate, with_vat=asked.prices_with_vat, language=language)
    priced = lines.priced(found, _ZERO, lines.Manual(line.manual_price, line.manual_discount), language)
    price = priced.price
    total = _ZERO if price is None else lines.total_of(line.quantity, price, priced.discount)
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
        listed_price=priced.listed_price,
        rule_price=priced.rule_price,
        **lines.shown_discount(priced.discount),
        manual_discount=line.manual_discount,
        needs_approval=priced.needs_approval,
        total=total,
        vat_rate=item.vat_rate,
        vat=vat,
        reasons=priced.reasons,
        problem=lines.NO_PRICE if price is None else None,
    )


def _tried(item: Any, lists: _Lists, language: Language) -> list[Place]:
    """The places looked at for an item, up to the one where its price is."""
    if lists.offered is None:
        found = lists.find(lists.main.id, item.id)
        if found is None:
            return [Place("price_type", None, of=lists.main.name)]
        return [Place("price_type", found.value, found.vat_included, lists.main.id, found.type_name, found.setting)]
    group = None
    if item.price_group_id is not None:
        name = item.group_name_en if language == "en" and item.group_name_en else item.group_name
        group = Group(item.price_group_id, name)
    return looked_at(places(item.id, group, lists.offered, lists.find, lists.name_of))


def _lists(reader: Reader, asked: AskQuote, under: Under | None, items: Mapping[UUID, Any]) -> _Lists:
    if under is None:
        main = _price_type(reader, asked)
        types, rows = {main.id: main}, None
    else:
        rows = offered(reader, under, list(items))
        types = {row.id: row for row in reader.session.execute(_TYPES, {"wanted": list(rows.price_types())})}
        main = types[rows.main_type]
    # until rates are kept, a price in another currency is as good as none
    readable = [one for one in types.values() if under is None or one.currency == under.terms.currency]
    return _Lists(main, types, _prices(reader, readable, items, asked), rows)


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


def _prices(
    reader: Reader, types: Iterable[Any], wanted: Iterable[UUID], asked: AskQuote
) -> dict[tuple[UUID, UUID], Listed]:
    by_id = {one.id: one for one in types}
    rows = reader.session.execute(_PRICES, {"types": list(by_id), "wanted": list(wanted), "day": asked.on})
    return {
        (row.price_type_id, row.item_id): Listed(
            row.value, by_id[row.price_type_id].vat_included, by_id[row.price_type_id].name, row.number
        )
        for row in rows
    }
