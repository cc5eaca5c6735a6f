"""The Nameko side of a service: how operations and events arrive and are answered.

Four of Nameko's defaults lose data or crash; here each has its cure:
- a reply that cannot be sent leaves its message unacknowledged (it comes again) instead of killing the process;
- a failing event handler puts its event off with growing pauses and finally parks it with the reason;
- questions to peers have a deadline, and travel with it;
- the process waits for the broker at start.
"""

import itertools
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from eventlet import Timeout
from eventlet.event import Event as Signal
from kombu import Exchange, Queue
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import DependencyProvider, Entrypoint, ProviderCollector, SharedExtension
from nameko.messaging import QueueConsumer
from nameko.rpc import ReplyListener, Rpc, RpcConsumer
from pydantic import BaseModel, ValidationError

from services.chassis import metrics, trace
from services.chassis.contracts import Envelope, Event, Operation, dead_queue, event_exchange, event_queue
from services.chassis.errors import INTERNAL, UNAVAILABLE, Refusal
from services.chassis.failpoints import failpoint
from services.chassis.outlet import Outlet
from services.chassis.runtime import Call, Incoming, Reply, Runtime, to_json
from services.chassis.settings import settings
from services.chassis.topology import event_queue_arguments, retry_exchange
from services.chassis.tx import Tx
from services.chassis.wire import REPLY_PREFIX, REPLY_SUFFIX, error_body, headers_of, incoming_of, refusal_of

log = structlog.get_logger()
_PAUSE_SECONDS = 0.5
_questions = itertools.count()


class Host(SharedExtension):
    """What all entrypoints of the process share: the runtime, and the channels to send on."""

    def setup(self) -> None:
        if not hasattr(self, "runtime"):
            url: str = self.container.config["AMQP_URI"]
            self.runtime: Runtime = self.container.service_cls.runtime
            self.replies = Outlet(url)
            self.put_offs = Outlet(url, confirms=True)


class OperationConsumer(RpcConsumer):
    """Nameko's RPC queue, with a lookup by name and an answer that survives a broker blink."""

    host = Host()

    def setup(self) -> None:
        super().setup()
        queue_type = settings().rpc_queue_type
        if queue_type != "classic":
            self.queue.queue_arguments = {"x-queue-type": queue_type}

    def get_provider_for_method(self, routing_key: str) -> Any:
        name = routing_key.rpartition(".")[2]
        for provider in self._providers:
            if provider.method_name == name:
                return provider
        raise UNAVAILABLE(service=routing_key)

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        reply_to = message.properties.get("reply_to")
        if reply_to:
            body, headers = _answer(result, exc_info, message)
            try:
                self.host.replies.publish(
                    body,
                    "nameko-rpc",
                    reply_to,
                    correlation_id=message.properties.get("correlation_id"),
                    application_headers=headers,
                )
            except ConnectionError as error:
                # given again after a while, here or elsewhere, and its key makes the answer the same
                log.warning("reply_put_off", reason=str(error))
                time.sleep(_PAUSE_SECONDS)
                self.queue_consumer.requeue_message(message)
                return result, exc_info
        failpoint("after_reply_before_ack")
        self.queue_consumer.ack_message(message)
        return result, exc_info


def _answer(result: Any, exc_info: Any, message: Any) -> tuple[bytes, dict[str, Any]]:
    if exc_info is None and isinstance(result, Reply):
        headers: dict[str, Any] = {"status": result.status}
        if result.version is not None:
            headers["version"] = result.version
        return REPLY_PREFIX + result.body + REPLY_SUFFIX, headers
    incoming = incoming_of(message.headers)
    error = exc_info[1] if exc_info else TypeError("an operation must return a Reply")
    if not isinstance(error, Refusal):
        log.error("operation_failed", request=incoming.request_id, exc_info=exc_info)
        error = INTERNAL(request=incoming.request_id)
    return error_body(error, incoming.actor.language), {"status": error.http_status}


