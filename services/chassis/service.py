"""Base of the five Nameko services, with the operations all of them answer alike."""

from typing import Any, ClassVar

from sqlalchemy import MetaData, literal

from services.chassis import common
from services.chassis.contracts import Contract
from services.chassis.host import Peers, operation
from services.chassis.jobs import Job, cancel_job
from services.chassis.runtime import Call, Reply, Runtime
from services.chassis.tx import Tx


class Service:
    """`runtime` is set by the start-up code before Nameko makes the first instance."""

    name: ClassVar[str]
    contract: ClassVar[Contract]
    metadata: ClassVar[MetaData]
    """The service's own tables: columns marked personal in them are blanked when a person is erased."""
    runtime: ClassVar[Runtime]
    peers = Peers()

    @operation(common.LIST_AUDIT)
    def list_audit(self, call: Call[Any]) -> Reply:
        columns = {**common.AUDIT_COLUMNS, "service": literal(self.name)}
        return call.list(lambda reader: common.audit_query(reader.actor), columns)

    @operation(common.GET_JOB)
    def get_job(self, call: Call[Any]) -> Reply:
        return call.show(Job, common.job_uuid(call.request.id))

    @operation(common.CANCEL_JOB)
    def cancel_job(self, call: Call[Any]) -> Reply:
        return call.transact(_cancel)


def _cancel(tx: Tx, command: common.ByJobId) -> Job:
    return cancel_job(tx, common.job_uuid(command.id))
