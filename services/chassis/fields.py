"""Types of fields that contracts are written in. Each says in its JSON schema just what it accepts.

    phone: Personal[Phone]
    price: PriceAmount
    payable: Annotated[MoneyAmount, Field(ge=0)]

Amounts come as JSON strings or numbers and always leave as strings, plain ("1250.50", never 1E+3).
The libraries behind codes and phones are imported when first used: together they take some 10 MB.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import AfterValidator, BaseModel, Field, WithJsonSchema
from typing_extensions import TypeAliasType

from services.chassis.amounts import Amount
from services.chassis.messages import field_error, register_field_error

register_field_error(
    "digits_expected",
    en="Enter exactly {count} {count|digit|digits}, without spaces or other signs.",
    uk="Введіть рівно {count} {count|цифру|цифри|цифр}, без пробілів та інших знаків.",
)
register_field_error(
    "edrpou_check_digit",
    en="There is no such EDRPOU code: its check digit does not fit. Compare it with the register extract.",
    uk="Такого коду ЄДРПОУ немає: контрольна цифра не збігається. Звірте його з випискою з реєстру.",
)
register_field_error(
    "tax_number_check_digit",
    en="There is no such taxpayer number: its check digit does not fit. Compare it with the document.",
    uk="Такого РНОКПП немає: контрольна цифра не збігається. Звірте його з документом.",
)
register_field_error(
    "iban_invalid",
    en="This is not a valid IBAN. Copy it whole from the bank's letter: UA and 27 digits in Ukraine.",
    uk="Це не правильний IBAN. Скопіюйте його повністю з довідки банку: в Україні це UA і 27 цифр.",
)
register_field_error(
    "phone_invalid",
    en="There can be no such phone number. Enter it with the code, for example +380 44 123 45 67.",
    uk="Такого номера телефону бути не може. Введіть його з кодом, наприклад +380 44 123 45 67.",
)
register_field_error(
    "email_invalid",
    en="This is not an e-mail address. Enter one like olena@example.com.",
    uk="Це не адреса електронної пошти. Введіть її у вигляді olena@example.com.",
)
register_field_error(
    "currency_unknown",
    en="There is no such currency. Enter its three-letter ISO 4217 code, for example UAH.",
    uk="Такої валюти немає. Введіть її трилітерний код ISO 4217, наприклад UAH.",
)
register_field_error("text_blank", en="Enter something visible.", uk="Введіть хоча б один видимий символ.")
register_field_error(
    "text_control_characters",
    en="Remove the invisible control characters (line breaks and tabs too, where one line is expected).",
    uk="Приберіть невидимі керівні символи (у полях на один рядок також розриви рядків і табуляції).",
)

# C0, DEL and C1 controls. PostgreSQL cannot store NUL, spreadsheets and XML none of them.
_LINE_PATTERN = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
_LINES_PATTERN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
_SAID_PATTERN = (
    r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
)
_NOT_IN_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NOT_IN_LINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_PHONE_PATTERN = r"^\+?[0-9(][0-9 ()\-.]{5,26}[0-9]$"
_PHONE = re.compile(_PHONE_PATTERN)
_IBAN_PATTERN = r"^[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{11,38}$"
_IBAN = re.compile(_IBAN_PATTERN)


def _schema(description: str, example: Any, **rest: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, "examples": [example], **rest})


def _one_line(value: str) -> str:
    if _NOT_IN_LINE.search(value):
        field_error("text_control_characters")
    return value.strip() or field_error("text_blank")


def _lines(value: str) -> str:
    if _NOT_IN_LINES.search(value):
        field_error("text_control_characters")
    return value


def _said(value: str) -> str:
    return value if _lines(value).strip() else field_error("text_blank")


def _digits(value: str, count: int) -> str:
    # isdigit alone would let Arabic and other digits through
    if len(value) != count or not (value.isascii() and value.isdigit()):
        field_error("digits_expected", {"count": count})
    return value


def _known_edrpou(value: str) -> str:
    from stdnum.ua import edrpou

    return value if edrpou.is_valid(_digits(value, 8)) else field_error("edrpou_check_digit")


def _known_tax_number(value: str) -> str:
    from stdnum.ua import rntrc

    return value if rntrc.is_valid(_digits(value, 10)) else field_error("tax_number_check_digit")


def _compact_iban(value: str) -> str:
    from stdnum import iban

    if not _IBAN.fullmatch(value) or not iban.is_valid(value):
        field_error("iban_invalid")
    compact: str = iban.compact(value)
    return compact


def e164(value: str) -> str:
    import phonenumbers

    if not _PHONE.fullmatch(value):
        field_error("phone_invalid")
    try:
        number = phonenumbers.parse(value, "UA")
    except phonenumbers.NumberParseException:
        field_error("phone_invalid")
    if not phonenumbers.is_valid_number(number):
        field_error("phone_invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_email(value: str) -> str:
    import email_validator

    try:
        return email_validator.validate_email(value, check_deliverability=False).normalized
    except email_validator.EmailNotValidError:
        field_error("email_invalid")


def _known_currency(value: str) -> str:
    return value if value in CURRENCIES else field_error("currency_unknown")


Name = Annotated[
    str,
    Field(max_length=200),
    AfterValidator(_one_line),
    _schema("One line of text", "Соняшник", minLength=1, maxLength=200, pattern=_LINE_PATTERN),
]
"""One line, 1..200 characters as sent, spaces around it cut off, no control characters."""

LongText = Annotated[
    str,
    Field(max_length=4000),
    AfterValidator(_lines),
    _schema("Text of any number of lines", "Подзвонити після обіду", maxLength=4000, pattern=_LINES_PATTERN),
]
"""Up to 4,000 characters, may be empty; line breaks and tabs are the only control characters."""

SaidText = Annotated[
    str,
    Field(max_length=4000),
    AfterValidator(_said),
    _schema("Text that says something", "Замінено на нове", minLength=1, maxLength=4000, pattern=_SAID_PATTERN),
]
"""As `LongText`, where nothing must not be said: a reason, a result."""

Edrpou = Annotated[
    str,
    AfterValidator(_known_edrpou),
    _schema("EDRPOU code", "12345678", pattern="^[0-9]{8}$", format="edrpou"),
]
"""A legal entity's code in the state register (ЄДРПОУ): 8 digits, the last a check digit."""

