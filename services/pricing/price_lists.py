"""The prices a quote may take: of which types, of which items, with the rows of the offer over them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select

from services.chassis.messages import Language
from services.chassis.references import at_fields, unknown_references
from services.chassis.tx import Reader
from services.pricing.contracts import ITEM_WITHDRAWN, NO_SALES_PRICE_TYPE, PACKAGE_WITHDRAWN, AskQuote
from services.pricing.models import Item, ItemPackage, ItemPrice, PriceGroup, PriceSetting, PriceType
from services.pricing.rates import rates_on
from services.pricing.reductions import STAMP
from services.pricing.rules.lines import Currency
from services.pricing.rules.packages import Package
from services.pricing.rules.places import Group, Listed, Offered, Place, listed, looked_at, place_of, places
from services.pricing.rules.rates import Rates
from services.pricing.terms import Under, offered

_TYPE, _ITEM, _GROUP = PriceType.__table__, Item.__table__, PriceGroup.__table__
_PRICE, _SETTING, _PACKAGE = ItemPrice.__table__, PriceSetting.__table__, ItemPackage.__table__

# made once: every order asks for a quote, and making a statement costs as much as running it
_TYPE_COLUMNS = [_TYPE.c[name] for name in ("id", "name", "currency", "vat_included")]
_TYPE_FOR_SALES = select(*_TYPE_COLUMNS, STAMP).where(_TYPE.c.for_sales.is_(True))
_TYPES = select(*_TYPE_COLUMNS, STAMP).where(_TYPE.c.id.in_(bindparam("wanted", expanding=True)))
_ITEMS = (
    select(
        *[_ITEM.c[name] for name in ("id", "sku", "name", "unit", "kind", "vat_rate", "withdrawn", "price_group_id")],
        _GROUP.c.name.label("group_name"),
        _GROUP.c.name_en.label("group_name_en"),
    )
    .outerjoin(_GROUP, _GROUP.c.id == _ITEM.c.price_group_id)
    .where(_ITEM.c.id.in_(bindparam("wanted", expanding=True)))
)
_PRICES_OF_ONE_TYPE = (
    select(_PRICE.c.priced_id, _PRICE.c.value, _SETTING.c.number)
    .join(_SETTING, _SETTING.c.id == _PRICE.c.setting_id)
    .where(
        _PRICE.c.price_type_id.in_(bindparam("types", expanding=True)),
        _PRICE.c.priced_id.in_(bindparam("wanted", expanding=True)),
        _PRICE.c.valid_from <= bindparam("day"),
        or_(_PRICE.c.valid_to.is_(None), _PRICE.c.valid_to > bindparam("day")),
    )
)
_PACKAGES = select(
    *[_PACKAGE.c[name] for name in ("id", "item_id", "name", "factor", "withdrawn")],
).where(_PACKAGE.c.id.in_(bindparam("wanted", expanding=True)))
_PRICES = _PRICES_OF_ONE_TYPE.add_columns(_PRICE.c.price_type_id)


@dataclass(frozen=True)
class PriceLists:
    """`main`: the type a document is priced by where nothing else is said; `offered`: the rows of its offer."""

    main: Any
    types: Mapping[UUID, Any]
    prices: Mapping[tuple[UUID, UUID], Listed]
    offered: Offered | None
    currency: Currency

    def tried(self, item: Any, language: Language, package: Package | None = None) -> list[Place]:
        """The places looked at for an item, or for a package of it, up to the one where its price is."""
        if self.offered is None:
            found = listed(self._find, self.main.id, item.id, package)
            return [place_of("price_type", (self.main.id, self.main.name), found, package)]
        group = None
        if item.price_group_id is not None:
            name = item.group_name_en if language == "en" and item.group_name_en else item.group_name
            group = Group(item.price_group_id, name)
        return looked_at(places(item.id, group, self.offered, self._find, self._name_of, package))

    def _find(self, type_id: UUID, priced_id: UUID) -> Listed | None:
        return self.prices.get((type_id, priced_id))

    def _name_of(self, type_id: UUID) -> str:
        name: str = self.types[type_id].name
        return name


def price_lists(
    reader: Reader, asked: AskQuote, under: Under | None, items: Iterable[UUID], packages: Iterable[UUID]
) -> PriceLists:
    priced = [*items, *packages]
    if under is None:
        main = _price_type(reader, asked)
        prices = _prices(reader, [main], priced, asked)
        return PriceLists(main, {main.id: main}, prices, None, _currency(reader, asked, main.currency, {main.currency}))
    rows = offered(reader, under, list(items))
    types = {row.id: row for row in reader.session.execute(_TYPES, {"wanted": list(rows.price_types())})}
    currencies = {under.terms.currency, *(one.currency for one in types.values())}
    prices = _prices(reader, list(types.values()), priced, asked)
    currency = _currency(reader, asked, under.terms.currency, currencies)
    return PriceLists(types[rows.main_type], types, prices, rows, currency)


def _currency(reader: Reader, asked: AskQuote, own: str, of_prices: set[str]) -> Currency:
    """The document's: what it asks for, or its own. Rates are read only where some price is in another."""
    code = asked.currency or own
    rates = rates_on(reader, {*of_prices, code}, asked.on) if of_prices - {code} else Rates()
    return Currency(code, asked.on, rates)


