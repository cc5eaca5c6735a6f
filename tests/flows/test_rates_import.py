"""The National Bank's rates through the gateway: as often as one likes, bad rows named, cross rates of what came in."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from os import environ
from pathlib import Path

import pytest

from tests.house import House

pytestmark = pytest.mark.flow
DAY = "2026-11-30"


@pytest.fixture(params=["house", "postgres_house"])
def any_house(request: pytest.FixtureRequest) -> House:
    house: House = request.getfixturevalue(request.param)
    return house


def _row(currency: str, rate: str) -> str:
    return f'{{"r030": 1, "txt": "Валюта", "rate": {rate}, "cc": "{currency}", "exchangedate": "30.11.2026"}}'


def _file(folder: Path, *rows: str) -> str:
    made = folder / "rates.json"
    made.write_text(f"[{', '.join(rows)}]")
    return str(made)


def _imported(house: House, place: str) -> subprocess.CompletedProcess[str]:
    told = [sys.executable, "-W", "ignore", "-m", "deploy.cli", "import", "rates", place]
    return subprocess.run(told, env={**environ, **house.environment}, capture_output=True, text=True, timeout=120)


def _rates(house: House) -> dict[str, str]:
    rows = house.api().get(f"/exchange-rates?on_from={DAY}&on_to={DAY}&limit=200")["items"]
    return {row["currency"]: row["rate"] for row in rows}


def test_rates_come_in_once_and_are_corrected_as_the_bank_corrects_them(any_house: House, tmp_path: Path) -> None:
    bank = _file(tmp_path, _row("CHF", "51.1234"), _row("PLN", "11.3456"), _row("XDR", "55.01"))
    assert any_house.ugoda("import", "rates", bank) == "3 set, 0 there already\n"
    assert any_house.ugoda("import", "rates", bank) == "0 set, 3 there already\n"
    bank = _file(tmp_path, _row("CHF", "51.2"), _row("PLN", "11.3456"), _row("XDR", "55.01"))
    assert any_house.ugoda("import", "rates", bank) == "1 set, 2 there already\n"
    bank = _file(tmp_path, _row("CHF", "51.1234"))
    assert any_house.ugoda("import", "rates", bank) == "1 set, 0 there already\n", (
        "and back again, within the same week"
    )
    assert _rates(any_house) == {"CHF": "51.123400", "PLN": "11.345600", "XDR": "55.010000"}

    admin = any_house.api()
    francs = admin.post("/price-types", {"code": "FRANCS", "name": "У франках", "currency": "CHF"})["id"]
    item = admin.post("/items", {"sku": "WATCH", "name": "Годинник вигаданий"})["id"]
    price = {"item_id": item, "price_type_id": francs, "value": "100"}
    admin.post("/price-settings", {"effective_from": DAY, "prices": [price]})
    line = {"item_id": item, "quantity": "1"}
    quote = admin.post("/quotes", {"on": "2026-12-01", "price_type_id": francs, "currency": "PLN", "lines": [line]})
    assert quote["lines"][0]["price"] == "450.6011"  # 100 × 51.1234 ÷ 11.3456, a day later


def test_bad_rows_are_named_and_the_others_are_taken(any_house: House, tmp_path: Path) -> None:
    rows = (_row("QQQ", "1"), _row("UAH", "1"), _row("JPY", "0"), _row("HUF", "0.1234567"), _row("SEK", "4.4"))
    done = _imported(any_house, _file(tmp_path, *rows, '{"cc": "NOK"}'))
    assert (done.returncode, done.stdout) == (1, "1 set, 0 there already\n")
    told = [line.strip() for line in done.stderr.splitlines() if line.startswith("  row")]
    assert [line[: line.index(":")] for line in told] == [
        "row 1, QQQ 30.11.2026",
        "row 2, UAH 30.11.2026",
        "row 3, JPY 30.11.2026",
        "row 4, HUF 30.11.2026",
        "row 6, rate",
    ]
    assert "/currency: There is no such currency" in told[0]
    assert _rates(any_house)["SEK"] == "4.400000"


def test_two_imports_at_once_do_not_clash(any_house: House, tmp_path: Path) -> None:
    currencies = ("AUD", "CAD", "CZK", "DKK", "GBP", "ILS", "MXN", "NZD", "RON", "TRY", "ZAR", "SGD")
    bank = _file(tmp_path, *(_row(currency, "7.5") for currency in currencies))
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: _imported(any_house, bank), range(3)))
    assert [one.returncode for one in done] == [0, 0, 0], [one.stderr for one in done]
    assert {_rates(any_house)[currency] for currency in currencies} == {"7.500000"}
