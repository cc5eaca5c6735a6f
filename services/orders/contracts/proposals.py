"""The commercial proposal (C1, D11): what is said of it, and how it is shown."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from services.chassis.contracts import Message
from services.chassis.fields import CurrencyCode, LongText, MoneyAmount, Name, PercentAmount, QuantityAmount
from services.chassis.moments import Day
from services.chassis.sums import DerivedPrice
from services.orders.contracts.hryvnias import ContractRate
from services.orders.contracts.orders import NewOrderLine
from services.pricing.contracts import PaymentStage

_Number = Annotated[int, Field(ge=1, le=1000)]


class ProposalStatus(StrEnum):
    """Expired is no status: it follows from the last day of validity."""

    DRAFT = "draft"
    ON_APPROVAL = "on_approval"
    AGREED = "agreed"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"


PROPOSAL_WORDS = {
    ProposalStatus.DRAFT: ("Draft", "Чернетка"),
    ProposalStatus.ON_APPROVAL: ("On approval", "На погодженні"),
    ProposalStatus.AGREED: ("Agreed", "Погоджено"),
    ProposalStatus.SENT: ("Sent", "Надіслано"),
    ProposalStatus.ACCEPTED: ("Accepted", "Прийнято"),
    ProposalStatus.DECLINED: ("Declined", "Відхилено"),
}


class ProposedLine(NewOrderLine):
    """`alternative`: none for a firm line, which the client takes with the rest; lines of one number are alternatives,
    of which the client chooses one."""

    alternative: _Number | None = None


_Lines = Annotated[tuple[ProposedLine, ...], Field(max_length=1000)]


class ProposalContent(Message):
    """What is proposed. Lines are priced in one call on the day of each change; a bound of a discount on the whole
    document counts every line, the alternatives too."""

    warehouse_id: UUID
    """The warehouse it would be supplied from."""
    lines: _Lines = ()
    offer_id: UUID | None = None
    card_id: UUID | None = None
    price_type_id: UUID | None = None
    prices_with_vat: bool = True
    contact_person_id: UUID | None = None
    """One of the client's contact persons, to whom it is addressed."""
    choose_several: bool = False
    """The client may choose more than one line of each group of alternatives; one at least."""
    valid_to: Day | None = None
    """The last day on which the client may accept it; none: without end."""
    print_terms: LongText | None = None
    """Terms to stand on the printed proposal."""


class MakeProposal(ProposalContent):
    """A draft for a client. From a deal it takes the offer, when neither an offer nor a price type is spoken of; and
    without lines those of the deal's demand that name an item and are not satisfied yet."""

    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None = None
    deal_id: UUID | None = None


class ChangeProposal(Message):
    """What is given changes; lines given replace all lines. All lines are priced anew, on today's date. A proposal that
    is agreed turns to a draft again; of one that was sent this makes the next version, a draft too."""

    id: UUID
    warehouse_id: UUID | None = None
    lines: Annotated[_Lines, Field(min_length=1)] | None = None
    offer_id: UUID | None = None
    card_id: UUID | None = None
    price_type_id: UUID | None = None
    prices_with_vat: bool | None = None
    contact_person_id: UUID | None = None
    choose_several: bool | None = None
    valid_to: Day | None = None
    print_terms: LongText | None = None


class ReturnProposal(Message):
    """Not agreed: the reason is shown to whoever made it."""

    id: UUID
    reason: Name


class AcceptProposal(Message):
    """What the client chose of the alternatives. Firm lines are taken anyway and may be named or not."""

    id: UUID
    line_ids: Annotated[tuple[UUID, ...], Field(max_length=1000)] = ()


class DeclineProposal(Message):
    id: UUID
    reason: Name


class OrderProposal(Message):
    """`contract_id`: the order is made to this contract; some offers demand one. `contract_rate`: at which it is paid
    in hryvnias, where its offer says so."""

    id: UUID
    contract_id: UUID | None = None
    contract_rate: ContractRate | None = None


class ProposalRow(Message):
    """A proposal in events: its latest version. Amounts are in `currency`, of the chosen lines once it is accepted and
    of the firm ones until then; `vat` is within `total` when `prices_with_vat`, on top of it otherwise; `payable` is
    what the client would owe. `sent_number`: the latest version that was sent to the client; null: none was."""

    id: UUID
    number: str
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    manager_id: UUID | None
    deal_id: UUID | None
    order_id: UUID | None
    status: ProposalStatus
    version_number: int
    sent_number: int | None
    awaits_approval: bool
    offer_id: UUID | None
    currency: CurrencyCode
    prices_with_vat: bool
    total: MoneyAmount
    vat: MoneyAmount
    payable: MoneyAmount
    valid_to: date | None
    created_at: datetime
    version: int


class SentProposal(Message):
    """What the client has: the version that was sent last."""

    number: int
    status: ProposalStatus
    payable: MoneyAmount
    valid_to: date | None
    sent_at: datetime


class ProposalChanged(ProposalRow):
    """What `proposal_changed` carries: the latest version, and beside it the one that the client sees."""

    sent: SentProposal | None = None


class ProposalListed(ProposalRow):
    """A proposal in a list; `expired` as of today. Clients are listed the version that was sent to them."""

    expired: bool
    partner_name: str | None


class ProposalLineView(Message):
    """`needs_approval`: cheaper than the person and the offer allow; not shown to clients."""

    id: UUID
    position: int
    alternative: int | None
    chosen: bool
    item_id: UUID
    sku: str
    name: str
    unit: str
    quantity: QuantityAmount
    price: DerivedPrice
    listed_price: DerivedPrice | None
    discount: PercentAmount
    total: MoneyAmount
    vat_rate: str
    vat: MoneyAmount
    needs_approval: bool | None
    reasons: tuple[dict[str, Any], ...]


class ProposalVersionView(Message):
    """One version: what was proposed, and what became of it. `quoted_on`: the date of its prices; `firm_total`, of the
    firm lines alone. Who agreed it, what needs approval and why it came back is not shown to clients."""

    version_number: int
    status: ProposalStatus
    offer_id: UUID | None
    offer_version: int | None
    card_id: UUID | None
    price_type_id: UUID | None
    contact_person_id: UUID | None
    warehouse_id: UUID
    prices_with_vat: bool
    choose_several: bool
    print_terms: str | None
    payment_stages: tuple[PaymentStage, ...]
    quoted_on: date
    valid_to: date | None
    currency: CurrencyCode
    total: MoneyAmount
    vat: MoneyAmount
    payable: MoneyAmount
    firm_total: MoneyAmount
    needs_approval: bool | None
    return_reason: str | None
    decline_reason: str | None
    agreed_at: datetime | None
    agreed_by: UUID | None
    sent_at: datetime | None
    decided_at: datetime | None
    decided_by: UUID | None
    lines: tuple[ProposalLineView, ...]


class ProposalView(ProposalVersionView, ProposalRow):
    """A proposal with its latest version; a client is shown the latest that was sent. `expired` as of today."""

    expired: bool


class ProposalVersions(Message):
    """Every version, the latest first; clients are shown those that were sent."""

    versions: tuple[ProposalVersionView, ...]
