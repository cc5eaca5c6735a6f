"""Documents of a deal (D10, D11): they show up by themselves, from whichever service they are made in."""

from datetime import datetime
from uuid import UUID

from services.chassis.actor import OFFICE
from services.chassis.contracts import Message, equals, one_of
from services.chassis.fields import CurrencyCode
from services.chassis.sums import MoneySum
from services.deals.contracts.base import DocumentKind, api


class DealDocument(Message):
    """A document of a deal as it stands. `status` and `state` are its own service's words; `changed_at`: when it last
    changed."""

    id: UUID
    kind: DocumentKind
    document_id: UUID
    number: str | None
    title: str | None
    status: str | None
    state: str | None
    amount: MoneySum | None
    currency: CurrencyCode | None
    created_at: datetime
    changed_at: datetime


LIST_DEAL_DOCUMENTS = api.listing(
    "list_deal_documents",
    "GET /deals/{deal_id}/documents",
    DealDocument,
    roles=OFFICE,
    en="Documents of a deal",
    uk="Документи угоди",
    orders=("-created_at", "created_at"),
    filters=(equals("deal_id", UUID), one_of("kind", DocumentKind)),
)
