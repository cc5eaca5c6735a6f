"""Where a line's price is looked for, place by place, and where it was found (T10, O4). Pure.

Source: semantics, "The price of a line", steps 1 to 4: the price typed in the offer's row for the item; the price
type named there; the row of the item's price group (a type, or a percent on the main one); the main type. A place
that has no price on the date passes on to the next. Without an offer there is one place: the price type. A package
costs what its type says of it, or else the unit's price times its units; a typed price is always of a unit.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal
from uuid import UUID

from services.chassis.messages import Language
from services.chassis.money import half_up
from services.pricing.rules.packages import Package, of_package

PlaceRule = Literal[
    "item_price", "item_price_type", "group_price_type", "group_percent", "main_price_type", "price_type"
]
_HUNDRED = Decimal(100)
_TEXTS: dict[PlaceRule, dict[Language, str]] = {
    "item_price": {
        "uk": "Ціна номенклатури в оферті {offer}",
        "en": "The item's own price in offer {offer}",
    },
    "item_price_type": {
        "uk": "Ціна за видом «{of}», заданим для номенклатури в оферті {offer}",
        "en": "Price by type “{of}”, named for the item in offer {offer}",
    },
    "group_price_type": {
        "uk": "Ціна за видом «{of}», заданим для цінової групи «{group}» в оферті {offer}",
        "en": "Price by type “{of}”, named for price group “{group}” in offer {offer}",
    },
    "group_percent": {
        "uk": "{percent} % до ціни за видом «{of}» для цінової групи «{group}» в оферті {offer}",
        "en": "{percent} % on the price by type “{of}” for price group “{group}” in offer {offer}",
    },
    "main_price_type": {
        "uk": "Ціна за основним видом «{of}» оферти {offer}",
        "en": "Price by the main type “{of}” of offer {offer}",
    },
    "price_type": {"uk": "Ціна за видом «{of}»", "en": "Price by type “{of}”"},
}
_OFFER: dict[Language, str] = {"uk": "{number} (версія {version})", "en": "{number} (version {version})"}
_OWN: dict[Language, str] = {
    "uk": "{said}: власна ціна упаковки «{package}»",
    "en": "{said}: package “{package}” itself",
}
_NOTHING: dict[Language, str] = {"uk": "{said}: на цю дату ціни немає", "en": "{said}: there is no price on this day"}


@dataclass(frozen=True)
class ItemRow:
    price: Decimal | None
    price_type_id: UUID | None
    discounts_allowed: bool = False


@dataclass(frozen=True)
class GroupRow:
    price_type_id: UUID | None
    percent: Decimal | None


@dataclass(frozen=True)
class Offered:
    """An offer's version with its rows as they hold, those of its standard offer read through."""

    number: str
    version: int
    main_type: UUID
    currency: str = ""
    """What typed prices are in; empty: as the document's are."""
    item_rows: Mapping[UUID, ItemRow] = field(default_factory=dict)
    group_rows: Mapping[UUID, GroupRow] = field(default_factory=dict)

    def price_types(self) -> set[UUID]:
        """Every price type that some place names."""
        named = [row.price_type_id for row in self.item_rows.values()]
        named += [row.price_type_id for row in self.group_rows.values()]
        return {self.main_type, *(one for one in named if one)}


@dataclass(frozen=True)
class Group:
    id: UUID
    name: str


@dataclass(frozen=True)
class Listed:
    """A price found in the history of a price type."""

    value: Decimal
    vat_included: bool
    type_name: str
    setting: str
    currency: str = ""
    of_unit: Decimal | None = None
    """Of a package without a price of its own: what a unit costs; `value` is made of it."""


