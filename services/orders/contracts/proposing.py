"""Proposals: made, agreed, sent, changed by versions, decided by the client, ordered (C1, C4, D11)."""

from datetime import date
from uuid import UUID

from services.chassis.actor import Role
from services.chassis.contracts import ById, between, equals, one_of
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, Invalid, error_code
from services.orders.contracts.base import APPROVERS, SELLERS, api
from services.orders.contracts.order_views import OrderView
from services.orders.contracts.orders import CREATE_ORDER, DEAL_MISMATCH, FOREIGN_WAREHOUSE
from services.orders.contracts.proposals import (
    PROPOSAL_WORDS,
    AcceptProposal,
    ChangeProposal,
    DeclineProposal,
    MakeProposal,
    OrderProposal,
    ProposalChanged,
    ProposalListed,
    ProposalStatus,
    ProposalVersions,
    ProposalView,
    ReturnProposal,
)
from services.pricing.contracts import ASK_QUOTE

PROPOSAL_STATUS = error_code(
    "proposal_status",
    Conflict,
    en="The proposal is in status “{status}”: this cannot be done with it now. Submit a draft; approve or return "
    "what is on approval; send what is agreed; take down the client's decision on what was sent; order what was "
    "accepted; change a declined one to make its next version.",
    uk="Пропозиція в статусі «{status}»: зараз так із нею зробити не можна. Чернетку подайте на погодження; подану "
    "погодьте чи поверніть; погоджену надішліть; щодо надісланої запишіть рішення клієнта; за прийнятою створіть "
    "замовлення; відхилену змініть, щоб скласти наступну версію.",
    words=PROPOSAL_WORDS,
)
PROPOSAL_EXPIRED = error_code(
    "proposal_expired",
    Conflict,
    en="The proposal was valid until {valid_to}. Make its next version with a later last day.",
    uk="Пропозиція діяла до {valid_to}. Складіть її наступну версію з пізнішим останнім днем.",
)
PROPOSAL_REVISED = error_code(
    "proposal_revised",
    Conflict,
    en="Our staff is preparing the next version of this proposal. Wait until it is sent to you.",
    uk="Наші співробітники готують наступну версію цієї пропозиції. Зачекайте, доки її надішлють.",
)
PROPOSAL_ORDERED = error_code(
    "proposal_ordered",
    Conflict,
    en="An order was made of this proposal already. Open the order, or make a new proposal.",
    uk="За цією пропозицією вже створено замовлення. Відкрийте його або складіть нову пропозицію.",
)
PROPOSAL_EMPTY = error_code(
    "proposal_empty",
    Invalid,
    en="The proposal has no lines. Name them, or a deal whose demand names items.",
    uk="У пропозиції немає рядків. Додайте їх або вкажіть угоду, у попиті якої є номенклатура.",
)
PROPOSAL_PERIOD = error_code(
    "proposal_period",
    Invalid,
    en="The last day has passed already. Enter today or a later day, or none.",
    uk="Останній день уже минув. Введіть сьогоднішній чи пізніший день або не вказуйте його.",
)
CHOICE_MISSING = error_code(
    "choice_missing",
    Invalid,
    en="Nothing is chosen of alternatives {groups}. Choose a line of each.",
    uk="Нічого не вибрано з альтернатив {groups}. Виберіть рядок із кожної.",
)
CHOICE_DOUBLE = error_code(
    "choice_double",
    Invalid,
    en="Another line of the same alternatives is chosen already. Leave one of them.",
    uk="З цих альтернатив уже вибрано інший рядок. Залиште один із них.",
)

_PRICED = (*ASK_QUOTE.errors, *CREATE_ORDER.errors)
"""Whatever may be wrong with an order's lines may be wrong with a proposal's."""
_CONTENT = tuple({code.name: code for code in (*_PRICED, FOREIGN_WAREHOUSE, PROPOSAL_PERIOD)}.values())

