"""What may be wrong with an item's card, all of it named at once: references, codes, packages, barcodes, attributes."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from services.chassis.references import not_there
from services.chassis.text import search_key
from services.chassis.tx import Tx
from services.pricing.contracts import CARD_WRONG, AddItem, ChangeItem, ItemAttribute, NewPackage, as_scanned
from services.pricing.faults import Faults
from services.pricing.models import Item, ItemBarcode, PriceGroup, ProductCategory, Season, SeasonalGroup

Card = AddItem | ChangeItem


def demand_sound(tx: Tx, card: Card, item: Item | None) -> None:
    """`item`: as it stands, when it is changed. Raises Invalid naming every fault by its place."""
    faults = Faults(tx.actor.language)
    for pointer in not_there(
        tx,
        (PriceGroup, card.price_group_id, "/price_group_id"),
        (ProductCategory, card.product_category_id, "/product_category_id"),
        (Season, card.season_id, "/season_id"),
        (SeasonalGroup, card.seasonal_group_id, "/seasonal_group_id"),
    ):
        faults.unknown(pointer)
    if all(_as_it_will_be(card, item, name) for name in ("uktzed_code", "dkpp_code")):
        faults.add(CARD_WRONG["two_codes"], "/dkpp_code" if card.dkpp_code else "/uktzed_code")
    _check_packages(faults, card.packages or ())
    _check_attributes(faults, card.attributes or ())
    _check_barcodes(tx, faults, card, item)
    faults.demand_none()


def _as_it_will_be(card: Card, item: Item | None, name: str) -> str | None:
    given = item is None or name in card.model_fields_set
    said: str | None = getattr(card if given else item, name)
    return said


def _check_packages(faults: Faults, packages: Sequence[NewPackage]) -> None:
    seen: set[str] = set()
    for place, package in enumerate(packages):
        key = search_key(package.name)
        if key in seen:
            faults.add(CARD_WRONG["package_twice"], f"/packages/{place}/name")
        seen.add(key)
    for place in [place for place, package in enumerate(packages) if package.default][1:]:
        faults.add(CARD_WRONG["default_twice"], f"/packages/{place}/default")


def _check_attributes(faults: Faults, attributes: Sequence[ItemAttribute]) -> None:
    seen: set[str] = set()
    for place, one in enumerate(attributes):
        key = search_key(one.name)
        if key in seen:
            faults.add(CARD_WRONG["attribute_twice"], f"/attributes/{place}/name")
        seen.add(key)
        if [one.text, one.number, one.yes].count(None) != 2:
            faults.add(CARD_WRONG["attribute_value"], f"/attributes/{place}")


def _check_barcodes(tx: Tx, faults: Faults, card: Card, item: Item | None) -> None:
    told = list(_told(card))
    owners = _owners(tx, {code for _, code in told}, item)
    seen = {row.scanned for row in item.barcodes if _stays(card, row)} if item else set()
    for pointer, code in told:
        if code in owners:
            faults.add(CARD_WRONG["barcode_taken"], pointer, sku=owners[code])
        elif code in seen:
            faults.add(CARD_WRONG["barcode_twice"], pointer)
        seen.add(code)


def _told(card: Card) -> Iterator[tuple[str, str]]:
    """Each barcode written, as it is scanned, by its place."""
    for place, one in enumerate(card.barcodes or ()):
        yield f"/barcodes/{place}/code", as_scanned(one.code)
    for package_place, package in enumerate(card.packages or ()):
        for place, one in enumerate(package.barcodes):
            yield f"/packages/{package_place}/barcodes/{place}/code", as_scanned(one.code)


def _stays(card: Card, row: ItemBarcode) -> bool:
    """Barcodes of the unit are written whole, and so are those of packages."""
    return (card.barcodes if row.package_id is None else card.packages) is None


def _owners(tx: Tx, codes: set[str], item: Item | None) -> dict[str, str]:
    """The SKUs of other items that these barcodes belong to."""
    if not codes:
        return {}
    query = select(ItemBarcode.scanned, Item.sku).join(Item, Item.id == ItemBarcode.item_id)
    query = query.where(ItemBarcode.scanned.in_(codes))
    if item is not None:
        query = query.where(Item.id != item.id)
    with tx.session.no_autoflush:
        return {row.scanned: row.sku for row in tx.session.execute(query)}
