"""What is read of the National Bank's rates, from files made here."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import click
import pytest

from deploy.importing.rates import LARGEST, Rate, fetched, read

DAY = date(2026, 12, 1)
JSON = """[
 {"r030":840,"txt":"Долар США","rate":41.2345,"cc":"USD","exchangedate":"01.12.2026"},
 {"r030":978,"txt":"Євро","rate":48.7312,"cc":"EUR","exchangedate":"01.12.2026","special":null},
 {"r030":959,"txt":"Золото","rate":171234.56,"cc":"XAU","exchangedate":"01.12.2026"}
]"""
XML = """<?xml version="1.0" encoding="utf-8"?>
<exchange>
  <currency><txt>Долар США</txt><rate>41.2345</rate><cc>USD</cc><exchangedate>01.12.2026</exchangedate></currency>
  <currency><txt>Євро</txt><rate>48.7312</rate><cc>EUR</cc><exchangedate>01.12.2026</exchangedate></currency>
  <currency><txt>Золото</txt><rate>171234.56</rate><cc>XAU</cc><exchangedate>01.12.2026</exchangedate></currency>
</exchange>"""
RATES = [
    Rate(1, "USD", DAY, Decimal("41.2345")),
    Rate(2, "EUR", DAY, Decimal("48.7312")),
    Rate(3, "XAU", DAY, Decimal("171234.56")),
]


@pytest.mark.parametrize("text", [JSON, XML, "\n " + JSON])
def test_both_forms_say_the_same_to_the_last_digit(text: str) -> None:
    assert read(text.encode()) == (RATES, [])


def test_a_rate_that_no_double_holds_is_read_as_it_is_written() -> None:
    rates, _ = read(b'[{"rate": 0.1000000000000000055, "cc": "VND", "exchangedate": "01.12.2026"}]')
    assert rates[0].rate == Decimal("0.1000000000000000055")


def test_bad_rows_are_named_by_number_column_and_reason_and_stop_no_others() -> None:
    text = """[
     {"rate": 41.2, "cc": "USD", "exchangedate": "2026-12-01"},
     {"rate": "many", "cc": "EUR", "exchangedate": "01.12.2026"},
     {"rate": 1.5, "exchangedate": "01.12.2026"},
     {"rate": null, "cc": "PLN", "exchangedate": "01.12.2026"},
     {"rate": "NaN", "cc": "PLN", "exchangedate": "01.12.2026"},
     "USD",
     {"rate": 41.2, "cc": "USD", "exchangedate": "01.12.2026"}
    ]"""
    rates, wrong = read(text.encode())
    assert rates == [Rate(7, "USD", DAY, Decimal("41.2"))]
    assert wrong == [
        (1, "exchangedate: 2026-12-01 is not a date like 31.12.2026"),
        (2, "rate: many is not a number"),
        (3, "cc: nothing is there"),
        (4, "rate: nothing is there"),
        (5, "rate: NaN is not a number"),
        (6, "the whole row: an object is needed"),
    ]


@pytest.mark.parametrize("text", ["", "{}", "null", "<html>", "<exchange><currency></exchange>", "rate;cc", "\xff"])
def test_what_is_not_the_bank_s_file_is_refused(text: str) -> None:
    with pytest.raises(click.ClickException):
        read(text.encode("latin-1"))


@pytest.fixture
def site() -> Iterator[str]:
    """A web site on this machine with the bank's file, and something endless."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = {"/rates": JSON.encode(), "/endless": bytes(LARGEST + 1)}.get(self.path)
            self.send_response(200 if body else 404)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_file_is_taken_from_a_path_or_an_address(site: str, tmp_path: Path) -> None:
    saved = tmp_path / "rates.json"
    saved.write_text(JSON)
    assert read(fetched(str(saved))) == read(fetched(f"{site}/rates")) == (RATES, [])


@pytest.mark.parametrize("path", ["/missing", "/endless"])
def test_what_cannot_be_fetched_is_told_with_its_address(site: str, path: str) -> None:
    with pytest.raises(click.ClickException) as refused:
        fetched(site + path)
    assert path in refused.value.message


def test_an_address_where_nobody_answers_and_a_path_of_nothing_are_told() -> None:
    for place in ("http://127.0.0.1:9/rates", "/no/such/rates.json"):
        with pytest.raises(click.ClickException) as refused:
            fetched(place)
        assert place in refused.value.message


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    saved = tmp_path / "large.json"
    saved.write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(click.ClickException):
        fetched(str(saved))
