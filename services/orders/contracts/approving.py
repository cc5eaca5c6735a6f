"""Approving orders: who allows what, and which need nobody (R2)."""

from uuid import UUID

from services.chassis.actor import OFFICE, Role
from services.chassis.contracts import ById, Message, equals
from services.chassis.errors import UNKNOWN_REFERENCE, Conflict, error_code
from services.chassis.moments import Flag
from services.orders.contracts.base import HEADS, ORDER_APPROVERS, api
from services.orders.contracts.order_views import OrderView
from services.orders.contracts.orders import ORDER_ENDED, ORDER_STATUS


class SetApprovalRule(Message):
    """Whether orders of an organization that depart from no term pass without anybody's approval; the latest holds."""

    organization_id: UUID
    pass_without_deviations: Flag


class ApprovalRuleView(Message):
    """An organization's rule; where there is none, every order needs approval."""

    id: UUID
    organization_id: UUID
    pass_without_deviations: bool
    version: int


APPROVAL_OF_OTHERS = error_code(
    "approval_of_others",
    Conflict,
    en="What still needs approval here is decided by the {role}. Ask them.",
    uk="Те, що тут ще треба погодити, вирішує {role}. Зверніться до цієї людини.",
    words={
        Role.COMMERCIAL_APPROVER: ("commercial approver", "комерційний погоджувач"),
        Role.FINANCIAL_APPROVER: ("financial approver", "фінансовий погоджувач"),
        Role.LOGISTICS_APPROVER: ("logistics approver", "погоджувач логістики"),
    },
)

APPROVE_ORDER = api.command(
    "approve_order",
    "POST /orders/{id}/approve",
    ById,
    OrderView,
    roles=ORDER_APPROVERS,
    en="Approve what is yours to approve of an order; when nothing else is awaited, it may be supplied and shipped",
    uk="Погодити в замовленні те, що вирішуєте ви; погоджене всіма можна забезпечувати й відвантажувати",
    errors=(ORDER_STATUS, ORDER_ENDED, APPROVAL_OF_OTHERS),
    description="Each approver allows the deviations of their own kind; heads of sales and administrators allow all.",
)
SET_APPROVAL_RULE = api.command(
    "set_approval_rule",
    "POST /approval-rules",
    SetApprovalRule,
    ApprovalRuleView,
    roles=HEADS,
    en="Say whether orders without deviations need approval",
    uk="Визначити, чи потребують погодження замовлення без відхилень",
    errors=(UNKNOWN_REFERENCE,),
)
LIST_APPROVAL_RULES = api.listing(
    "list_approval_rules",
    "GET /approval-rules",
    ApprovalRuleView,
    roles=OFFICE,
    en="Which organizations' orders need approval",
    uk="Замовлення яких організацій потребують погодження",
    orders=("organization_id",),
    filters=(equals("organization_id", UUID),),
)
