"""What operations teams do by hand: replay, backup, restore, parked events, new migrations."""

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pika
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url

from services.chassis.contracts import dead_queue, event_queue
from services.chassis.database import Database
from services.chassis.migrate import migrate, write_migration
from services.chassis.replay import forget_what_was_told, raise_epoch, replay
from services.chassis.settings import DATABASES, SERVICES, settings
from services.chassis.startup import all_contracts, contract_of, metadata_of, runtime_of
from services.chassis.topology import take_old_bindings_away


def replay_events(services: Iterable[str], events: Sequence[str] = ()) -> dict[str, dict[str, int]]:
    return {service: replay(runtime_of(service), events) for service in services}


def known_events() -> set[str]:
    return {name for service in SERVICES for name in contract_of(service).events}


def write_next_migration(service: str, message: str) -> Path:
    """From the difference between the models and a fresh database at the newest revision."""
    with tempfile.TemporaryDirectory() as directory:
        database = Database(f"sqlite:///{directory}/fresh.sqlite")
        migrate(service, database)
        path = write_migration(database, metadata_of(service), f"services.{service}.migrations", message)
        database.dispose()
        return path


def back_up(directory: Path) -> dict[str, int]:
    """One file for each database; sizes in bytes. Safe while everything runs.

    Who refers is copied before whom it refers to (orders before partners, users before staff): what was added
    between the two moments is there too much, never too little.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    sizes = {}
    for name in reversed(DATABASES):
        url = settings().database_url(name)
        path = directory / f"{name}.{_suffix(url)}"
        draft = path.with_suffix(".draft")
        draft.unlink(missing_ok=True)
        if _suffix(url) == "sqlite":
            _copy_sqlite(str(make_url(url).database), str(draft))
        else:
            _postgres(["pg_dump", "--format=custom", "--file", str(draft)], url)
        draft.chmod(0o600)
        draft.replace(path)
        sizes[name] = path.stat().st_size
    return sizes


def restore_all(directory: Path) -> None:
    """Put every database back and raise the epochs, so that what services say now beats what they said before.

    Copies of others' records are emptied: `ugoda replay all` fills them again from what the owners have.
    """
    missing = [
        name for name in DATABASES if not (directory / f"{name}.{_suffix(settings().database_url(name))}").exists()
    ]
    if missing:
        raise FileNotFoundError(f"the backup lacks {', '.join(missing)}; nothing was changed")
    for name in DATABASES:
        url = settings().database_url(name)
        path = directory / f"{name}.{_suffix(url)}"
        if _suffix(url) == "sqlite":
            _put_back_sqlite(path, Path(str(make_url(url).database)))
        else:
            _put_back_postgres(path, url)
    _begin_anew({service: Database(settings().database_url(service)) for service in SERVICES})


def _begin_anew(databases: Mapping[str, Database]) -> None:
    epochs = {}
    for service, database in databases.items():
        with database.write() as session:
            epochs[service] = raise_epoch(session)
    for service, database in databases.items():
        with database.write() as session:
            forget_what_was_told(session, contract_of(service), metadata_of(service), epochs)
        database.dispose()


def tidy_up() -> None:
    with _connected() as channel:
        take_old_bindings_away(channel, all_contracts())


def parked(service: str) -> list[dict[str, Any]]:
    """Events in the dead queue: id, type, reason, when; they stay there."""
    with _connected() as channel:
        seen = list(_drain(channel, dead_queue(service)))
        _put_back(channel, (tag for tag, _, _ in seen))
        return [_described(properties, body) for _, properties, body in seen]


def retry_parked(service: str, ids: Sequence[str] = ()) -> int:
    """Give parked events (these ids, or all) back to their consumer; a copy is confirmed before its original goes."""
    count = 0
    left = []
    with _connected() as channel:
        channel.confirm_delivery()
        for tag, properties, body in _drain(channel, dead_queue(service)):
            if ids and _described(properties, body)["id"] not in ids:
                left.append(tag)
                continue
            fresh = pika.BasicProperties(
                content_type=properties.content_type,
                content_encoding=properties.content_encoding,
                delivery_mode=2,
                message_id=properties.message_id,
                headers={"trace": (properties.headers or {}).get("trace", "")},
            )
            channel.basic_publish("", event_queue(service), body, fresh, mandatory=True)
            channel.basic_ack(tag)
            count += 1
        _put_back(channel, left)
    return count


def drop_parked(service: str, ids: Sequence[str]) -> int:
    """Forget these parked events."""
    left, dropped = [], 0
    with _connected() as channel:
        for tag, properties, body in _drain(channel, dead_queue(service)):
            if _described(properties, body)["id"] in ids:
                channel.basic_ack(tag)
                dropped += 1
            else:
                left.append(tag)
        _put_back(channel, left)
    return dropped


def _put_back(channel: Any, tags: Iterable[int]) -> None:
    """One by one, in their order: what a closing channel leaves behind goes back in any order."""
    for tag in tags:
        channel.basic_nack(tag, requeue=True)


def _drain(channel: Any, queue: str) -> Iterable[tuple[int, Any, bytes]]:
    """Every message now in the queue, unacknowledged: none is lost if this process dies now."""
    waiting = channel.queue_declare(queue, passive=True).method.message_count
    for _ in range(waiting):
        method, properties, body = channel.basic_get(queue)
        if method is None:
            return
        yield method.delivery_tag, properties, body


def _described(properties: Any, body: bytes) -> dict[str, Any]:
    headers = properties.headers or {}
    loaded = orjson.loads(body)
    envelope = loaded if isinstance(loaded, dict) else {}
    crashed = "its consumer died each time it was given"
    return {
        "id": envelope.get("id"),
        "type": envelope.get("type"),
        "reason": headers.get("reason", crashed),
        "failed_at": headers.get("failed_at", ""),
    }


class _connected:  # noqa: N801 - used as a function
    def __enter__(self) -> Any:
        self._connection = pika.BlockingConnection(pika.URLParameters(settings().broker))
        return self._connection.channel()

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def _suffix(url: str) -> str:
    return "sqlite" if make_url(url).get_backend_name() == "sqlite" else "dump"


def _copy_sqlite(source: str, target: str) -> None:
    with sqlite3.connect(source) as reading, sqlite3.connect(target) as writing:
        reading.backup(writing)
    reading.close()
    writing.close()


def _put_back_postgres(path: Path, url: str) -> None:
    """Into an empty schema: what the backup's version did not have would otherwise stand in the way of what it had."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    _postgres(["pg_restore", "--no-owner", "--single-transaction"], url, str(path))


def _put_back_sqlite(path: Path, target: Path) -> None:
    """The whole copy first, then the change; the journal of the old database must not be replayed into the new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _copy_sqlite(str(path), f"{target}.restored")
    for suffix in ("-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    os.replace(f"{target}.restored", target)


def _postgres(command: list[str], url: str, *arguments: str) -> None:
    parsed = make_url(url)
    environment = {
        **os.environ,
        "PGHOST": parsed.host or "127.0.0.1",
        "PGPORT": str(parsed.port or 5432),
        "PGUSER": parsed.username or "",
        "PGPASSWORD": parsed.password or "",
        "PGDATABASE": parsed.database or "",
    }
    extra = ["--dbname", str(parsed.database)] if command[0] == "pg_restore" else []
    subprocess.run([*command, *extra, *arguments], env=environment, check=True)
