"""Invented records of partners."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.partners.models import (
    BusinessRegion,
    Contract,
    Department,
    Erasure,
    FirstTouch,
    Interaction,
    Organization,
    Partner,
    Reassignment,
    Staff,
    Task,
)
from tests.contracts.invented.made import AT, LATER, an_id, made


def _organization() -> Any:
    return made(
        Organization,
        "organization",
        name="ТОВ «Вигадана Криниця»",
        edrpou="12345678",
        vat_number="123456712345",
        ibans=["UA903052992990004149123456789"],
        requisite_policies=[{"kind": "company", "role": "client", "requisites": ["edrpou"]}],
    )


def _department() -> Any:
    return made(Department, "department", organization_id=an_id("organization"), name="Відділ казок")


def _staff() -> Any:
    return made(
        Staff,
        "staff-mavka",
        organization_id=an_id("organization"),
        full_name="Мавка Лісова",
        position="Менеджерка",
        email="mavka@vyhadka.example",
        department_id=an_id("department"),
    )


def _partner() -> Any:
    return made(
        Partner,
        "partner",
        organization_id=an_id("organization"),
        kind="company",
        name="ТОВ «Котигорошко»",
        roles=["client"],
        manager_id=an_id("staff-mavka"),
        representative_id=an_id("staff-mavka"),
        region_id=an_id("region"),
        primary_interest=FirstTouch("source", None, "Побачив вишиваний намет на ярмарку"),
        notes="Вигаданий клієнт",
        archived_at=LATER,
    )


def _regions() -> list[Any]:
    world = made(BusinessRegion, "region-above", name="Тридесяті царства")
    return [world, made(BusinessRegion, "region", name="Тридев'яте царство", parent_id=world.id)]


def _house() -> list[Any]:
    return [*_regions(), _organization(), _department(), _staff()]


def organization_changed() -> list[Any]:
    return [_organization()]


def staff_changed() -> list[Any]:
    return _house()


def region_changed() -> list[Any]:
    return _regions()


def partner_changed() -> list[Any]:
    return [*_house(), _partner()]


def contract_changed() -> list[Any]:
    contract = made(
        Contract,
        "contract",
        number="7-К",
        signed_on=date(2026, 3, 2),
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        currency="UAH",
        valid_from=date(2026, 3, 2),
        valid_to=date(2026, 12, 31),
        credit_limit=Decimal("50000.00"),
        subject="Постачання чарівного гороху",
        status="in_force",
    )
    return [*_house(), _partner(), contract]


def partners_reassigned() -> list[Any]:
    moved = [(str(an_id("partner")), 2), (str(an_id("partner-two")), 7)]
    return [*_house(), made(Reassignment, "reassignment", manager_id=an_id("staff-mavka"), partners=moved)]


def partner_erased() -> list[Any]:
    links = {"partner_id": an_id("partner"), "organization_id": an_id("organization")}
    return [*_house(), _partner(), made(Erasure, "erasure", **links)]


def task_changed() -> list[Any]:
    task = made(
        Task,
        "task",
        title="Подзвонити Котигорошку",
        description="Спитати про булаву",
        status="done",
        priority="normal",
        author_id=an_id("staff-mavka"),
        assignee_id=an_id("staff-mavka"),
        for_role="manager",
        partner_id=an_id("partner"),
        subject_type="order",
        subject_id=an_id("order"),
        due_at=LATER,
        result="Домовилися",
        completed_by=an_id("user-mavka"),
        completed_at=LATER,
        accepted_by=an_id("staff-mavka"),
        accepted_at=AT,
        seen_at=LATER,
        follows_document=False,
    )
    return [*_house(), task]


def interaction_changed() -> list[Any]:
    return [*_house(), _partner(), _interaction()]


def interaction_done() -> list[Any]:
    return interaction_changed()


def _interaction() -> Any:
    return made(
        Interaction,
        "interaction",
        kind="meeting",
        status="done",
        partner_id=an_id("partner"),
        contact_person_ids=[str(an_id("contact-person"))],
        subject_type="order",
        subject_id=an_id("order"),
        topic="Показати булаву",
        planned_at=AT,
        done_at=LATER,
        happens_at=LATER,
        result="Сподобалася",
        author_id=an_id("staff-mavka"),
        responsible_id=an_id("staff-mavka"),
    )