class OperationEntrypoint(Rpc):
    """`@operation(WIN_DEAL)`: the method answers this operation of the contract."""

    rpc_consumer = OperationConsumer()
    host = Host()

    def __init__(self, declared: Operation, **options: Any):
        # expected refusals are answers; Nameko must not log a traceback for each
        super().__init__(expected_exceptions=(Exception,), **options)
        self.declared = declared

    def handle_message(self, body: Any, message: Any) -> None:
        if message.delivery_info.get("redelivered"):
            metrics.redelivery(self.container.service_name, "rpc")
        payload = body["args"][0] if body.get("args") else body.get("kwargs", {})
        work = (payload, incoming_of(message.headers))
        try:
            self.container.spawn_worker(
                self, work, {}, context_data={}, handle_result=partial(self.handle_result, message)
            )
        except ContainerBeingKilled:
            self.rpc_consumer.requeue_message(message)


def operation(declared: Operation) -> Callable[[Callable[[Any, Call[Any]], Reply]], Any]:
    """Decorator of a service's method `(self, call) -> Reply`; the pipeline runs around it."""

    def decorate(method: Callable[[Any, Call[Any]], Reply]) -> Any:
        def run(self: Any, payload: Any, incoming: Incoming) -> Reply:
            runtime: Runtime = type(self).runtime
            return runtime.handle(declared, partial(method, self), payload, incoming)

        run.__name__ = method.__name__
        run.__doc__ = method.__doc__
        run.declared = declared  # type: ignore[attr-defined]
        return OperationEntrypoint.decorator(declared)(run)

    return decorate


