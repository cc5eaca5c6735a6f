"""Names that others hold on to. Renaming a queue strands its messages; an event, its consumers; a metric, a dashboard.

A new name is added to its list here. A name is never changed or taken away while anybody may still use it.
"""

import ast
from collections.abc import Iterable

from services.chassis.contracts import dead_queue, event_exchange, event_queue
from services.chassis.errors import FAMILIES
from services.chassis.failpoints import NAMES
from services.chassis.settings import DATABASES, SERVICES
from services.chassis.tables import chassis_metadata
from services.chassis.topology import retry_exchange
from tests.architecture.tree import called, calls, complain, contracts, files, service_class, tree_of
from tests.contracts.frozen import SAMPLES

METRICS = """
ugoda_dead_events_total ugoda_event_retries_total ugoda_event_seconds ugoda_inbox_hits_total ugoda_job_steps_total
ugoda_operation_seconds ugoda_outbox_lag_seconds ugoda_outbox_waiting ugoda_queue_messages ugoda_redeliveries_total
ugoda_relayed_events_total ugoda_repeated_keys_total
"""
EVENT_QUEUES = "events.partners events.pricing events.deals events.orders events.marketing"
DEAD_QUEUES = "events.partners.dead events.pricing.dead events.deals.dead events.orders.dead events.marketing.dead"
RPC_QUEUES = "rpc-partners rpc-pricing rpc-deals rpc-orders rpc-marketing"
EXCHANGES = "partners.events pricing.events deals.events orders.events marketing.events nameko-rpc retry.1000"
DATABASE_NAMES = "partners pricing deals orders marketing gateway"
CHASSIS_TABLES = "audit_rows idempotency_keys inbox jobs numbers outbox partner_access service_facts"
ERROR_FAMILIES = "Invalid Unauthenticated Forbidden NotFound Conflict Unavailable"
FAILPOINTS = (
    "before_commit after_commit after_reply_before_ack after_publish_before_delete after_event_commit_before_ack"
)


def _same(frozen: str, now: Iterable[str], consequence: str) -> None:
    expected, found = set(frozen.split()), set(now)
    gone = [f"{name} is gone: bring it back" for name in sorted(expected - found)]
    new = [f"{name} is new: if nothing was renamed, add it to the frozen list" for name in sorted(found - expected)]
    complain(consequence, gone + new)


def test_event_addresses_are_frozen() -> None:
    """The samples are their list: one file for each address."""
    frozen = " ".join(path.stem for path in SAMPLES.glob("*.json"))
    addresses = [event.address for contract in contracts().values() for event in contract.events.values()]
    _same(frozen, addresses, "A renamed event reaches nobody while old and new versions run beside each other.")


def test_event_queues_are_frozen() -> None:
    _same(EVENT_QUEUES, map(event_queue, SERVICES), "A renamed queue leaves its messages in the old one for ever.")
    _same(DEAD_QUEUES, map(dead_queue, SERVICES), "Parked events lie in the queue of the old name, seen by nobody.")


def test_rpc_queues_and_exchanges_are_frozen() -> None:
    from nameko.rpc import RPC_QUEUE_TEMPLATE, get_rpc_exchange

    names = [service_class(service).name for service in SERVICES]
    _same(RPC_QUEUES, map(RPC_QUEUE_TEMPLATE.format, names), "Gateways of the running version ask the old queue.")
    exchanges = [*map(event_exchange, SERVICES), get_rpc_exchange({}).name, retry_exchange(1000)]
    _same(EXCHANGES, exchanges, "What is bound to the old exchange hears nothing from the new one.")


def test_metrics_names_are_frozen() -> None:
    made = [
        str(call.args[0].value)
        for path in files("services", "gateway", "deploy")
        for call in calls(tree_of(path))
        if called(call) in ("Counter", "Gauge", "Histogram", "Summary")
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    _same(METRICS, made, "Dashboards and alerts look for metrics by name and stay silent when it is gone.")


def test_names_on_the_wire_and_on_disk_are_frozen() -> None:
    _same(DATABASE_NAMES, DATABASES, "A renamed database is an empty one; backups are restored by name.")
    _same(CHASSIS_TABLES, chassis_metadata.tables, "Five databases have these tables: a rename needs two steps.")
    _same(ERROR_FAMILIES, FAMILIES, "A refusal of an unknown family arrives as an internal error.")
    _same(FAILPOINTS, NAMES, "A chaos run that names a failpoint of another name kills nothing and proves nothing.")
