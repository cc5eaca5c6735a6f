"""Ties between partners, and between us and a partner: recorded, ended, seen from both sides."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.chassis import runtime
from services.chassis.actor import Role
from services.chassis.ids import uuid7
from services.partners import contracts
from tests.services.cast import ADMIN, a_person
from tests.services.company import Company


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tenth of June."""
    monkeypatch.setattr(runtime, "utc_now", lambda: datetime(2026, 6, 10, 9, 0, tzinfo=UTC))


def tie(company: Company, partner: dict[str, Any], by: Any = None, **more: Any) -> dict[str, Any]:
    body = {"kind": "competitor", "partner_id": partner["id"], "valid_from": "2026-03-02", **more}
    return company.bench.do(contracts.ADD_RELATIONSHIP, body, by=by or company.taras)


def seen(company: Company, partner: dict[str, Any], by: Any = None, **more: Any) -> list[tuple[Any, ...]]:
    rows = company.bench.listed(contracts.LIST_RELATIONSHIPS, partner_id=partner["id"], by=by or company.taras, **more)
    return [(row["kind"], row["with_name"], row["reverse"]) for row in rows]


def test_a_tie_is_seen_from_both_sides(company: Company) -> None:
    kalyna, dzvin = company.a_partner(), company.a_partner("ПП «Дзвін»")
    made = tie(company, kalyna, kind="supplier", other_partner_id=dzvin["id"], comment="Возить їм скло")
    assert seen(company, kalyna) == [("supplier", "ПП «Дзвін»", False)]
    assert seen(company, dzvin) == [("supplier", "ТОВ «Калина Вигадана»", True)]
    assert company.bench.do(contracts.GET_RELATIONSHIP, {"id": made["id"]}, by=company.taras) == made
    assert made["comment"] == "Возить їм скло"


def test_a_partner_is_tied_to_us(company: Company) -> None:
    kalyna = company.a_partner()
    tie(company, kalyna, organization_id=company.ours)
    assert seen(company, kalyna) == [("competitor", "ТОВ «Вигадане 32855961»", False)]


def test_ties_are_found_by_kind_and_paged(company: Company) -> None:
    kalyna = company.a_partner()
    for month, sort in enumerate(("client", "supplier", "client"), start=1):
        tie(company, kalyna, kind=sort, organization_id=company.ours, valid_from=f"2026-0{month}-01")
    assert [kind for kind, _, _ in seen(company, kalyna, kind=["client"])] == ["client", "client"]
    pages = company.bench.pages(contracts.LIST_RELATIONSHIPS, 1, partner_id=kalyna["id"], by=company.taras)
    days = [row["valid_from"] for page in pages for row in page]
    assert days == ["2026-03-01", "2026-02-01", "2026-01-01"]


@pytest.mark.parametrize("both", [True, False])
def test_the_other_side_is_one(company: Company, both: bool) -> None:
    kalyna = company.a_partner()
    sides = {"organization_id": company.ours, "other_partner_id": company.a_partner("ПП «Дзвін»")["id"]}
    body = {"kind": "other", "partner_id": kalyna["id"], "valid_from": "2026-03-02", **(sides if both else {})}
    refusal = company.bench.refuses(contracts.ADD_RELATIONSHIP, body, by=company.taras)
    assert refusal.code.name == "tie_sides"
    assert [one.pointer for one in refusal.fields] == ["/other_partner_id", "/organization_id"]


def test_nobody_is_tied_to_itself_or_to_nobody(company: Company) -> None:
    kalyna = company.a_partner()
    body = {"kind": "other", "partner_id": kalyna["id"], "valid_from": "2026-03-02"}
    refuses = company.bench.refuses
    itself = refuses(contracts.ADD_RELATIONSHIP, {**body, "other_partner_id": kalyna["id"]}, by=company.taras)
    assert (itself.code.name, itself.fields[0].pointer) == ("tie_with_itself", "/other_partner_id")
    nobody = refuses(contracts.ADD_RELATIONSHIP, {**body, "organization_id": uuid7()}, by=company.taras)
    assert [one.pointer for one in nobody.fields] == ["/organization_id"]
    backwards = {**body, "organization_id": company.ours, "valid_to": "2026-03-01"}
    assert refuses(contracts.ADD_RELATIONSHIP, backwards, by=company.taras).fields[0].pointer == "/valid_to"


