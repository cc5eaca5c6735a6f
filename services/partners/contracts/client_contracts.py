"""Contracts with clients (P8): number, date, parties, currency, period, credit limit, status."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from services.chassis.actor import Role
from services.chassis.contracts import ById, Message, between, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.fields import CurrencyCode, LongText, Name, NotNegativeMoney
from services.chassis.moments import Day
from services.partners.contracts.base import HEADS, SELLERS, api
from services.partners.contracts.partners import PARTNER_NOT_OURS


class ContractStatus(StrEnum):
    NOT_AGREED = "not_agreed"
    IN_FORCE = "in_force"
    CLOSED = "closed"


class MakeContract(Message):
    """A contract with a client; not agreed yet."""

    number: Name | None = None
    """As it stands on the paper; the next of ours when none is given."""
    signed_on: Day
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None = None
    """The client's legal entity that signs; none: any of them."""
    currency: CurrencyCode = "UAH"
    valid_from: Day
    valid_to: Day | None = None
    """The last day; none: without end."""
    credit_limit: NotNegativeMoney | None = None
    """How much the client may owe under it, in its currency; none: no limit of its own."""
    subject: LongText | None = None


class ChangeContract(Message):
    """Fields not given stay as they are; null takes away what may be empty. One in force is changed by the heads."""

    id: UUID
    number: Name | None = None
    signed_on: Day | None = None
    legal_entity_id: UUID | None = None
    currency: CurrencyCode | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    credit_limit: NotNegativeMoney | None = None
    subject: LongText | None = None


class ContractView(Message):
    """A contract with a client. It holds while its status is `in_force` and the day lies in its period, whose last
    day is `valid_to` (null: without end). `credit_limit` in its currency, null: none of its own."""

    id: UUID
    number: str
    signed_on: date
    organization_id: UUID
    partner_id: UUID
    legal_entity_id: UUID | None
    currency: CurrencyCode
    valid_from: date
    valid_to: date | None
    credit_limit: Decimal | None
    subject: str | None
    status: ContractStatus
    version: int


_STATUSES = {
    ContractStatus.NOT_AGREED: ("not agreed", "не погоджено"),
    ContractStatus.IN_FORCE: ("in force", "діє"),
    ContractStatus.CLOSED: ("closed", "закрито"),
}
CONTRACT_STATUS = error_code(
    "contract_status",
    Conflict,
    en="This contract is {status}: that cannot be done with it any more. Make a new one if terms have changed.",
    uk="Статус цього договору — {status}: такої дії з ним уже не виконати. Якщо умови змінилися, укладіть новий.",
    words=_STATUSES,
)
CONTRACT_AGREED = error_code(
    "contract_agreed",
    Conflict,
    en="This contract is in force: only the head of sales changes it. Ask them, or make a new one.",
    uk="Цей договір уже діє: його змінює лише керівник продажів. Зверніться до нього або укладіть новий.",
)
MAKE_CONTRACT = api.command(
    "make_contract",
    "POST /contracts",
    MakeContract,
    ContractView,
    roles=SELLERS,
    en="Make a contract with a client",
    uk="Укласти договір із клієнтом",
    errors=(PARTNER_NOT_OURS, UNKNOWN_REFERENCE),
    example={
        "number": "17/26",
        "signed_on": "2026-03-02",
        "organization_id": "0196a1f0-0000-7000-8000-000000000001",
        "partner_id": "0196a1f0-0000-7000-8000-000000000002",
        "valid_from": "2026-03-02",
        "valid_to": "2026-12-31",
        "credit_limit": "50000.00",
    },
)
CHANGE_CONTRACT = api.command(
    "change_contract",
    "PATCH /contracts/{id}",
    ChangeContract,
    ContractView,
    roles=SELLERS,
    en="Change a contract",
    uk="Змінити договір",
    errors=(CONTRACT_STATUS, CONTRACT_AGREED, UNKNOWN_REFERENCE),
    example={"credit_limit": "75000.00"},
)
AGREE_CONTRACT = api.command(
    "agree_contract",
    "POST /contracts/{id}/agree",
    ById,
    ContractView,
    roles=HEADS,
    en="Put a contract in force",
    uk="Ввести договір у дію",
    errors=(CONTRACT_STATUS,),
    description="From now on documents may name the contract on the days of its period.",
)
CLOSE_CONTRACT = api.command(
    "close_contract",
    "POST /contracts/{id}/close",
    ById,
    ContractView,
    roles=HEADS,
    en="Close a contract",
    uk="Закрити договір",
    errors=(CONTRACT_STATUS,),
    description="Documents may name it no more; those made under it keep it.",
)
GET_CONTRACT = api.query(
    "get_contract", "GET /contracts/{id}", ById, ContractView, roles=Role, en="A contract", uk="Договір"
)
LIST_CONTRACTS = api.listing(
    "list_contracts",
    "GET /contracts",
    ContractView,
    roles=Role,
    en="Contracts with clients",
    uk="Договори з клієнтами",
    orders=("-signed_on", "signed_on", "number", "-number"),
    filters=(
        equals("partner_id", UUID),
        equals("organization_id", UUID),
        one_of("status", ContractStatus),
        between("valid_to"),
    ),
    search=True,
)

CONTRACT_CHANGED = api.state("contract_changed", ContractView, subject="contract")
