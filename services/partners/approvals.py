"""Documents that wait for approval are tasks of those who may approve them, until they are decided."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.chassis.actor import Actor, Role
from services.chassis.tx import Tx
from services.orders.contracts import OrderRow, OrderStatus, ProposalChanged, ProposalStatus
from services.partners.contracts import TaskPriority, TaskStatus
from services.partners.models import Task
from services.partners.tasks import Mirrored, mirror_on
from services.pricing.contracts import OfferRow, OfferStatus


@dataclass(frozen=True)
class Document:
    """What stands for approval; `title` is that of the tasks."""

    type: str
    id: UUID
    title: str
    partner_id: UUID | None


def follow_approvals(
    tx: Tx,
    document: Document,
    needed: Collection[Role],
    by: Actor,
    *,
    result: str,
    decided: TaskStatus = TaskStatus.DONE,
    replayed: bool = False,
) -> None:
    """One task for each role whose approval the document still needs; those of roles that need not be asked (any
    more) are closed: `decided` with `result`.

    `by`: who changed the document. A replay asks for what was never asked, and opens nothing that somebody has closed.
    """
    of_document = Task.subject_id == document.id, Task.subject_type == document.type
    asked = tx.locked(Task, *of_document, Task.follows_document.is_(True), Task.for_role.is_not(None))
    by_role = {Role(str(task.for_role)): task for task in asked}
    for role in sorted({*by_role, *needed}):
        told = Mirrored(
            subject_type=document.type,
            subject_id=document.id,
            title=document.title,
            for_role=role,
            partner_id=document.partner_id,
            priority=TaskPriority.HIGH,
            closed=None if role in needed else decided,
            result=None if role in needed else result,
        )
        mirror_on(tx, by_role.get(role), told, by, replayed=replayed)


def follow_order(tx: Tx, order: OrderRow, by: Actor, *, replayed: bool) -> None:
    """While on approval it waits for the roles it names, or for the commercial approver where it names none."""
    waits = order.status is OrderStatus.ON_APPROVAL
    needed = (order.awaits or (Role.COMMERCIAL_APPROVER,)) if waits else ()
    document = Document("order", order.id, f"Погодити замовлення {order.number}", order.partner_id)
    decided = TaskStatus.CANCELLED if order.status is OrderStatus.CANCELLED else TaskStatus.DONE
    result = "approved" if waits else order.status
    follow_approvals(tx, document, needed, by, result=result, decided=decided, replayed=replayed)


def follow_proposal(tx: Tx, proposal: ProposalChanged, by: Actor, *, replayed: bool) -> None:
    """Its latest version waits for the commercial approver until it is agreed or returned."""
    version = f", версія {proposal.version_number}" if proposal.version_number > 1 else ""
    document = Document("proposal", proposal.id, f"Погодити пропозицію {proposal.number}{version}", proposal.partner_id)
    needed = (Role.COMMERCIAL_APPROVER,) if proposal.awaits_approval else ()
    result = "returned" if proposal.status is ProposalStatus.DRAFT else str(proposal.status)
    follow_approvals(tx, document, needed, by, result=result, replayed=replayed)


def follow_offer(tx: Tx, offer: OfferRow, by: Actor, *, replayed: bool) -> None:
    """It, or its next version, waits for the commercial approver until it is agreed, returned or closed."""
    next_one = offer.version_number is not None and offer.next_version is not None
    version = f", версія {offer.next_version}" if next_one else ""
    document = Document("offer", offer.id, f"Погодити оферту {offer.number}{version}", offer.partner_id)
    needed = (Role.COMMERCIAL_APPROVER,) if offer.awaits_approval else ()
    decided = TaskStatus.CANCELLED if offer.status is OfferStatus.CLOSED else TaskStatus.DONE
    result = "returned" if offer.return_reason else str(offer.status)
    follow_approvals(tx, document, needed, by, result=result, decided=decided, replayed=replayed)
