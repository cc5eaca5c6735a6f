"""A private RabbitMQ node: loopback only, its own ports, cookie, password and data, all in one directory.

It never touches the system's RabbitMQ service, needs no root, outlives the process that started it and is
found again by the next `Broker(home)`. Confirmed messages in quorum queues survive `stop` and `kill`, but for
one habit of RabbitMQ 3.10: a quorum queue first declared less than about a second before a kill comes back
empty and leaderless, because its name was not on the disk yet.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import pika
from pika.exceptions import AMQPError

from deploy.local.ports import (
    LOOPBACK,
    accepts,
    free_ports,
    is_free,
    is_process_of,
    one_at_a_time,
    send_signal,
    wait_until,
    write_private,
)

USER = "ugoda"
_START_SECONDS = 120
_STOP_SECONDS = 30
_PORT_SECONDS = 5
"""A killed process loses its name at once and its sockets a moment later; a stranger keeps them."""

_MIB = 1024 * 1024
_DEBIAN_SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""Debian's /usr/sbin/rabbitmq-server is a wrapper that insists on the system's user and directories."""

_SERVER_LIBRARIES = ("rabbit-", "rabbit_common-", "syslog-", "ranch-", "osiris-", "ra-")
_ERLANG_LIBRARIES = (
    "mnesia",
    "crypto",
    "public_key",
    "ssl",
    "asn1",
    "sasl",
    "inets",
    "os_mon",
    "xmerl",
    "compiler",
)
_ERLANG_TOOLS = ("syntax_tools", "tools", "runtime_tools", "eldap")


@dataclass(frozen=True)
class Node:
    """What is chosen at the first start and remembered."""

    port: int
    dist_port: int
    epmd_port: int
    password: str

    @property
    def url(self) -> str:
        return f"amqp://{USER}:{self.password}@{LOOPBACK}:{self.port}/"


