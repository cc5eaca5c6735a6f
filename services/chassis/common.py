"""Operations every service answers alike: its audit trail and its jobs.

The gateway mounts them once; the audit's `service` and the first part of a job's id say whom to ask.
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import select, true

from services.chassis.access import clients_of
from services.chassis.actor import OFFICE, Actor, Role
from services.chassis.contracts import Contract, Message, between, equals
from services.chassis.errors import NOT_FOUND
from services.chassis.jobs import JOB_ENDED, JobView
from services.chassis.settings import SERVICES
from services.chassis.tables import audit_rows

JOB_ID = r"^(partners|pricing|deals|orders|marketing)\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


class AuditRow(Message):
    """One record touched by one operation: who, when, from which request, each field before and after."""

    id: UUID
    at: datetime
    actor_id: UUID
    actor_name: str
    operation: str
    request_id: str
    subject_type: str
    subject_id: UUID
    version: int
    changes: dict[str, Any]


class ByJobId(Message):
    id: Annotated[str, Field(pattern=JOB_ID, examples=["partners.0197a1e2-7c00-7000-8000-000000000000"])]


common = Contract("common", en="Every service", uk="Кожен сервіс")

GET_JOB = common.query(
    "get_job", "GET /jobs/{id}", ByJobId, JobView, roles=Role, en="Progress of a job", uk="Перебіг завдання"
)
CANCEL_JOB = common.command(
    "cancel_job",
    "POST /jobs/{id}/cancel",
    ByJobId,
    JobView,
    roles=Role,
    en="Cancel a job",
    uk="Скасувати завдання",
    errors=(JOB_ENDED,),
    description="It stops after the part it is at; what is done by then stays done.",
)
LIST_AUDIT = common.listing(
    "list_audit",
    "GET /audit",
    AuditRow,
    roles=OFFICE,
    en="Who did what",
    uk="Хто що зробив",
    orders=("-at", "at"),
    filters=(
        equals("service", Literal[SERVICES], required=True, about="The service whose records they are."),
        equals("subject_id", UUID),
        equals("actor_id", UUID),
        between("at", datetime),
    ),
)


def audit_query(actor: Actor) -> Any:
    """Rows of the actor's clients, and of its own doing that is about no client; everybody's for wide roles.

    A client handed over takes its rows along: what the former manager did tells of the client all the same.
    """
    own = true() if actor.sees_all_clients else _own_rows(actor)
    shown = [column for column in audit_rows.c if column.name != "partner_id"]
    return select(*shown).where(own)


def _own_rows(actor: Actor) -> Any:
    mine = (audit_rows.c.actor_id == actor.user_id) & audit_rows.c.partner_id.is_(None)
    return mine if actor.is_client else mine | clients_of(actor, audit_rows.c.partner_id)


AUDIT_COLUMNS: dict[str, Any] = {
    "id": audit_rows.c.id,
    "at": audit_rows.c.at,
    "subject_id": audit_rows.c.subject_id,
    "actor_id": audit_rows.c.actor_id,
}
"""All but `service`: that is whoever answers."""


def job_uuid(public: str) -> UUID:
    try:
        return UUID(public.partition(".")[2])
    except ValueError:
        raise NOT_FOUND() from None


__all__ = ["AUDIT_COLUMNS", "CANCEL_JOB", "GET_JOB", "LIST_AUDIT", "audit_query", "common"]
