"""A private PostgreSQL cluster: loopback only, its own port, password and data. No system service is touched.

PostgreSQL refuses to run as root: root's cluster runs as the system's user `postgres` and, where that user
can't reach `home`, lies in a directory of its own under /var/tmp, remembered in `home/postgres/cluster.json`.
"""

import json
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

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
_SYSTEM_USER = "postgres"
_DEBIAN_BINARIES = Path("/usr/lib/postgresql")
_SECONDS = 60
_PORT_SECONDS = 5
_DATABASE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


@dataclass(frozen=True)
class Cluster:
    """What is chosen at the first start and remembered. `base` holds the data directory and the log."""

    base: str
    port: int
    password: str

    def url(self, database: str) -> str:
        return f"postgresql+psycopg2://{USER}:{self.password}@{LOOPBACK}:{self.port}/{database}"

    @property
    def data(self) -> Path:
        return Path(self.base) / "data"

    @property
    def log(self) -> Path:
        return Path(self.base) / "postgres.log"


class Postgres:
    """The cluster of `home/postgres`; `durable=False` trades safety in a power cut for speed (tests)."""

    def __init__(self, home: Path, durable: bool = True):
        self._dir = home.resolve() / "postgres"
        self._state = self._dir / "cluster.json"
        self._durable = durable

    @property
    def pid(self) -> int | None:
        """Of the living server, answering or not."""
        if not self._state.exists():
            return None
        data = self._cluster().data
        try:
            pid = int((data / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None
        return pid if is_process_of(pid, str(data)) else None

    def running(self) -> bool:
        """Lives and lets its user in."""
        return self.pid is not None and _logs_in(self._cluster())

    def start(self) -> None:
        """Returns when it takes logins; a running one is left alone. RuntimeError names the log."""
        # others may pass through it, or the system user could never reach the cluster inside
        self._dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        with one_at_a_time(self._dir / "lock"):
            if not self.running():
                self._bring_up()

    def stop(self) -> None:
        """Clean; open connections are cut. A stopped one stays stopped."""
        if self.pid is not None:
            _run("pg_ctl", "stop", "-D", str(self._cluster().data), "-m", "fast", "-w")

    def kill(self) -> None:
        """As a crash would: the server and all its processes at once. Committed rows stay."""
        pid = self.pid
        if pid is None:
            return
        family = [pid, *_children(pid)]
        for member in family:
            send_signal(member, signal.SIGKILL)
        # a survivor would hold the shared memory and with it the next start
        wait_until(lambda: not any(_lives(member) for member in family), _SECONDS)

    def remove(self) -> None:
        """Stops it and deletes the cluster with all its databases, wherever they lie."""
        if not self._state.exists():
            return
        self.stop()
        shutil.rmtree(self._cluster().base, ignore_errors=True)
        shutil.rmtree(self._dir, ignore_errors=True)

    def create_database(self, name: str) -> str:
        """SQLAlchemy url of a new empty database; one of that name is dropped first, whoever uses it."""
        self.drop_database(name)
        _execute(self._cluster(), f'CREATE DATABASE "{name}"')
        return self._cluster().url(name)

    def drop_database(self, name: str) -> None:
        """No such database is fine. Raises ValueError for a name that would need quoting."""
        if _DATABASE_NAME.fullmatch(name) is None:
            raise ValueError(f"{name!r} is no database name: use small Latin letters, digits and underscores.")
        _execute(self._cluster(), f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _bring_up(self) -> None:
        if self.pid is None:
            self._settle()
            self._launch(self._cluster())
        cluster = self._cluster()
        if not wait_until(lambda: _logs_in(cluster), _SECONDS):
            raise RuntimeError(f"PostgreSQL did not start: read {cluster.log}.")

    def _settle(self) -> None:
        if not self._state.exists():
            self._remember(Cluster(str(_new_base(self._dir)), free_ports(1)[0], secrets.token_hex(24)))
        cluster = self._cluster()
        if not wait_until(lambda: is_free(cluster.port), _PORT_SECONDS):
            self._remember(Cluster(cluster.base, free_ports(1)[0], cluster.password))
        if not cluster.data.exists():
            _create_cluster(cluster)
        _forget_zombie(cluster.data / "postmaster.pid")

    def _launch(self, cluster: Cluster) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in settings(cluster, self._durable).items())
        paths = ["-D", str(cluster.data), "-l", str(cluster.log)]
        try:
            _run("pg_ctl", "start", *paths, "-w", "-t", str(_SECONDS), "-o", options)
        except RuntimeError as error:
            raise RuntimeError(f"PostgreSQL did not start: read {cluster.log}.") from error

    def _remember(self, cluster: Cluster) -> None:
        write_private(self._state, json.dumps(asdict(cluster)))

    def _cluster(self) -> Cluster:
        if not self._state.exists():
            raise RuntimeError(f"PostgreSQL in {self._dir} was never started: start it first.")
        return Cluster(**json.loads(self._state.read_text()))


def installed() -> bool:
    return _binary_directory() is not None


def settings(cluster: Cluster, durable: bool) -> dict[str, str]:
    """Values must hold no spaces: they travel through pg_ctl's single option string."""
    chosen = {
        "port": str(cluster.port),
        "listen_addresses": LOOPBACK,
        "unix_socket_directories": "",
        "max_connections": "300",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    # not synchronous_commit: without it a mere kill loses what was committed a moment before
    unsafe = {"fsync": "off", "full_page_writes": "off"}
    return chosen if durable else chosen | unsafe


def _create_cluster(cluster: Cluster) -> None:
    """Under a draft name first: an initdb that was cut short must not look like a cluster."""
    draft, password_file = Path(cluster.base) / "draft", Path(cluster.base) / "password"
    shutil.rmtree(draft, ignore_errors=True)
    write_private(password_file, cluster.password)
    _give_to_system_user(password_file)
    secure = ["--auth=scram-sha-256", f"--username={USER}", f"--pwfile={password_file}"]
    # C.UTF-8 folds Cyrillic case and is on every machine; what people see sorted has sort keys of its own
    _run("initdb", "-D", str(draft), *secure, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    password_file.unlink()
    draft.rename(cluster.data)


def _forget_zombie(pid_file: Path) -> None:
    """PostgreSQL takes a killed server nobody has buried yet for a living one, and would refuse to start.

    In a container whose first process buries nobody that would be for ever.
    """
    if pid_file.exists() and _stat(int(pid_file.read_text().split()[0]))[:1] == ["Z"]:
        pid_file.unlink()


def _new_base(directory: Path) -> Path:
    base = directory / "cluster"
    base.mkdir(mode=0o700, exist_ok=True)
    _give_to_system_user(base)
    if _is_root() and not _system_user_reaches(base):
        base.rmdir()
        base = Path(tempfile.mkdtemp(prefix="ugoda-postgres-", dir="/var/tmp"))
        _give_to_system_user(base)
    return base


def _system_user_reaches(path: Path) -> bool:
    answer = subprocess.run([*_as_system_user(), "test", "-w", str(path)], capture_output=True, check=False, cwd="/")
    return answer.returncode == 0


def _give_to_system_user(path: Path) -> None:
    if not _is_root():
        return
    try:
        account = pwd.getpwnam(_SYSTEM_USER)
    except KeyError as error:
        raise RuntimeError(
            f"PostgreSQL does not run as root and there is no user {_SYSTEM_USER}: "
            "install PostgreSQL from the system's packages, or run this as an ordinary user."
        ) from error
    os.chown(path, account.pw_uid, account.pw_gid)


def _run(program: str, *arguments: str) -> None:
    """Raises RuntimeError with what the program said."""
    directory = _binary_directory()
    if directory is None:
        raise RuntimeError("PostgreSQL is not installed: run deploy/local/install.sh as root.")
    command = [*_as_system_user(), str(directory / program), *arguments]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    done = subprocess.run(
        command,
        env=environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{program} failed: {(done.stderr or done.stdout).strip()}")


def _as_system_user() -> list[str]:
    return ["runuser", "-u", _SYSTEM_USER, "--"] if _is_root() else []


def _is_root() -> bool:
    return os.geteuid() == 0


def _binary_directory() -> Path | None:
    """Of the newest version the system has."""
    versions = [path for path in _DEBIAN_BINARIES.glob("*/bin") if (path / "initdb").exists()]
    if versions:
        return max(versions, key=lambda path: float(path.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _logs_in(cluster: Cluster) -> bool:
    if not accepts(cluster.port):
        return False
    try:
        _execute(cluster, "SELECT 1")
    except OperationalError:
        return False
    return True


def _execute(cluster: Cluster, statement: str) -> None:
    """Outside any transaction, as databases must be made."""
    engine = create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))


def _children(parent: int) -> list[int]:
    return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if _stat(pid)[1:2] == [str(parent)]]


def _lives(pid: int) -> bool:
    return _stat(pid)[:1] not in ([], ["Z"], ["X"])


def _stat(pid: int) -> list[str]:
    """State, parent and so on; empty for a process that is gone."""
    try:
        # the name before them is in brackets and may hold anything
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
