"""Documents: the place, price, discount, VAT and total of every line, as the service quotes them (T10-T12, O4)."""

from decimal import Decimal

import pytest

from tests.services.bench import Bench
from tests.services.worked_cases.cases import Case, given, of_topics
from tests.services.worked_cases.office import Office, places_tried


@pytest.mark.parametrize("case", of_topics("line", "discount"))
def test_every_line_and_total_is_that_of_the_case(pricing: Bench, case: Case | None) -> None:
    case = given(case)
    office = Office(pricing)
    office.set_up(case["given"])
    expected = {document["document"]: document for document in case["expected"]["documents"]}
    assert set(expected) == {document["document"] for document in case["given"]["documents"]}
    for document in case["given"]["documents"]:
        compare(office.quote(document), expected[document["document"]])


def compare(quote: Case, expected: Case) -> None:
    """Every figure that the case gives, and nothing that this does not know how to compare."""
    shown = {"document": expected["document"], "lines": expected["lines"]}
    shown |= {name: quote[name] for name in ("total", "vat") if name in expected}
    if "payable" in expected:
        on_top = Decimal(0) if quote["prices_with_vat"] else Decimal(quote["vat"])
        shown["payable"] = Decimal(quote["total"]) + on_top
    assert plain(shown) == plain(expected)
    for line, wanted in zip(quote["lines"], expected["lines"], strict=True):
        assert plain(told(line, wanted)) == plain(wanted), line["reasons"]


def told(line: Case, wanted: Case) -> Case:
    """A quote's line as the case would tell it, in the fields that the case gives."""
    tried = places_tried(line)
    chosen = [place for place, is_chosen in tried if is_chosen]
    figures = {name: line[name] for name in ("discount", "vat", "document_discount_part", "needs_approval")}
    if line["problem"]:
        looked_at = [place.rpartition(" ")[2] for place, _ in tried]
        figures |= {"place": line["problem"], "price": "none", "total": "none", "looked_at": looked_at}
    else:
        figures |= {"place": "".join(chosen), "price": line["price"], "total": line["total"]}
    known = {"line": wanted["line"], **figures}
    return {name: known[name] for name in wanted}


def plain(told: Case) -> Case:
    """Figures compare as numbers."""
    return {name: number(value) for name, value in told.items()}


def number(value: object) -> object:
    if isinstance(value, str) and value.replace(".", "", 1).replace("-", "", 1).isdigit():
        return Decimal(value)
    return value