class EventConsumer(SharedExtension, ProviderCollector):
    """The service's one event queue; each event goes to the handler of its type."""

    queue_consumer = QueueConsumer()
    host = Host()

    def __init__(self) -> None:
        self._stopping: set[Any] = set()
        self._stopped = Signal()
        super().__init__()

    def setup(self) -> None:
        service = self.container.service_name
        self.queue = Queue(
            event_queue(service),
            exchange=Exchange(event_exchange(service), type="topic", durable=True),
            routing_key=f"{service}.none",
            durable=True,
            queue_arguments=event_queue_arguments(service),
        )
        self.queue_consumer.register_provider(self)

    def stop(self) -> None:
        if not self._providers_registered:
            self.queue_consumer.unregister_provider(self)
        super().stop()

    def unregister_provider(self, provider: Any) -> None:
        """A handler leaves only when the queue is consumed no more: an event without its handler would be lost."""
        self._stopping.add(provider)
        if not self._providers - self._stopping:
            self.queue_consumer.unregister_provider(self)
            self._stopped.send(True)
        self._stopped.wait()
        super().unregister_provider(provider)

    def handle_message(self, body: Any, message: Any) -> None:
        service = self.container.service_name
        if message.delivery_info.get("redelivered"):
            metrics.redelivery(service, "event")
        if not isinstance(body, dict):
            body = {}  # no event of ours: parked below like one of an unknown type, its bytes as they came
        if str(body.get("type")).startswith(f"{service}."):
            # decision 0014: nobody listens to itself; it lay here when an earlier version, which did, was replaced
            self.queue_consumer.ack_message(message)
            return
        if not self._providers:
            # this process is stopping, and its handlers have left: another's, or the next one's
            self.queue_consumer.requeue_message(message)
            return
        handler = next((one for one in self._providers if one.declared.address == body.get("type")), None)
        if handler is None:
            # perhaps a replica of another version knows it: put off, and parked in the end, never dropped
            unknown = LookupError(f"{service} has no handler of {body.get('type')}")
            self.settle(message, body, None, None, (LookupError, unknown, None))
            return
        try:
            self.container.spawn_worker(
                handler, (body,), {}, context_data={}, handle_result=partial(self.settle, message, body)
            )
        except ContainerBeingKilled:
            self.queue_consumer.requeue_message(message)

    def settle(self, message: Any, body: Any, _: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """Acknowledge what was applied; put off what failed, its copy confirmed before the original goes."""
        if exc_info is None:
            failpoint("after_event_commit_before_ack")
            self.queue_consumer.ack_message(message)
            return result, None
        try:
            self._put_off(message, body, exc_info[1])
            self.queue_consumer.ack_message(message)
        except ConnectionError:
            self.queue_consumer.requeue_message(message)
        return None, exc_info

    def _put_off(self, message: Any, body: Any, error: BaseException) -> None:
        service, kind = self.container.service_name, str(body.get("type"))
        attempt = int(message.headers.get("attempt", 0))
        delays = settings().event_retry_delays_ms
        reason = _reason(error)
        headers = {
            "attempt": attempt + 1,
            "reason": reason,
            "type": kind,
            "trace": message.headers.get("trace", ""),
            "failed_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        raw = message.body if isinstance(message.body, bytes) else str(message.body).encode()
        if attempt < len(delays):
            exchange, key = retry_exchange(delays[attempt]), event_queue(service)
            metrics.retry(service, kind)
            about = {"id": body.get("id"), "attempt": attempt + 1, "reason": reason}
            log.warning("event_put_off", service=service, type=kind, **about)
        else:
            exchange, key = "", dead_queue(service)
            metrics.dead(service, kind)
            log.error("event_parked", service=service, type=kind, id=body.get("id"), reason=reason)
        self.host.put_offs.publish(
            raw,
            exchange,
            key,
            delivery_mode=2,
            message_id=message.properties.get("message_id"),
            application_headers=headers,
        )


def _reason(error: BaseException) -> str:
    """One line for headers, logs and `ugoda dead list`, without the event's own values: they may be personal."""
    if isinstance(error, ValidationError):
        faults = [f"{'.'.join(map(str, fault['loc']))} {fault['type']}" for fault in error.errors(include_input=False)]
        return f"ValidationError: {', '.join(faults)}"[:500]
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"[:500]


class EventEntrypoint(Entrypoint):
    events = EventConsumer()

    def __init__(self, declared: Event, **options: Any):
        super().__init__(expected_exceptions=(Exception,), **options)
        self.declared = declared

    def setup(self) -> None:
        self.events.register_provider(self)

    def stop(self) -> None:
        self.events.unregister_provider(self)


def on_event(declared: Event) -> Callable[[Callable[[Any, Tx, Any, Envelope], None]], Any]:
    """Decorator of a handler `(self, tx, view, envelope)`: one transaction with its inbox mark, applied once."""

    def decorate(method: Callable[[Any, Tx, Any, Envelope], None]) -> Any:
        def run(self: Any, body: dict[str, Any]) -> None:
            started = time.perf_counter()
            outcome = "failed"
            runtime: Runtime = type(self).runtime
            try:
                envelope = Envelope.model_validate(body)
                applied = runtime.consume(envelope, partial(method, self), declared.view)
                outcome = "applied" if applied else "known"
            finally:
                seconds = time.perf_counter() - started
                metrics.event(runtime.service, declared.address, outcome, seconds)
                about = {"outcome": outcome}
                trace.record(runtime.service, f"on:{declared.address}", body.get("trace", ""), started, seconds, about)

        run.__name__ = method.__name__
        run.__doc__ = method.__doc__
        run.declared = declared  # type: ignore[attr-defined]
        return EventEntrypoint.decorator(declared)(run)

    return decorate


class Answers(ReplyListener):
    """Replies to this process's own questions."""

    def forget(self, correlation_id: str) -> None:
        self._reply_events.pop(correlation_id, None)


class Peers(DependencyProvider):
    """Questions to other services, each with a deadline that travels with it."""

    answers = Answers()
    host = Host()

    def start(self) -> None:
        self.host.runtime.asker = self.ask

    def ask(self, operation: Operation, request: BaseModel, incoming: Incoming) -> Any:
        """The peer's reply as its model. Raises the peer's refusal, or Unavailable in time."""
        seconds = settings().rpc_timeout_seconds
        if incoming.deadline is not None:
            seconds = max(0.05, min(seconds, incoming.deadline - time.time()))
        correlation_id = f"{id(self):x}.{next(_questions)}"
        signal: Signal = self.answers.get_reply_event(correlation_id)
        body = b'{"args":[' + to_json(request) + b'],"kwargs":{}}'
        try:
            self.host.replies.publish(
                body,
                "nameko-rpc",
                operation.address,
                reply_to=self.answers.routing_key,
                correlation_id=correlation_id,
                expiration=str(int(seconds * 1000)),
                application_headers=headers_of(incoming, time.time() + seconds),
            )
            with Timeout(seconds):
                answer = signal.wait()
        except (ConnectionError, Timeout) as error:
            raise UNAVAILABLE(service=operation.service) from error
        finally:
            self.answers.forget(correlation_id)
        if answer.get("error"):
            raise refusal_of(answer["error"])
        return operation.reply.model_validate(answer["result"])

    def get_dependency(self, worker_ctx: Any) -> "Peers":
        return self
