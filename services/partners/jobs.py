"""Long work of partners: a manager's clients handed over, 200 a step, each step one event for all services; snapshots
of segments, when asked and every day."""

from uuid import UUID

from sqlalchemy import func, select, update

from services.chassis.jobs import Job, Jobs
from services.chassis.segment_keeping import refresh_step
from services.chassis.tx import Tx
from services.partners import assignments
from services.partners.contracts import PARTNERS_REASSIGNED
from services.partners.models import Partner, Reassignment
from services.partners.segments import PARTNERS, REFRESH

REFRESH_ALL = "refresh_partner_segments"
BATCH = 200
"""Clients a step. Every service works off a step in one go, and answers nobody meanwhile: some 10 ms."""

jobs = Jobs()


@jobs.define("hand_clients_over", rest=20)
def hand_over_batch(tx: Tx, job: Job) -> bool:
    """Move the next clients; what was moved no longer matches, so a resumed job goes on where it stood."""
    source, target = UUID(job.params["from"]), UUID(job.params["to"])
    if job.total is None:
        job.total = tx.session.scalar(select(func.count(Partner.id)).where(Partner.manager_id == source))
    batch = select(Partner.id).where(Partner.manager_id == source).order_by(Partner.id).limit(BATCH)
    ids = list(tx.session.scalars(batch.with_for_update()))
    if not ids or source == target:
        return True
    # in one statement and past the ORM: loaded cards with all their parts would cost a hundred times more
    changed = (
        update(Partner)
        .where(Partner.id.in_(ids))
        .values(manager_id=target, version=Partner.version + 1, updated_at=tx.now)
        .returning(Partner.id, Partner.version, Partner.representative_id)
        .execution_options(synchronize_session=False)
    )
    moved = tx.session.execute(changed).all()
    assignments.hand_on(tx, *((row.id, target, row.representative_id) for row in moved))
    pairs = sorted((str(row.id), row.version) for row in moved)
    reassignment = tx.add(Reassignment(manager_id=target, partners=pairs))
    tx.announce(PARTNERS_REASSIGNED, reassignment)
    job.done += len(ids)
    return False


@jobs.define(REFRESH, rest=1)
def refresh_partner_segment(tx: Tx, job: Job) -> bool:
    return refresh_step(tx, job, PARTNERS)


@jobs.define(REFRESH_ALL, rest=1, daily=True)
def refresh_partner_segments(tx: Tx, job: Job) -> bool:
    return refresh_step(tx, job, PARTNERS)
