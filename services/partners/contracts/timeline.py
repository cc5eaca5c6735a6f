"""The client's timeline (P10)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from services.chassis.actor import Role
from services.chassis.contracts import Message, between, equals, one_of
from services.chassis.fields import CurrencyCode
from services.partners.contracts.about import Word
from services.partners.contracts.base import api


class TimelineRow(Message):
    """One thing that happened with the client, whichever service it happened in (P10).

    `kind`: partner, interaction, task, deal, deal_won, deal_lost, proposal, proposal_sent, order, shipment, return,
    packaging_return, payment, refund or claim. A document stands here once, as it is now; a payment or a return of
    packaging that no longer counts has the status cancelled. Each winning and losing of a deal is shown to who asks for
    `deal_won` or `deal_lost`: `document_id` is of that closing then, and its status is reopened once the deal was taken
    up again. Clients are shown neither our deals, tasks and interactions nor proposals before they are sent.
    """

    id: UUID
    kind: str
    document_id: UUID
    number: str | None
    title: str | None
    status: str | None
    amount: Decimal | None
    currency: CurrencyCode | None
    happened_at: datetime


LIST_TIMELINE = api.listing(
    "list_timeline",
    "GET /partners/{partner_id}/timeline",
    TimelineRow,
    roles=Role,
    en="Everything that happened with a client, from every service",
    uk="Усе, що відбувалося з клієнтом, з усіх сервісів",
    orders=("-happened_at", "happened_at"),
    filters=(equals("partner_id", UUID), one_of("kind", Word), between("happened_at", datetime)),
)
