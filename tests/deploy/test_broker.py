import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pika
import psutil
import pytest
from pika.exceptions import AMQPError

from deploy.local.broker import Broker, Node, configuration, ensure_broker, environment

pytestmark = pytest.mark.flow

QUEUE = "tests.parcels"
NAME_REACHES_DISK_SECONDS = 2
"""RabbitMQ 3.10 forgets a quorum queue that was first declared less than about a second before a kill."""

NODE = Node(port=20_001, dist_port=20_002, epmd_port=20_003, password="not-a-secret")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("home")
    yield path
    Broker(path).stop()


@pytest.fixture
def broker(home: Path) -> Broker:
    broker = Broker(home)
    broker.start()
    return broker


def publish(url: str, body: bytes) -> None:
    """Confirmed, into a quorum queue."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
    channel.confirm_delivery()
    channel.basic_publish("", QUEUE, body, pika.BasicProperties(delivery_mode=2), mandatory=True)
    connection.close()


def take(url: str) -> list[bytes]:
    """What a consumer gets within five seconds: after a start the queue must first elect its leader."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    bodies: list[bytes] = []
    channel.basic_consume(QUEUE, lambda _channel, _method, _properties, body: bodies.append(body), auto_ack=True)
    connection.process_data_events(time_limit=5)
    connection.close()
    return bodies


def listening_addresses(pid: int) -> set[str]:
    sockets = psutil.Process(pid).net_connections(kind="tcp")
    return {socket.laddr.ip for socket in sockets if socket.status == psutil.CONN_LISTEN}


def test_a_broker_never_started_does_not_run_and_says_to_start_it(tmp_path: Path) -> None:
    broker = Broker(tmp_path)
    assert not broker.running()
    assert broker.pid is None
    with pytest.raises(RuntimeError, match="start it first"):
        _ = broker.url


def test_stopping_and_killing_a_broker_never_started_is_fine(tmp_path: Path) -> None:
    Broker(tmp_path).stop()
    Broker(tmp_path).kill()


def test_a_started_broker_lets_its_user_in(broker: Broker) -> None:
    assert broker.running()
    pika.BlockingConnection(pika.URLParameters(broker.url)).close()


def test_starting_a_running_broker_changes_nothing(broker: Broker) -> None:
    pid, url = broker.pid, broker.url
    assert broker.start() == url
    assert broker.pid == pid


def test_another_object_finds_the_running_broker(broker: Broker, home: Path) -> None:
    assert Broker(home).pid == broker.pid
    assert ensure_broker(home, None) == broker.url


def test_a_wrong_password_is_refused(broker: Broker) -> None:
    parameters = pika.URLParameters(broker.url)
    parameters.credentials = pika.PlainCredentials("ugoda", "wrong")
    with pytest.raises(AMQPError):
        pika.BlockingConnection(parameters)


def test_there_is_no_guest(broker: Broker) -> None:
    parameters = pika.URLParameters(broker.url)
    parameters.credentials = pika.PlainCredentials("guest", "guest")
    with pytest.raises(AMQPError):
        pika.BlockingConnection(parameters)


def test_the_broker_listens_on_loopback_only(broker: Broker) -> None:
    assert broker.pid is not None
    assert listening_addresses(broker.pid) == {"127.0.0.1"}


def test_files_with_the_password_are_the_owners_alone(broker: Broker, home: Path) -> None:
    for name in ("node.json", "advanced.config", ".erlang.cookie"):
        assert stat.S_IMODE((home / "broker" / name).stat().st_mode) & 0o077 == 0


def test_a_killed_broker_comes_back_with_its_address_and_messages(broker: Broker) -> None:
    url, pid = broker.url, broker.pid
    publish(url, b"before the kill")
    time.sleep(NAME_REACHES_DISK_SECONDS)
    broker.kill()
    assert not broker.running()
    assert broker.start() == url
    assert broker.pid != pid
    assert take(url) == [b"before the kill"]


def test_a_stopped_broker_leaves_no_process_and_no_listener(broker: Broker, home: Path) -> None:
    pid = broker.pid
    assert pid is not None
    broker.stop()
    assert broker.pid is None
    mark = str(home / "broker")
    assert not [found for found in psutil.process_iter() if mark in _arguments(found)]


def test_a_configured_broker_wins_over_the_private_one(tmp_path: Path) -> None:
    assert ensure_broker(tmp_path, "amqp://lesia@broker.example/") == "amqp://lesia@broker.example/"
    assert not (tmp_path / "broker").exists()


def test_the_node_is_told_to_stay_on_loopback(tmp_path: Path) -> None:
    assert '{tcp_listeners, [{"127.0.0.1", 20001}]}' in configuration(NODE)
    assert "inet_dist_use_interface {127,0,0,1}" in environment(tmp_path, NODE)["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"]


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
