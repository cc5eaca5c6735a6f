"""How contracts are put into words and examples: by what is declared, in one way for all operations."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import pytest
from pydantic import Field

from gateway.openapi import openapi
from services.chassis.actor import Role
from services.chassis.contracts import ById, Contract, Message, between, equals, one_of
from services.chassis.fields import Name, QuantityAmount

OFFICE = (Role.MANAGER,)


class Row(Message):
    """A crate in a list."""

    id: UUID
    name: str


class Detailed(Row):
    pass


class Line(Message):
    item_id: UUID
    quantity: QuantityAmount
    comment: Name | None = None


class PackCrate(Message):
    """Put goods into a crate."""

    id: UUID
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    sealed_on: date | None = None
    weight: Annotated[int | None, Field(examples=[12])] = None


class ChangeCrate(Message):
    """Fields not given stay as they are."""

    id: UUID
    name: Name | None = None


def _described() -> dict[str, Any]:
    api = Contract("crates", en="Crates", uk="Ящики")
    said = {"roles": OFFICE, "en": "x", "uk": "х"}
    api.listing(
        "list_crates",
        "GET /crates",
        Row,
        roles=OFFICE,
        en="Crates",
        uk="Ящики",
        orders=("-name", "name"),
        filters=(
            equals("partner_id", UUID),
            one_of("manager_id", UUID),
            equals("sealed", bool, about="that are sealed"),
            equals("mute", bool),
            between("sealed_on", date),
        ),
        search=True,
    )
    api.command("pack_crate", "POST /crates/{id}/pack", PackCrate, Row, **said)
    api.command("change_crate", "PATCH /crates/{id}", ChangeCrate, Row, **said)
    api.command("rename_crate", "POST /crates/{id}/rename", ChangeCrate, Row, example={"name": "Скриня"}, **said)
    api.command("repack_crate", "POST /crates/{id}/repack", PackCrate, Row, example={"weight": 9}, **said)
    api.command("open_crate", "POST /crates/{id}/open", ById, Row, description="It is open.", **said)
    api.query("get_crate", "GET /crates/{id}", ById, Detailed, **said)
    paths: dict[str, dict[str, Any]] = openapi([api])["paths"]
    return {one["operationId"]: one for methods in paths.values() for one in methods.values()}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return _described()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("partner_id", "Only those whose partner is this, by id. Cards that were merged with it count as one."),
        ("manager_id", "Only those whose manager is one of these, by id. Repeat the parameter to name several."),
        ("sealed", "`true`: only those that are sealed; `false`: only the others. All when not given."),
        ("mute", ""),
        ("sealed_on_from", "Only those whose `sealed_on` is on or after this day."),
        ("sealed_on_to", "Only those whose `sealed_on` is on or before this day."),
        ("order", "What rows are ordered by; `-` in front is downwards. `-name` unless given."),
        ("cursor", "`next` of the page before."),
    ],
)
def test_a_parameter_of_a_list_is_told_by_its_kind(described: dict[str, Any], name: str, told: str) -> None:
    (one,) = [one for one in described["list_crates"]["parameters"] if one["name"] == name]
    assert one["description"] == told


def test_an_id_in_an_address_is_told_by_the_noun_before_it(described: dict[str, Any]) -> None:
    assert described["get_crate"]["parameters"][0]["description"] == "Id of the crate."


def test_what_an_operation_does_is_told_by_its_contract_and_what_is_read_by_its_view(described: dict[str, Any]) -> None:
    told = {name: one["description"].split("\n\n")[1] for name, one in described.items()}
    assert told["pack_crate"] == "Put goods into a crate."
    assert told["open_crate"] == "It is open."
    assert told["get_crate"] == told["list_crates"] == "A crate in a list."
    assert described["get_crate"]["responses"]["200"]["description"] == "A crate in a list."


def _example(described: dict[str, Any], name: str) -> Any:
    return described[name]["requestBody"]["content"]["application/json"]["example"]


def test_an_example_is_made_of_what_must_be_there_and_of_fields_with_an_example_of_their_own(
    described: dict[str, Any],
) -> None:
    made = _example(described, "pack_crate")
    assert made.keys() == {"lines", "weight"}
    assert made["weight"] == 12
    assert made["lines"] == [{"item_id": made["lines"][0]["item_id"], "quantity": "10"}]
    UUID(made["lines"][0]["item_id"])


def test_an_example_of_a_change_changes_something(described: dict[str, Any]) -> None:
    assert _example(described, "change_crate") == {"name": "Соняшник"}


def test_a_written_example_stands_as_it_is_and_gets_what_must_be_there(described: dict[str, Any]) -> None:
    assert _example(described, "rename_crate") == {"name": "Скриня"}
    assert _example(described, "repack_crate") == {"lines": _example(described, "pack_crate")["lines"], "weight": 9}


def test_an_empty_body_has_an_empty_example(described: dict[str, Any]) -> None:
    assert _example(described, "open_crate") == {}
