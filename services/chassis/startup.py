"""Starting a service process: the one place where a service's parts are put together."""

import importlib
import os
import signal
import socket
import time
from types import FrameType
from typing import Any

import structlog
from sqlalchemy.orm import configure_mappers

from services.chassis.contracts import Contract
from services.chassis.database import Database
from services.chassis.jobs import Jobs
from services.chassis.runtime import Runtime
from services.chassis.settings import SERVICES, settings

log = structlog.get_logger()

STOP_SECONDS = 20
"""A stop that takes longer, because the broker is away, ends hard: what was under way comes again."""


def contract_of(service: str) -> Contract:
    contract: Contract = importlib.import_module(f"services.{service}.contracts").api
    return contract


def all_contracts() -> list[Contract]:
    return [contract_of(service) for service in SERVICES]


def runtime_of(service: str, workers: int = 4) -> Runtime:
    """A service without its Nameko side: for the worker, replay, tests."""
    views = importlib.import_module(f"services.{service}.views").views
    return Runtime(contract_of(service), views, Database(settings().database_url(service), workers))


def jobs_of(service: str) -> Jobs:
    jobs: Jobs = importlib.import_module(f"services.{service}.jobs").jobs
    return jobs


def metadata_of(service: str) -> Any:
    return importlib.import_module(f"services.{service}.models").Base.metadata


def build_ahead() -> None:
    """Mappings and the models of all contracts, which wait for their first use otherwise: for a process that is forked
    into others, which would each build them, and copy the shared pages that building writes to (decision 0011)."""
    configure_mappers()
    for contract in all_contracts():
        models = [model for one in contract.operations.values() for model in (one.request, one.reply)]
        for model in (*models, *(event.view for event in contract.events.values())):
            model.model_rebuild()


def run_service(service: str) -> None:
    """Host one service until SIGTERM. Call `eventlet.monkey_patch()` before importing anything else."""
    from nameko.runners import ServiceRunner

    from services.chassis.topology import declare_everything

    service_class = importlib.import_module(f"services.{service}.service").service_class
    runner = ServiceRunner(nameko_config(settings().broker))
    started = False

    def stop(_: int, __: FrameType | None) -> None:
        if not started:
            # Nameko cannot stop what is still starting: handlers would be gone, and messages would still come. Those
            # that are here already go back to their queues with the connection
            os._exit(0)
        signal.alarm(STOP_SECONDS)
        # not from inside the signal handler: stopping waits, and the hub must turn meanwhile
        import eventlet

        eventlet.spawn_n(runner.stop)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    service_class.runtime = runtime_of(service, settings().max_workers)
    wait_for_broker(settings().broker)
    declare_everything(settings().broker, all_contracts())
    runner.add_service(service_class)
    runner.start()
    started = True
    log.info("service_started", service=service, pid=os.getpid())
    runner.wait()
    log.info("service_stopped", service=service)


def nameko_config(url: str) -> dict[str, Any]:
    return {
        "AMQP_URI": url.replace("amqp://", "pyamqp://", 1),
        "max_workers": settings().max_workers,
        "HEARTBEAT": 20,
        "serializer": "json",
    }


def wait_for_broker(url: str) -> None:
    """Wait as long as it takes, with one clear line in the log."""
    import pika
    from pika.exceptions import AMQPError

    said = False
    while True:
        try:
            pika.BlockingConnection(pika.URLParameters(url)).close()
            return
        except (AMQPError, OSError, socket.gaierror) as error:
            if not said:
                log.warning("waiting_for_broker", reason=repr(error))
                said = True
            time.sleep(0.5)
