"""Field types of contracts: what they take, what they give, what their schema promises."""

import json
import re
import subprocess
import sys
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from sqlalchemy.dialects import sqlite

from services.chassis.amounts import Amount
from services.chassis.columns import Money, Percent, Price, Quantity, Scaled
from services.chassis.fields import (
    CURRENCIES,
    PERSONAL,
    CurrencyCode,
    Edrpou,
    Email,
    Iban,
    LongText,
    MoneyAmount,
    Name,
    PercentAmount,
    Personal,
    Phone,
    PriceAmount,
    QuantityAmount,
    SharePercent,
    TaxNumber,
    VatNumber,
    personal_fields,
)
from services.chassis.messages import field_problem
from services.chassis.money import line_total

KINDS: dict[str, Any] = {
    "Name": Name,
    "LongText": LongText,
    "Edrpou": Edrpou,
    "TaxNumber": TaxNumber,
    "VatNumber": VatNumber,
    "Iban": Iban,
    "Phone": Phone,
    "Email": Email,
    "CurrencyCode": CurrencyCode,
    "MoneyAmount": MoneyAmount,
    "PriceAmount": PriceAmount,
    "QuantityAmount": QuantityAmount,
    "PercentAmount": PercentAmount,
    "SharePercent": SharePercent,
}
ADAPTERS = {name: TypeAdapter(kind) for name, kind in KINDS.items()}
TEXTS = ["Name", "LongText", "Edrpou", "TaxNumber", "VatNumber", "Iban", "Phone", "Email", "CurrencyCode"]
AMOUNTS: list[tuple[str, Scaled]] = [
    ("MoneyAmount", Money()),
    ("PriceAmount", Price()),
    ("QuantityAmount", Quantity()),
    ("PercentAmount", Percent()),
    ("SharePercent", Percent()),
]


def read(kind: str, value: Any) -> Any:
    return ADAPTERS[kind].validate_python(value)


