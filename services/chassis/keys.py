"""Idempotency keys: a command repeated with its key changes nothing and is answered as the first time."""

import hashlib
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from services.chassis.statements import insert_ignoring
from services.chassis.tables import Record, idempotency_keys
from services.chassis.tx import utc_now

# made once: every command runs them, and making a statement costs as much as running it
_NAME = ("actor_id", "operation", "key")
_THIS = [idempotency_keys.c[name] == bindparam(f"of_{name}") for name in _NAME]
_FOUND = select(idempotency_keys).where(*_THIS)
_KEPT = (
    update(idempotency_keys)
    .where(*_THIS)
    .values({name: bindparam(name) for name in ("subject_id", "version", "status")})
)


@dataclass(frozen=True)
class CommandKey:
    """One person's key for one command. `body_hash`: what was asked; the same key for another body is refused."""

    actor_id: UUID
    operation: str
    key: str
    body_hash: str

    def take(self, session: Session) -> bool:
        """True: nobody has it. Another's open transaction with it is waited for."""
        values = {**self._named(), "body_hash": self.body_hash, "created_at": utc_now()}
        return bool(cast("Any", session.execute(insert_ignoring(session, idempotency_keys), values)).rowcount)

    def find(self, session: Session) -> Row[Any] | None:
        """The record it made (`subject_id`) and the answer's status, if it is known."""
        return session.execute(_FOUND, self._named("of_")).first()

    def keep(self, session: Session, record: Record, status: int) -> None:
        """Say what came of it, in the transaction that took it."""
        values = {"subject_id": record.id, "version": record.version, "status": status}
        session.execute(_KEPT, {**self._named("of_"), **values})

    def _named(self, prefix: str = "") -> dict[str, Any]:
        return {prefix + name: getattr(self, name) for name in _NAME}


def body_hash(request: BaseModel, if_match: int | None) -> str:
    return hashlib.sha256(f"{request.model_dump_json()}|{if_match}".encode()).hexdigest()