@dataclass(frozen=True)
class Place:
    """A place looked at. `value` of none: it has no price. `vat_included` of none: as the document's prices are."""

    rule: PlaceRule
    value: Decimal | None
    vat_included: bool | None = None
    price_type_id: UUID | None = None
    of: str = ""
    document: str | None = None
    group: str = ""
    percent: Decimal | None = None
    offer: tuple[str, int] | None = None
    takes_discounts: bool = True
    currency: str = ""
    """What `value` is in; empty: as the document's prices are."""
    before: Decimal | None = None
    """The main type's price, where a percent is taken of it."""
    of_unit: Decimal | None = None
    """Of a package without a price of its own: what a unit costs."""
    own_of: str = ""
    """The package's name, where its own price is meant."""

    def text(self, language: Language) -> str:
        said = self._said(language)
        return _OWN[language].format(said=said, package=self.own_of) if self.own_of else said

    def _said(self, language: Language) -> str:
        if self.offer is None and self.value is not None:
            return _TEXTS[self.rule][language].format(of=self.of)
        number, version = self.offer or ("", 0)
        said = _TEXTS[self.rule][language].format(
            of=self.of,
            group=self.group,
            offer=_OFFER[language].format(number=number, version=version),
            percent=_signed(self.percent),
        )
        return said if self.value is not None else _NOTHING[language].format(said=said)


TypeName = Callable[[UUID], str]
Find = Callable[[UUID, UUID], Listed | None]
"""(price type, item or package) → its own price on the date."""


def listed(find: Find, type_id: UUID, item_id: UUID, package: Package | None) -> Listed | None:
    """The price by a type: the package's own one, or else its units at the unit's price."""
    own = find(type_id, package.id) if package else None
    of_unit = find(type_id, item_id) if own is None else None
    if package is None or of_unit is None:
        return own or of_unit
    return replace(of_unit, value=of_package(of_unit.value, package.factor), of_unit=of_unit.value)


def place_of(
    rule: PlaceRule,
    of_type: tuple[UUID, str],
    found: Listed | None,
    package: Package | None,
    *,
    group: str = "",
    percent: Decimal | None = None,
    offer: tuple[str, int] | None = None,
) -> Place:
    """The place of a price by a type. `of_type`: its id and name."""
    type_id, name = of_type
    if found is None:
        return Place(rule, None, None, type_id, name, None, group, percent, offer)
    value, before = found.value, None
    if percent is not None:
        value, before = half_up(value * (_HUNDRED + percent) / _HUNDRED, 4), value
    return Place(
        rule,
        value,
        found.vat_included,
        type_id,
        name,
        found.setting,
        group,
        percent,
        offer,
        currency=found.currency,
        before=before,
        of_unit=found.of_unit,
        own_of=package.name if package and found.of_unit is None else "",
    )


def places(
    item_id: UUID,
    group: Group | None,
    offered: Offered,
    find: Find,
    name_of: TypeName,
    package: Package | None = None,
) -> Iterator[Place]:
    """The places in their order, each looked at when it is asked for. `name_of`: a price type's name; `package`: whose
    price is looked for, if it is not the unit's."""
    offer = (offered.number, offered.version)

    def by_type(rule: PlaceRule, type_id: UUID, of_group: str = "", percent: Decimal | None = None) -> Place:
        found = listed(find, type_id, item_id, package)
        of_type = (type_id, name_of(type_id))
        return place_of(rule, of_type, found, package, group=of_group, percent=percent, offer=offer)

    row = offered.item_rows.get(item_id)
    if row is not None and row.price is not None:
        yield Place(
            "item_price",
            of_package(row.price, package.factor) if package else row.price,
            of_unit=row.price if package else None,
            document=offered.number,
            offer=offer,
            takes_discounts=row.discounts_allowed,
            currency=offered.currency,
        )
    elif row is not None and row.price_type_id is not None:
        yield by_type("item_price_type", row.price_type_id)
    of_group = offered.group_rows.get(group.id) if group else None
    if group is not None and of_group is not None and of_group.price_type_id is not None:
        yield by_type("group_price_type", of_group.price_type_id, group.name)
    elif group is not None and of_group is not None:
        yield by_type("group_percent", offered.main_type, group.name, of_group.percent)
    yield by_type("main_price_type", offered.main_type)


def looked_at(tried: Iterator[Place]) -> list[Place]:
    """The places up to the first that has a price."""
    seen = []
    for place in tried:
        seen.append(place)
        if place.value is not None:
            break
    return seen


def _signed(percent: Decimal | None) -> str:
    return "" if percent is None else f"{percent.normalize():+f}"