def refusal(kind: str, value: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        read(kind, value)
    problem = field_problem(refused.value.errors()[0], "uk")
    assert re.search("[а-яіїєґ]{3}", problem.message)
    return problem.code


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_describes_itself_by_an_example_that_is_valid(kind: str):
    schema = ADAPTERS[kind].json_schema()
    assert schema["description"]
    assert schema["examples"]
    for example in schema["examples"]:
        assert read(kind, example)
        for part in schema.get("anyOf", [schema])[:1]:
            assert re.search(part.get("pattern", ""), example)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_says_how_to_make_a_value(kind: str):
    for part in ADAPTERS[kind].json_schema().get("anyOf", [ADAPTERS[kind].json_schema()]):
        assert {"pattern", "format", "enum", "multipleOf"} & part.keys()


@pytest.mark.parametrize("kind", TEXTS)
def test_nul_is_refused_in_every_text(kind: str):
    example = ADAPTERS[kind].json_schema()["examples"][0]
    for broken in ("\0", f"{example}\0", f"\0{example}", f"{example[:3]}\0{example[3:]}"):
        refusal(kind, broken)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_text_or_number_is_refused(kind: str):
    for value in (None, [], {}, True):
        refusal(kind, value)


@pytest.mark.parametrize(("length", "fits"), [(0, False), (1, True), (199, True), (200, True), (201, False)])
def test_a_name_has_from_1_to_200_characters(length: int, fits: bool):
    if fits:
        assert read("Name", "я" * length) == "я" * length
    else:
        refusal("Name", "я" * length)


def test_a_name_is_stripped_and_never_blank():
    assert read("Name", "  Соняшник  ") == "Соняшник"
    assert refusal("Name", " \u00a0 ") == "text_blank"


@pytest.mark.parametrize("char", ["\n", "\t", "\x1f", "\x7f", "\x9f"])
def test_a_name_is_one_line_without_control_characters(char: str):
    assert refusal("Name", f"Соня{char}шник") == "text_control_characters"


@pytest.mark.parametrize(("length", "fits"), [(0, True), (3999, True), (4000, True), (4001, False)])
def test_a_long_text_has_up_to_4000_characters(length: int, fits: bool):
    if fits:
        assert read("LongText", "я" * length) == "я" * length
    else:
        assert refusal("LongText", "я" * length) == "string_too_long"


def test_a_long_text_keeps_its_lines_but_no_other_control_characters():
    assert read("LongText", "а\r\n\tб") == "а\r\n\tб"
    assert refusal("LongText", "а\x08б") == "text_control_characters"


@pytest.mark.parametrize("code", ["12345678", "00131305", "32855961"])
def test_an_edrpou_with_its_check_digit_is_taken(code: str):
    assert read("Edrpou", code) == code


@pytest.mark.parametrize("code", ["1234567", "123456789", "1234567А", " 12345678", "٣٢٨٥٥٩٦١", "²2345678"])
def test_an_edrpou_has_exactly_eight_digits(code: str):
    assert refusal("Edrpou", code) == "digits_expected"


def test_a_wrong_check_digit_is_noticed():
    assert refusal("Edrpou", "12345679") == "edrpou_check_digit"
    assert refusal("TaxNumber", "1234567890") == "tax_number_check_digit"


@pytest.mark.parametrize(("kind", "right"), [("TaxNumber", "1234567899"), ("VatNumber", "123456712345")])
def test_tax_and_vat_numbers_have_their_length(kind: str, right: str):
    assert read(kind, right) == right
    assert refusal(kind, right[:-1]) == refusal(kind, right + "1") == "digits_expected"


def test_an_iban_is_kept_compact():
    assert read("Iban", "ua21 3223 1300 0002 6007 2335 66001") == "UA213223130000026007233566001"
    assert read("Iban", "PL61109010140000071219812874") == "PL61109010140000071219812874"


@pytest.mark.parametrize("value", ["UA213223130000026007233566002", "UA21322313", "XX21322313000002600723", "-"])
def test_a_wrong_iban_is_refused(value: str):
    assert refusal("Iban", value) == "iban_invalid"


@pytest.mark.parametrize("value", ["044 123-45-67", "(044) 1234567", "+380441234567", "380441234567"])
def test_a_phone_becomes_international(value: str):
    assert read("Phone", value) == "+380441234567"


def test_a_foreign_phone_is_taken_with_its_code():
    assert read("Phone", "+48 22 123 45 67") == "+48221234567"


@pytest.mark.parametrize("value", ["123", "+380 44 123", "зателефонуйте", "+٣٨٠441234567", "044 123-45-67 доб. 5"])
def test_what_is_no_phone_is_refused(value: str):
    assert refusal("Phone", value) == "phone_invalid"


def test_an_email_keeps_its_name_and_lowers_its_domain():
    assert read("Email", "Olena@Example.COM") == "Olena@example.com"
    assert read("Email", "олена@пошта.укр") == "олена@пошта.укр"


@pytest.mark.parametrize("value", ["", "olena", "olena@", "@example.com", "Олена <olena@example.com>", "a@b"])
def test_what_is_no_email_is_refused(value: str):
    assert refusal("Email", value) == "email_invalid"


def test_a_currency_is_a_code_in_use():
    assert {"UAH", "EUR", "USD", "PLN"} < CURRENCIES
    assert all(re.fullmatch("[A-Z]{3}", code) for code in CURRENCIES)
    for wrong in ("uah", "XXX", "XTS", "HRK", "UAHH"):
        assert refusal("CurrencyCode", wrong) == "currency_unknown"


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("10.5", "10.50"),
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("007", "7.00"),
        (10, "10.00"),
        (-10.25, "-10.25"),
        (0.1 + 0.2, "0.30"),
        (57 * 0.01, "0.57"),
        (999999999999.99, "999999999999.99"),
        (Decimal("1E+2"), "100.00"),
        (Decimal("1.5000"), "1.50"),
        (Decimal("-0"), "0.00"),
    ],
)
def test_an_amount_is_read_from_text_and_numbers(value: Any, amount: str):
    assert str(read("MoneyAmount", value)) == amount


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1e5", "decimal_parsing"),
        ("1_000", "decimal_parsing"),
        (" 1", "decimal_parsing"),
        ("1,5", "decimal_parsing"),
        ("+1", "decimal_parsing"),
        (".5", "decimal_parsing"),
        ("5.", "decimal_parsing"),
        ("5\n", "decimal_parsing"),
        ("٥", "decimal_parsing"),
        ("NaN", "decimal_parsing"),
        ("", "decimal_parsing"),
        ("9" * 5000, "decimal_parsing"),
        ("1.234", "decimal_max_places"),
        ("1.000", "decimal_max_places"),
        (1.234, "decimal_max_places"),
        (1e-20, "decimal_max_places"),
        (Decimal("1E-40"), "decimal_max_places"),
        (float("inf"), "finite_number"),
        (float("nan"), "finite_number"),
        (Decimal("sNaN"), "finite_number"),
        (Decimal("1E+999999"), "less_than_equal"),
        (10**4000, "less_than_equal"),
    ],
)
def test_what_is_no_plain_amount_is_refused(value: Any, code: str):
    assert refusal("MoneyAmount", value) == code


@pytest.mark.parametrize(("kind", "column"), AMOUNTS)
def test_the_bounds_of_an_amount_hold_and_fit_its_column(kind: str, column: Scaled):
    number = ADAPTERS[kind].json_schema()["anyOf"][1]
    step = Decimal(1).scaleb(-column.scale)
    highest, lowest = Decimal(str(number["maximum"])), Decimal(str(number["minimum"]))
    for inside in (highest, highest - step, lowest, lowest + step):
        assert read(kind, str(inside)) == inside
        assert read(kind, float(inside)) == inside
        assert column.process_bind_param(inside, sqlite.dialect()) is not None
    assert refusal(kind, str(highest + step)) == "less_than_equal"
    assert refusal(kind, str(lowest - step)) == "greater_than_equal"
    assert refusal(kind, str(step / 10)) == "decimal_max_places"