MAKE_PROPOSAL = api.command(
    "make_proposal",
    "POST /proposals",
    MakeProposal,
    ProposalView,
    roles=SELLERS,
    en="Make a commercial proposal",
    uk="Скласти комерційну пропозицію",
    errors=(*_CONTENT, PROPOSAL_EMPTY),
    example={
        "lines": [
            {"item_id": "0196a1f0-0000-7000-8000-000000000003", "quantity": "10", "alternative": 1},
            {"item_id": "0196a1f0-0000-7000-8000-000000000004", "quantity": "10", "alternative": 1},
        ],
        "price_type_id": "0196a1f0-0000-7000-8000-000000000005",
    },
)
CHANGE_PROPOSAL = api.command(
    "change_proposal",
    "PATCH /proposals/{id}",
    ChangeProposal,
    ProposalView,
    roles=SELLERS,
    en="Change a proposal, or make its next version",
    uk="Змінити пропозицію або скласти її наступну версію",
    errors=(*(code for code in _CONTENT if code is not DEAL_MISMATCH), PROPOSAL_STATUS, PROPOSAL_ORDERED),
    example={"print_terms": "Доставка за наш рахунок"},
)
SUBMIT_PROPOSAL = api.command(
    "submit_proposal",
    "POST /proposals/{id}/submit",
    ById,
    ProposalView,
    roles=SELLERS,
    en="Send a proposal for approval",
    uk="Подати пропозицію на погодження",
    errors=(PROPOSAL_STATUS,),
    description="It waits for an approver, who agrees it or returns it with a reason.",
)
APPROVE_PROPOSAL = api.command(
    "approve_proposal",
    "POST /proposals/{id}/approve",
    ById,
    ProposalView,
    roles=APPROVERS,
    en="Agree a proposal: it may be sent to the client",
    uk="Погодити пропозицію: її можна надсилати клієнту",
    errors=(PROPOSAL_STATUS,),
    description="Prices and discounts in it count as approved; a change makes it a draft again.",
)
RETURN_PROPOSAL = api.command(
    "return_proposal",
    "POST /proposals/{id}/return",
    ReturnProposal,
    ProposalView,
    roles=APPROVERS,
    en="Return a proposal with a reason",
    uk="Повернути пропозицію з причиною",
    errors=(PROPOSAL_STATUS,),
    example={"reason": "Завелика знижка"},
)
SEND_PROPOSAL = api.command(
    "send_proposal",
    "POST /proposals/{id}/send",
    ById,
    ProposalView,
    roles=SELLERS,
    en="Mark a proposal as sent: the client sees it and may decide",
    uk="Позначити пропозицію надісланою: клієнт бачить її й може вирішити",
    errors=(PROPOSAL_STATUS, PROPOSAL_EXPIRED),
    description="From now on the client sees this version and may accept or decline it.",
)
ACCEPT_PROPOSAL = api.command(
    "accept_proposal",
    "POST /proposals/{id}/accept",
    AcceptProposal,
    ProposalView,
    roles=SELLERS | {Role.CLIENT},
    en="Accept a proposal with the lines the client chose",
    uk="Прийняти пропозицію з рядками, які вибрав клієнт",
    errors=(PROPOSAL_STATUS, PROPOSAL_EXPIRED, PROPOSAL_REVISED, UNKNOWN_REFERENCE, CHOICE_MISSING, CHOICE_DOUBLE),
)
DECLINE_PROPOSAL = api.command(
    "decline_proposal",
    "POST /proposals/{id}/decline",
    DeclineProposal,
    ProposalView,
    roles=SELLERS | {Role.CLIENT},
    en="Decline a proposal with the client's reason",
    uk="Відхилити пропозицію з причиною клієнта",
    errors=(PROPOSAL_STATUS, PROPOSAL_REVISED),
    example={"reason": "Знайшли дешевше"},
    description="By the client itself, or by us in its name. It may be changed and proposed again.",
)
ORDER_PROPOSAL = api.command(
    "order_proposal",
    "POST /proposals/{id}/order",
    OrderProposal,
    OrderView,
    roles=SELLERS,
    en="Make an order of an accepted proposal; a second time answers the same order",
    uk="Створити замовлення за прийнятою пропозицією; повторно повертає те саме замовлення",
    errors=(*CREATE_ORDER.errors, PROPOSAL_STATUS),
)
GET_PROPOSAL = api.query(
    "get_proposal",
    "GET /proposals/{id}",
    ById,
    ProposalView,
    roles=Role,
    en="A commercial proposal",
    uk="Комерційна пропозиція",
)
GET_PROPOSAL_VERSIONS = api.query(
    "get_proposal_versions",
    "GET /proposals/{id}/versions",
    ById,
    ProposalVersions,
    roles=Role,
    en="All versions of a proposal",
    uk="Усі версії пропозиції",
)
LIST_PROPOSALS = api.listing(
    "list_proposals",
    "GET /proposals",
    ProposalListed,
    roles=Role,
    en="Commercial proposals",
    uk="Комерційні пропозиції",
    orders=("-created_at", "created_at", "number", "-number"),
    filters=(
        one_of("id", UUID),
        one_of("status", ProposalStatus),
        equals("partner_id", UUID),
        equals("deal_id", UUID),
        equals("manager_id", UUID),
        equals("offer_id", UUID),
        equals("organization_id", UUID),
        equals("awaits_approval", bool, about="that wait for approval"),
        equals("expired", bool, about="whose last day has passed"),
        between("valid_to", date),
    ),
)

PROPOSAL_CHANGED = api.state("proposal_changed", ProposalChanged, subject="proposal", routed_by="deal_id")