TaxNumber = Annotated[
    str,
    AfterValidator(_known_tax_number),
    _schema("RNOKPP", "1234567899", pattern="^[0-9]{10}$", format="rnokpp"),
]
"""A person's taxpayer number (РНОКПП): 10 digits, the last a check digit. Personal data."""

VatNumber = Annotated[
    str,
    AfterValidator(partial(_digits, count=12)),
    _schema("VAT number", "123456712345", pattern="^[0-9]{12}$"),
]
"""A VAT payer's individual number (ІПН): 12 digits. It has no published check digit."""

Iban = Annotated[
    str,
    Field(max_length=42),
    AfterValidator(_compact_iban),
    _schema("IBAN", "UA213223130000026007233566001", pattern=_IBAN_PATTERN, format="iban", maxLength=42),
]
"""An account in any country, kept without spaces and in capitals."""

Phone = Annotated[
    str,
    Field(max_length=30),
    AfterValidator(e164),
    _schema(
        "Phone, Ukrainian if without code",
        "+380441234567",
        pattern=_PHONE_PATTERN,
        format="phone",
        maxLength=30,
    ),
]
"""A phone number as people write it, kept as E.164: "044 123-45-67" becomes "+380441234567"."""

Email = Annotated[
    str,
    Field(max_length=254),
    AfterValidator(normal_email),
    _schema("E-mail address", "olena@example.com", format="email", minLength=3, maxLength=254),
]
"""An address whose form is right; whether it exists is not asked (no DNS). The domain becomes lower case."""

