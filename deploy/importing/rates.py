"""The National Bank of Ukraine's exchange rates, as its open API gives them, into Ugoda through the gateway (T11).

JSON, `[{"r030": 840, "txt": "Долар США", "rate": 41.2345, "cc": "USD", "exchangedate": "01.12.2026"}, …]`, or the same
as XML, `<exchange><currency><cc>USD</cc><rate>41.2345</rate>…`. Rates are hryvnias for one unit; they are taken to
the last digit, and a rate with more decimals than Ugoda keeps is named, not rounded. What is there already is not sent.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import httpx

from deploy.client import Api, Refused

LARGEST = 5 * 1024 * 1024
"""Bytes of a file: the bank's list of a day is some ten thousand, a year of all currencies fits too."""
_SECONDS = 30
_NEEDED = ("cc", "rate", "exchangedate")


@dataclass(frozen=True)
class Rate:
    """A row of the bank's, by its number from 1."""

    row: int
    currency: str
    on: date
    rate: Decimal


@dataclass
class Taken:
    """How many rates were new, how many there already, and which rows were not taken, each with its reason."""

    set: int = 0
    known: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)


def fetched(place: str) -> bytes:
    """The file at a path or an http(s) address. Raises ClickException, naming the place."""
    if not place.startswith(("http://", "https://")):
        path = Path(place)
        if not path.is_file():
            raise click.ClickException(f"There is no file {place}. Give the path of the bank's file, or its address.")
        with path.open("rb") as file:
            return _whole(place, [file.read(LARGEST + 1)])
    try:
        with httpx.stream("GET", place, timeout=_SECONDS, follow_redirects=True) as answer:
            answer.raise_for_status()
            return _whole(place, answer.iter_bytes())
    except httpx.HTTPError as error:
        raise click.ClickException(f"{place}: {error}. Try again later, or save the file and give its path.") from error


def _whole(place: str, parts: Any) -> bytes:
    data = bytearray()
    for part in parts:
        data += part
        if len(data) > LARGEST:
            raise click.ClickException(f"{place} is larger than {LARGEST:,} bytes: that is not the bank's file.")
    return bytes(data)


def read(data: bytes) -> tuple[list[Rate], list[tuple[int, str]]]:
    """Rates, and what is wrong with the other rows, by number. Raises ClickException if the file is not the bank's."""
    rates, wrong = [], []
    for number, row in enumerate(_rows(data), 1):
        try:
            rates.append(_rate(number, row))
        except ValueError as error:
            wrong.append((number, str(error)))
    return rates, wrong


def _rows(data: bytes) -> Iterator[Any]:
    try:
        if data.lstrip().startswith(b"<"):
            for row in ElementTree.fromstring(data):
                yield {one.tag: (one.text or "").strip() for one in row}
            return
        listed = json.loads(data, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, ElementTree.ParseError) as error:
        raise click.ClickException(f"This is neither the bank's JSON nor its XML: {error}") from error
    if not isinstance(listed, list):
        raise click.ClickException("This is not the bank's file: a list of rates is needed.")
    yield from listed


def _rate(number: int, row: Any) -> Rate:
    """Raises ValueError: the column, and the reason."""
    if not isinstance(row, Mapping):
        raise ValueError("the whole row: an object is needed")
    for name in _NEEDED:
        if row.get(name) in (None, ""):
            raise ValueError(f"{name}: nothing is there")
    try:
        on = datetime.strptime(str(row["exchangedate"]), "%d.%m.%Y").date()
    except ValueError:
        raise ValueError(f"exchangedate: {row['exchangedate']} is not a date like 31.12.2026") from None
    try:
        rate = Decimal(str(row["rate"]))
    except ArithmeticError:
        raise ValueError(f"rate: {row['rate']} is not a number") from None
    if not rate.is_finite():
        raise ValueError(f"rate: {row['rate']} is not a number")
    return Rate(number, str(row["cc"]), on, rate)


def bring_in(api: Api, rates: list[Rate]) -> Taken:
    """Rates that are not there yet, or are there with another value: the bank's word counts. A row that Ugoda refuses
    is named with its reasons, and the others are taken."""
    taken = Taken()
    if not rates:
        return taken
    days = [one.on for one in rates]
    listed = api.all("/exchange-rates", on_from=min(days).isoformat(), on_to=max(days).isoformat())
    known = {(row["currency"], row["on"]): Decimal(row["rate"]) for row in listed}
    for one in rates:
        if known.get((one.currency, one.on.isoformat())) == one.rate:
            taken.known += 1
            continue
        try:
            _set(api, one)
        except Refused as refused:
            why = "; ".join(refused.told[1:] or refused.told)  # the fields' own sentences, where there are any
            taken.wrong.append((one.row, f"{one.currency} {one.on:%d.%m.%Y}: {why}"))
        else:
            known[one.currency, one.on.isoformat()] = one.rate
            taken.set += 1
    return taken


def _set(api: Api, one: Rate) -> None:
    body = {"currency": one.currency, "on": one.on.isoformat(), "rate": format(one.rate, "f")}
    try:
        api.post("/exchange-rates", body)
    except Refused as refused:
        if refused.code != "exists":
            raise
        # somebody brought the same day in at the same moment: now it is there, and is corrected if it differs
        api.post("/exchange-rates", body)
