"""One piece of news for every event: (its subject, the view it carries), about the cast's client Kalyna."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.chassis.ids import uuid_for
from services.deals import contracts as deals
from services.marketing import contracts as marketing
from services.orders import contracts as orders
from services.partners import contracts as partners
from services.pricing import contracts as pricing
from tests.services.builders import LAMP, LONG_AGO, a_partner
from tests.services.cast import DARYNA_ID, KALYNA, SVITLODIM, TARAS_ID


def _id(kind: str) -> UUID:
    return uuid_for("news", kind)


def _common(subject: str, /, **more: Any) -> dict[str, Any]:
    return {
        "id": _id(subject),
        "organization_id": SVITLODIM,
        "partner_id": KALYNA.id,
        "legal_entity_id": None,
        "manager_id": TARAS_ID,
        "currency": "UAH",
        "created_at": LONG_AGO,
        "version": 2,
        **more,
    }


_AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
_DAY = date(2026, 3, 2)
_CLOSED = _common(
    "deal_closing",
    deal_id=_id("deal"),
    number="DEAL-000001",
    potential="50000.00",
    stage="proposal",
    reason=None,
    closed_at=_AT,
)
_REOPENED = {"status": "lost", "reason": "Дорожче", "reopened_at": _AT, "reopening_reason": "Клієнт повернувся"}

_STAFF = partners.StaffView(
    id=TARAS_ID,
    organization_id=SVITLODIM,
    full_name="Тарас Перший",
    position=None,
    email=None,
    department_id=None,
    superior_id=None,
    version=2,
)
_CONTRACT = partners.ContractView(
    id=_id("contract"),
    number="Д-17/26",
    signed_on=_DAY,
    organization_id=SVITLODIM,
    partner_id=KALYNA.id,
    legal_entity_id=None,
    currency="UAH",
    valid_from=_DAY,
    valid_to=None,
    credit_limit=None,
    subject=None,
    status=partners.ContractStatus.IN_FORCE,
    version=2,
)
_ORDER = orders.OrderRow.model_validate(
    _common(
        "order",
        number="ORD-000001",
        deal_id=_id("deal"),
        warehouse_id=_id("warehouse"),
        ordered_on=_DAY,
        status="on_approval",
        state="awaiting_approval",
        total="240.00",
        vat="40.00",
        payable="240.00",
        paid="0.00",
        shipped_amount="0.00",
        prices_with_vat=True,
    )
)
_RECEIPT = orders.ReceiptView(
    id=_id("receipt"),
    number="REC-000001",
    organization_id=SVITLODIM,
    warehouse_id=_id("warehouse"),
    supplier_id=None,
    received_on=_DAY,
    lines=(orders.ReceiptLineView(item_id=LAMP.id, quantity=Decimal("10"), price=Decimal("60.0000")),),
    created_at=LONG_AGO,
    version=1,
)
_SHIPMENT = orders.GoodsShipped.model_validate(
    _common(
        "shipment",
        number="SHP-000001",
        order_id=_id("order"),
        shipped_on=_DAY,
        total="240.00",
        revenue="200.00",
        lines=({"item_id": LAMP.id, "quantity": "2", "revenue": "200.00"},),
    )
)
_PAYMENT = orders.PaymentReceived.model_validate(
    _common("payment", number="PAY-000001", order_id=None, paid_on=_DAY, amount="240.00")
)
_CANCELLED = orders.PaymentCancelled.model_validate(
    {**_PAYMENT.model_dump(), "cancelled_on": _DAY, "cancel_reason": "Банк відкликав платіж"}
)
_REFUND = orders.MoneyRefunded.model_validate(
    _common("refund", number="RFD-000001", order_id=None, refunded_on=_DAY, amount="40.00")
)
_RETURN = orders.GoodsReturned.model_validate(
    _common(
        "return",
        number="RET-000001",
        shipment_id=_id("shipment"),
        order_id=_id("order"),
        returned_on=_DAY,
        total="24.00",
        revenue="20.00",
        cost="15.00",
        reason="Не підійшов цоколь",
        lines=({"item_id": LAMP.id, "quantity": "0.2", "revenue": "20.00"},),
    )
)
_PACKAGING_RETURN = orders.PackagingReturnRow.model_validate(
    _common(
        "packaging_return",
        number="PKR-000001",
        shipment_id=_id("shipment"),
        order_id=_id("order"),
        warehouse_id=_id("warehouse"),
        returned_on=_DAY,
        deposit="60.00",
    )
)
_PROPOSAL = orders.ProposalChanged.model_validate(
    _common(
        "proposal",
        number="PRO-000001",
        deal_id=_id("deal"),
        order_id=None,
        status="draft",
        version_number=1,
        sent_number=None,
        awaits_approval=False,
        offer_id=None,
        prices_with_vat=True,
        total="240.00",
        vat="40.00",
        payable="240.00",
        valid_to=None,
    )
)
_INTERACTION = partners.InteractionView.model_validate(
    {
        "id": _id("interaction"),
        "kind": "phone_call",
        "status": "planned",
        "partner_id": KALYNA.id,
        "contact_person_ids": (),
        "subject_type": "deal",
        "subject_id": _id("deal"),
        "topic": "Про світло",
        "planned_at": _AT,
        "done_at": None,
        "happens_at": _AT,
        "result": None,
        "author_id": None,
        "responsible_id": TARAS_ID,
        "created_at": LONG_AGO,
        "version": 2,
    }
)
_DEAL = deals.DealView.model_validate(
    _common(
        "deal",
        number="DEAL-000001",
        name="Освітлення цеху",
        kind_id=_id("kind"),
        status="in_work",
        stage="proposal",
        potential="50000.00",
        expected_close_on=None,
        description=None,
        loss_reason_id=None,
        loss_comment=None,
        closed_at=None,
    )
)
_OFFER_PERIOD = pricing.OfferPeriodView(
    id=_id("offer_period"),
    offer_id=_id("offer"),
    organization_id=SVITLODIM,
    partner_id=KALYNA.id,
    title="План продажів за офертою OFR-000001",
    assignee_id=TARAS_ID,
    starts_on=_DAY,
    due_on=_DAY,
    amount=Decimal("5000.00"),
    currency="UAH",
    status=pricing.PeriodStatus.OPEN,
    result=None,
    version=2,
)
_PACKAGING_REMINDER = orders.PackagingReminderView(
    id=_id("packaging_reminder"),
    shipment_id=_id("shipment"),
    organization_id=SVITLODIM,
    partner_id=KALYNA.id,
    title="Забрати в клієнта тару за реалізацією SHP-000001: строк минув 02.03.2026",
    assignee_id=TARAS_ID,
    due_on=_DAY,
    status=orders.ReminderStatus.OPEN,
    version=2,
)
_OFFER = pricing.OfferRow(
    id=_id("offer"),
    number="OFR-000001",
    name="Лампи з відстрочкою",
    kind=pricing.OfferKind.INDIVIDUAL,
    organization_id=SVITLODIM,
    partner_id=KALYNA.id,
    standard_id=None,
    status=pricing.OfferStatus.ON_APPROVAL,
    version_number=None,
    next_version=1,
    awaits_approval=True,
    valid_from=_DAY,
    valid_to=None,
    open_to_clients=False,
    return_reason=None,
    version=2,
)
_CLAIM = marketing.ClaimView.model_validate(
    _common(
        "claim",
        number="CLM-000001",
        order_id=None,
        subject="Лампа не світить",
        kind="quality",
        status="registered",
        description=None,
        cause=None,
        guilty_department_id=None,
        guilty_staff_id=None,
        result=None,
        review_started_at=None,
        decided_at=None,
    )
)
_PLANNED = {
    "id": _id("plan_task"),
    "organization_id": SVITLODIM,
    "partner_id": KALYNA.id,
    "title": "Показати зразки",
    "status": "open",
    "assignee_id": TARAS_ID,
    "due_on": _DAY,
    "result": None,
    "created_at": LONG_AGO,
    "version": 2,
}
_PLAN_TASK = deals.PlanTaskRow.model_validate(
    {
        **_PLANNED,
        "deal_id": _id("deal"),
        **dict.fromkeys(("description", "stage", "ended_at", "ended_by")),
        "required": True,
    }
)
_EVENT_TASK = marketing.EventTaskView.model_validate(
    {**_PLANNED, "id": _id("event_task"), "event_id": _id("marketing_event"), "partner_id": None}
)
_REASSIGNED = partners.PartnersReassigned(manager_id=DARYNA_ID, partners=((KALYNA.id, 7),))
_PARTNER = a_partner(name="ТОВ «Калина Перейменована»", version=2)

_WITH_CARD = {"card_id": _id("card"), "partner_id": KALYNA.id}
_CARD_ORDER = orders.CardOrder(id=_id("order"), **_WITH_CARD, bonuses="50.00", paid="250.00", version=2)
_UNDER_OFFER = orders.OfferOrder.model_validate(
    _common(
        "order",
        offer_id=_id("offer"),
        offer_version=1,
        ordered_on=_DAY,
        status="to_fulfil",
        payable="240.00",
        lines=2,
        deviated_lines=1,
        deviated=True,
        days=[{"on": _DAY, "sold": "120.00", "paid": "20.00"}],
        owed=[{"since": _DAY, "due_on": _DAY, "amount": "100.00"}],
        packaging=[{"since": _DAY, "due_on": None, "quantity": "3.000", "deposit": "180.00"}],
    )
)
_LET_GO = orders.BonusesLetGo(id=_id("no order"), **_WITH_CARD)
_WITHHELD = pricing.BonusesWithheld(id=_id("order"), returned="50.05", withheld="1.20", version=2)

NEWS: dict[str, tuple[UUID, BaseModel]] = {
    partners.PARTNER_CHANGED.address: (KALYNA.id, _PARTNER),
    partners.PARTNERS_REASSIGNED.address: (_id("reassignment"), _REASSIGNED),
    partners.PARTNER_ERASED.address: (_id("erasure"), partners.PartnerErased(partner_id=KALYNA.id)),
    partners.STAFF_CHANGED.address: (TARAS_ID, _STAFF),
    partners.CONTRACT_CHANGED.address: (_id("contract"), _CONTRACT),
    pricing.ITEM_CHANGED.address: (LAMP.id, LAMP.view(2)),
    pricing.OFFER_CHANGED.address: (_id("offer"), _OFFER),
    orders.PACKAGING_REMINDER_CHANGED.address: (_id("packaging_reminder"), _PACKAGING_REMINDER),
    pricing.OFFER_PERIOD_CHANGED.address: (_id("offer_period"), _OFFER_PERIOD),
    orders.ORDER_CHANGED.address: (_id("order"), _ORDER),
    orders.CARD_ORDER_CHANGED.address: (_id("order"), _CARD_ORDER),
    orders.OFFER_ORDER_CHANGED.address: (_id("order"), _UNDER_OFFER),
    orders.BONUSES_LET_GO.address: (_id("no order"), _LET_GO),
    pricing.BONUSES_WITHHELD.address: (_id("order"), _WITHHELD),
    orders.PROPOSAL_CHANGED.address: (_id("proposal"), _PROPOSAL),
    partners.INTERACTION_CHANGED.address: (_id("interaction"), _INTERACTION),
    orders.GOODS_RECEIVED.address: (_id("receipt"), _RECEIPT),
    orders.GOODS_SHIPPED.address: (_id("shipment"), _SHIPMENT),
    orders.PAYMENT_RECEIVED.address: (_id("payment"), _PAYMENT),
    orders.PAYMENT_CANCELLED.address: (_id("payment"), _CANCELLED),
    orders.MONEY_REFUNDED.address: (_id("refund"), _REFUND),
    orders.GOODS_RETURNED.address: (_id("return"), _RETURN),
    orders.PACKAGING_RETURN_CHANGED.address: (_id("packaging_return"), _PACKAGING_RETURN),
    deals.DEAL_CHANGED.address: (_id("deal"), _DEAL),
    deals.DEAL_WON.address: (_id("deal_closing"), deals.DealWon.model_validate(_CLOSED)),
    deals.DEAL_LOST.address: (_id("deal_closing"), deals.DealLost.model_validate({**_CLOSED, "reason": "Дорожче"})),
    deals.DEAL_REOPENED.address: (_id("deal_closing"), deals.DealReopened.model_validate({**_CLOSED, **_REOPENED})),
    deals.PLAN_TASK_CHANGED.address: (_id("plan_task"), _PLAN_TASK),
    marketing.EVENT_TASK_CHANGED.address: (_id("event_task"), _EVENT_TASK),
    marketing.CLAIM_CHANGED.address: (_id("claim"), _CLAIM),
}