# ISO 4217 with its funds and metals, without the codes for tests and for no currency.
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
    CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
    GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW
    KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD
    NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS
    VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XUA YER ZAR ZMW
    ZWG
    """.split()  # noqa: SIM905 - quoted one by one, the codes would take 174 lines
)

CurrencyCode = Annotated[
    str, AfterValidator(_known_currency), _schema("Currency, ISO 4217", "UAH", enum=sorted(CURRENCIES))
]


MoneyAmount = Annotated[Decimal, Amount(places=2, whole_digits=12, description="Amount of money")]
"""Of either sign, under a trillion."""

NotNegativeMoney = Annotated[
    Decimal, Amount(places=2, whole_digits=12, signed=False, description="Amount of money, not negative")
]
"""A limit, a cost: under a trillion."""

PriceAmount = Annotated[Decimal, Amount(places=4, whole_digits=9, signed=False, description="Price of one unit")]
"""Not negative, under a billion: such a price times any `QuantityAmount` still fits a Money column."""

QuantityAmount = Annotated[
    Decimal, Amount(places=3, whole_digits=7, signed=False, description="Quantity in the item's unit", example="10")
]
"""Not negative, under ten million; add `Field(gt=0)` where nothing makes no sense."""

PercentAmount = Annotated[Decimal, Amount(places=4, whole_digits=6, description="Percent: 20 is 20 %", example="20")]
"""Of either sign (discounts and markups), under a million; bound it where the meaning does."""

MarkupPercent = Annotated[
    Decimal, Amount(places=4, whole_digits=5, description="Percent: 20 is 20 %", example="20"), Field(gt=-100)
]
"""What a price is raised or lowered by: above −100, under 100,000."""

SharePercent = Annotated[
    Decimal, Amount(places=4, whole_digits=3, most=100, description="Percent of a whole", example="5")
]
"""From 0 to 100: of a payment stage, of a discount, a limit."""


class PersonalMark:
    """Marks a field that tells about a person, so that erasing the person finds it in every copy."""


PERSONAL = PersonalMark()
_T = TypeVar("_T")
Personal = Annotated[_T, PERSONAL]
"""`phone: Personal[Phone]`; the same as `Annotated[Phone, PERSONAL]`."""


@cache
def personal_fields(model: type[BaseModel]) -> frozenset[str]:
    """Dotted paths of a model's personal fields: "name", "contacts.phone".

    Lists, tuples, sets and None are passed through ("contacts" may be a list of contacts); the keys of a dict
    show as "*" ("by_role.*.phone"). A model inside itself is not entered again.
    """
    return frozenset(_paths_in_model(model, ()))


def _paths_in_model(model: type[BaseModel], above: tuple[type[BaseModel], ...]) -> Iterator[str]:
    if model in above:
        return
    for name, info in model.model_fields.items():
        if PERSONAL in info.metadata:
            yield name
        else:
            yield from _below(name, _paths_in_type(info.annotation, (*above, model)))


def _paths_in_type(kind: Any, above: tuple[type[BaseModel], ...]) -> Iterator[str]:
    """Paths under a type; "" is the type itself."""
    if isinstance(kind, TypeAliasType):
        kind = kind.__value__
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from _paths_in_model(kind, above)
        return
    parts = get_args(kind)
    if PERSONAL in getattr(kind, "__metadata__", ()):
        yield ""
    elif isinstance(origin := get_origin(kind), type) and issubclass(origin, Mapping):
        yield from _below("*", _paths_in_type(parts[1], above))
    else:
        for part in parts:
            yield from _paths_in_type(part, above)


def _below(name: str, paths: Iterable[str]) -> Iterator[str]:
    return (f"{name}.{path}" if path else name for path in paths)
