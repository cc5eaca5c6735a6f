"""Prometheus metrics: per operation, event, queue, outbox lag, job. Names are frozen: dashboards stand on them."""

from prometheus_client import Counter, Gauge, Histogram

from services.chassis.failpoints import observe

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

_operations = Histogram(
    "ugoda_operation_seconds", "Time of operations.", ("service", "operation", "outcome"), buckets=_BUCKETS
)
_events = Histogram("ugoda_event_seconds", "Time of event handling.", ("service", "event", "outcome"), buckets=_BUCKETS)
_inbox_hits = Counter("ugoda_inbox_hits_total", "Events known or overtaken already.", ("service", "event"))
_redeliveries = Counter("ugoda_redeliveries_total", "Messages the broker gave again.", ("service", "kind"))
_repeated_keys = Counter(
    "ugoda_repeated_keys_total", "Commands answered from their idempotency key.", ("service", "operation")
)
_retries = Counter("ugoda_event_retries_total", "Events sent to wait after a failure.", ("service", "event"))
_dead = Counter("ugoda_dead_events_total", "Events parked in the dead queue.", ("service", "event"))
_relayed = Counter("ugoda_relayed_events_total", "Events published with the broker's confirm.", ("service",))
_outbox_waiting = Gauge("ugoda_outbox_waiting", "Events not yet confirmed.", ("service",))
_outbox_lag = Gauge("ugoda_outbox_lag_seconds", "Age of the oldest event not yet confirmed.", ("service",))
_job_steps = Counter("ugoda_job_steps_total", "Steps of jobs.", ("service", "job", "outcome"))
_queue_messages = Gauge("ugoda_queue_messages", "Messages waiting in a queue.", ("queue",))


def operation(service: str, name: str, outcome: str, seconds: float) -> None:
    _operations.labels(service, name, outcome).observe(seconds)


def event(service: str, name: str, outcome: str, seconds: float) -> None:
    _events.labels(service, name, outcome).observe(seconds)


def inbox_hit(service: str, name: str) -> None:
    observe("inbox_hit")
    _inbox_hits.labels(service, name).inc()


def redelivery(service: str, kind: str) -> None:
    observe("redelivery")
    _redeliveries.labels(service, kind).inc()


def repeated_key(service: str, name: str) -> None:
    observe("repeated_key")
    _repeated_keys.labels(service, name).inc()


def retry(service: str, name: str) -> None:
    _retries.labels(service, name).inc()


def dead(service: str, name: str) -> None:
    _dead.labels(service, name).inc()


def relayed(service: str, count: int, waiting: int, lag_seconds: float) -> None:
    _relayed.labels(service).inc(count)
    _outbox_waiting.labels(service).set(waiting)
    _outbox_lag.labels(service).set(lag_seconds)


def job_step(service: str, kind: str, outcome: str) -> None:
    _job_steps.labels(service, kind, outcome).inc()


def queue_messages(queue: str, count: int) -> None:
    _queue_messages.labels(queue).set(count)
