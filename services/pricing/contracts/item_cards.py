"""What stands on an item's card (N1)."""

import re
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from services.chassis.amounts import Amount
from services.chassis.contracts import Message
from services.chassis.errors import Invalid, error_code
from services.chassis.fields import Name
from services.chassis.messages import field_error, register_field_error
from services.chassis.moments import Flag
from services.pricing.contracts.base import ItemKind, Sku, VatRate
from services.pricing.contracts.ranking import SalesRating

register_field_error(
    "barcode_digits",
    en="A barcode of this kind has {count} digits, and nothing else.",
    uk="Штрихкод цього виду складається рівно з {count} цифр.",
)
register_field_error(
    "barcode_check_digit",
    en="There is no such barcode: its last digit should be {wanted}. Scan it again.",
    uk="Такого штрихкоду немає: останньою цифрою мала б бути {wanted}. Відскануйте його ще раз.",
)
register_field_error(
    "barcode_signs",
    en="Enter 1 to 48 Latin letters, digits and signs, without spaces at the ends.",
    uk="Введіть від 1 до 48 латинських літер, цифр і знаків, без пробілів на краях.",
)
register_field_error(
    "uktzed_code",
    en="Enter 4, 6, 8 or 10 digits, without spaces.",
    uk="Введіть 4, 6, 8 або 10 цифр без пробілів.",
)
register_field_error(
    "dkpp_code",
    en="Enter the code as the classification has it, for example 62.01 or 62.01.11-00.00.",
    uk="Введіть код так, як у класифікаторі, наприклад 62.01 або 62.01.11-00.00.",
)

_UKTZED = r"^[0-9]{4}([0-9]{2}){0,3}$"
_DKPP = r"^[0-9]{2}\.[0-9]{2}(\.[0-9]([0-9](-[0-9]{2}(\.[0-9]{2})?)?)?)?$"
_SIGNS = r"^[!-~]([ -~]{0,46}[!-~])?$"


def _uktzed(value: str) -> str:
    return value if re.fullmatch(_UKTZED, value, re.ASCII) else field_error("uktzed_code")


def _dkpp(value: str) -> str:
    return value if re.fullmatch(_DKPP, value, re.ASCII) else field_error("dkpp_code")


def _signs(value: str) -> str:
    return value if re.fullmatch(_SIGNS, value, re.ASCII) else field_error("barcode_signs")


def check_digit(body: str) -> str:
    """The last digit of an EAN or UPC barcode, by those before it: thrice every second one from the right, and each of
    the others once, fill up to a whole ten (GS1 General Specifications, 7.9)."""
    digits = [int(one) for one in reversed(body)]
    return str(-(3 * sum(digits[::2]) + sum(digits[1::2])) % 10)


def as_scanned(code: str) -> str:
    """One text for one barcode: scanners read UPC-A with or without the zero that makes an EAN-13 of it."""
    is_upc = re.fullmatch("[0-9]{12}", code) is not None and check_digit(code[:-1]) == code[-1]
    return f"0{code}" if is_upc else code