def items_of(reader: Reader, asked: AskQuote) -> dict[UUID, Any]:
    wanted = {line.item_id for line in asked.lines}
    items = {row.id: row for row in reader.session.execute(_ITEMS, {"wanted": list(wanted)})}
    wrong = [f"/lines/{place}/item_id" for place, line in enumerate(asked.lines) if line.item_id not in items]
    if wrong:
        raise unknown_references(wrong, reader.actor.language)
    withdrawn = [
        f"/lines/{place}/item_id"
        for place, line in enumerate(asked.lines)
        if not line.begun and items[line.item_id].withdrawn
    ]
    if withdrawn:
        raise at_fields(ITEM_WITHDRAWN, withdrawn, reader.actor.language)
    return items


def packages_of(reader: Reader, asked: AskQuote) -> dict[UUID, Package]:
    """The packages that lines name: a statement more where there are some."""
    named = [(place, line) for place, line in enumerate(asked.lines) if line.package_id is not None]
    if not named:
        return {}
    rows = {
        row.id: row for row in reader.session.execute(_PACKAGES, {"wanted": [line.package_id for _, line in named]})
    }
    known = [(place, rows[line.package_id]) for place, line in named if line.package_id in rows]
    foreign = [place for place, row in known if row.item_id != asked.lines[place].item_id]
    wrong = sorted({place for place, _ in named} - {place for place, _ in known} | {*foreign})
    if wrong:
        raise unknown_references([f"/lines/{place}/package_id" for place in wrong], reader.actor.language)
    withdrawn = [f"/lines/{place}/package_id" for place, row in known if row.withdrawn]
    if withdrawn:
        raise at_fields(PACKAGE_WITHDRAWN, withdrawn, reader.actor.language)
    return {row.id: Package(row.id, row.name, row.factor) for row in rows.values()}


def _price_type(reader: Reader, asked: AskQuote) -> Any:
    query = _TYPE_FOR_SALES
    if asked.price_type_id:
        # clients are quoted the prices for sales; what other types there are is not theirs to see
        query = select(*_TYPE_COLUMNS, STAMP).where(_TYPE.c.id == asked.price_type_id, reader.visible(PriceType))
    found = reader.session.execute(query).first()
    if found is None and asked.price_type_id:
        raise unknown_references(["/price_type_id"], reader.actor.language)
    if found is None:
        raise NO_SALES_PRICE_TYPE()
    return found


def _prices(
    reader: Reader, types: Sequence[Any], wanted: Iterable[UUID], asked: AskQuote
) -> dict[tuple[UUID, UUID], Listed]:
    by_id = {one.id: one for one in types}
    named = {"types": list(by_id), "wanted": list(wanted), "day": asked.on}
    if len(types) == 1:  # most quotes: an id less to make of every row
        one = types[0]
        rows = reader.session.execute(_PRICES_OF_ONE_TYPE, named)
        return {(one.id, row[0]): Listed(row[1], one.vat_included, one.name, row[2], one.currency) for row in rows}
    return {
        (type_id, priced_id): Listed(value, (one := by_id[type_id]).vat_included, one.name, number, one.currency)
        for priced_id, value, number, type_id in reader.session.execute(_PRICES, named)
    }