def test_a_tie_with_a_colleague_s_client_is_neither_made_nor_seen(company: Company) -> None:
    mine, hers = company.a_partner(), company.a_partner("ПП «Дзвін»", by=company.daryna)
    body = {"kind": "client", "partner_id": mine["id"], "other_partner_id": hers["id"], "valid_from": "2026-03-02"}
    refusal = company.bench.refuses(contracts.ADD_RELATIONSHIP, body, by=company.taras)
    assert refusal.code.name == "partner_not_found"
    made = company.bench.do(contracts.ADD_RELATIONSHIP, body, by=company.head)
    assert seen(company, mine) == []
    assert seen(company, mine, by=company.head) == [("client", "ПП «Дзвін»", False)]
    for operation in (contracts.GET_RELATIONSHIP, contracts.END_RELATIONSHIP):
        assert company.bench.refuses(operation, {"id": made["id"]}, by=company.taras).code.name == "not_found"
    asked = {"partner_id": hers["id"]}
    assert company.bench.refuses(contracts.LIST_RELATIONSHIPS, asked, by=company.taras).code.name == "not_found"


def test_a_client_does_not_read_how_we_see_it(company: Company) -> None:
    kalyna = company.a_partner()
    made = tie(company, kalyna, organization_id=company.ours)
    itself = a_person("Клієнт: вхід", Role.CLIENT, partner_id=UUID(kalyna["id"]))
    assert company.bench.refuses(contracts.GET_RELATIONSHIP, {"id": made["id"]}, by=itself).code.name == "forbidden"


@pytest.mark.parametrize(
    ("planned", "over"), [("2026-06-09", True), ("2026-06-10", False), ("2026-06-11", False), (None, False)]
)
def test_a_tie_that_is_not_over_yet_is_ended_today(company: Company, planned: str | None, over: bool) -> None:
    made = tie(company, company.a_partner(), organization_id=company.ours, valid_to=planned)
    if over:
        assert company.bench.refuses(contracts.END_RELATIONSHIP, {"id": made["id"]}).code.name == "tie_ended"
        return
    ended = company.bench.do(contracts.END_RELATIONSHIP, {"id": made["id"]}, by=company.taras)
    assert (ended["valid_to"], ended["version"]) == ("2026-06-10", 2 if planned != "2026-06-10" else 1)


@pytest.mark.parametrize(("last", "fits"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", True)])
def test_a_tie_does_not_end_before_it_began(company: Company, last: str, fits: bool) -> None:
    made = tie(company, company.a_partner(), organization_id=company.ours, comment="Було")
    end = {"id": made["id"], "on": last, "comment": "Розійшлися"}
    if fits:
        ended = company.bench.do(contracts.END_RELATIONSHIP, end, by=company.taras)
        assert (ended["valid_to"], ended["comment"]) == (last, "Розійшлися")
        return
    refusal = company.bench.refuses(contracts.END_RELATIONSHIP, end, by=company.taras)
    assert [(one.pointer, one.code) for one in refusal.fields] == [("/on", "period")]


def test_erasing_a_person_takes_what_was_said_of_its_ties(company: Company) -> None:
    person = company.a_partner("Олена Вигадана", kind="individual")
    made = tie(company, company.a_partner(), other_partner_id=person["id"], comment="Сестра Олени працює там")
    company.bench.do(contracts.ERASE_PARTNER, {"id": person["id"]}, by=ADMIN)
    assert company.bench.do(contracts.GET_RELATIONSHIP, {"id": made["id"]}, by=company.taras)["comment"] is None
    assert "Сестра" not in str([row.changes for row in company.bench.audit(made["id"])])
