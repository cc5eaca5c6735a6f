"""One plainly invented subject for every event: the rows that stand behind its frozen sample.

A new event about a record that no other event has gets a function here, named as the event; it returns the
rows it needs, its subject last.
"""

import importlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from services.chassis.actor import Actor, Role
from services.chassis.contracts import Event
from services.chassis.database import Database
from services.chassis.ids import uuid_for
from services.chassis.tables import Record
from services.chassis.tx import Reader, outbox_row
from services.deals.models import Deal, DealKind, LossReason
from services.marketing.models import Channel, Claim
from services.orders.models import Order, Payment, Receipt, ReceiptLine, Shipment, Warehouse
from services.partners.models import Department, Erasure, Organization, Partner, Reassignment, Staff, Task
from services.pricing.models import Item, Offer, OfferVersion, PriceSetting
from tests.contracts.frozen import all_events

AT = datetime(2026, 3, 2, 8, 30, 15, 123456, tzinfo=UTC)
LATER = datetime(2026, 3, 20, 14, 0, tzinfo=UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def an_id(name: str) -> UUID:
    return uuid_for("sample", name)


ACTOR = Actor(
    an_id("user-mavka"),
    "Мавка Лісова",
    frozenset({Role.MANAGER}),
    staff_id=an_id("staff-mavka"),
    organization_id=an_id("organization"),
)


def _made(model: type[Any], called: str, /, **values: Any) -> Any:
    return model(id=an_id(called), created_at=AT, updated_at=LATER, **values)


def _organization() -> Any:
    return _made(
        Organization,
        "organization",
        name="ТОВ «Вигадана Криниця»",
        edrpou="12345678",
        vat_number="123456712345",
        ibans=["UA903052992990004149123456789"],
        requisite_policies=[{"kind": "company", "role": "client", "requisites": ["edrpou"]}],
    )


def _department() -> Any:
    return _made(Department, "department", organization_id=an_id("organization"), name="Відділ казок")


def _staff() -> Any:
    return _made(
        Staff,
        "staff-mavka",
        organization_id=an_id("organization"),
        full_name="Мавка Лісова",
        position="Менеджерка",
        email="mavka@vyhadka.example",
        department_id=an_id("department"),
    )


def _partner() -> Any:
    return _made(
        Partner,
        "partner",
        organization_id=an_id("organization"),
        kind="company",
        name="ТОВ «Котигорошко»",
        roles=["client"],
        manager_id=an_id("staff-mavka"),
        representative_id=an_id("staff-mavka"),
        notes="Вигаданий клієнт",
        archived_at=LATER,
    )


def _house() -> list[Any]:
    return [_organization(), _department(), _staff()]


def organization_changed() -> list[Any]:
    return [_organization()]


def staff_changed() -> list[Any]:
    return _house()


def partner_changed() -> list[Any]:
    return [*_house(), _partner()]


def partners_reassigned() -> list[Any]:
    moved = [(str(an_id("partner")), 2), (str(an_id("partner-two")), 7)]
    return [*_house(), _made(Reassignment, "reassignment", manager_id=an_id("staff-mavka"), partners=moved)]


def partner_erased() -> list[Any]:
    links = {"partner_id": an_id("partner"), "organization_id": an_id("organization")}
    return [*_house(), _partner(), _made(Erasure, "erasure", **links)]


def task_changed() -> list[Any]:
    task = _made(
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
    )
    return [*_house(), task]


def item_changed() -> list[Any]:
    names = {"sku": "BULAVA-1", "name": "Булава кована", "name_en": "Forged mace", "price_group_id": an_id("maces")}
    return [_made(Item, "item", kind="goods", unit="шт", vat_rate="20", withdrawn=False, **names)]


def prices_set() -> list[Any]:
    return [_made(PriceSetting, "prices", number="PRC-000001", effective_from=date(2026, 4, 1), count=12)]


def offer_changed() -> list[Any]:
    """The next version of an individual offer waits for agreement."""
    offer = _made(
        Offer,
        "offer",
        number="OFR-000001",
        name="Булави з відстрочкою",
        kind="individual",
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        standard_id=an_id("offer-standard"),
        status="in_force",
        version_number=1,
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
        open_to_clients=False,
    )
    period = {"offer_id": offer.id, "valid_from": date(2026, 1, 1), "open_to_clients": False}
    offer.versions = [
        OfferVersion(number=1, status="in_force", in_force_from=date(2026, 1, 1), said={}, **period),
        OfferVersion(number=2, status="on_approval", said={}, return_reason="Забагато відстрочки", **period),
    ]
    above = {"number": "OFR-000000", "name": "Булави", "kind": "standard", "organization_id": an_id("organization")}
    day = date(2026, 1, 1)
    standard = _made(Offer, "offer-standard", status="in_force", valid_from=day, open_to_clients=True, **above)
    return [standard, offer]


def _deal(status: str) -> list[Any]:
    deal = _made(
        Deal,
        "deal",
        number="DEAL-000001",
        name="Сто булав для Котигорошка",
        kind_id=an_id("deal-kind"),
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        manager_id=an_id("staff-mavka"),
        status=status,
        stage="talks",
        potential=Decimal("1250.50"),
        currency="UAH",
        expected_close_on=date(2026, 4, 30),
        description="Вигадана угода",
        loss_reason_id=an_id("loss-reason") if status == "lost" else None,
        loss_comment="Забракло заліза" if status == "lost" else None,
        closed_at=LATER,
    )
    reason = _made(LossReason, "loss-reason", name="Дорого")
    return [_made(DealKind, "deal-kind", name="Звичайна", stages=[]), reason, deal]


def deal_changed() -> list[Any]:
    return _deal("lost")


def deal_won() -> list[Any]:
    return _deal("won")


def deal_lost() -> list[Any]:
    return _deal("lost")


def _warehouse() -> Any:
    return _made(Warehouse, "warehouse", organization_id=an_id("organization"), name="Склад у дуплі")


def _order() -> list[Any]:
    order = _made(
        Order,
        "order",
        number="ORD-000001",
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        legal_entity_id=an_id("legal-entity"),
        manager_id=an_id("staff-mavka"),
        deal_id=an_id("deal"),
        warehouse_id=an_id("warehouse"),
        ordered_on=date(2026, 3, 2),
        status="to_fulfil",
        state="ready_to_ship",
        currency="UAH",
        prices_with_vat=True,
        total=Decimal("1250.50"),
        vat=Decimal("208.42"),
        payable=Decimal("1250.50"),
        paid=Decimal("250.00"),
        shipped_amount=Decimal("100.10"),
    )
    return [_warehouse(), order]


def order_changed() -> list[Any]:
    return _order()


def goods_received() -> list[Any]:
    receipt = _made(
        Receipt,
        "receipt",
        number="REC-000001",
        organization_id=an_id("organization"),
        warehouse_id=an_id("warehouse"),
        supplier_id=an_id("partner-two"),
        received_on=date(2026, 3, 1),
    )
    line = {"item_id": an_id("item"), "quantity": Decimal("10.5"), "price": Decimal("99.9999")}
    receipt.lines = [ReceiptLine(id=an_id("receipt-line"), receipt_id=receipt.id, **line)]
    return [_warehouse(), receipt]


def goods_shipped() -> list[Any]:
    shipment = _made(
        Shipment,
        "shipment",
        number="SHP-000001",
        order_id=an_id("order"),
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        legal_entity_id=an_id("legal-entity"),
        manager_id=an_id("staff-mavka"),
        shipped_on=date(2026, 3, 3),
        period="2026-03",
        currency="UAH",
        total=Decimal("100.10"),
        revenue=Decimal("83.42"),
    )
    return [*_order(), shipment]


def payment_received() -> list[Any]:
    payment = _made(
        Payment,
        "payment",
        number="PAY-000001",
        organization_id=an_id("organization"),
        partner_id=an_id("partner"),
        legal_entity_id=an_id("legal-entity"),
        order_id=an_id("order"),
        paid_on=date(2026, 3, 4),
        currency="UAH",
        amount=Decimal("250.00"),
        purpose="За булави",
    )
    return [*_order(), payment]


def channel_changed() -> list[Any]:
    above = _made(Channel, "channel-above", name="Поголос")
    return [above, _made(Channel, "channel", name="Казкарі", parent_id=above.id)]


def claim_changed() -> list[Any]:
    claim = _made(
        Claim,
        "claim",
        number="CLM-000001",
        partner_id=an_id("partner"),
        order_id=an_id("order"),
        organization_id=an_id("organization"),
        subject="Булава тріснула",
        kind="quality",
        status="satisfied",
        description="На першому ж змії",
        cause="Сирове залізо",
        guilty_department_id=an_id("department"),
        guilty_staff_id=an_id("staff-mavka"),
        result="Замінили",
        review_started_at=AT,
        decided_at=LATER,
    )
    return [claim]


def rows_of(event: Event, model: type[Record]) -> Sequence[Record]:
    """The event's own rows, or those of another event that has such a record too.

    Raises LookupError with what to do when nobody has invented such a record yet.
    """
    named = [event.name, *(other.name for other in all_events())]
    for made in (globals()[name] for name in named if name in globals()):
        rows: list[Any] = made()
        kinds = [type(row) for row in rows]
        if made.__name__ == event.name:
            return rows
        if model in kinds:
            return rows[: kinds.index(model) + 1]
    raise LookupError(f"invent a subject for {event.address}: a function {event.name}() in {__name__}")


def envelope_of(event: Event, database: Database) -> dict[str, Any]:
    """The event as today's code announces it, made of the invented rows; leaves the database as it was."""
    views = importlib.import_module(f"services.{event.service}.views").views
    with database.write() as session:
        *needed, subject = rows_of(event, views[event.view].model)
        for row in (*needed, subject):
            session.add(row)
            session.flush()
        told = outbox_row(
            Reader(session, ACTOR, views, LATER, epoch=0),
            event,
            subject,
            views[event.view].build(Reader(session, ACTOR, views, LATER, epoch=0), subject),
            actor=ACTOR,
            trace=TRACE,
            replayed=False,
        )
        session.rollback()
    envelope: dict[str, Any] = orjson.loads(told["body"])
    return envelope