class Broker:
    """The node whose data lie in `home/broker`."""

    def __init__(self, home: Path):
        self._dir = home.resolve() / "broker"
        self._state = self._dir / "node.json"
        self._born = self._dir / "born"
        self._log = self._dir / "log" / "startup.log"

    @property
    def url(self) -> str:
        """Raises RuntimeError before the first start: ports and password are chosen then."""
        if not self._state.exists():
            raise RuntimeError(f"The broker in {self._dir} was never started: start it first.")
        return self._node().url

    @property
    def pid(self) -> int | None:
        """Of the living node, answering or not."""
        try:
            pid = int((self._dir / "pid").read_text())
        except (OSError, ValueError):
            return None
        return pid if is_process_of(pid, str(self._dir)) else None

    def running(self) -> bool:
        """Lives and lets its user in."""
        return self.pid is not None and logs_in(self._node())

    def start(self) -> str:
        """The AMQP url, as soon as the node lets its user in; a running one is left alone.

        Raises RuntimeError with one sentence that names the log.
        """
        (self._dir / "log").mkdir(mode=0o700, parents=True, exist_ok=True)
        with one_at_a_time(self._dir / "lock"):
            if not self.running():
                self._bring_up()
        return self.url

    def stop(self) -> None:
        """Clean: queues are closed, then the node and its name server end. A stopped one stays stopped."""
        self._end(signal.SIGTERM)
        self._end(signal.SIGKILL)
        if self._state.exists():
            _end_name_server(self._node().epmd_port)

    def kill(self) -> None:
        """As a crash would: nothing is flushed or closed."""
        self._end(signal.SIGKILL)

    def _bring_up(self) -> None:
        if self.pid is None:
            self._settle()
            self._launch(self._node())
        node = self._node()
        answered = wait_until(lambda: logs_in(node) or self._gone(), _START_SECONDS)
        if not answered or self._gone():
            raise RuntimeError(f"RabbitMQ did not start: read {self._log} and the other files beside it.")
        self._born.touch()

    def _gone(self) -> bool:
        """The launcher becomes the node by several execs, and between two it has no name: look twice."""
        if self.pid is not None:
            return False
        time.sleep(0.5)
        return self.pid is None

    def _settle(self) -> None:
        """Everything the next launch needs, chosen anew only where the old choice can't serve."""
        if not self._born.exists():
            # killed during its very first start, a node never gets its user: it sees data and seeds nothing
            shutil.rmtree(self._dir / "data", ignore_errors=True)
        if not self._state.exists():
            self._remember(_new_node(secrets.token_hex(24)))
        elif not wait_until(lambda: _ports_are_free(self._node()), _PORT_SECONDS):
            _end_name_server(self._node().epmd_port)
            self._remember(_new_node(self._node().password))
        write_private(self._dir / "advanced.config", configuration(self._node()))
        (self._dir / "enabled_plugins").write_text("[].\n")

    def _launch(self, node: Node) -> None:
        """Through a shell that leaves at once: the node is nobody's child, so nobody must stay to bury it."""
        command = '"$@" >"$0" 2>&1 </dev/null & echo $!'
        # the node ignores this argument; by it `pid` knows its process, and a person reading `ps` whose it is
        arguments = [str(self._log), str(_server()), "-ugoda_broker", str(self._dir)]
        shell = subprocess.run(
            ["/bin/sh", "-c", command, *arguments],
            env=environment(self._dir, node),
            cwd=self._dir,
            start_new_session=True,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        (self._dir / "pid").write_text(shell.stdout)

    def _end(self, number: signal.Signals) -> None:
        pid = self.pid
        if pid is not None:
            send_signal(pid, number)
            wait_until(lambda: self.pid != pid, _STOP_SECONDS)

    def _remember(self, node: Node) -> None:
        write_private(self._state, json.dumps(asdict(node)))

    def _node(self) -> Node:
        return Node(**json.loads(self._state.read_text()))


def ensure_broker(home: Path, configured_url: str | None) -> str:
    """The configured address, else a private broker's that is started if need be. Raises RuntimeError."""
    return configured_url or Broker(home).start()


def installed() -> bool:
    return _DEBIAN_SERVER.exists() or shutil.which("rabbitmq-server") is not None


def _new_node(password: str) -> Node:
    port, dist_port, epmd_port = free_ports(3)
    return Node(port, dist_port, epmd_port, password)


def logs_in(node: Node) -> bool:
    if not accepts(node.port):
        return False
    parameters = pika.URLParameters(node.url)
    parameters.socket_timeout = parameters.stack_timeout = 5
    try:
        pika.BlockingConnection(parameters).close()
    except (AMQPError, OSError):
        return False
    return True


def configuration(node: Node) -> str:
    """Erlang terms, not rabbitmq.conf: that one is translated at every start, which costs a second."""
    return f"""[
 {{rabbit, [
  {{tcp_listeners, [{{"{LOOPBACK}", {node.port}}}]}},
  {{default_user, <<"{USER}">>}}, {{default_pass, <<"{node.password}">>}}, {{default_user_tags, []}},
  {{vm_memory_high_watermark, {{absolute, {_memory_limit()}}}}},
  {{log, [{{categories, [{{connection, [{{level, warning}}]}}]}}]}}
 ]}},
 {{ra, [{{wal_max_size_bytes, {64 * _MIB}}}]}}
].
"""


def _memory_limit() -> int:
    """Bytes; RabbitMQ's own default, 40 % of the machine, but no more than a laptop can spare."""
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return min(total * 2 // 5, 1024 * _MIB)


def environment(directory: Path, node: Node) -> dict[str, str]:
    """Built from nothing, so that no RABBITMQ_* of the person or the system leaks in."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(directory),  # the cookie is made here
        "ERL_EPMD_PORT": str(node.epmd_port),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_NODENAME": "ugoda@localhost",  # data belong to a name: the machine's own may change
        "RABBITMQ_DIST_PORT": str(node.dist_port),
        "RABBITMQ_CONFIG_FILE": str(directory / "none"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(directory / "advanced.config"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(directory / "enabled_plugins"),
        "RABBITMQ_PLUGINS_EXPAND_DIR": str(directory / "plugins"),
        "RABBITMQ_MNESIA_BASE": str(directory / "data"),
        "RABBITMQ_MNESIA_DIR": str(directory / "data" / "node"),
        "RABBITMQ_LOG_BASE": str(directory / "log"),
        "RABBITMQ_LOGS": str(directory / "log" / "broker.log"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _erlang_arguments(),
        # makes the start script become the node instead of its parent; nothing else looks at it
        "RUNNING_UNDER_SYSTEMD": "true",
    }


def _erlang_arguments() -> str:
    """Loopback for the node's second port, and a start in 4 s instead of 11.

    At every start RabbitMQ loads some thousand modules, trying ninety directories for each, and each try
    wakes a sleeping thread. So the fullest directories go first, and threads spin a moment before sleeping.
    """
    paths = " ".join(f"-pa {path}" for path in reversed(_module_paths()))
    return f"{paths} +sbwt very_short +sbwtdio very_short -kernel inet_dist_use_interface {{127,0,0,1}}"


def _module_paths() -> list[Path]:
    """The fullest first. Where a system keeps them elsewhere the start is slower, no more."""
    plugins = _server().resolve().parent.parent / "plugins"
    erlang = Path(shutil.which("erl") or "/usr/lib/erlang/bin/erl").resolve().parent.parent / "lib"
    patterns = [(plugins, name + "[0-9]*") for name in _SERVER_LIBRARIES]
    patterns += [(erlang, name + "-[0-9]*") for name in _ERLANG_LIBRARIES + _ERLANG_TOOLS]
    return [found for root, pattern in patterns for found in sorted(root.glob(f"{pattern}/ebin"))]


def _server() -> Path:
    if _DEBIAN_SERVER.exists():
        return _DEBIAN_SERVER
    found = shutil.which("rabbitmq-server")
    if found is None:
        raise RuntimeError(
            "RabbitMQ is not installed: run deploy/local/install.sh as root, "
            "or set UGODA_BROKER_URL to the address of a broker you have."
        )
    return Path(found)


def _ports_are_free(node: Node) -> bool:
    # the name server outlives a killed node and keeps its port for the next
    return is_free(node.port) and is_free(node.dist_port)


def _end_name_server(port: int) -> None:
    """It refuses while it has nodes, and says so by its exit code, which is all right."""
    epmd = shutil.which("epmd")
    if epmd is not None and accepts(port):
        subprocess.run([epmd, "-port", str(port), "-kill"], capture_output=True, check=False, timeout=10)
