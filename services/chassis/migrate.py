"""Alembic without an env.py per service: the chassis's own tables first, then the service's.

Each has a version table of its own, so that the chassis's migrations are written once for all five.
"""

import importlib
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, text

from services.chassis.database import Database

_LOCK = 704_211


def migrate(service: str, database: Database) -> None:
    """Bring the database up to the newest revision. Two processes at once: the second waits."""
    with database.writer.connect() as connection:
        _wait_alone(connection, database.is_sqlite)
        if service != "gateway":
            run_migrations(connection, "services.chassis.migrations", "alembic_version_chassis")
        package = "gateway.identity.migrations" if service == "gateway" else f"services.{service}.migrations"
        run_migrations(connection, package, "alembic_version")
        connection.commit()


def _wait_alone(connection: Connection, is_sqlite: bool) -> None:
    """On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock."""
    if not is_sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    else:
        connection.execute(text("SELECT 1"))


def run_migrations(connection: Connection, package: str, version_table: str, target: str = "head") -> None:
    directory = Path(str(importlib.import_module(package).__file__)).parent
    config = Config()
    config.set_main_option("script_location", str(directory))
    script = ScriptDirectory.from_config(config)

    def upgrade(revision: object, _: object) -> object:
        return script._upgrade_revs(target, revision)  # type: ignore[arg-type]

    with EnvironmentContext(config, script, fn=upgrade, destination_rev=target) as environment:
        environment.configure(
            connection=connection,
            target_metadata=None,
            version_table=version_table,
            transactional_ddl=False,
            render_as_batch=connection.dialect.name == "sqlite",
        )
        environment.run_migrations()


def differences(engine: Engine, metadata: MetaData) -> list[object]:
    """What the models have and the migrated database has not, or the other way; empty when they agree."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours(metadata)})
        return list(compare_metadata(context, metadata))


def write_migration(database: Database, metadata: MetaData, package: str, message: str) -> Path:
    """Write the next revision: what the models have and the migrated database has not. Read it before use."""
    directory = Path(str(importlib.import_module(package).__file__)).parent / "versions"
    last = sorted(directory.glob("[0-9]*.py"))
    number = len(last) + 1
    with database.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours(metadata)})
        operations = produce_migrations(context, metadata).upgrade_ops
        assert operations is not None, "comparing always gives operations, if none to do"
        code = render_python_code(operations, migration_context=context)
    name = "_".join(message.lower().split())
    path = directory / f"{number:04d}_{name}.py"
    path.write_text(
        _TEMPLATE.format(
            message=message,
            revision=f"{number:04d}",
            down=f'"{number - 1:04d}"' if last else "None",
            code=textwrap.indent(_bare(code), "    "),
        )
    )
    return path


def _bare(code: str) -> str:
    lines = [line for line in code.splitlines() if "# ###" not in line]
    return textwrap.dedent("\n".join(lines)).strip() or "pass"


def _ours(metadata: MetaData) -> Callable[..., bool]:
    """Chassis and service tables share a database; each metadata minds its own."""

    def include(_: object, name: str, kind: str, reflected: bool, *__: object) -> bool:
        return kind != "table" or not reflected or name in metadata.tables

    return include


_TEMPLATE = '''"""{message}."""

import sqlalchemy as sa
from alembic import op

import services.chassis.columns

revision = "{revision}"
down_revision = {down}


def upgrade() -> None:
{code}
'''


def wait_for_database(database: Database, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with database.reader.connect() as connection:
                connection.execute(text("SELECT 1"))
            return
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
