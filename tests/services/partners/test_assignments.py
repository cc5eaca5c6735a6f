"""The history of a client's managers and representatives."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.chassis import runtime
from services.chassis.jobs import work_once
from services.chassis.startup import jobs_of
from services.partners import contracts
from tests.services.company import Company

MORNING = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """An hour passes with every operation."""
    now = [MORNING]

    def tick() -> datetime:
        now[0] += timedelta(hours=1)
        return now[0]

    monkeypatch.setattr(runtime, "utc_now", tick)
    return now


def history(company: Company, partner: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return company.bench.listed(contracts.LIST_ASSIGNMENTS, partner_id=partner["id"], **more)


def people(rows: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    return [(row["manager_name"], row["representative_name"]) for row in rows]


def test_a_client_registered_has_its_first_people_with_who_registered_it(
    company: Company, clock: list[datetime]
) -> None:
    partner = company.a_partner()
    (row,) = history(company, partner)
    assert (row["manager_id"], row["manager_name"], row["representative_id"]) == (
        company.taras_id,
        "Тарас Перший",
        None,
    )
    assert (row["since"], row["until"]) == (partner["created_at"], None)
    assert (row["by_id"], row["by_name"]) == (str(company.taras.user_id), company.taras.name)


def test_each_assignment_ends_the_one_before_and_begins_the_next(company: Company, clock: list[datetime]) -> None:
    partner = company.a_partner()
    give = {"id": partner["id"], "manager_id": company.daryna_id, "representative_id": company.taras_id}
    company.bench.do(contracts.ASSIGN_PARTNER, give, by=company.head)
    company.bench.do(contracts.ASSIGN_PARTNER, {**give, "representative_id": None}, by=company.head)
    rows = history(company, partner)
    assert people(rows) == [("Дарина Друга", None), ("Дарина Друга", "Тарас Перший"), ("Тарас Перший", None)]
    assert rows[0]["until"] is None
    assert [row["until"] for row in rows[1:]] == [row["since"] for row in rows[:2]]
    assert rows[1]["by_id"] == str(company.head.user_id)


def test_giving_a_client_to_who_has_it_is_no_news(company: Company) -> None:
    partner = company.a_partner()
    give = {"id": partner["id"], "manager_id": company.taras_id}
    company.bench.do(contracts.ASSIGN_PARTNER, give, by=company.head)
    assert len(history(company, partner)) == 1


def test_a_hand_over_is_in_the_history_of_each_client(company: Company) -> None:
    partners = [company.a_partner(f"Клієнт {place}", representative_id=company.solomiia_id) for place in range(3)]
    body = {"id": company.taras_id, "to_staff_id": company.daryna_id}
    company.bench.do(contracts.HAND_CLIENTS_OVER, body, by=company.head)
    while work_once(company.bench.runtime, jobs_of("partners")):
        pass
    for partner in partners:
        rows = history(company, partner)
        assert people(rows) == [("Дарина Друга", "Соломія Провідна"), ("Тарас Перший", "Соломія Провідна")]
        assert (rows[0]["by_id"], rows[0]["until"]) == (str(company.head.user_id), None)


def test_another_s_client_has_no_history_to_read(company: Company) -> None:
    partner = company.a_partner()
    asked = {"partner_id": partner["id"]}
    refusal = company.bench.refuses(contracts.LIST_ASSIGNMENTS, asked, by=company.daryna)
    assert refusal.code.name == "not_found"


def test_the_history_is_paged_from_either_end(company: Company, clock: list[datetime]) -> None:
    partner = company.a_partner()
    for manager in (company.daryna_id, company.solomiia_id):
        company.bench.do(contracts.ASSIGN_PARTNER, {"id": partner["id"], "manager_id": manager}, by=company.head)
    for order in ("since", "-since"):
        pages = company.bench.pages(contracts.LIST_ASSIGNMENTS, 1, partner_id=partner["id"], order=order)
        names = [row["manager_name"] for page in pages for row in page]
        wanted = ["Тарас Перший", "Дарина Друга", "Соломія Провідна"]
        assert names == (wanted if order == "since" else wanted[::-1])


def test_registering_costs_one_statement_more_for_it(company: Company) -> None:
    company.a_partner("Розігрів")
    with company.bench.statements() as seen:
        company.a_partner("ПП «Дзвін»")
    assert sum("assignments" in statement for statement in seen) == 1
