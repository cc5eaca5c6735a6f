"""What brought a client: said once, kept as the first touch."""

from typing import Any
from uuid import UUID

import pytest

from services.chassis.actor import Role
from services.chassis.ids import uuid7
from services.partners import contracts
from tests.services.cast import a_person
from tests.services.company import Company

FAIR = {"kind": "source", "id": None, "note": "Ярмарок у Луцьку"}


def changed(company: Company, partner: dict[str, Any], interest: Any, by: Any = None) -> Any:
    body = {"id": partner["id"], "primary_interest": interest}
    return company.bench.do(contracts.CHANGE_PARTNER, body, by=by or company.taras)["primary_interest"]


def test_what_brought_a_client_is_kept_and_told_to_all(company: Company) -> None:
    channel = {"kind": "channel", "id": str(uuid7()), "note": "Банер"}
    partner = company.a_partner(primary_interest=channel)
    assert partner["primary_interest"] == channel
    assert company.bench.events()[-1]["data"]["primary_interest"] == channel
    assert company.bench.listed(contracts.LIST_PARTNERS)[0]["primary_interest"] == channel


def test_a_client_of_whom_nothing_is_said_has_none(company: Company) -> None:
    partner = company.a_partner()
    assert partner["primary_interest"] is None
    assert company.bench.listed(contracts.LIST_PARTNERS)[0]["primary_interest"] is None


def test_it_is_filled_in_later_and_then_kept(company: Company) -> None:
    partner = company.a_partner()
    assert changed(company, partner, FAIR) == FAIR
    other = {"kind": "manager", "id": company.taras_id}
    body = {"id": partner["id"], "primary_interest": other}
    refusal = company.bench.refuses(contracts.CHANGE_PARTNER, body, by=company.taras)
    assert (refusal.code.name, [one.pointer for one in refusal.fields]) == ("interest_kept", ["/primary_interest"])
    assert company.bench.refuses(contracts.CHANGE_PARTNER, {**body, "primary_interest": None}, by=company.taras)
    assert changed(company, partner, FAIR) == FAIR


def test_the_head_corrects_it(company: Company) -> None:
    partner = company.a_partner(primary_interest=FAIR)
    other = {"kind": "manager", "id": company.taras_id, "note": None}
    assert changed(company, partner, other, by=company.head) == other
    assert changed(company, partner, None, by=company.head) is None


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ({"kind": "source"}, "note", "interest_without_words"),
        ({**FAIR, "id": str(uuid7())}, "id", "interest_without_id"),
        *(
            ({"kind": kind}, "id", "interest_of_nobody")
            for kind in ("manager", "marketing_event", "channel", "partner")
        ),
    ],
)
def test_it_names_what_it_speaks_of(company: Company, said: dict[str, Any], pointer: str, code: str) -> None:
    body = company.card(primary_interest=said)
    refusal = company.bench.refuses(contracts.REGISTER_PARTNER, body, by=company.taras)
    assert [(one.pointer, one.code) for one in refusal.fields] == [(f"/primary_interest/{pointer}", code)]


@pytest.mark.parametrize("brought_by", ["manager", "partner"])
def test_people_and_partners_that_are_not_there_are_refused(company: Company, brought_by: str) -> None:
    body = company.card(primary_interest={"kind": brought_by, "id": uuid7()})
    refusal = company.bench.refuses(contracts.REGISTER_PARTNER, body, by=company.taras)
    assert (refusal.code.name, [one.pointer for one in refusal.fields]) == (
        "unknown_reference",
        ["/primary_interest/id"],
    )


def test_nobody_brings_itself(company: Company) -> None:
    partner = company.a_partner()
    body = {"id": partner["id"], "primary_interest": {"kind": "partner", "id": partner["id"]}}
    refusal = company.bench.refuses(contracts.CHANGE_PARTNER, body, by=company.taras)
    assert [one.pointer for one in refusal.fields] == ["/primary_interest/id"]


def test_a_client_is_not_told_how_it_was_won(company: Company) -> None:
    partner = company.a_partner(primary_interest=FAIR)
    itself = a_person("Клієнт: вхід", Role.CLIENT, partner_id=UUID(partner["id"]))
    assert company.bench.do(contracts.GET_PARTNER, {"id": partner["id"]}, by=itself)["primary_interest"] is None
    assert company.bench.listed(contracts.LIST_PARTNERS, by=itself)[0]["primary_interest"] is None


def test_erasing_a_person_takes_the_words_along(company: Company) -> None:
    partner = company.a_partner(primary_interest=FAIR)
    erased = company.bench.do(contracts.ERASE_PARTNER, {"id": partner["id"]}, by=a_person("А", Role.ADMINISTRATOR))
    assert erased["primary_interest"] == {**FAIR, "note": None}
    assert "Ярмарок" not in str([row.changes for row in company.bench.audit(partner["id"])])