UktzedCode = Annotated[
    str,
    AfterValidator(_uktzed),
    WithJsonSchema({"type": "string", "description": "УКТЗЕД code", "pattern": _UKTZED, "examples": ["9405110000"]}),
]
"""Of goods in foreign trade: 10 digits, or a group's first 4, 6 or 8."""
DkppCode = Annotated[
    str,
    AfterValidator(_dkpp),
    WithJsonSchema({"type": "string", "description": "ДКПП code", "pattern": _DKPP, "examples": ["62.01.11-00.00"]}),
]
"""Of a product or service (ДК 016): a class or anything below it."""
_BARCODE = {"type": "string", "description": "Barcode", "minLength": 1, "maxLength": 48, "examples": ["4820000000017"]}
BarcodeText = Annotated[str, AfterValidator(_signs), WithJsonSchema({**_BARCODE, "pattern": _SIGNS})]
ScannedBarcode = Annotated[
    str, AfterValidator(_signs), AfterValidator(as_scanned), WithJsonSchema({**_BARCODE, "pattern": _SIGNS})
]
"""A barcode that is looked for, as `as_scanned` has it."""
_IN_PATH = r"^[0-9A-Za-z]([ -.0-~]{0,46}[!-.0-~])?$"
BarcodeInPath = Annotated[
    str,
    Field(pattern=_IN_PATH),
    AfterValidator(as_scanned),
    WithJsonSchema({**_BARCODE, "pattern": _IN_PATH}),
]
"""As `ScannedBarcode`, where it is a part of an address: begins with a letter or a digit, has no slash."""
PackageFactor = Annotated[
    Decimal,
    Amount(places=3, whole_digits=6, signed=False, description="Units in one package", example="12"),
    Field(gt=0),
]
"""As exact as quantities are, so that any whole number of packages is a quantity of units."""
Weight = Annotated[
    Decimal, Amount(places=6, whole_digits=6, signed=False, description="Weight in kilograms", example="0.35")
]
Volume = Annotated[
    Decimal, Amount(places=6, whole_digits=6, signed=False, description="Volume in cubic metres", example="0.0012")
]
AttributeNumber = Annotated[Decimal, Amount(places=4, whole_digits=9, description="A number", example="60")]
Unit = Annotated[str, Field(pattern=r"^[^\W\d_]{1,20}\.?$", examples=["шт"])]


class BarcodeKind(StrEnum):
    """What the bars are; the first three check their last digit, Code 128 says any text."""

    EAN_13 = "ean_13"
    EAN_8 = "ean_8"
    UPC_A = "upc_a"
    CODE_128 = "code_128"


DIGITS = {BarcodeKind.EAN_13: 13, BarcodeKind.EAN_8: 8, BarcodeKind.UPC_A: 12}


class Barcode(Message):
    """A barcode belongs to one item in all, whatever its kind."""

    kind: BarcodeKind = BarcodeKind.EAN_13
    code: BarcodeText


class NewBarcode(Barcode):
    """One being written: its last digit is checked. What is kept is shown as it is."""

    @field_validator("code")
    @classmethod
    def of_its_kind(cls, value: str, info: ValidationInfo) -> str:
        count = DIGITS.get(info.data.get("kind", BarcodeKind.CODE_128))
        if count is None:
            return value
        if re.fullmatch(f"[0-9]{{{count}}}", value) is None:
            field_error("barcode_digits", {"count": count})
        wanted = check_digit(value[:-1])
        return value if value[-1] == wanted else field_error("barcode_check_digit", {"wanted": wanted})


Barcodes = Annotated[tuple[NewBarcode, ...], Field(max_length=50)]


class ItemAttribute(Message):
    """A free attribute: its name and one value, a text, a number, or yes or no."""

    name: Name
    text: Name | None = None
    number: AttributeNumber | None = None
    yes: Flag | None = None


class NewPackage(Message):
    """So many units that are sold as one, with barcodes of its own. Of one name there is one package: it stays the same
    whatever else changes. `weight` (kg) and `volume` (m³) are of the whole package; `default`: it is offered first."""

    name: Name
    factor: PackageFactor
    weight: Weight | None = None
    volume: Volume | None = None
    default: Flag = False
    barcodes: Barcodes = ()


class PackageView(Message):
    """A package of an item. A withdrawn one stays in old documents, and has no barcodes."""

    id: UUID
    name: str
    factor: PackageFactor
    weight: Weight | None
    volume: Volume | None
    default: bool
    withdrawn: bool
    barcodes: tuple[Barcode, ...]


Packages = Annotated[tuple[NewPackage, ...], Field(max_length=30)]
Attributes = Annotated[tuple[ItemAttribute, ...], Field(max_length=50)]


class AddItem(Message):
    """A new item of the catalogue (N1). `weight` (kg) and `volume` (m³) are of one unit, and so are `barcodes`."""

    sku: Sku
    name: Name
    name_en: Name | None = None
    kind: ItemKind = ItemKind.GOODS
    unit: Unit = "шт"
    vat_rate: VatRate = "20"
    price_group_id: UUID | None = None
    brand: Name | None = None
    uktzed_code: UktzedCode | None = None
    dkpp_code: DkppCode | None = None
    product_category_id: UUID | None = None
    season_id: UUID | None = None
    seasonal_group_id: UUID | None = None
    weight: Weight | None = None
    volume: Volume | None = None
    packages: Packages = ()
    barcodes: Barcodes = ()
    attributes: Attributes = ()