@pytest.mark.parametrize(
    ("value", "fits"), [("-0.0001", False), ("0", True), ("99.9999", True), ("100", True), ("100.0001", False)]
)
def test_a_share_is_from_nothing_to_the_whole(value: str, fits: bool):
    pattern = ADAPTERS["SharePercent"].json_schema()["anyOf"][0]["pattern"]
    assert bool(re.match(pattern, value)) is fits
    if fits:
        assert read("SharePercent", value) == Decimal(value)
    else:
        assert refusal("SharePercent", value) in ("less_than_equal", "greater_than_equal")


def test_the_greatest_price_times_the_greatest_quantity_fits_a_money_column():
    price, quantity = (
        Decimal(str(ADAPTERS[kind].json_schema()["anyOf"][1]["maximum"])) for kind in ("PriceAmount", "QuantityAmount")
    )
    assert Money().process_bind_param(line_total(quantity, price), sqlite.dialect()) is not None


@pytest.mark.parametrize(("kind", "column"), AMOUNTS)
@given(data=st.data())
def test_an_amount_survives_json_and_its_column(kind: str, column: Scaled, data: st.DataObject):
    value = data.draw(st.from_regex(ADAPTERS[kind].json_schema()["anyOf"][0]["pattern"].replace("$", r"\Z")))
    amount = read(kind, value)
    sent = json.loads(ADAPTERS[kind].dump_json(amount))
    assert re.fullmatch(rf"-?[0-9]+\.[0-9]{{{column.scale}}}", sent)
    assert ADAPTERS[kind].validate_json(json.dumps(sent)) == amount
    from_column = column.result_processor(sqlite.dialect(), None)
    assert from_column(column.process_bind_param(amount, sqlite.dialect())) == amount


def test_an_amount_stays_a_decimal_in_python_and_is_text_in_json():
    class Line(BaseModel):
        price: PriceAmount | None
        due: Annotated[MoneyAmount, Field(gt=0, description="До сплати")]

    line = Line.model_validate_json('{"price": 1e3, "due": "0.01"}')
    assert line.model_dump() == {"price": Decimal(1000), "due": Decimal("0.01")}
    assert line.model_dump(mode="json") == {"price": "1000.0000", "due": "0.01"}
    assert Line.model_json_schema()["properties"]["due"]["description"] == "До сплати"
    assert Line.model_json_schema(mode="serialization")["properties"]["due"]["type"] == "string"
    with pytest.raises(ValidationError):
        Line.model_validate({"price": None, "due": 0})


@pytest.mark.parametrize(("whole_digits", "fits"), [(12, True), (13, True), (14, False)])
def test_an_amount_of_more_digits_than_a_json_number_carries_cannot_be_declared(whole_digits: int, fits: bool):
    if fits:
        assert Amount(places=2, whole_digits=whole_digits).highest
    else:
        with pytest.raises(ValueError):
            Amount(places=2, whole_digits=whole_digits)


class Contact(BaseModel):
    name: Personal[Name]
    phone: Annotated[Phone, PERSONAL] | None = None
    role: Name
    assistant: "Contact | None" = None


class Card(BaseModel):
    title: Name
    owner: Personal[Contact]
    contacts: list[Contact] = []
    by_role: dict[str, tuple[Contact, ...]] = {}
    emails: list[Personal[Email]] = []
    note: Personal[LongText | None] = None
    maybe: Annotated[Contact | None, Field(description="Довірена особа")] = None


def test_personal_fields_are_found_in_nested_models_lists_and_dicts():
    assert personal_fields(Card) == {
        "owner",
        "contacts.name",
        "contacts.phone",
        "by_role.*.name",
        "by_role.*.phone",
        "emails",
        "note",
        "maybe.name",
        "maybe.phone",
    }


def test_a_model_inside_itself_is_entered_once():
    assert personal_fields(Contact) == {"name", "phone"}


def test_the_mark_changes_nothing_in_what_is_accepted():
    contact = Contact(name=" Олена Вигадана ", role="директорка", phone="044 123-45-67")
    assert contact.model_dump(exclude_none=True) == {
        "name": "Олена Вигадана",
        "phone": "+380441234567",
        "role": "директорка",
    }


def test_heavy_libraries_wait_until_they_are_needed():
    probe = (
        "import sys; import services.chassis.fields;"
        "print(sorted({'stdnum', 'phonenumbers', 'email_validator', 'schwifty'} & sys.modules.keys()))"
    )
    found = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
