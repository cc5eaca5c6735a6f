"""Long work of orders: lines whose day to be reserved has come, every day and when goods come for them;
bonuses asked for orders that were never made; packaging that is overdue."""

from uuid import UUID

from sqlalchemy import and_, func, or_, select

from services.chassis.jobs import Job, Jobs
from services.chassis.tx import Tx
from services.orders.allocating import due_goods, hand_out
from services.orders.bonuses import let_go_forgotten
from services.orders.models import Order, OrderLine
from services.orders.packaging_reminders import remind, to_remind
from services.orders.receipts import RESERVE_DUE

ITEMS = 20
"""Items of one warehouse a step: an item's whole queue is served at once, for the most urgent come first."""

LET_GO_FORGOTTEN = "let_go_forgotten_bonuses"
REMIND_OF_PACKAGING = "remind_of_packaging"
SHIPMENTS = 100
"""Shipments a step."""

jobs = Jobs()


@jobs.define(LET_GO_FORGOTTEN, daily=True)
def let_go_forgotten_bonuses(tx: Tx, job: Job) -> bool:
    """Bonuses asked for orders whose making was cut short, by a process that died."""
    job.total = job.done = let_go_forgotten(tx)
    return True


@jobs.define(RESERVE_DUE, rest=1, daily=True)
def reserve_due_lines(tx: Tx, job: Job) -> bool:
    """The next goods by warehouse and item: a resumed job goes on after the last step it finished."""
    where = []
    if "warehouse" in job.params:
        where.append(Order.warehouse_id == UUID(job.params["warehouse"]))
    if job.total is None:
        job.total = tx.session.scalar(select(func.count()).select_from(due_goods(tx.today, *where).subquery()))
    if "after" in job.state:
        warehouse, item = map(UUID, job.state["after"])
        same = and_(Order.warehouse_id == warehouse, OrderLine.item_id > item)
        where.append(or_(Order.warehouse_id > warehouse, same))
    found = tx.session.execute(due_goods(tx.today, *where).limit(ITEMS)).all()
    if not found:
        return True
    warehouse = found[0].warehouse_id
    items = [row.item_id for row in found if row.warehouse_id == warehouse]
    hand_out(tx, warehouse, items, at_once=())
    job.done += len(items)
    job.state = {"after": [str(warehouse), str(items[-1])]}
    return False


@jobs.define(REMIND_OF_PACKAGING, rest=1, daily=True)
def remind_of_packaging(tx: Tx, job: Job) -> bool:
    """The next shipments by their ids: a resumed job goes on after the last one it finished."""
    after = UUID(job.state["after"]) if "after" in job.state else None
    if job.total is None:
        job.total = tx.session.scalar(select(func.count()).select_from(to_remind(tx, after).subquery()))
    managers = {row.shipment_id: row.manager_id for row in tx.rows(to_remind(tx, after).limit(SHIPMENTS))}
    if not managers:
        return True
    remind(tx, managers)
    job.done += len(managers)
    job.state = {"after": str(list(managers)[-1])}
    return False