class ChangeItem(Message):
    """Fields not given stay as they are; null takes away what may be empty. `packages`, `barcodes` (of the unit) and
    `attributes` are given whole: a package that is not among them is withdrawn, one of the same name comes back."""

    id: UUID
    name: Name | None = None
    name_en: Name | None = None
    vat_rate: VatRate | None = None
    withdrawn: bool | None = None
    price_group_id: UUID | None = None
    brand: Name | None = None
    uktzed_code: UktzedCode | None = None
    dkpp_code: DkppCode | None = None
    product_category_id: UUID | None = None
    season_id: UUID | None = None
    seasonal_group_id: UUID | None = None
    weight: Weight | None = None
    volume: Volume | None = None
    packages: Packages | None = None
    barcodes: Barcodes | None = None
    attributes: Attributes | None = None


class ItemView(Message):
    """Goods or a service we sell; a withdrawn one stays in old documents."""

    id: UUID
    sku: str
    name: str
    name_en: str | None
    kind: ItemKind
    unit: str
    vat_rate: VatRate
    withdrawn: bool
    version: int
    price_group_id: UUID | None = None
    brand: str | None = None


class ItemRow(ItemView):
    """An item as lists show it. Weight (kg) and volume (m³) are of one unit. `rating`: what a person fixed, else what
    sales said at `rated_at`; null: new and not sold yet, or not computed since it was added. Clients see none."""

    uktzed_code: str | None
    dkpp_code: str | None
    product_category_id: UUID | None
    season_id: UUID | None
    seasonal_group_id: UUID | None
    weight: Weight | None
    volume: Volume | None
    rating: SalesRating | None
    rating_fixed: bool
    rated_at: datetime | None


class ItemCard(ItemRow):
    """The whole card of an item; `barcodes` are of its unit, those of packages stand in their packages."""

    packages: tuple[PackageView, ...]
    barcodes: tuple[Barcode, ...]
    attributes: tuple[ItemAttribute, ...]


class ScannedItem(Message):
    """What a barcode stands on: an item's unit, or the package of it that is named."""

    item: ItemCard
    package_id: UUID | None


CARD_WRONG = {
    "barcode_twice": error_code(
        "barcode_twice",
        Invalid,
        en="This barcode stands on the card twice. Leave it in one place.",
        uk="Цей штрихкод указано в картці двічі. Залиште його в одному місці.",
    ),
    "barcode_taken": error_code(
        "barcode_taken",
        Invalid,
        en="This barcode belongs to the item {sku}. Check it, or take it off that item first.",
        uk="Цей штрихкод належить позиції {sku}. Перевірте його або спершу приберіть його з тієї позиції.",
    ),
    "package_twice": error_code(
        "package_twice",
        Invalid,
        en="There is a package of this name already. Give each a name of its own.",
        uk="Упаковка з такою назвою вже є. Назвіть кожну по-своєму.",
    ),
    "default_twice": error_code(
        "package_default_twice",
        Invalid,
        en="Another package is the default already. Mark just one.",
        uk="Основною вже позначено іншу упаковку. Позначте лише одну.",
    ),
    "attribute_twice": error_code(
        "attribute_twice",
        Invalid,
        en="There is an attribute of this name already. Give each a name of its own.",
        uk="Атрибут із такою назвою вже є. Назвіть кожен по-своєму.",
    ),
    "attribute_value": error_code(
        "attribute_value",
        Invalid,
        en="Give one value: a text, a number, or yes or no.",
        uk="Вкажіть одне значення: текст, число або так чи ні.",
    ),
    "two_codes": error_code(
        "uktzed_or_dkpp",
        Invalid,
        en="Goods have a customs code (UKTZED), services a code of services (DKPP). Leave one of them.",
        uk="Товари мають код УКТЗЕД, послуги — код ДКПП. Залиште щось одне.",
    ),
}
